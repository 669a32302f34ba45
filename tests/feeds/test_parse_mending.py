"""Feeds that are no XML: mended where nothing is lost by it, refused where something would be."""

import pytest

from ingest import feeds
from ingest.errors import MalformedTranscript
from ingest.files.source import from_bytes
from ingest.formats.feed_item import FORMAT
from ingest.reading import Reading

BEGIN = '<rss version="2.0"><channel><title>The Hive Hour</title>\n'
END = "</channel></rss>"
OTHER = "<item><guid>2</guid><title>Two</title></item>"


def read(text: str) -> tuple[list[Reading], list[str]]:
    feed = feeds.parse(text, "feed.xml", "https://feeds.example.org/hive")
    sources = [from_bytes(each.content, uri=each.uri, name="feed.xml") for each in feed.items]
    return [FORMAT.read(each) for each in sources], [str(each.message) for each in feed.warnings]


@pytest.mark.parametrize(
    ("within", "title", "link"),
    [
        ("<title>Wax & Honey</title><link>https://example.org/?a=1&b=2</link>", "Wax & Honey", "?a=1&b=2"),
        ("<title>A&nbsp;&eacute;t&eacute; &foo;</title><link>https://example.org/</link>", "A été &foo;", ""),
        ("<title>5 < 6 <3</title><link>https://example.org/</link>", "5 < 6 <3", ""),
        ("<title>A\x08B\x0b&#8;&#x1F;C&#233;&#65;</title><link>https://example.org/</link>", "ABCéA", ""),
        ("<!-- a -- b ---><title>A</title><link>https://example.org/</link>", "A", ""),
        ("<title><![CDATA[A & B &nbsp; < C]]></title><link>https://example.org/&</link>", "A & B < C", "&"),
        ("<title>One</titel><link>https://example.org/</link>", "One", ""),
        ("<title>One</itunes:title><link>https://example.org/</link>", "One", ""),
    ],
)
def test_what_can_be_mended_is_whole(within: str, title: str, link: str) -> None:
    found, warnings = read(f"{BEGIN}<item><guid>1</guid>{within}</item>\n{OTHER}{END}")
    assert [each.guid for each in found] == ["1", "2"]
    assert (found[0].title, found[0].link) == (title, f"https://example.org/{link}")
    assert len(warnings) == 1
    assert warnings[0].endswith("it was repaired, and nothing of it was lost")


def test_the_first_fault_has_its_line() -> None:
    text = f'<?xml version="1.0"\n?>\n\n{BEGIN}\n{OTHER}\n<item><title>A & B</title></item>{END}'
    (warning,) = feeds.parse(text, "feed.xml").warnings
    assert (warning.code, warning.place) == ("broken_xml", "line 7")


def test_what_stands_around_a_feed_is_left_out_and_counted() -> None:
    (found,), (message,) = read(f"Notice: <b>x</b>\n{BEGIN}{OTHER}{END}\n<script>1</script>")
    assert found.title == "Two"
    assert message.endswith("but 9 letters before or behind it")


def test_an_entity_of_a_document_type_elsewhere() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd">'
    found, (message,) = read(f"{doctype}\n{BEGIN}<item><title>A&nbsp;B</title></item>{END}")
    assert found[0].title == "A B"
    assert message.startswith("has an entity that XML does not know")


@pytest.mark.parametrize(
    "broken",
    [
        "<item><description>a</p></description><guid>1</guid></item>",  # what follows would be the channel's
        "<item><description><p>a<br>b</description><guid>1</guid></item>",  # items would lie in items
        "<item><guid>1</guid>",
        "<item><enclosure url=https://example.org/1.mp3 /></item>",  # the address would be gone
        '<item><enclosure url="https://example.org/1.mp3" url="https://example.org/2.mp3"/></item>',
        "<item><title><![CDATA[a</title></item>",
        "<item><title><![CDATA[a <![CDATA[b]]> c]]></title></item>",
    ],
)
def test_what_would_lose_something_is_refused(broken: str) -> None:
    with pytest.raises(
        MalformedTranscript, match=r"^feed.xml line \d+: .* cannot be repaired without loss; "
    ):
        read(f"{BEGIN}{broken}\n{OTHER}{END}")


@pytest.mark.parametrize("cut", range(len(f"{BEGIN}{OTHER}{END}")))
def test_a_feed_that_ends_in_the_middle_is_refused(cut: int) -> None:
    with pytest.raises(MalformedTranscript):
        read(f"{BEGIN}{OTHER}{END}"[:cut])


def test_entities_are_refused_in_what_is_broken_too() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "bees"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(MalformedTranscript, match="declares an entity"):
        read(f"{bomb}{BEGIN}<item><title>A & &b;</title></item>{END}")
    # Behind a fault nobody reads the document type any more, and the name stays a name.
    found, _ = read(f"& {bomb}{BEGIN}<item><title>&b;</title></item>{END}")
    assert found[0].title == "&b;"
