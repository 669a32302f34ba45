"""What holds for every test, and the archives that tests read or change."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from archive.database import open_archive
from archive.store import save
from tests.episodes import all_episodes

# How long an example takes depends on what else the machine does; that it is right does not.
settings.register_profile("archive", deadline=None)
settings.load_profile("archive")


@pytest.fixture(scope="session")
def made_archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(an archive as the migrations make it, the same with `tests.episodes`): copied, never written."""
    folder = tmp_path_factory.mktemp("made")
    empty, filled = folder / "empty.db", folder / "filled.db"
    open_archive(empty, create=True).dispose()
    shutil.copy(empty, filled)
    engine = open_archive(filled)
    outcomes = list(save(engine, all_episodes()))
    engine.dispose()
    assert [outcome.status for outcome in outcomes] == ["inserted"] * len(all_episodes())
    return empty, filled


@pytest.fixture
def archive_path(made_archives: tuple[Path, Path], tmp_path: Path) -> Path:
    """An archive as the migrations make it, without an episode."""
    return Path(shutil.copy(made_archives[0], tmp_path / "archive.db"))


@pytest.fixture
def filled_archive(made_archives: tuple[Path, Path], tmp_path: Path) -> Path:
    """An archive with the five episodes of `tests.episodes`."""
    return Path(shutil.copy(made_archives[1], tmp_path / "archive.db"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="Write what the formats read as expected.")
