"""One request against servers that refuse, fail, break off, take their time or never end."""

import threading
import tracemalloc
from datetime import timedelta
from email.utils import format_datetime

import pytest

from ingest.feeds.answers import (
    BrokenAnswer,
    Gone,
    Limits,
    NotServed,
    Postponed,
    Unreachable,
)
from ingest.feeds.asking import TRIES
from ingest.feeds.client import Client
from tests.feeds.fetching import FEED, NOW, Pauses, get, refused
from tests.feeds.server import (
    Page,
    Reply,
    drip,
    endless,
    in_turn,
    moved,
    raw,
    serving,
)


def test_what_is_gone_is_gone(client):
    with serving({"/old": moved("/gone", 301), "/gone": Reply(410)}) as server:
        answer = get(client, server.url("/old"))
    assert answer == Gone(url=server.url("/gone"), permanent_url=server.url("/gone"))


@pytest.mark.parametrize(
    ("status", "words"), [(401, "password"), (403, "not for us"), (404, "not there"), (418, "418")]
)
def test_a_no_is_said_and_not_asked_again(client, status, words):
    with serving({"/": Reply(status)}) as server:
        assert words in refused(client, server.url("/"), NotServed)
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", [202, 204, 206, 300, 305])
def test_an_answer_that_is_no_answer_is_refused(client, status):
    with serving({"/": Reply(status)}) as server:
        assert str(status) in refused(client, server.url("/"), BrokenAnswer)


def test_a_server_that_fails_is_asked_again_with_longer_pauses(client, pauses):
    with serving({"/": in_turn(Reply(500), Reply(502), Reply(503), Page(FEED))}) as server:
        assert get(client, server.url("/")).content == FEED
    assert pauses == [1.0, 2.0, 4.0]


def test_pauses_are_left_to_chance(client, pauses):
    client.chance = lambda: 0.0
    with serving({"/": in_turn(Reply(500), Reply(502), Page(FEED))}) as server:
        get(client, server.url("/"))
    assert pauses == [0.5, 1.0]


def test_a_server_that_goes_on_failing_is_left_alone(client, pauses):
    with serving({"/": Reply(502)}) as server:
        assert "502" in refused(client, server.url("/"), Unreachable)
        assert len(server.requests) == TRIES
    assert len(pauses) == TRIES - 1


def test_no_pause_goes_beyond_the_time_that_is_left(client, pauses):
    with serving({"/": Reply(502)}) as server:
        refused(client, server.url("/"), Unreachable, limits=Limits(seconds=0.9))
    assert pauses == []


def test_a_short_wait_is_waited(client, pauses):
    with serving({"/": in_turn(Reply(429, headers={"Retry-After": "3"}), Page(FEED))}) as server:
        assert get(client, server.url("/")).content == FEED
    assert pauses == [3.0]


@pytest.mark.parametrize(
    ("status", "said", "until"),
    [
        (429, "3600", NOW + timedelta(hours=1)),
        (503, "3600", NOW + timedelta(hours=1)),
        (503, format_datetime(NOW + timedelta(hours=2), usegmt=True), NOW + timedelta(hours=2)),
        (429, "9" * 50, NOW + timedelta(days=1)),
        (503, "Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(days=1)),
        (429, None, NOW + timedelta(minutes=15)),
        (429, "soon", NOW + timedelta(minutes=15)),
    ],
)
def test_a_long_wait_is_the_callers(client, pauses, status, said, until):
    headers = {"Retry-After": said} if said else {}
    with serving({"/a": Reply(status, headers=headers), "/b": Page(FEED)}) as server:
        assert get(client, server.url("/a")) == Postponed(url=server.url("/a"), until=until, status=status)
        # Nor is anything else asked of that server.
        assert get(client, server.url("/b")) == Postponed(url=server.url("/b"), until=until, status=429)
        assert [each.path for each in server.requests] == ["/a"]
        client.now = lambda: until
        assert get(client, server.url("/b")).content == FEED
    assert pauses == []


def test_a_short_wait_again_and_again_is_a_long_one(client):
    with serving({"/": Reply(429, headers={"Retry-After": "0"})}) as server:
        assert isinstance(get(client, server.url("/")), Postponed)
        assert len(server.requests) == TRIES


# Connections


def test_nobody_at_home(client, pauses):
    with serving({}) as server:
        pass
    assert "no connection" in refused(client, server.url("/"), Unreachable)
    assert len(pauses) == TRIES - 1


def test_a_name_that_is_not_known():
    with Client(sleep=Pauses()) as client:
        assert "nowhere.invalid" in refused(client, "http://nowhere.invalid/", Unreachable)


def test_a_connection_that_breaks_is_tried_again(client):
    with serving({"/": in_turn(raw(b""), raw(b"garbage\r\n\r\n"), Page(FEED))}) as server:
        assert get(client, server.url("/")).content == FEED


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: 1000", b"Transfer-Encoding: chunked"],
    ids=["with its length", "in chunks"],
)
def test_half_a_feed_is_none(client, head):
    begun = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + b"4\r\n<rss\r\n"
    with serving({"/": raw(begun)}) as server:
        assert "breaks off" in refused(client, server.url("/"), Unreachable)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"


@pytest.mark.parametrize("at_once", [b"", HEAD], ids=["from the first byte on", "after the headers"])
def test_a_slow_drip_ends_in_time(client, at_once):
    with serving({"/": drip(HEAD + bytes(500), seconds=0.02, at_once=len(at_once))}) as server:
        began = client.clock()
        assert "more than 0.6 seconds" in refused(
            client, server.url("/"), Unreachable, limits=Limits(seconds=0.6)
        )
        assert client.clock() - began < 2
        assert len(server.requests) == 1


def test_a_slow_server_is_waited_for(client):
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss>"
    with serving({"/": drip(whole, seconds=0.005)}) as server:
        assert get(client, server.url("/")).content == b"<rss>"


def test_a_look_up_that_hangs_ends_in_time():
    done = threading.Event()

    def resolve(host, port):
        done.wait(10)
        return []

    with Client(resolve=resolve) as slow:
        began = slow.clock()
        refused(slow, "http://slow.test/", Unreachable, limits=Limits(seconds=0.3))
        assert slow.clock() - began < 2
    done.set()


# Size


@pytest.mark.parametrize("chunked", [True, False])
def test_five_gigabytes_are_not_read(client, chunked):
    with serving({"/": endless(chunked)}) as server:
        tracemalloc.start()
        try:
            assert "more than 1 MB" in refused(client, server.url("/"), BrokenAnswer)
            assert tracemalloc.get_traced_memory()[1] < 10_000_000
        finally:
            tracemalloc.stop()
