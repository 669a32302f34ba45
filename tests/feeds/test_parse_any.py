"""Any text is a feed that is taken apart, or refused; and soon."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InputError, MalformedTranscript
from tests.feeds.written import documents, item, parse, readings, rss


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "hello", "{}", "<", "<rss", "<rss>", "<html/>", "<rss><channel>", "\x00", "<rss></feed>"),
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><rss/>',
        "<rss>" + "<a>" * 10_000 + "</a>" * 10_000 + "</rss>",
    ],
)
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(MalformedTranscript, match=r"^feed.xml"):
        parse(text)


PIECES = st.sampled_from(
    [
        *("<rss>", "</rss>", "<channel>", "</channel>", "<item>", "</item>", "<item/>", "<entry>", "<feed>"),
        *("<title>", "</title>", "<guid>1</guid>", "a & b", "&nbsp;", "<![CDATA[", "]]>", "<!--", "-->", "<"),
        *("<enclosure url='x.mp3'/>", "<podcast:person>Ann</podcast:person>", " xmlns='x'", "</p>", "\x08"),
        *("<psc:chapters>", "<psc:chapter start='1'/>", "</psc:chapters>", "<link>//[</link>", "text", "\n"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(), st.booleans())
def test_any_text_is_a_feed_or_refused(text: str, framed: bool) -> None:
    try:
        feed = parse(rss(text) if framed else text)
    except InputError:
        return
    assert [found.guid for found in readings(feed)] == [each.guid for each in feed.items]
    assert len({each.uri for each in feed.items}) == len(feed.items)


WORDS = st.text(st.characters(exclude_categories=["C"], exclude_characters="<>&"), max_size=20)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=5), WORDS)
def test_items_are_read_as_they_stand_whatever_is_around_them(
    items: list[tuple[str, str, str]], around: str
) -> None:
    written = [
        item(guid, f"<title>{title}</title><podcast:person>{name}</podcast:person>")
        for guid, title, name in items
    ]
    show = "<title>The Hive Hour</title>"
    many = parse(rss(*written, channel=f"{show}<generator>{around}</generator>"))
    assert documents(rss(*written)) == [each.content for each in many.items]
    for (guid, title, name), found in zip(items, readings(many), strict=True):
        assert found.title == (" ".join(title.split()) or None)
        assert [each.name for each in found.people] == ([" ".join(name.split())] if name.split() else [])
        if guid.split() and [each for each, _, _ in items].count(guid) == 1:
            assert " ".join(guid.split()) in (found.guid or "")


def test_a_feed_of_many_items_is_split_in_linear_time() -> None:
    def seconds(count: int) -> float:
        text = rss(*(item(str(number), "<title>One</title>" * 20) for number in range(count)))
        begin = time.process_time()
        assert len(parse(text).items) == count
        return time.process_time() - begin

    seconds(100)
    assert seconds(5_000) < 60 * max(seconds(500), 0.005)


def test_a_feed_whose_items_are_all_the_same_is_no_trouble() -> None:
    begin = time.process_time()
    feed = parse(rss(*[item("1")] * 10_000))
    assert len({each.guid for each in feed.items}) == 10_000
    assert time.process_time() - begin < 5


def test_what_would_be_kept_with_every_item_has_an_end() -> None:
    show = f"<title>{'A' * 1_000_000}</title>"
    with pytest.raises(MalformedTranscript, match="has a channel with so much in it"):
        parse(rss(*[item("1")] * 300, channel=show))
