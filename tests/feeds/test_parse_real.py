"""Real feeds: as many items, persons, links, chapters and enclosures are read as there are in the text.

They are counted by regular expressions of this file's own, and compared with what another program,
podcastparser, is known to make of them. What the two do not agree on is listed, with the reason.
"""

import html
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ingest import feeds
from ingest.errors import MalformedTranscript
from ingest.feeds import decoding, opml
from ingest.files.source import from_bytes
from ingest.formats.feed_item import FORMAT
from ingest.reading import Reading

FOLDER = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted(
    path
    for pattern in ("changelog-feeds/*.xml", "feeds/*/*.xml", "feeds/*/*.rss", "podcast-namespace/*.xml")
    for path in FOLDER.glob(pattern)
)
ORACLES = sorted(FOLDER.glob("feeds/podcastparser/*.json"))
NO_FEED = {"podcast-example.xml"}

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the real files are not here")

ITEM = re.compile(r"<(item|entry)\b[^>]*>(.*?)</\1>", re.DOTALL)
CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)


def text_of(path: Path) -> str:
    return decoding.decode(path.read_bytes(), path.name)[0]


def read(path: Path, url: str | None = None) -> tuple[feeds.Feed, list[Reading]]:
    feed = feeds.parse(text_of(path), path.name, url)
    return feed, [FORMAT.read(from_bytes(item.content, uri=item.uri, name=path.name)) for item in feed.items]


def attributes(tag: str, text: str, name: str) -> Iterator[str]:
    """The values of an attribute in every such tag."""
    for element in re.findall(rf"<(?:\w+:)?{tag}\b[^>]*>", text):
        found = re.search(rf"\b{name}\s*=\s*[\"']([^\"']*)", element)
        if found and found[1].strip():
            yield html.unescape(found[1].strip())


def test_there_are_files() -> None:
    assert len(FILES) > 60
    assert len(ORACLES) > 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_lost(path: Path) -> None:
    if path.name in NO_FEED:
        with pytest.raises(MalformedTranscript, match="is no feed"):
            read(path)
        return
    text = CDATA.sub("", text_of(path))
    # An item that lies in an element that nobody knows is none of the channel's.
    text = re.sub(r"<unsupported-element>.*</unsupported-element>", "", text, flags=re.DOTALL)
    items = [found[2] for found in ITEM.finditer(text)]
    channel = ITEM.sub("", text)
    feed, readings = read(path, "https://example.org/feed.xml")
    assert len(readings) == len(items)
    hosts = re.findall(r"<podcast:person\b", channel)
    for item, found in zip(items, readings, strict=True):
        assert len(found.people) == (len(re.findall(r"<podcast:person\b", item)) or len(hosts))
        for tag in ("transcript", "chapters"):
            urls = [
                url
                for each in re.findall(rf"<podcast:{tag}\b[^>]*>", item)
                for url in attributes(tag, each, "url")
            ]
            assert [link.url for link in found.links if link.kind == tag] == urls
        first = re.search(r"<psc:chapters\b.*?</psc:chapters>", item, re.DOTALL)
        if first:
            assert len(found.chapters) == len(re.findall(r"<psc:chapter\s", first[0]))
            assert found.chapter_list == "feed"
        urls = [*attributes("enclosure", item, "url"), *attributes("content", item, "url")]
        urls += [
            html.unescape(href)
            for link in re.findall(r"<(?:\w+:)?link\b[^>]*rel=[\"']enclosure[^>]*>", item)
            for href in re.findall(r"href=[\"']([^\"']*)", link)
        ]
        alternates = len(
            [
                each
                for each in re.findall(
                    r"<podcast:alternateEnclosure.*?</podcast:alternateEnclosure>", item, re.S
                )
                if 'uri="http' in each
            ]
        )
        addresses = {url if "://" in url else f"https://example.org/{url}" for url in urls}
        playing = {each.url for each in found.recordings}
        assert addresses <= playing
        assert len(playing - addresses) <= alternates
        for title in re.findall(r"<title>([^<]*)</title>", item)[:1]:
            assert found.title == (" ".join(html.unescape(html.unescape(title)).split()) or None)
    rest = re.sub(
        r"<unsupported-element>.*</unsupported-element>", "", feed.channel.content.decode(), flags=re.S
    )
    assert not ITEM.search(CDATA.sub("", rest))


