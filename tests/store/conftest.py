"""An empty archive to store into, and to ask."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive import store
from archive.database import open_archive, open_readonly
from archive.outcome import Outcome


@pytest.fixture
def save(archive_path: Path) -> Callable[..., list[Outcome]]:
    def run(*records: store.Stored) -> list[Outcome]:
        engine = open_archive(archive_path)
        outcomes = list(store.save(engine, records))
        engine.dispose()
        return outcomes

    return run


@pytest.fixture
def ask(archive_path: Path) -> Callable[[str], list[tuple[object, ...]]]:
    def run(sql: str) -> list[tuple[object, ...]]:
        with closing(open_readonly(archive_path)) as connection:
            return connection.execute(sql).fetchall()

    return run
