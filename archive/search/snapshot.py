"""One state of the archive for several statements, whatever an ingest commits between them."""

import contextlib
import sqlite3
from collections.abc import Iterator


@contextlib.contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """A deferred read transaction around the block; in one that is already open, only the block.

    Nothing waits for it and it waits for nobody: in a write-ahead log a reader stays at what it saw first.
    """
    if connection.in_transaction:
        yield
        return
    try:
        connection.execute("begin")
        yield
    finally:
        _end(connection)


def _end(connection: sqlite3.Connection) -> None:
    """Roll back whatever happens: a connection that kept its snapshot would show an old state ever after."""
    try:
        connection.rollback()
    except sqlite3.OperationalError:
        # A time limit that is over interrupts this too. It has had its effect, and nothing is left to limit.
        connection.set_progress_handler(None, 0)
        connection.rollback()
