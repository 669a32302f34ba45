"""A full disk, a folder that may not be written, a lock that is held: one line, and nothing by halves."""

import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from sqlalchemy import Engine, event

from archive import migrate, store
from archive.check import Finding, check
from archive.database import open_archive, open_readonly
from archive.errors import ArchiveError, CannotWrite
from archive.outcome import Outcome
from archive.records import EpisodeRecord
from tests.episodes import engines, small
from tests.store.children import in_child

# Imported before a child becomes another user, who might not be able to read them.
assert migrate
assert sqlite_utils

NOBODY = 65534


def episodes_in(path: Path) -> int:
    with closing(open_readonly(path)) as connection:
        count: int = connection.execute("select count(*) from episodes").fetchone()[0]
    return count


def until_refused(engine: Engine, records: list[EpisodeRecord]) -> tuple[list[Outcome], ArchiveError | None]:
    outcomes = []
    try:
        for outcome in store.save(engine, records):
            outcomes.append(outcome)
    except ArchiveError as error:
        return outcomes, error
    return outcomes, None


@pytest.mark.parametrize("pages", [0, 10, 40])
def test_a_full_disk_keeps_what_was_stored_and_the_same_command_carries_on(
    archive_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    monkeypatch.setattr(store, "BATCH_EPISODES", 20)
    records = [small(n) for n in range(200)]
    engine = open_archive(archive_path)
    with closing(sqlite3.connect(archive_path)) as connection:
        limit = connection.execute("pragma page_count").fetchone()[0] + pages

    @event.listens_for(engine, "connect")
    def confine(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"pragma max_page_count = {limit}")

    outcomes, refused = until_refused(engine, records)
    engine.dispose()
    kept = sum(outcome.status in ("inserted", "updated") for outcome in outcomes)
    assert episodes_in(archive_path) == kept
    assert (kept > 0) == (pages > 0)
    assert str(refused).startswith(
        f"{archive_path}: no space is left on its disk, {kept} episodes of this run"
    )
    assert check(archive_path) == []
    engine = open_archive(archive_path)
    assert len([each for each in store.save(engine, records) if each.status == "inserted"]) == 200 - kept
    engine.dispose()
    assert check(archive_path) == []


@pytest.mark.parametrize("room", [30_000, 600_000, 1_000_000])
def test_a_limit_on_the_size_of_files_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """The limit meets the creation, the first batch, or a later one."""
    monkeypatch.setattr(store, "BATCH_EPISODES", 20)
    path = tmp_path / "archive.db"
    records = [small(n) for n in range(200)]

    def ingest() -> int:
        engine = open_archive(path, create=True)
        return len([each for each in store.save(engine, records) if each.status == "inserted"])

    def confined() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        return ingest()

    refused = in_child(confined)
    assert isinstance(refused, CannotWrite), refused
    assert str(refused).startswith(f"{path}: its disk refuses to read or write")
    assert "\n" not in str(refused)
    kept = 0
    if room > 30_000:
        assert check(path) == []
        kept = episodes_in(path)
        assert kept % 20 == 0
        assert f"{kept} episodes of this run had been stored" in str(refused)
    assert in_child(ingest) == 200 - kept
    assert check(path) == []


def test_a_lock_is_waited_for_and_then_named(archive_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.engine.BUSY_MS", 50)
    with closing(sqlite3.connect(archive_path, isolation_level=None)) as other:
        other.execute("begin immediate")
        engine = open_archive(archive_path)
        with pytest.raises(
            CannotWrite, match=r"another program is writing to it, 0 episodes .*; wait for that one"
        ):
            list(store.save(engine, [engines()]))
        other.execute("rollback")
        assert [each.status for each in store.save(engine, [engines()])] == ["inserted"]
        engine.dispose()


@pytest.fixture
def public(filled_archive: Path) -> Iterator[Path]:
    """A filled archive in a folder that anybody may enter, and only its owner may write."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    path = Path(shutil.copy(filled_archive, folder / "archive.db"))
    path.chmod(0o644)
    yield path
    shutil.rmtree(folder)


def as_nobody(action: object) -> ArchiveError | list[Finding]:
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")

    def run() -> object:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        return action()  # type: ignore[operator]

    result = in_child(run)
    assert isinstance(result, ArchiveError | list), result
    return result


def test_a_folder_that_may_not_be_written(public: Path) -> None:
    new = public.with_name("new.db")
    assert str(as_nobody(lambda: open_archive(new, create=True))) == (
        f"{new}: its folder may not be written; change the folder's permissions, or name a file elsewhere"
    )
    assert str(as_nobody(lambda: open_archive(public))) == (
        f"{public}: its folder may not be written; change the folder's permissions, or name a file elsewhere"
    )
    # SQLite wants to put its -wal and -shm files beside it, even to read.
    assert str(as_nobody(lambda: open_readonly(public))) == (
        f"{public}: SQLite cannot open it, or cannot make its -wal and -shm files beside it;"
        " make it and its folder readable and writable for you, or work on a copy"
    )
    assert [each.name for each in public.parent.iterdir()] == ["archive.db"]


def test_a_file_that_may_not_be_written_or_read(public: Path) -> None:
    public.parent.chmod(0o777)
    remedy = "change its permissions, or work on a copy"
    assert str(as_nobody(lambda: open_archive(public))) == f"{public}: it may not be written; {remedy}"
    (finding,) = as_nobody(lambda: check(public))  # type: ignore[misc]
    assert "not compared with the words" in finding.problem
    public.chmod(0)
    assert str(as_nobody(lambda: open_readonly(public))) == f"{public}: it may not be read; {remedy}"
