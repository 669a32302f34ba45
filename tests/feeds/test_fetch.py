"""One request against servers that behave, and misbehave, as real ones do."""

import gzip
import hashlib
import threading
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from archive.errors import ArchiveError
from ingest.feeds.answers import (
    AddressRefused,
    BrokenAnswer,
    Fetched,
    Gone,
    Limits,
    NotModified,
    NotServed,
    Postponed,
    Request,
    Unreachable,
)
from ingest.feeds.asking import TRIES
from ingest.feeds.client import Client
from ingest.feeds.fetch import fetch
from tests.feeds.server import (
    CERTIFICATE,
    Elsewhere,
    Page,
    Reply,
    drip,
    endless,
    in_turn,
    moved,
    raw,
    serving,
)

FEED = b"<rss><channel><title>A show</title></channel></rss>"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SMALL = Limits(bytes=1_000_000, seconds=10.0)


class Pauses(list):
    """What was slept, without sleeping."""

    def __call__(self, seconds):
        self.append(seconds)


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


def test_a_feed_is_fetched(client):
    with serving({"/feed.xml": Page(FEED, etag='"1"', modified=1_700_000_000)}) as server:
        feed = get(client, server.url("/feed.xml"), accept="application/rss+xml, */*;q=0.1")
    assert feed == Fetched(
        url=server.url("/feed.xml"),
        content=FEED,
        sha256=hashlib.sha256(FEED).hexdigest(),
        etag='"1"',
        last_modified="Tue, 14 Nov 2023 22:13:20 GMT",
        media_type="application/rss+xml",
        charset="utf-8",
    )
    headers = server.requests[0].headers
    assert headers["User-Agent"].startswith("podarchive/")
    assert headers["Accept"] == "application/rss+xml, */*;q=0.1"
    assert {name.lower() for name in headers} == {"host", "user-agent", "accept", "accept-encoding"}


def test_nothing_of_the_environment_goes_along(client, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine a.test login ann password hunter22\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving({"/": Reply(200, FEED, {"Set-Cookie": "id=1"})}) as server:
        get(client, server.url("/", "a.test"))
        get(client, server.url("/", "a.test"))
    assert [(each.headers["Authorization"], each.headers["Cookie"]) for each in server.requests] == [
        (None, None),
        (None, None),
    ]


def test_one_connection_serves_many_requests(client):
    with serving({"/a": Page(FEED, etag='"1"')}) as server:
        get(client, server.url("/a"))
        get(client, server.url("/a"), etag='"1"')
        get(client, server.url("/a"))
    assert [each.connection for each in server.requests] == [1, 1, 1]


@pytest.mark.parametrize(
    ("page", "known"),
    [
        (Page(FEED, etag='W/"1"'), {"etag": 'W/"1"'}),
        (Page(FEED, modified=1_700_000_000), {"last_modified": "Tue, 14 Nov 2023 22:13:20 GMT"}),
    ],
    ids=["ETag", "Last-Modified"],
)
def test_what_did_not_change_is_not_sent_again(client, page, known):
    with serving({"/feed.xml": page}) as server:
        assert get(client, server.url("/feed.xml"), **known) == NotModified(
            url=server.url("/feed.xml"), **({"etag": None, "last_modified": None} | known)
        )


def test_a_changed_feed_is_sent_again(client):
    with serving({"/feed.xml": Page(FEED, etag='"2"', modified=1_700_000_000)}) as server:
        known = {"etag": '"1"', "last_modified": "Tue, 14 Nov 2023 22:13:20 GMT"}
        assert isinstance(get(client, server.url("/feed.xml"), **known), Fetched)


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', "", "   ", '"' + "x" * 5000 + '"', "\N{SNOWMAN}"])
def test_an_etag_that_no_header_can_hold_is_not_sent(client, etag):
    with serving({"/": Page(FEED)}) as server:
        assert isinstance(get(client, server.url("/"), etag=etag), Fetched)
    assert server.requests[0].headers["If-None-Match"] is None
    assert server.requests[0].headers["X-Evil"] is None


def test_an_answer_of_304_that_nobody_asked_for_is_refused(client):
    with serving({"/": Reply(304)}) as server:
        assert "304" in refused(client, server.url("/"), BrokenAnswer)


def test_a_feed_may_be_served_as_anything(client):
    with serving({"/": Page(FEED, media_type='Text/HTML;CHARSET="ISO-8859-1"')}) as server:
        feed = get(client, server.url("/"))
    assert (feed.media_type, feed.charset, feed.content) == ("text/html", "iso-8859-1", FEED)
    with serving({"/": raw(b"HTTP/1.1 200 OK\r\n\r\n", FEED)}) as server:
        feed = get(client, server.url("/"))
    assert (feed.media_type, feed.charset, feed.content) == (None, None, FEED)


# Redirects


def test_a_move_is_told_from_a_detour(client):
    with serving(
        {
            "/a": moved("/b", 301),
            "/b": moved("c?x=1#top", 308),
            "/c": moved("/d", 302),
            "/d": moved("/e", 301),
            "/e": Page(FEED),
        }
    ) as server:
        from_a, from_c = get(client, server.url("/a")), get(client, server.url("/c"))
        whole = get(client, server.url("/d"))
    assert (from_a.url, from_a.permanent_url) == (server.url("/e"), server.url("/c?x=1"))
    assert (from_c.url, from_c.permanent_url) == (server.url("/e"), None)
    assert (whole.url, whole.permanent_url) == (server.url("/e"), server.url("/e"))
    assert from_a.content == FEED


def test_a_moved_feed_that_did_not_change_is_moved_all_the_same(client):
    with serving({"/old": moved("/new", 301), "/new": Page(FEED, etag='"1"')}) as server:
        answer = get(client, server.url("/old"), etag='"1"')
    assert answer == NotModified(url=server.url("/new"), permanent_url=server.url("/new"), etag='"1"')


def test_redirects_in_a_circle_end(client):
    with serving({"/a": moved("/b", 301), "/b": moved("/a", 302)}) as server:
        assert "more than 8 redirects" in refused(client, server.url("/a"), BrokenAnswer)
        assert len(server.requests) == 9


def test_as_many_redirects_as_allowed_are_followed(client):
    routes = {f"/{number}": moved(f"/{number + 1}") for number in range(8)} | {"/8": Page(FEED)}
    with serving(routes) as server:
        assert get(client, server.url("/0")).content == FEED


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/f", "data:,x", "javascript:alert(1)", "http://:0/"]
)
def test_a_redirect_leaves_http_for_nothing(client, target):
    with serving({"/": moved(target)}) as server:
        refused(client, server.url("/"), (AddressRefused, BrokenAnswer))
        assert len(server.requests) == 1


