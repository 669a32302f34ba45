"""A search sees one state of the archive, whatever is stored while it runs."""

import contextlib
import re
import shutil
import sqlite3
import threading

import pytest

from archive.database import open_archive, open_readonly
from archive.search import search, understand
from archive.store import save
from tests.episodes import small

NUMBERS = range(12)
VERSION = re.compile(r"version ?(\d+)")


@pytest.fixture
def path(made_archives, tmp_path):
    """Twelve small episodes in their first version."""
    path = shutil.copy(made_archives[0], tmp_path / "archive.db")
    with contextlib.closing(Ingests(path)) as ingests:
        ingests.again()
    return path


class Ingests:
    """Stores every episode anew, in one transaction and the other way round: all ids of speakers change."""

    def __init__(self, path, version=0):
        self.engine, self.version = open_archive(path), version

    def again(self):
        self.version += 1
        numbers = NUMBERS if self.version % 2 else reversed(NUMBERS)
        for outcome in save(self.engine, [small(number, self.version) for number in numbers]):
            assert outcome.status in ("inserted", "updated")

    def close(self):
        self.engine.dispose()


def versions(results):
    return {int(VERSION.search(text)[1]) for hit in results.hits for text in (hit.text, hit.episode)}


def require_one_version(results):
    assert results.total == len(results.hits)
    assert len(versions(results)) == 1
    for facet in results.facets:
        assert sum(value.count for value in facet.values) == results.total


@pytest.mark.parametrize(
    ("typed", "total"),
    [
        ("", 36),
        ("in", 36),
        ("-line1", 24),
        ("in podcast:show", 36),
        ("speaker:host", 24),
        ('"of number3"', 3),
    ],
)
def test_an_ingest_before_every_statement(path, typed, total):
    """The worst that can be: whatever the search asks, it would be answered from another state."""
    query = understand(typed)
    with contextlib.closing(Ingests(path, 1)) as ingests, contextlib.closing(open_readonly(path)) as reader:
        asked = []

        def store(sql):
            if sql not in asked:  # what the index asks itself, it asks again and again
                asked.append(sql)
                ingests.again()

        reader.set_trace_callback(store)
        during = search(reader, query, limit=100)
        reader.set_trace_callback(None)
        assert len(asked) > 5
        assert during.total == total
        require_one_version(during)
        # Nothing is held on to: the next search sees what was stored last.
        after = search(reader, query, limit=100)
        assert versions(after) == {ingests.version}
        assert not reader.in_transaction


def test_an_ingest_beside_it(path):
    stop, failed = threading.Event(), []

    def ingest():
        try:
            with contextlib.closing(Ingests(path, 1)) as ingests:
                while not stop.is_set():
                    ingests.again()
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=ingest)
    writer.start()
    try:
        seen = set()
        with contextlib.closing(open_readonly(path)) as reader:
            for at in range(300):
                typed = ("of", '"of number3"', "", "speaker:host")[at % 4]
                results = search(reader, understand(typed), limit=100)
                require_one_version(results)
                seen |= versions(results)
    finally:
        stop.set()
        writer.join()
    assert failed == []
    assert len(seen) > 2


def test_a_transaction_that_is_open_stays_open(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("update episodes set title = 'Mine'")
        [hit, *_] = search(connection, understand("number3")).hits
        assert hit.episode == "Mine"
        assert connection.in_transaction
        connection.rollback()
        [hit, *_] = search(connection, understand("number3")).hits
        assert hit.episode != "Mine"
        assert not connection.in_transaction


@pytest.mark.parametrize("steps", [0, 1, 10, 100, 200])
def test_an_interrupted_search_leaves_no_transaction(path, steps):
    """As Datasette ends what takes too long: by a progress handler, which stays while we clean up."""
    with contextlib.closing(open_readonly(path)) as reader:
        left = steps

        def over():
            nonlocal left
            left -= 1
            return left < 0

        reader.set_progress_handler(over, 1)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            search(reader, understand('line "of number3"'))
        reader.set_progress_handler(None, 0)
        assert not reader.in_transaction
