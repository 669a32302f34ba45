"""Reading back what was seen of feeds: which to ask again, what they listed, what of it was never fetched.

    every(connection)                       →  (StoredFeed(url="https://example.org/feed.xml", title=…), …)
    named(connection, ["hive-hour"])        →  those of the show with this slug, title, guid or address

On plain `sqlite3` connections, as `database.open_readonly` gives them. `archive.shows` writes these rows.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from archive.errors import NoSuchFeed
from archive.records import FeedState

_ROWS = """
select feeds.podcast_id, podcasts.title, podcasts.guid, feeds.url, feeds.url_sha256, feeds.etag,
    feeds.last_modified, feeds.sha256, feeds.status, feeds.problem, feeds.retry_at
from feeds join podcasts on podcasts.id = feeds.podcast_id
"""

_MISSING = """
select distinct sources.id, sources.uri, links.url
from sources
join links on links.episode_id = sources.episode_id
where sources.format = 'feed_item' and sources.superseded_at is null and sources.left_at is null
    and sources.uri >= ? and sources.uri < ?
    and not exists (
        select 1 from sources as fetched
        where fetched.uri = links.url and fetched.episode_id = links.episode_id
            and fetched.superseded_at is null
    )
order by sources.id desc, links.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeed:
    """A row of `feeds`, and whose it is. `title` and `guid` are the show's."""

    podcast_id: int
    title: str
    guid: str | None
    state: FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfetched:
    """An item with links behind which nothing was fetched yet: the newest come first."""

    source_id: int
    uri: str
    urls: tuple[str, ...]


def url_sha256(url: str) -> str:
    """By this an address is known again, secrets and all."""
    return hashlib.sha256(url.encode(errors="replace")).hexdigest()


def every(connection: sqlite3.Connection) -> tuple[StoredFeed, ...]:
    """All feeds that have not moved, in the order in which they came."""
    found = connection.execute(f"{_ROWS} where feeds.status != 'moved' order by feeds.id")
    return tuple(_feed(row) for row in found)


def named(connection: sqlite3.Connection, names: Sequence[str]) -> tuple[StoredFeed, ...]:
    """The feeds of the shows with these slugs, titles, guids or feed addresses, each once.

    Raises NoSuchFeed for a name that no show with a feed has.
    """
    found: dict[str, StoredFeed] = {}
    for name in names:
        rows = connection.execute(
            f"{_ROWS} where feeds.status != 'moved' and podcasts.id in ("
            "select id from podcasts where slug = ? or guid = ? or title = ? collate nocase"
            " union select podcast_id from feeds where url = ? or url_sha256 = ?) order by feeds.id",
            (name, name.lower(), name, name, url_sha256(name)),
        ).fetchall()
        if not rows:
            remedy = "name a show by its title, or take its feed in with `podarchive ingest DATABASE URL`"
            raise NoSuchFeed(name, "no show of this name has a feed here", remedy)
        for each in map(_feed, rows):
            found[each.state.url_sha256] = each
    return tuple(found.values())


def at(connection: sqlite3.Connection, url: str, shown: str) -> StoredFeed | None:
    """The feed at just this address, also if it has moved away since.

    One whose address had another secret in it is the same: `shown` is the address as it is stored.
    """
    secret = shown if shown != url else None
    row = connection.execute(
        f"{_ROWS} where feeds.url_sha256 = ? or (feeds.url = ? and feeds.status != 'moved')"
        " order by feeds.url_sha256 = ? desc, feeds.id desc limit 1",
        (url_sha256(url), secret, url_sha256(url)),
    ).fetchone()
    return None if row is None else _feed(row)


def of_show(connection: sqlite3.Connection, guid: str | None) -> StoredFeed | None:
    """The newest feed of the show with this guid."""
    sql = f"{_ROWS} where podcasts.guid = ? order by feeds.status = 'active' desc, feeds.id desc limit 1"
    row = connection.execute(sql, (guid,)).fetchone()
    return None if row is None else _feed(row)


def left(connection: sqlite3.Connection, guid: str) -> tuple[str, ...]:
    """The uris of a show's items that its feed no longer lists."""
    found = connection.execute(
        "select uri from sources where superseded_at is null and left_at is not null"
        " and uri >= ? and uri < ? order by uri",
        _span(guid),
    )
    return tuple(str(uri) for (uri,) in found)


def items(connection: sqlite3.Connection, guid: str) -> dict[str, int]:
    """The episode of each item that a show's feed lists, as far as is known, by its uri."""
    found = connection.execute(
        "select uri, episode_id from sources where superseded_at is null and left_at is null"
        " and episode_id is not null and uri >= ? and uri < ?",
        _span(guid),
    )
    return {str(uri): int(episode_id) for uri, episode_id in found}


def channel(connection: sqlite3.Connection, podcast_id: int) -> bytes | None:
    """What the feed last said of its show: its newest evidence."""
    found = connection.execute(
        "select source_bytes.data from sources join source_bytes on source_bytes.source_id = sources.id"
        " where sources.podcast_id = ? and sources.format = 'feed' and sources.superseded_at is null"
        " order by sources.id desc limit 1",
        (podcast_id,),
    ).fetchone()
    return None if found is None else zlib.decompress(found[0])


def content(connection: sqlite3.Connection, source_id: int) -> bytes:
    """The bytes of one source."""
    sql = "select data from source_bytes where source_id = ?"
    return zlib.decompress(connection.execute(sql, (source_id,)).fetchone()[0])


def unfetched(connection: sqlite3.Connection, guid: str) -> tuple[Unfetched, ...]:
    """The items of a show whose transcripts or chapters are linked and not here."""
    found: dict[tuple[int, str], list[str]] = {}
    for source_id, uri, url in connection.execute(_MISSING, _span(guid)):
        found.setdefault((source_id, uri), []).append(url)
    return tuple(
        Unfetched(source_id=source_id, uri=uri, urls=tuple(urls)) for (source_id, uri), urls in found.items()
    )


def _span(guid: str) -> tuple[str, str]:
    """What the uris of a show's items lie between."""
    return f"podcast:{guid}#", f"podcast:{guid}$"


def _feed(row: Sequence[object]) -> StoredFeed:
    podcast_id, title, guid, *seen = row
    names = ("url", "url_sha256", "etag", "last_modified", "sha256", "status", "problem", "retry_at")
    said = dict(zip(names, seen, strict=True))
    return StoredFeed(
        podcast_id=int(str(podcast_id)),
        title=str(title),
        guid=None if guid is None else str(guid),
        state=FeedState(**said),  # type: ignore[arg-type]  # a row's columns, in the order of the names
    )
