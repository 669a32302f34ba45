"""The floor that storing is compared with: the same rows by bare `sqlite3`, as fast as it goes.

One transaction, `executemany`, the full-text index made from all rows at the end; the same tables, indexes
and pragmas. It keeps nothing safe before the end, so no real ingest can be like it.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from archive import schema
from archive.database import open_readonly

# What SQLAlchemy orders so that a row comes after those that it refers to.
TABLES = tuple(table.name for table in schema.metadata.sorted_tables)


PRAGMAS = ("journal_mode = wal", "synchronous = normal", "foreign_keys = on", "secure_delete = off")


class Floor:
    """A database at `path` that takes the rows which appear in `archive`; `seconds` is the writing's."""

    def __init__(self, path: Path, archive: Path) -> None:
        self.seconds = 0.0
        self._archive = open_readonly(archive)
        self._copied = dict.fromkeys(TABLES, 0)
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in PRAGMAS:
            self._connection.execute(f"pragma {pragma}")
        # The shadow tables of the index come with it.
        for (sql,) in self._archive.execute(
            "select sql from sqlite_master where type in ('table', 'index') and sql is not null"
            " and name not like 'sqlite_%' and name not like '%_fts_%' order by type desc, rowid"
        ).fetchall():
            self._connection.execute(sql)
        self._connection.execute("begin immediate")

    def take(self) -> None:
        """Write what the archive has committed since the last time; nothing in it may have been replaced."""
        for table in TABLES:
            made = self._archive.execute(
                f"select rowid, * from {table} where rowid > ? order by rowid", (self._copied[table],)
            ).fetchall()
            if not made:
                continue
            self._copied[table] = made[-1][0]
            rows = [row[1:] for row in made]
            places = ", ".join("?" * len(rows[0]))
            with self._timed():
                self._connection.executemany(f"insert into {table} values ({places})", rows)

    def finish(self) -> None:
        """Index all words, commit, fold the write-ahead log into the file, as the end of an ingest does."""
        self._archive.close()
        with self._timed():
            self._connection.execute("insert into utterances_fts (utterances_fts) values ('rebuild')")
            self._connection.execute("commit")
            self._connection.close()

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seconds += perf_counter() - began
