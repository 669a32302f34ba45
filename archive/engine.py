"""How a connection that writes is set up: WAL, keys, and a BEGIN of our own.

SQLAlchemy is imported only when an engine is made.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_MS = 10_000
"""How long a writer waits for another one before it gives up."""


def engine(path: Path, *, foreign_keys: bool = True) -> "Engine":
    """An engine on a file that was already recognised. Keys are off only inside a migration.

    Our own BEGIN is on it: left alone, Python's sqlite3 begins nothing before DDL, and half a migration
    survives.
    """
    from sqlalchemy import URL, create_engine, event

    made = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "timeout": BUSY_MS / 1000},
    )

    @event.listens_for(made, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.execute(f"pragma foreign_keys = {'on' if foreign_keys else 'off'}")
        # Compiled in on Debian, and a fifth of the time of an ingest; what was deleted stays until a vacuum.
        connection.execute("pragma secure_delete = off")

    @event.listens_for(made, "begin")
    def begin(connection: "Connection") -> None:
        # A writer asks for the lock at once: one that begins by reading may be refused it in the middle.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return made


@contextlib.contextmanager
def writing(made: "Engine") -> Iterator["Connection"]:
    """One write transaction: committed at the end of the block, rolled back if it raises."""
    with made.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def driver(connection: "Connection") -> sqlite3.Connection:
    """The sqlite3 connection below a SQLAlchemy one, for what takes only that (sqlite-utils, `evidence`)."""
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)  # noqa: S101 - tells mypy what create_engine("sqlite") gives
    return found
