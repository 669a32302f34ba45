"""Opening: what is ours, what is not, and what each refusal says."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import REVISION, open_archive, open_readonly, upgrade
from archive.errors import CannotWrite, NewerArchive, NotAnArchive, SchemaOutOfDate
from tests.store.test_check import damage

OPENERS: tuple[Callable[[Path], object], ...] = (
    open_readonly,
    open_archive,
    upgrade,
    lambda path: open_archive(path, create=True),
)


def text_file(path: Path) -> None:
    path.write_text("00:01 Welcome to the show, which is no database.\n" * 100)


def short_file(path: Path) -> None:
    path.write_text("?")


def folder(path: Path) -> None:
    path.mkdir()


def stranger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table alembic_version (version_num text)")
        connection.execute("insert into alembic_version values ('0001')")
        connection.commit()


def stranger_with_an_id(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma application_id = 7")


@pytest.mark.parametrize("opening", OPENERS)
@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (text_file, "it is not an SQLite database; name another file"),
        (short_file, "it is not an SQLite database; name another file"),
        (folder, "it is a folder; name a file inside it"),
        (stranger, "it is an SQLite database, but no podcast archive; name another file"),
        (stranger_with_an_id, "it is an SQLite database, but no podcast archive; name another file"),
    ],
)
def test_what_is_not_ours_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], problem: str, opening: Callable[[Path], object]
) -> None:
    path = tmp_path / "archive.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(NotAnArchive) as refused:
        opening(path)
    assert str(refused.value) == f"{path}: {problem}"
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("opening", OPENERS)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, opening: Callable[[Path], object]) -> None:
    pipe, link = tmp_path / "pipe.db", tmp_path / "link.db"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for path in (pipe, link, Path("/dev/null")):
        with pytest.raises(NotAnArchive) as refused:
            opening(path)
        assert str(refused.value) == f"{path}: it is no file; name another"


@pytest.mark.parametrize("opening", OPENERS[:3])
@pytest.mark.parametrize(("exists", "problem"), [(False, "there is no such file"), (True, "it is empty")])
def test_nothing_is_made_unasked(
    tmp_path: Path, opening: Callable[[Path], object], exists: bool, problem: str
) -> None:
    path = tmp_path / "archive.db"
    if exists:
        path.touch()
    with pytest.raises(NotAnArchive) as refused:
        opening(path)
    assert str(refused.value) == f"{path}: {problem}; make it with `podarchive ingest {path} SOURCE`"
    assert path.exists() == exists


@pytest.mark.parametrize("opening", OPENERS)
@pytest.mark.parametrize("revision", [f"{int(REVISION) + 1:04}", "9999", "ae1027a6acf"])
def test_a_newer_archive_is_left_to_a_newer_program(
    archive_path: Path, opening: Callable[[Path], object], revision: str
) -> None:
    damage(archive_path, f"update alembic_version set version_num = '{revision}'")
    with pytest.raises(
        NewerArchive, match=f"it is at {revision}, this version knows only up to {REVISION}; install"
    ):
        opening(archive_path)


@pytest.mark.parametrize("opening", [open_readonly, open_archive, OPENERS[3]])
def test_an_older_archive_is_not_upgraded_unasked(
    archive_path: Path, opening: Callable[[Path], object]
) -> None:
    damage(archive_path, "update alembic_version set version_num = '0000'")
    with pytest.raises(
        SchemaOutOfDate, match=rf"it is at 0000, this version needs {REVISION}; run `podarchive upgrade"
    ):
        opening(archive_path)


def left_by_a_kill(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")


@pytest.mark.parametrize("make", [lambda path: path.touch(), left_by_a_kill, lambda path: None])
def test_an_empty_file_becomes_an_archive_when_asked(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "my shows % 100?.db"
    make(path)
    open_archive(path, create=True).dispose()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    with closing(open_readonly(path)) as connection:
        assert connection.execute("select count(*) from said").fetchone() == (0,)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as refused:
        open_archive(tmp_path / "no" / "archive.db", create=True)
    assert (
        str(refused.value)
        == f"{tmp_path / 'no' / 'archive.db'}: there is no folder {tmp_path / 'no'}; make it first"
    )


def test_every_connection_is_set_up(archive_path: Path) -> None:
    engine = open_archive(archive_path)
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
            answers = [connection.exec_driver_sql(f"pragma {name}").scalar_one() for name in asked]
            assert answers == ["wal", 1, 1, 0, 10_000]
    engine.dispose()


def test_a_readonly_connection_cannot_write(filled_archive: Path) -> None:
    with (
        closing(open_readonly(filled_archive)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("delete from warnings")


def test_reading_needs_neither_sqlalchemy_nor_alembic(filled_archive: Path) -> None:
    script = (
        "import sys, pathlib; from archive.database import open_readonly;"
        "from archive.evidence import load_sources;"
        f"assert load_sources(open_readonly(pathlib.Path({str(filled_archive)!r})), 1);"
        "print([name for name in ('sqlalchemy', 'alembic', 'sqlite_utils') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_storing_into_an_archive_that_is_current_does_not_import_alembic(archive_path: Path) -> None:
    script = (
        "import sys, pathlib; from archive.database import open_archive; import archive.store;"
        f"open_archive(pathlib.Path({str(archive_path)!r}), create=True).dispose();"
        "print([name for name in ('alembic', 'sqlite_utils') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
