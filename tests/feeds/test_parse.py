"""Feeds taken apart: what is in an item's document, what names it, and what changes it."""

import re
import time
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Podcast
from ingest import feeds, registry
from ingest.errors import InputError, MalformedTranscript
from ingest.feeds import guids
from ingest.feeds.feed import MARK
from ingest.files.source import from_bytes
from ingest.formats.feed_item import FORMAT
from ingest.head import Head
from ingest.reading import PersonMention, Reading

URL = "https://feeds.example.org/bees/"
ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
PODCAST = 'xmlns:podcast="https://podcastindex.org/namespace/1.0"'


def rss(
    *items: str, channel: str = "<title>The Hive Hour</title>", spaces: str = f"{ITUNES} {PODCAST}"
) -> str:
    inner = "\n".join((channel, *items))
    return f'<?xml version="1.0"?>\n<rss version="2.0" {spaces}><channel>\n{inner}\n</channel></rss>\n'


def item(guid: str, *more: str) -> str:
    return f"<item><guid>{guid}</guid>{''.join(more)}</item>"


def parse(text: str, url: str | None = URL) -> feeds.Feed:
    return feeds.parse(text, "feed.xml", url)


def readings(feed: feeds.Feed) -> list[Reading]:
    return [FORMAT.read(from_bytes(each.content, uri=each.uri, name="feed.xml")) for each in feed.items]


def documents(text: str) -> list[bytes]:
    return [each.content for each in parse(text).items]


# What an item's document holds


def test_an_item_is_kept_letter_for_letter_within_what_it_needs() -> None:
    odd = (
        "<item>\t<guid>1</guid><!-- <item> --><title><![CDATA[a <b> & </item>]]></title ><x a='>'/>\n</item >"
    )
    feed = parse(rss(odd, channel="<title>The Hive Hour</title><lastBuildDate>today</lastBuildDate>"))
    assert feed.items[0].content.decode() == (
        f'{MARK}\n<rss version="2.0">\n<channel>\n<title>The Hive Hour</title>\n{odd}\n</channel>\n</rss>\n'
    )


def test_of_namespaces_only_those_that_it_uses() -> None:
    first, second = documents(rss(item("1", "<itunes:episode>1</itunes:episode>"), item("2")))
    assert ITUNES.encode() in first
    assert b"podcastindex" not in first
    assert b"xmlns" not in second


def test_a_namespace_of_its_own_stays_where_it_is() -> None:
    own = '<item xmlns:m="http://search.yahoo.com/mrss/"><m:content url="https://example.org/1.mp3"/></item>'
    feed = parse(rss(own))
    assert feed.items[0].content.count(b"xmlns:m=") == 1
    assert [each.url for each in readings(feed)[0].recordings] == ["https://example.org/1.mp3"]


@pytest.mark.parametrize(
    "change",
    [
        "<lastBuildDate>Mon, 01 Jan 2024 10:00:00 GMT</lastBuildDate>",
        "<generator>Another program</generator>",
        "<itunes:summary>Other words</itunes:summary>",
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://example.org/other"/>',
        "<itunes:image href='https://example.org/new.png'/>",
    ],
)
def test_what_changes_only_the_channel_changes_no_item(change: str) -> None:
    show = "<title>The Hive Hour</title><link>https://example.org/</link><language>en</language>"
    items = item("1", "<itunes:episode>1</itunes:episode>"), item("2")
    before, after = rss(*items, channel=show), rss(*items, channel=show + change)
    assert documents(before) == documents(after)
    assert parse(before).channel.content != parse(after).channel.content


def test_an_item_more_changes_neither_the_others_nor_the_channel() -> None:
    before, after = parse(rss(item("1"), item("2"))), parse(rss(item("3"), item("1"), item("2")))
    assert before.items == after.items[1:]
    assert before.channel.content == after.channel.content


def test_the_channels_persons_are_with_items_that_name_none() -> None:
    host = "<podcast:person>Mara Lind</podcast:person>"
    guest = '<podcast:person role="guest">Ona Berg</podcast:person>'
    feed = parse(rss(item("1"), item("2", guest), channel=f"<title>The Hive Hour</title>{host}"))
    people = [[(each.name, each.role) for each in found.people] for found in readings(feed)]
    assert people == [[("Mara Lind", "host")], [("Ona Berg", "guest")]]
    assert feed.channel.people == (PersonMention(name="Mara Lind", role="host"),)
    assert b"Mara" not in feed.items[1].content


def test_nobody_but_our_format_claims_the_documents() -> None:
    feed = parse(rss(item("1", "<title>0:00 Intro --> 0:10</title>")))
    assert registry.detect(from_bytes(feed.items[0].content, uri="x", name="x")).name == "feed_item"
    assert not feeds.is_feed(Head(feed.items[0].content.decode()))


