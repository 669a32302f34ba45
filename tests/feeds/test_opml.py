import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InputError, MalformedTranscript
from ingest.feeds import opml
from ingest.feeds.opml import Subscription
from ingest.head import Head

LISTED = """<?xml version="1.0"?>
<opml version="2.0"><head><title>Subscriptions</title></head><body>
  <outline text="Folder"><outline title="Deeper">
    <outline type="rss" text="Bees &amp; &#x8718;" title="ignored" xmlUrl="https://example.org/bees?a=1&amp;b=2"/>
  </outline></outline>
  <outline type="RSS" title="Only a title" XMLURL=" https://example.org/wax "/>
  <outline text="" type="rss" xmlUrl="https://example.org/untitled"/>
  <outline text="Again" type="rss" xmlUrl="https://example.org/wax"/>
  <outline text="Bakers" type="youtube" xmlUrl="https://www.youtube.com/@bakers"/>
  <outline text="Millers" type="rss" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id=UC1"/>
  <outline text="A page" type="link" url="https://example.org/page"/>
  <outline text="No address" type="rss" xmlUrl="hive"/>
  <outline text="Old" type="rss" xmlUrl="feed://example.org/old feed"/>
</body></opml>"""


def test_the_feeds_of_a_list() -> None:
    assert opml.read(LISTED, "list.opml") == (
        Subscription(title="Bees & 蜘", url="https://example.org/bees?a=1&b=2", kind="rss"),
        Subscription(title="Only a title", url="https://example.org/wax", kind="rss"),
        Subscription(title=None, url="https://example.org/untitled", kind="rss"),
        Subscription(title="Bakers", url="https://www.youtube.com/@bakers", kind="youtube"),
        Subscription(
            title="Millers", url="https://www.youtube.com/feeds/videos.xml?channel_id=UC1", kind="rss"
        ),
        Subscription(title="Old", url="https://example.org/old%20feed", kind="rss"),
    )


def test_a_long_line_and_a_bare_ampersand() -> None:
    outlines = "".join(
        f'<outline text="Show {n} & more" xmlUrl="https://example.org/{n}"/>' for n in range(500)
    )
    found = opml.read(f"\ufeff<opml><body>{outlines}</body></opml>", "list.opml")
    assert len(found) == 500
    assert found[7].title == "Show 7 & more"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is not XML"),
        ("<opml><body>", "is not XML"),
        ("<rss/>", "is no OPML"),
        ("<opml><body><outline text='Folder'/></body></opml>", "names no feed"),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "declares an entity"),
    ],
)
def test_what_is_no_list_is_refused(text: str, problem: str) -> None:
    with pytest.raises(MalformedTranscript, match=rf"^list.opml.*: {problem}"):
        opml.read(text, "list.opml")


def test_what_begins_like_a_list() -> None:
    assert opml.is_opml(Head(LISTED))
    assert not opml.is_opml(Head("<rss/>"))


@given(st.text(), st.text())
def test_any_text_is_a_list_or_refused(title: str, text: str) -> None:
    for each in (text, f'<opml><outline text="{title}" xmlUrl="https://example.org/{text}"/></opml>'):
        try:
            found = opml.read(each, "list.opml")
        except InputError:
            continue
        assert all(one.url.startswith("http") for one in found)
