"""What names a show and its items, and what a channel says."""

import re
import uuid
from dataclasses import replace

from archive.records import Podcast
from ingest import feeds
from ingest.feeds import guids
from ingest.files.source import from_bytes
from ingest.formats.feed_item import FORMAT
from tests.feeds.written import URL, item, parse, readings, rss


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
