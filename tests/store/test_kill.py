"""SIGKILL at every place where something is written: the old episode or the new one, never half.

What a kill leaves is the file and its -wal. Leftovers that are the same byte for byte are examined once.
"""

import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from archive import store
from archive.check import check
from archive.database import open_archive, open_readonly
from archive.records import EpisodeRecord
from tests.episodes import small
from tests.store.back import found, read_back
from tests.store.children import finish, in_child, start

EPISODES = 20
OLD = [small(n) for n in range(EPISODES)]
NEW = [small(n, version=2) for n in range(EPISODES)]
WRITING = ("insert", "update", "delete", "create", "drop", "alter", "pragma application_id")


def ingest(path: Path, records: list[EpisodeRecord]) -> list[str]:
    engine = open_archive(path, create=True)
    statuses = [outcome.status for outcome in store.save(engine, records)]
    engine.dispose()
    return statuses


class Points:
    """Counts the moments before and after each writing statement and COMMIT: at number `fatal` it kills.

    With few `pages` to keep in memory, SQLite writes to the -wal long before it commits.
    """

    def __init__(self, fatal: int, *, pages: int | None = None, reached: Callable[[], object] = bool) -> None:
        self.count, self.fatal, self.pages, self.reached = 0, fatal, pages, reached

    def reach(self) -> None:
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self.reached()

    def install(self) -> None:
        """For this process, which is a child and ends with it."""
        commit = DefaultDialect.do_commit

        def around_commit(dialect: DefaultDialect, connection: Any) -> None:
            self.reach()
            commit(dialect, connection)
            self.reach()

        def connect(connection: sqlite3.Connection, _record: object) -> None:
            # sqlite-utils goes past SQLAlchemy: SQLite itself tells of every statement that begins.
            connection.set_trace_callback(
                lambda sql: self.reach() if sql.lower().startswith(WRITING) else None
            )
            if self.pages:
                connection.execute(f"pragma cache_size = {self.pages}")

        def after(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
            if sql.strip().lower().startswith(WRITING):
                self.reach()

        DefaultDialect.do_commit = around_commit  # type: ignore[method-assign]
        event.listen(Engine, "connect", connect)
        event.listen(Engine, "after_cursor_execute", after)
        # The same leftovers in every run, however long it takes.
        store._now = lambda: "2026-02-04T00:00:00Z"


def leftovers(path: Path) -> bytes:
    return b"|".join(
        each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")) if each.suffix != ".db-shm"
    )


def versions(path: Path) -> list[int]:
    """Which version of each episode is stored, 0 for none; all that hangs on it must be of the same."""
    if not path.exists():
        return [0] * EPISODES
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("select count(*) from sqlite_master").fetchone() == (0,):
            return [0] * EPISODES
    assert check(path) == []
    stored = [0] * EPISODES
    with closing(open_readonly(path)) as connection:
        rows = connection.execute("select id, slug from episodes").fetchall()
        for episode_id, slug in rows:
            number = int(slug.removeprefix("small-"))
            (stored[number],) = [
                version
                for version, record in ((1, OLD[number]), (2, NEW[number]))
                if read_back(connection, episode_id) == record
            ]
        for version in (1, 2):
            assert len(found(connection, f"version{version}")) == 3 * stored.count(version)
    return stored


def kill_everywhere(base: Path | None, path: Path, action: Callable[[Path], object]) -> Iterator[list[int]]:
    """Kill `action` at each of its points, each time on a copy of `base`: the versions that it leaves."""

    def prepare() -> None:
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()
        if base:
            shutil.copy(base, path)

    def run(points: Points) -> int:
        points.install()
        action(path)
        return points.count

    prepare()
    total = in_child(lambda: run(Points(0)))
    assert isinstance(total, int)
    assert total > 40
    known: set[bytes] = set()
    # Few pages make a different leftover of every point, which takes long to examine: every fifth will do.
    for fatal, pages in [(n, None) for n in range(1, total + 1)] + [(n, 20) for n in range(1, total + 1, 5)]:
        prepare()
        killed, _ = finish(*start(partial(run, Points(fatal, pages=pages))))
        assert killed == signal.SIGKILL
        left = leftovers(path)
        if left not in known:
            known.add(left)
            yield versions(path)


def test_killed_while_the_archive_is_made(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    examined = 0
    for left in kill_everywhere(None, path, lambda path: open_archive(path, create=True).dispose()):
        examined += 1
        assert left == [0] * EPISODES
        assert ingest(path, OLD) == ["inserted"] * EPISODES
        assert versions(path) == [1] * EPISODES
    assert examined >= 2


def test_killed_while_the_first_episodes_are_stored(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    seen = set()
    for left in kill_everywhere(archive_path, path, lambda path: ingest(path, OLD)):
        assert left in ([0] * EPISODES, [1] * EPISODES)
        seen.add(left[0])
        assert ingest(path, OLD) == [("unchanged" if version else "inserted") for version in left]
        assert versions(path) == [1] * EPISODES
    assert seen == {0, 1}


def test_killed_while_episodes_are_replaced(archive_path: Path, tmp_path: Path) -> None:
    ingest(archive_path, OLD)
    path = tmp_path / "killed.db"
    seen = set()
    for left in kill_everywhere(archive_path, path, lambda path: ingest(path, NEW)):
        assert left in ([1] * EPISODES, [2] * EPISODES)
        seen.add(left[0])
        assert ingest(path, NEW) == [("unchanged" if version == 2 else "updated") for version in left]
        assert versions(path) == [2] * EPISODES
    assert seen == {1, 2}


@pytest.mark.parametrize("seed", range(30))
def test_killed_at_any_moment_after_the_first_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(store, "BATCH_EPISODES", 5)
    path = tmp_path / "archive.db"
    if seed % 2:
        ingest(path, OLD)
    ready, written = os.pipe()

    def run() -> None:
        Points(0, pages=20, reached=lambda: os.write(written, b".")).install()
        ingest(path, NEW)

    child, reading = start(run)
    os.read(ready, 1)
    time.sleep(random.Random(seed).uniform(0, 0.1))
    os.kill(child, signal.SIGKILL)
    finish(child, reading)
    os.close(ready)
    os.close(written)
    left = versions(path)
    done = left.count(2)
    assert left == [2] * done + [seed % 2] * (EPISODES - done)
    assert done % 5 == 0
    again = ingest(path, NEW)
    assert again == ["unchanged"] * done + ["updated" if seed % 2 else "inserted"] * (EPISODES - done)
    assert versions(path) == [2] * EPISODES
