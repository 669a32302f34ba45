"""The filled archive as a reader sees it, and a search in it."""

import contextlib
import shutil

import pytest

from archive.database import open_readonly
from archive.search import search, understand


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