DIFFERENT = {
    # It makes addresses of what is none, from where the file lies.
    ("chapters", "guid"): "file://",
    ("duration", "guid"): "file://",
    ("itunes_no_xmlns", "guid"): "file://",
    ("no_enclosure", "guid"): "file://",
    ("relative", "guid"): "file://",
    # Its guid is the address of the enclosure as it came; ours is the canonical one.
    ("leading_space_url", "guid"): "http://",
    ("multi_enclosures", "guid"): "http://",
    ("episode_number", "guid"): "http://",
    ("episode_number_invalid", "guid"): "http://",
    ("episode_podcast_chapters", "guid"): "http://",
    ("episode_podcast_person", "guid"): "http://",
    ("episode_podcast_transcript", "guid"): "http://",
    ("episode_season", "guid"): "http://",
    ("html_in_description_rss_both_different", "guid"): "http://",
    # It prefers the link, which several items may share; we take the enclosure before it.
    ("no_guid", "guid"): "http://",
    # It takes a file's name for its title, and its words for no description.
    ("no_guid", "title"): "test",
    ("atom_published_updated", "description"): "",
}


@pytest.mark.parametrize("path", ORACLES, ids=lambda path: path.stem)
def test_another_program_reads_the_same(path: Path) -> None:
    said: dict[str, Any] = json.loads(path.read_text())
    feed, readings = read(path.with_suffix(".rss"))
    items = said["episodes"]
    if path.stem == "no_enclosure":  # it leaves out what cannot be played
        readings = [found for found in readings if found.title != "B"]
    assert len(readings) == len(items)
    if said.get("link"):
        assert feed.channel.podcast.link == said["link"]
    assert feed.channel.next_url == said.get("paged_feed_next")
    assert feed.channel.new_url == said.get("new_url")
    if said.get("language"):
        assert (feed.channel.podcast.language or "").lower() == said["language"]
    for found, item in zip(readings, items, strict=True):
        ours = _as_it_says(found)
        theirs = {key: value for key, value in item.items() if key in ours}
        for key, value in theirs.items():
            why = DIFFERENT.get((path.stem, key))
            if why is not None:
                assert str(value).startswith(why)
                assert ours[key] != value
            else:
                assert ours[key] == value, key


def _as_it_says(found: Reading) -> dict[str, Any]:
    """A reading in podcastparser's words, as far as it has some."""
    notes = found.description or ""
    persons = [
        {
            "name": each.name,
            "role": each.role,
            "group": each.group or "cast",
            "href": each.href,
            "img": each.image_url,
        }
        for each in found.people
    ]
    said: dict[str, Any] = {
        "title": found.title,
        "guid": found.guid,
        "description": " ".join(re.sub(r"<[^>]*>", "", notes).split()),
        "total_time": (found.duration_ms or 0) // 1000,
        "chapters": [
            {
                key: value
                for key, value in {
                    "start": (mark.start_ms or 0) // 1000,
                    "title": mark.title,
                    "href": mark.href,
                    "image": mark.image_url,
                }.items()
                if value is not None
            }
            for mark in found.chapters
        ],
        "number": found.number,
        "season": found.season,
        "type": found.kind,
        "persons": persons,
        "transcript_url": next((each.url for each in found.links if each.kind == "transcript"), None),
        "chapters_json_url": next((each.url for each in found.links if each.kind == "chapters"), None),
    }
    if found.description_type == "html":
        said["description_html"] = notes
    if found.published:
        said["published"] = _unix(found.published.instant)
    return said


def _unix(instant: str | None) -> int:
    return int(datetime.fromisoformat(instant or "").timestamp())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("opml/*.opml")), ids=lambda path: path.name)
def test_every_feed_of_a_list(path: Path) -> None:
    text = path.read_text()
    counted = dict.fromkeys(html.unescape(url) for url in re.findall(r'xmlUrl="([^"]*)"', text))
    assert [each.url for each in opml.read(text, path.name)] == list(counted)
    titles = {html.unescape(each) for each in re.findall(r'\b(?:text|title)="([^"]*)"', text)}
    assert {each.title for each in opml.read(text, path.name)} <= {" ".join(each.split()) for each in titles}
