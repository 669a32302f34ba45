"""What the feeds of episodes and of searches have in common."""

from xml.etree.ElementTree import tostring

import pytest

from archive.web import atom


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-02-04T10:00:00+02:00", "2026-02-04T08:00:00Z"),
        ("2026-02-04T10:00:00.123456Z", "2026-02-04T10:00:00Z"),
        ("2026-02-04T10:00:00", "2026-02-04T10:00:00Z"),
        ("2026-02-04", "2026-02-04T00:00:00Z"),
        ("0987-02-04", "0987-02-04T00:00:00Z"),
        ("2026-02", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_instants_are_those_of_rfc_3339(text, instant):
    assert atom.instant(text) == instant


def test_an_id_is_of_the_servers_name_and_of_nothing_else_that_may_change():
    ids = {atom.tag(f"{server}/", "episodes/1") for server in ("http://a.org", "https://a.org:8001/under")}
    assert ids == {"tag:a.org,2026:episodes/1"}
    assert atom.tag("http://[::1]/", "episodes/1") == "tag:localhost,2026:episodes/1"


def test_what_xml_does_not_know_is_left_out():
    feed = atom.feed("en")
    atom.add(feed, "title", "a\x00<b>\ufffe\ud800")
    atom.link(feed, "self", "https://example.org/\x0b?a&b")
    assert b"<title>a&lt;b&gt;</title>" in tostring(feed, "utf-8")
    assert b'href="https://example.org/?a&amp;b"' in tostring(feed, "utf-8")
