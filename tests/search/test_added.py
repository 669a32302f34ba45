"""What came into the archive last is first in the order `added`, whenever its episode was known."""

import contextlib
import shutil
from dataclasses import replace

import pytest

from archive.database import open_archive, open_readonly
from archive.search import search, understand
from archive.store import save
from tests.episodes import small


@pytest.fixture
def path(made_archives, tmp_path):
    return shutil.copy(made_archives[0], tmp_path / "archive.db")


def store(path, *records):
    engine = open_archive(path)
    statuses = [outcome.status for outcome in save(engine, records)]
    engine.dispose()
    return statuses


def announced(number):
    """As a feed tells of it, without its words."""
    return replace(
        small(number),
        derivation=f"announced {number}",
        sources=(),
        transcripts=(),
        utterances=(),
        speakers=(),
        chapters=(),
        warnings=(),
    )


def added(path):
    """The titles in the order of arrival, each once."""
    with contextlib.closing(open_readonly(path)) as reader:
        hits = search(reader, understand("of"), limit=100, sort="added").hits
    return list(dict.fromkeys(hit.episode for hit in hits))


def test_words_that_come_late_come_first(path):
    assert store(path, announced(1)) == ["inserted"]
    assert store(path, small(2), small(3)) == ["inserted", "inserted"]
    assert added(path) == ["Small 3, version 1", "Small 2, version 1"]
    assert store(path, small(1)) == ["updated"]
    assert added(path) == ["Small 1, version 1", "Small 3, version 1", "Small 2, version 1"]


def test_words_that_stay_keep_their_place(path):
    assert store(path, small(1), small(2)) == ["inserted", "inserted"]
    renamed = replace(small(1), title="Another title", derivation="once more")
    assert store(path, renamed) == ["updated"]
    assert added(path) == ["Small 2, version 1", "Another title"]