def test_prefixes_that_nobody_declares_mean_what_they_mean_elsewhere() -> None:
    text = rss(
        item("1", "<itunes:episode>7</itunes:episode><foo:bar foo:x='1'/>"),
        channel="<title>A</title><itunes:author>Hive Media</itunes:author>",
        spaces="",
    )
    feed = parse(text)
    assert readings(feed)[0].number == 7
    assert feed.channel.podcast.author == "Hive Media"
    assert [each.code for each in feed.warnings] == ["undeclared_prefix"]


def test_what_the_owner_is_called_and_where_he_gets_mail_is_not_kept() -> None:
    mail = "<itunes:name>Ann</itunes:name><itunes:email>ann@example.org</itunes:email>"
    owner = f"<itunes:owner>{mail}</itunes:owner>"
    feed = parse(rss(item("1"), channel=f"<title>A</title>{owner}<link>https://example.org/</link>"))
    assert b"ann@example.org" not in feed.channel.content
    assert feed.channel.podcast.link == "https://example.org/"


# RSS 1.0 and Atom


def test_items_beside_the_channel() -> None:
    text = (
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        "<channel><title>Old</title></channel><image><title>Logo</title></image>"
        "<item><title>One</title><link>https://example.org/1</link></item></rdf:RDF>"
    )
    feed = parse(text)
    assert feeds.is_feed(Head(text))
    assert feed.channel.podcast.title == "Old"
    assert [found.title for found in readings(feed)] == ["One"]
    assert [(each.guid, each.guid_kind) for each in feed.items] == [("https://example.org/1", "link")]


def test_atom_with_a_prefix() -> None:
    text = (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="de"><a:title>Imkerfunk</a:title>'
        '<a:link rel="next" href="?page=2"/><a:entry><a:id>x</a:id><a:title>Eins</a:title></a:entry></a:feed>'
    )
    feed = parse(text)
    assert feed.channel.next_url == f"{URL}?page=2"
    (found,) = readings(feed)
    assert (found.guid, found.title, found.language) == ("x", "Eins", "de")


def test_rss_in_a_namespace_that_nobody_knows() -> None:
    text = '<rss xmlns="http://example.org/rss"><channel><title>A</title><item><guid>1</guid></item></channel></rss>'
    assert [found.guid for found in readings(parse(text))] == ["1"]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("<rss/>", True),
        ('<?xml version="1.0"?><!-- x -->\n<feed xmlns="http://www.w3.org/2005/Atom">', True),
        ('<rdf:RDF xmlns:rdf="x"><rdf:Description/></rdf:RDF>', False),
        ("<opml/>", False),
        ("<html><rss/></html>", False),
        ("rss", False),
    ],
)
def test_what_begins_like_a_feed(text: str, claims: bool) -> None:
    assert feeds.is_feed(Head(text)) == claims


# Names


def test_the_guid_of_a_show_is_given_or_computed_as_the_specification_says() -> None:
    space = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    computed = str(uuid.uuid5(space, "feeds.example.org/bees"))
    assert computed == "73c75050-ed82-59f4-9dc0-6131e010ffe8"
    text = rss(item("1"))
    for url in (URL, "http://feeds.example.org/bees", "https://ann:pw@feeds.example.org/bees//"):
        feed = parse(text, url)
        assert (feed.channel.podcast.guid, feed.channel.guid_given) == (computed, False)
    link = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://feeds.example.org/bees"/>'
    assert parse(rss(channel=f"<title>A</title>{link}"), None).channel.podcast.guid == computed
    page = "<title>A</title><link>https://feeds.example.org/bees</link>"
    assert parse(rss(channel=page), None).channel.podcast.guid == computed
    given_guid = "<podcast:guid> 917393E3-1B1E-5CEF-ACE4-EDAA54E1F810 </podcast:guid>"
    feed = parse(rss(item("1"), channel=f"<title>A</title>{given_guid}"))
    assert feed.channel.podcast.guid == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert feed.channel.guid_given
    assert feed.items[0].uri == "podcast:917393e3-1b1e-5cef-ace4-edaa54e1f810#1"


def test_a_podcast_guid_that_is_none_is_computed() -> None:
    feed = parse(rss(channel="<title>A</title><podcast:guid>my show</podcast:guid>"))
    assert feed.channel.podcast.guid == guids.of_podcast(URL)
    assert [each.code for each in feed.warnings] == ["bad_guid"]


def test_an_item_without_a_guid() -> None:
    enclosure = '<enclosure url="https://op3.dev/e/https://media.example.org/1.mp3?updated=9"/>'
    link, title = (
        "<link>https://example.org/1?utm_source=rss</link>",
        "<title>One</title><pubDate>1 May 2020</pubDate>",
    )
    feed = parse(
        rss(f"<item>{title}{link}{enclosure}</item>", f"<item>{title}{link}</item>", f"<item>{title}</item>")
    )
    assert [each.guid_kind for each in feed.items] == ["enclosure", "link", "hash"]
    assert [each.guid for each in feed.items][:2] == [
        "https://media.example.org/1.mp3",
        "https://example.org/1",
    ]
    assert re.fullmatch("[0-9a-f]{32}", feed.items[2].guid)
    # And alone, without the feed's word for it, it says the same.
    alone = [FORMAT.read(from_bytes(each.content, uri="1.xml", name="1.xml")).guid for each in feed.items]
    assert alone == [each.guid for each in feed.items]


