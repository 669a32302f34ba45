"""Opening an archive: what is ours and current, how a connection is set up, what a refusal means.

Only `open_archive` and `upgrade` import SQLAlchemy, and only creating or upgrading imports Alembic and
sqlite-utils: `podarchive search` starts with the standard library alone.
"""

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archive.errors import (
    ArchiveError,
    CannotWrite,
    DamagedArchive,
    NewerArchive,
    NotAnArchive,
    SchemaOutOfDate,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

APPLICATION_ID = 0x706F6461
"""`PRAGMA application_id` of every archive, "poda" in ASCII: by it Datasette's plugin knows the file."""

REVISION = "0001"
"""The newest migration. Kept here so that no command has to import Alembic to learn it; a test compares."""

BUSY_MS = 10_000
"""How long a writer waits for another one before it gives up."""

State = Literal["missing", "empty", "current"]


def open_archive(path: Path, *, create: bool = False) -> "Engine":
    """An engine that writes to the archive at `path`; with `create` a missing or empty file becomes one.

    Dispose of it when done, so that SQLite folds the write-ahead log into the file. Raises NotAnArchive,
    SchemaOutOfDate, NewerArchive or CannotWrite.
    """
    with saying_why(path):
        if create or path.is_file():
            _require_writable(path)
        state = _recognise(path)
        if state != "current" and not create:
            raise _absent(path, state)
        if state != "current":
            from archive.migrate import migrate

            migrate(path)
        return engine(path)


def open_readonly(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, to an archive that is ours and current. Raises like `open_archive`."""
    with saying_why(path):
        state = _recognise(path)
        if state != "current":
            raise _absent(path, state)
        return _connect_readonly(path)


def upgrade(path: Path) -> tuple[str, str]:
    """Bring the archive at `path` to this version: the revision (before, after). Raises like `open_archive`.

    The full-text index and the view `said` are made again whenever a migration ran.
    """
    with saying_why(path):
        before = REVISION
        try:
            state = _recognise(path)
        except SchemaOutOfDate:
            before = _look(path)[1] or ""
        else:
            if state != "current":
                raise _absent(path, state)
        if before != REVISION:
            _require_writable(path)
            from archive.migrate import migrate

            migrate(path)
        return before, REVISION


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
    if not isinstance(cause, sqlite3.Error):
        return None
    if name.startswith("SQLITE_NOTADB"):
        return NotAnArchive(str(path), "it is not an SQLite database", "name another file")
    if name.startswith("SQLITE_CORRUPT"):
        return DamagedArchive(str(path), "it is damaged", "see `podarchive check`, and restore a copy")
    for prefix, problem, remedy in _REFUSALS:
        if name.startswith(prefix):
            return CannotWrite(str(path), f"{problem}, {stored}" if stored else problem, remedy)
    return None


_MAGIC = b"SQLite format 3\0"
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


def _recognise(path: Path) -> State:
    if path.is_dir():
        raise NotAnArchive(str(path), "it is a folder", "name a file inside it")
    if not path.exists():
        return "missing"
    if not os.access(path, os.R_OK):
        raise CannotWrite(str(path), "it may not be read", "change its permissions, or work on a copy")
    # Left to itself SQLite takes a file of a few bytes for an empty database, and would write over it.
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if head not in (b"", _MAGIC):
        raise NotAnArchive(str(path), "it is not an SQLite database", "name another file")
    application, revision, tables = _look(path)
    if application == 0 and tables == 0:
        return "empty"  # zero bytes, or what a kill left of a creation: WAL is on and nothing is in it
    if application != APPLICATION_ID or revision is None:
        raise NotAnArchive(str(path), "it is an SQLite database, but no podcast archive", "name another file")
    if revision == REVISION:
        return "current"
    if re.fullmatch(r"\d{4}", revision) and revision < REVISION:
        problem = f"it is at {revision}, this version needs {REVISION}"
        raise SchemaOutOfDate(str(path), problem, f"run `podarchive upgrade {path}`")
    raise NewerArchive(
        str(path),
        f"it is at {revision}, this version knows only up to {REVISION}",
        "install the newest podcast-archive",
    )


def _look(path: Path) -> tuple[int, str | None, int]:
    """(application id, revision if it has one, how many tables) of an SQLite file."""
    with contextlib.closing(_connect_readonly(path)) as connection:
        application, tables, versioned = connection.execute(
            "select (select application_id from pragma_application_id),"
            " count(*), total(name = 'alembic_version') from sqlite_master"
        ).fetchone()
        row = connection.execute("select version_num from alembic_version").fetchone() if versioned else None
        return application, row and str(row[0]), tables


def _connect_readonly(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_MS / 1000)


def _absent(path: Path, state: State) -> NotAnArchive:
    problem = "there is no such file" if state == "missing" else "it is empty"
    return NotAnArchive(str(path), problem, f"make it with `podarchive ingest {path} SOURCE`")


def _require_writable(path: Path) -> None:
    folder = path.resolve().parent
    if not folder.is_dir():
        raise CannotWrite(str(path), f"there is no folder {folder}", "make it first")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotWrite(
            str(path),
            "its folder may not be written",
            "change the folder's permissions, or name a file elsewhere",
        )
    if path.exists() and not os.access(path, os.W_OK):
        raise CannotWrite(str(path), "it may not be written", "change its permissions, or work on a copy")
