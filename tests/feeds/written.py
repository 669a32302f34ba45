"""Feeds written by hand, of one show, and what is read of them."""

from ingest import feeds
from ingest.files.source import from_bytes
from ingest.formats.feed_item import FORMAT
from ingest.reading import Reading

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
