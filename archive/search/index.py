"""The full-text index of `utterances.text`: how it is made, and the two statements that keep it true.

A text in a script without blanks is indexed twice: as it is, and as `utterances.spaced` has it, letter by
letter (`archive.search.unspaced`). Whatever is looked for is in the second, which all other utterances lack.

It has no triggers (measured: 3.6 times the time of an ingest): only `archive.store` writes utterances, and it
takes a batch's old words out before it touches the rows, then indexes all the batch in one statement.
"""

import sqlite3

_NO_LETTERS = "".join(map(chr, range(0xFE00, 0xFE10)))
"""They choose the shape of the character before them, such as a heart in red."""

TOKENIZER = (
    "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    f" tokenchars '+#' separators '{_NO_LETTERS}'"
)
"""Stems English, folds case and accents, and keeps `C++` and `C#` whole.

Marks (Mn, Mc) belong to words: left to itself the tokeniser takes the vowels of Hindi or Thai for blanks.
"""

COLUMNS = ("text", "spaced")

HIGHLIGHTED = """coalesce(
    highlight(utterances_fts, 1, :open, :close), highlight(utterances_fts, 0, :open, :close)
)"""
"""The text of a matched row with `:open` and `:close` around what matches: `spaced` where it has that."""

# The rows are found by rowid, an episode's range at a time: `cross join` keeps SQLite to that order.
_RANGES = """
from json_each(?) as batch
cross join utterances on utterances.id between batch.value * 1000000 + 1 and batch.value * 1000000 + 999999
"""

FORGET = f"""
insert into utterances_fts (utterances_fts, rowid, text, spaced)
select 'delete', utterances.id, utterances.text, utterances.spaced {_RANGES}
"""
"""Take the words of the episodes (a JSON array of ids) out of the index, while the rows still hold them."""

ADD = f"""
insert into utterances_fts (rowid, text, spaced)
select utterances.id, utterances.text, utterances.spaced {_RANGES}
"""
"""Put the words of the episodes (a JSON array of ids) into the index, which must not know them."""


def install(connection: sqlite3.Connection) -> None:
    """(Re)create the index, inside the transaction that is open; safe to repeat."""
    import sqlite_utils

    # Without plugins and pragmas: an installed sqlite-utils plugin must not change what an archive is.
    database = sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False)
    table = database.table("utterances")
    table.enable_fts(COLUMNS, create_triggers=False, tokenize=TOKENIZER, replace=True)
    table.rebuild_fts()
