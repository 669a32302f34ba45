"""Scripts without blanks between words, where Datasette searches: its tables, and our stored queries.

The index has such texts letter by letter (`archive.search.unspaced`), so what is looked for in it has to come
as a phrase of letters. Datasette's `_search` sends it through the SQL function `escape_fts`, which on the
archive's connections takes letters apart too; our SQL has the function `letters_apart`.
"""

import sqlite3

from archive.search.unspaced import apart
from archive.web.datasette_internals import escape_fts


def install(connection: sqlite3.Connection) -> None:
    """Give a connection of the archive both functions."""
    connection.create_function("letters_apart", 1, _apart, deterministic=True)
    connection.create_function("escape_fts", 1, _escaped, deterministic=True)


def _apart(text: str | None) -> str | None:
    return None if text is None else apart(str(text)) or str(text)


def _escaped(text: str | None) -> str | None:
    taken = _apart(text)
    return None if taken is None else str(escape_fts(taken))