@pytest.mark.parametrize("headers", [{}, {"Location": ""}, {"Location": "http://[::1"}])
def test_a_redirect_to_nowhere_is_refused(client, headers):
    with serving({"/": Reply(301, headers=headers)}) as server:
        assert "not where to go" in refused(client, server.url("/"), BrokenAnswer)


def test_a_redirect_may_be_written_in_utf8(client):
    raw_utf8 = raw("HTTP/1.1 301 Moved\r\nLocation: /\xfcber\r\nContent-Length: 0\r\n\r\n".encode())
    with serving({"/": raw_utf8, "/%C3%BCber": Page(FEED)}) as server:
        assert get(client, server.url("/")).content == FEED


# Answers that say no


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


def packed(content, coding="gzip"):
    return lambda asked: Reply(200, content, {"Content-Encoding": coding})


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


# Who may know what


def test_credentials_go_to_their_own_host_only(client):
    with (
        serving({"/": Page(FEED)}) as other,
        serving({"/a": moved("/b"), "/b": moved(other.url("/", "other.test"))}) as home,
    ):
        get(client, home.url("/a", "home.test", user="ann:p%40ss"))
    assert [each.headers["Authorization"] for each in home.requests] == ["Basic YW5uOnBAc3M="] * 2
    assert [each.headers["Authorization"] for each in other.requests] == [None]
    assert other.requests[0].headers["Host"] == f"other.test:{other.port}"
    assert other.requests[0].headers["Referer"] is None


def test_credentials_that_a_redirect_brings_are_not_sent(client):
    with serving({"/a": moved("http://eve:x@home.test/b")}) as server:
        server.routes["/a"] = moved(server.url("/b", "home.test", user="eve:x"))
        server.routes["/b"] = Page(FEED)
        answer = get(client, server.url("/a", "home.test"))
    assert server.requests[1].headers["Authorization"] is None
    assert "eve" not in answer.url


