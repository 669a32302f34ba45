"""The full-text index of `utterances.text`: how it is made, and the two statements that keep it true.

It has no triggers (measured: 3.6 times the time of an ingest): only `archive.store` writes utterances, and it
takes a batch's old words out before it touches the rows, then indexes all the batch in one statement.
"""

import sqlite3

TOKENIZER = "porter unicode61 remove_diacritics 2 tokenchars '+#'"
"""Stems English, folds case and accents, and keeps `C++` and `C#` whole."""

# The rows are found by rowid, an episode's range at a time: `cross join` keeps SQLite to that order.
_RANGES = """
from json_each(?) as batch
cross join utterances on utterances.id between batch.value * 1000000 + 1 and batch.value * 1000000 + 999999
"""

FORGET = f"""
insert into utterances_fts (utterances_fts, rowid, text)
select 'delete', utterances.id, utterances.text {_RANGES}
"""
"""Take the words of the episodes (a JSON array of ids) out of the index, while the rows still hold them."""

ADD = f"insert into utterances_fts (rowid, text) select utterances.id, utterances.text {_RANGES}"
"""Put the words of the episodes (a JSON array of ids) into the index, which must not know them."""


def install(connection: sqlite3.Connection) -> None:
    """(Re)create the index, inside the transaction that is open; safe to repeat."""
    import sqlite_utils

    # Without plugins and pragmas: an installed sqlite-utils plugin must not change what an archive is.
    database = sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False)
    table = database.table("utterances")
    table.enable_fts(["text"], create_triggers=False, tokenize=TOKENIZER, replace=True)
    table.rebuild_fts()
