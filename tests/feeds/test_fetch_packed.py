"""What comes packed is unpacked, however large it says it is, and no further than the limit."""

import gzip
import tracemalloc
import zlib

import pytest

from ingest.feeds.answers import (
    BrokenAnswer,
)
from tests.feeds.fetching import FEED, get, packed, refused
from tests.feeds.server import (
    serving,
)

BARE = zlib.compressobj(wbits=-15)
UNPACKED = {
    "gzip": (gzip.compress(FEED), "gzip"),
    "x-gzip": (gzip.compress(FEED), "x-gzip"),
    "in capitals": (gzip.compress(FEED), "GZIP"),
    "two members": (gzip.compress(FEED[:9]) + gzip.compress(FEED[9:]), "gzip"),
    "padded": (gzip.compress(FEED) + b"\0" * 100, "gzip"),
    "twice": (gzip.compress(gzip.compress(FEED)), "gzip, gzip"),
    "deflate": (zlib.compress(FEED), "deflate"),
    "bare deflate": (BARE.compress(FEED) + BARE.flush(), "deflate"),
    "not packed": (FEED, "identity"),
}


@pytest.mark.parametrize("name", UNPACKED)
def test_what_is_packed_is_unpacked(client, name):
    with serving({"/": packed(*UNPACKED[name])}) as server:
        assert get(client, server.url("/")).content == FEED


def test_a_large_feed_is_unpacked_whole(client):
    content = b"<item>a line</item>\n" * 45_000
    with serving({"/": packed(gzip.compress(content))}) as server:
        assert get(client, server.url("/")).content == content


def spoiled(content):
    return content[:-6] + bytes([content[-6] ^ 1]) + content[-5:]


BROKEN = {
    "a wrong check sum": (spoiled(gzip.compress(FEED)), "gzip"),
    "the end is missing": (gzip.compress(FEED)[:-12], "gzip"),
    "the check sum is missing": (gzip.compress(FEED)[:-8], "gzip"),
    "the end of deflate is missing": (zlib.compress(FEED)[:-6], "deflate"),
    "it is not packed": (FEED, "gzip"),
    "something follows": (gzip.compress(FEED) + b"more", "gzip"),
    "deflate and more": (zlib.compress(FEED) + b"more", "deflate"),
    "not asked for": (FEED, "br"),
    "much too often": (FEED, "gzip, gzip, gzip"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_unpacked_is_refused(client, name):
    with serving({"/": packed(*BROKEN[name])}) as server:
        assert "cannot be used" in refused(client, server.url("/"), BrokenAnswer)


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip"])
def test_a_bomb_does_not_go_off(client, coding):
    bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
    if coding != "gzip":
        bomb = gzip.compress(bomb)
    with serving({"/": packed(bomb, coding)}) as server:
        tracemalloc.start()
        try:
            assert "more than 1 MB" in refused(client, server.url("/"), BrokenAnswer)
            assert tracemalloc.get_traced_memory()[1] < 20_000_000
        finally:
            tracemalloc.stop()


def test_blocks_that_unpack_to_nothing_are_counted(client):
    """Empty stored blocks of deflate, for ever: the content never grows."""
    empty = b"\x00\x00\x00\xff\xff" * 1000

    def route(asked):
        yield b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n"
        while True:
            yield empty

    with serving({"/": route}) as server:
        assert "more than 1 MB" in refused(client, server.url("/"), BrokenAnswer)