@pytest.mark.parametrize(
    "route",
    [
        Reply(404),
        Reply(401),
        Reply(502),
        raw(b""),
        moved("ftp://example.org/?token=hunter22hunter22"),
        moved("/?token=hunter22hunter22"),
        packed(b"no", "gzip"),
    ],
)
def test_no_message_shows_a_secret(client, route):
    with serving({"/": route}) as server:
        url = server.url("/?token=hunter22hunter22", user="ann:hunter22")
        message = refused(client, url, ArchiveError)
        assert "hunter22" not in message + repr(Request(url=url))
        assert "~secret~@127.0.0.1" in message


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/feed",
        "feed.xml",
        "",
        "http://",
        "http:///feed",
        "https://example.org:99999/",
        "http://ann:hunter22:x@example.org:port/",
        "http://ann:hunter22/x@example.org/",
        "http://ann:hunter22#x@example.org/",
        "http://[::1/feed",
        "http://example.org/\x00",
        "http://example.org/a\nb",
    ],
)
def test_what_is_no_http_address_is_refused(client, url):
    assert "hunter22" not in refused(client, url or " ", AddressRefused)


def test_https_is_not_answered_by_http(client):
    with serving({"/": Page(FEED)}) as server:
        refused(client, server.url("/").replace("http:", "https:"), Unreachable)
    assert server.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(client, pauses):
    with serving({"/": Page(FEED)}, secure=True) as server:
        message = refused(client, server.url("/", "secure.test"), Unreachable)
    assert "its certificate is not valid (self" in message
    assert server.requests == []
    assert pauses == []  # it will not be another one in a second


def test_a_certificate_is_of_the_name_that_was_asked(client, monkeypatch):
    """Though the connection is made to an address that was looked up before."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with serving({"/": Page(FEED)}, secure=True) as server:
        assert get(client, server.url("/", "secure.test")).content == FEED
        assert "certificate" in refused(client, server.url("/", "other.test"), Unreachable)
        assert "certificate" in refused(client, server.url("/", "127.0.0.1"), Unreachable)
    assert len(server.requests) == 1


def test_a_step_down_to_http_is_no_move_and_takes_no_password(client, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with serving({"/": Page(FEED)}) as plain, serving(secure=True) as secure:
        secure.routes["/a"] = moved("/b", 301)
        secure.routes["/b"] = moved(plain.url("/", "secure.test"), 301)
        answer = get(client, secure.url("/a", "secure.test", user="ann:hunter22"))
    assert answer.url == plain.url("/", "secure.test")
    assert answer.permanent_url == secure.url("/b", "secure.test")
    assert [each.headers["Authorization"] is None for each in secure.requests + plain.requests] == [
        False,
        False,
        True,
    ]


def test_a_closed_client_asks_no_more(pauses):
    """What was under way in another thread when the loop was left."""
    with Client(allow_private=True, sleep=pauses) as client:
        pass
    with serving({"/": Reply(502)}) as server:
        refused(client, server.url("/"), Unreachable)
        assert len(server.requests) == 1
    assert pauses == []


def test_what_is_no_http_is_not_repeated_at_length(client):
    with serving({"/": raw(b"x" * 50_000 + b"\r\n\r\n")}) as server:
        assert len(refused(client, server.url("/"), Unreachable)) < 200


def test_a_public_server_may_not_lead_into_the_network(pauses):
    """The feed's host is public; its redirects, and what DNS says of them, are not."""
    names = {
        "feed.test": ["93.184.215.14"],
        "inside.test": ["10.0.0.7"],
        "mixed.test": ["93.184.215.14", "::1"],
    }
    backend = Elsewhere()
    with (
        serving({}) as server,
        Client(resolve=lambda host, port: names.get(host, [host]), backend=backend, sleep=pauses) as client,
    ):
        server.routes |= {
            "/ok": Page(FEED),
            "/ip": moved("http://169.254.169.254/latest/meta-data"),
            "/dns": moved(server.url("/", "inside.test"), 301),
            "/mixed": moved(server.url("/", "mixed.test")),
            "/six": moved("http://[::ffff:127.0.0.1]/"),
            "/number": moved("http://2130706433/"),
        }
        assert get(client, server.url("/ok", "feed.test")).content == FEED
        for path in ("/ip", "/dns", "/mixed", "/six", "/number"):
            message = refused(client, server.url(path, "feed.test"), AddressRefused)
            assert "--allow-private" in message
    assert set(backend.connected) == {"93.184.215.14"}
    assert pauses == []
