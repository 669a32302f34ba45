"""One request against servers that behave: answers, what did not change, what has moved."""

import hashlib

import pytest

from ingest.feeds.answers import (
    AddressRefused,
    BrokenAnswer,
    Fetched,
    NotModified,
)
from tests.feeds.fetching import FEED, get, refused
from tests.feeds.server import (
    Page,
    Reply,
    moved,
    raw,
    serving,
)


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
