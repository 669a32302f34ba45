"""Opening an archive: what is ours, and whether it is current.

Only `open_archive` and `upgrade` import SQLAlchemy, and only creating or upgrading imports Alembic and
sqlite-utils: `podarchive search` starts with the standard library alone.
"""

import contextlib
import os
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archive import APPLICATION_ID
from archive.engine import BUSY_MS, engine
from archive.errors import CannotWrite, NewerArchive, NotAnArchive, SchemaOutOfDate
from archive.refusals import saying_why

if TYPE_CHECKING:
    from sqlalchemy import Engine

REVISION = "0005"
"""The newest migration. Kept here so that no command has to import Alembic to learn it; a test compares."""

_MAGIC = b"SQLite format 3\0"

State = Literal["missing", "empty", "current"]


def open_archive(path: Path, *, create: bool = False) -> "Engine":
    """An engine that writes to the archive at `path`; with `create` a missing or empty file becomes one.

    Dispose of it when done, so that SQLite folds the write-ahead log into the file. Raises NotAnArchive,
    SchemaOutOfDate, NewerArchive or CannotWrite.
    """
    require_archive(path, create=create)
    with saying_why(path):
        return engine(path)


def require_archive(path: Path, *, create: bool = False) -> None:
    """Make sure that `open_archive` would open the archive at `path`. Raises and creates like that.

    Without SQLAlchemy where there is nothing to create: most runs of a regular ingest write nothing.
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


def open_readonly(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, to an archive that is ours and current. Raises like `open_archive`."""
    with saying_why(path):
        state = _recognise(path)
        if state != "current":
            raise _absent(path, state)
        return connect_readonly(path)


def connect_readonly(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, to an archive that was recognised before.

    Nothing looks into the file but SQLite. It may be open already in this process, and whoever else opens and
    closes it there makes POSIX forget SQLite's locks: another program might then take the log away.
    """
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_MS / 1000)


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


def _recognise(path: Path) -> State:
    _require_file(path)
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
    with contextlib.closing(connect_readonly(path)) as connection:
        application, tables, versioned = connection.execute(
            "select (select application_id from pragma_application_id),"
            " count(*), total(name = 'alembic_version') from sqlite_master"
        ).fetchone()
        row = connection.execute("select version_num from alembic_version").fetchone() if versioned else None
        return application, row and str(row[0]), tables


def _absent(path: Path, state: State) -> NotAnArchive:
    problem = "there is no such file" if state == "missing" else "it is empty"
    return NotAnArchive(str(path), problem, f"make it with `podarchive ingest {path} SOURCE`")


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise NotAnArchive(str(path), "it is a folder", "name a file inside it")
    if path.exists() and not path.is_file():
        # Opening a pipe waits for whoever writes into it, and a device is never done with.
        raise NotAnArchive(str(path), "it is no file", "name another")


def _require_writable(path: Path) -> None:
    _require_file(path)
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