def test_two_items_with_one_guid_stay_two_and_the_older_keeps_it() -> None:
    def dated(year: int, name: str) -> str:
        return item("1", f"<pubDate>1 May {year}</pubDate><enclosure url='https://example.org/{name}.mp3'/>")

    old, new = dated(2019, "a"), dated(2020, "b")
    names = [each.guid for each in parse(rss(new, old)).items]
    assert names == ["1 https://example.org/b.mp3", "1"]
    assert [each.guid for each in parse(rss(old, new)).items] == names[::-1]
    feed = parse(rss(new, old, old, item("1"), item("1")))
    assert len({each.uri for each in feed.items}) == 5
    assert [each.code for each in feed.warnings] == ["guid_twice"] * 4
    assert [found.guid for found in readings(feed)] == [each.guid for each in feed.items]


# The show


def test_what_a_channel_says() -> None:
    feed = parse(
        rss(
            channel="""<title>Q&amp;amp;A on bees</title>
            <link> /about </link>
            <language>en-us</language>
            <description><![CDATA[<p>All about bees.</p>]]></description>
            <copyright>© Hive Media</copyright>
            <itunes:author>Hive Media</itunes:author>
            <itunes:explicit>false</itunes:explicit>
            <itunes:block>Yes</itunes:block>
            <itunes:complete>yes</itunes:complete>
            <itunes:new-feed-url>https://new.example.org/feed</itunes:new-feed-url>
            <itunes:image href="cover.png"/>
            <image><url>https://example.org/small.png</url><title>x</title></image>
            <itunes:category text="Health &amp; Fitness">
              <itunes:category text="Mental Health"/>
            </itunes:category>
            <itunes:category text="Science"/>
            <itunes:category text="Science"/>
            <itunes:keywords>bees, honey,bees</itunes:keywords>
            <category>Nature</category>
            <podcast:license url="https://example.org/licence">cc-by-4.0</podcast:license>
            <atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://example.org/feed"/>
            <atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="?page=2"/>
            <atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="prev-archive" href="/2019.xml"/>"""
        )
    )
    assert replace(feed.channel.podcast, guid=None) == Podcast(
        title="Q&A on bees",
        author="Hive Media",
        description="<p>All about bees.</p>",
        language="en-US",
        link="https://feeds.example.org/about",
        image_url="https://feeds.example.org/bees/cover.png",
        copyright="© Hive Media",
        license="cc-by-4.0",
        license_url="https://example.org/licence",
        explicit=False,
        categories=("Health & Fitness/Mental Health", "Science"),
        tags=("bees", "honey", "Nature"),
    )
    said = feed.channel
    assert (said.self_url, said.next_url) == ("https://example.org/feed", f"{URL}?page=2")
    assert (said.previous_url, said.new_url) == (
        "https://feeds.example.org/2019.xml",
        "https://new.example.org/feed",
    )
    assert said.blocked
    assert said.complete


def test_a_show_without_a_title_is_called_by_its_address() -> None:
    assert parse(rss(channel="")).channel.podcast.title == URL
    assert feeds.parse(rss(channel=""), "/home/ann/feed.xml").channel.podcast.title == "feed.xml"


# Anything


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


def test_relative_addresses_begin_at_the_feeds_own_without_its_secrets() -> None:
    enclosure, link = '<enclosure url="a b.mp3"/>', "<link>/1</link>"
    text = rss(item("1", enclosure), item("2", link), item("3", "<link>https://example.org/3</link>"))
    feed = parse(text, "https://ann:pw@feeds.example.org/bees/feed.xml?token=8d1f0c2b9e")
    first, second, third = readings(feed)
    assert [each.url for each in first.recordings] == ["https://feeds.example.org/bees/a%20b.mp3"]
    assert second.link == "https://feeds.example.org/1"
    assert b"8d1f0c2b9e" not in feed.items[0].content
    assert b"ann:pw" not in feed.items[0].content
    # Where nothing is relative, the feed's address is not kept: it may change.
    assert third.link == "https://example.org/3"
    assert b"xml:base" not in feed.items[2].content


def test_an_empty_item_ends_where_it_ends() -> None:
    feed = parse("<rss><channel><title>A</title><item/><item x='>' /><item></item></channel></rss>")
    ends = [each.content.partition(b"</title>\n")[2] for each in feed.items]
    assert ends == [
        each + b"\n</channel>\n</rss>\n" for each in (b"<item/>", b"<item x='>' />", b"<item></item>")
    ]
    assert feed.channel.content == b"<rss><channel><title>A</title></channel></rss>"


def test_what_lies_behind_the_channel_is_none_of_it() -> None:
    text = "<rss><channel><language>de</language></channel><image><title>Logo</title><item/></image></rss>"
    feed = parse(text)
    assert feed.items == ()
    assert b"Logo" not in documents(text.replace("</rss>", "<item/></rss>"))[0]
