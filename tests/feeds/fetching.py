"""One request as the tests of fetching make it: to this machine, without waiting, at one moment."""

from datetime import UTC, datetime

import pytest

from archive.errors import ArchiveError
from ingest.feeds.answers import (
    Limits,
    Request,
)
from ingest.feeds.fetch import fetch
from tests.feeds.server import Reply

FEED = b"<rss><channel><title>A show</title></channel></rss>"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SMALL = Limits(bytes=1_000_000, seconds=10.0)


class Pauses(list):
    """What was slept, without sleeping."""

    def __call__(self, seconds):
        self.append(seconds)


def get(client, url, **asked):
    return fetch(Request(url=url, limits=asked.pop("limits", SMALL), **asked), client)


def refused(client, url, kind, **asked):
    """The message, whose form is checked here."""
    with pytest.raises(kind) as caught:
        get(client, url, **asked)
    place, _, rest = str(caught.value).partition(": ")
    assert place
    assert "; " in rest
    assert "\n" not in rest
    assert isinstance(caught.value, ArchiveError)
    return str(caught.value)


def packed(content, coding="gzip"):
    """A route that answers with this content, of which it says that it is packed so."""
    return lambda asked: Reply(200, content, {"Content-Encoding": coding})
