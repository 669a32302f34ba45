"""What SQLite and the system refuse, said for people."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.errors import ArchiveError, CannotWrite, DamagedArchive, NotAnArchive


@contextlib.contextmanager
def saying_why(path: Path, stored: str = "") -> Iterator[None]:
    """Turn what SQLite or the system refuses inside the block into an ArchiveError; bugs pass unchanged."""
    try:
        yield
    except ArchiveError:
        raise
    except Exception as error:
        refusal = refused(path, error, stored)
        if refusal is None:
            raise
        raise refusal from error


def refused(path: Path, error: BaseException, stored: str = "") -> ArchiveError | None:
    """What a person is told of `error`, from sqlite3, SQLAlchemy or the system; None if it is a bug of ours.

    `stored` says what of this run is safe, as a clause: "50 episodes were stored before".
    """
    if isinstance(error, PermissionError):
        return CannotWrite(str(path), "permission is denied", "change its permissions, or work on a copy")
    cause = getattr(error, "orig", None) or error
    name = getattr(cause, "sqlite_errorname", "")
    if isinstance(cause, UnicodeDecodeError):
        return _damaged(path)  # SQLite quotes a damaged name, and Python cannot make an exception of that
    if not isinstance(cause, sqlite3.Error):
        return None
    if name.startswith("SQLITE_NOTADB"):
        return NotAnArchive(str(path), "it is not an SQLite database", "name another file")
    if name.startswith("SQLITE_CORRUPT") or str(cause).startswith(_NOT_TEXT):
        return _damaged(path)
    for prefix, problem, remedy in _REFUSALS:
        if name.startswith(prefix):
            return CannotWrite(str(path), f"{problem}, {stored}" if stored else problem, remedy)
    return None


def _damaged(path: Path) -> DamagedArchive:
    return DamagedArchive(str(path), "it is damaged", "see `podarchive check`, and restore a copy")


_NOT_TEXT = "Could not decode to UTF-8"
"""How Python's sqlite3 begins what it says of a stored text that is none; such an error has no code."""

_AGAIN = "then run the same command again"
_NO_NEIGHBOURS = (
    "SQLite cannot open it, or cannot make its -wal and -shm files beside it",
    "make it and its folder readable and writable for you, or work on a copy",
)
_REFUSALS = (
    ("SQLITE_FULL", "no space is left on its disk", f"free some, {_AGAIN}"),
    ("SQLITE_IOERR", "its disk refuses to read or write", f"check the disk and its quota, {_AGAIN}"),
    ("SQLITE_READONLY_DIRECTORY", *_NO_NEIGHBOURS),
    ("SQLITE_READONLY_CANTINIT", *_NO_NEIGHBOURS),
    ("SQLITE_READONLY", "it may not be written", "change its permissions, or work on a copy"),
    ("SQLITE_BUSY", "another program is writing to it", f"wait for that one, {_AGAIN}"),
    ("SQLITE_LOCKED", "another program is writing to it", f"wait for that one, {_AGAIN}"),
    ("SQLITE_CANTOPEN", *_NO_NEIGHBOURS),
    ("SQLITE_PERM", "permission is denied", "change its permissions, or work on a copy"),
)
