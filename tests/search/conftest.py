"""The filled archive as a reader sees it, and a search in it."""

import contextlib
import shutil

import pytest

from archive.database import open_archive, open_readonly
from archive.search import search, understand
from archive.store import save
from tests.search import colourful


@pytest.fixture(scope="session")
def connection(made_archives, tmp_path_factory):
    """Read only and one for all: tests of searching change nothing."""
    path = shutil.copy(made_archives[1], tmp_path_factory.mktemp("search") / "archive.db")
    with contextlib.closing(open_readonly(path)) as opened:
        yield opened


@pytest.fixture(scope="session")
def find(connection):
    def find(text, **selected):
        return search(connection, understand(text), selected=selected, limit=100)

    return find


@pytest.fixture(scope="session")
def colours(made_archives, tmp_path_factory):
    """An archive of `colourful` episodes."""
    path = shutil.copy(made_archives[0], tmp_path_factory.mktemp("colours") / "archive.db")
    engine = open_archive(path)
    assert {outcome.status for outcome in save(engine, colourful.episodes())} == {"inserted"}
    engine.dispose()
    with contextlib.closing(open_readonly(path)) as opened:
        yield opened


@pytest.fixture(scope="session")
def lines(colours):
    return colourful.lines(colours)
