"""Who may know what: credentials, secrets in messages, certificates, steps down from https, private hosts."""

import pytest

from archive.errors import ArchiveError
from ingest.feeds.answers import (
    AddressRefused,
    Request,
    Unreachable,
)
from ingest.feeds.client import Client
from tests.feeds.fetching import FEED, get, packed, refused
from tests.feeds.server import (
    CERTIFICATE,
    Elsewhere,
    Page,
    Reply,
    moved,
    raw,
    serving,
)


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
