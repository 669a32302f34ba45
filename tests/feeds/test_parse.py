"""Feeds taken apart: what is in an item's document, and what changes it."""

import pytest

from ingest import feeds, registry
from ingest.feeds.feed import MARK
from ingest.files.source import from_bytes
from ingest.head import Head
from ingest.reading import PersonMention
from tests.feeds.written import ITUNES, URL, documents, item, parse, readings, rss


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
