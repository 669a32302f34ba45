"""Fixtures of the tests of feeds: a client whose hosts are all this machine, and what it slept."""

import pytest

from ingest.feeds.client import Client
from tests.feeds.fetching import NOW, Pauses


@pytest.fixture
def pauses():
    return Pauses()


@pytest.fixture
def client(pauses):
    # Every host of these tests is this machine.
    with Client(
        allow_private=True,
        resolve=lambda host, port: ["127.0.0.1"],
        sleep=pauses,
        now=lambda: NOW,
        chance=lambda: 1.0,
    ) as client:
        yield client
