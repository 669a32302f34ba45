"""A feed set against what the archive has: the show, what is new or changed in its list, and what left it."""

import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive import withholding
from archive.outcome import Outcome
from archive.records import FeedState, FieldOrigin, Podcast, ShowRecord, StoredSource
from ingest import leaving, redacting
from ingest.files.raw import Raw, sha256
from ingest.files.source import decode
from ingest.gather import Listed
from ingest.known import Known

from . import channel
from .feed import Feed, Item, parse
from .redaction import without_secrets

FEED = "feed"
READER = "feed 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a feed changes: its `show` (None if nothing), the episodes that are `listed` new or otherwise.

    `unchanged` are the outcomes of those that are as they were. `news` are the uris of the items that say
    something new; the others of the `listed` are derived again by this version of the program.
    """

    feed: Feed
    show: ShowRecord | None
    listed: tuple[Listed, ...]
    unchanged: tuple[Outcome, ...]
    news: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Stored:
    sha256: str
    episode_id: int
    left: bool


def read(raw: Raw) -> Feed:
    """The feed in a file, without secrets. Raises InputError."""
    return parse(without_secrets(decode(raw).text).text, raw.name)


def compare(
    raw: Raw,
    feed: Feed,
    connection: sqlite3.Connection,
    *,
    guid: str | None = None,
    state: FeedState | None = None,
    whole: bool = True,
) -> Listing:
    """What `feed`, as it stands in `raw`, changes of what is stored.

    `guid` is that by which the show is known here, if another address of its feed gave it. `state` is what
    was seen of its server. Of a list that is not `whole`, nothing can be said to have left it.

    Raises TakenOut for a show that is not to come back.
    """
    podcast = feed.channel.podcast
    podcast = replace(podcast, guid=guid or podcast.guid, origins=_origins(podcast))
    if (out := withholding.podcast(connection, podcast)) is not None:
        raise out.error(raw.name)
    gone = withholding.people(connection)
    podcast = replace(
        podcast,
        author=redacting.written(podcast.author, gone),
        description=redacting.written(podcast.description, gone),
    )
    prefix = f"podcast:{podcast.guid}#"
    items = {f"{prefix}{item.guid}": item for item in feed.items}
    stored = _stored(connection, prefix)
    known = Known(connection=connection)
    listed, unchanged, news = [], [], []
    for uri, whole_item in items.items():
        item = replace(whole_item, content=leaving.item(uri, whole_item.content, gone))
        place = f"{raw.name} {item.guid}"
        held = stored.get(uri)
        if held and held.sha256 == sha256(item.content) and known.is_up_to_date(held.episode_id):
            unchanged.append(Outcome(status="unchanged", place=place, episode_id=held.episode_id))
        else:
            listed.append(_listed(uri, item, place))
            if held is None or held.sha256 != sha256(item.content):
                news.append(uri)
    content = redacting.redacted(feed.channel.content, gone)
    source = StoredSource(
        uri=raw.uri, format=FEED, reader=READER, sha256=sha256(content), encoding="utf-8", content=content
    )
    left = tuple(uri for uri, held in stored.items() if uri not in items and (whole or held.left))
    kept = _has(connection, source)
    show = ShowRecord(podcast=podcast, source=None if kept else source, feed=state, left=left)
    marked = {uri for uri, held in stored.items() if held.left}
    nothing = not listed and marked == set(left) and state is None and kept
    return Listing(
        feed=feed,
        show=None if nothing else show,
        listed=tuple(listed),
        unchanged=tuple(unchanged),
        news=frozenset(news),
    )


def _listed(uri: str, item: Item, place: str) -> Listed:
    raw = Raw(uri=uri, name=place, content=item.content, sha256=sha256(item.content))
    return Listed(place=Path(place), files=(raw,))


def _origins(podcast: Podcast) -> Mapping[str, FieldOrigin]:
    return {
        name: "feed"
        for name in Podcast.__dataclass_fields__
        if name != "origins" and getattr(podcast, name) not in (None, ())
    }


def _stored(connection: sqlite3.Connection, prefix: str) -> dict[str, _Stored]:
    """What is stored of a show's items, by uri."""
    found: Sequence[tuple[str, str, int, str | None]] = connection.execute(
        "select uri, sha256, episode_id, left_at from sources"
        " where superseded_at is null and episode_id is not null and uri >= ? and uri < ?",
        (prefix, prefix[:-1] + "$"),
    ).fetchall()
    return {uri: _Stored(digest, id_, left is not None) for uri, digest, id_, left in found}


def _has(connection: sqlite3.Connection, source: StoredSource) -> bool:
    """Whether the newest evidence of a show says the same: its `lastBuildDate` is no news."""
    held = connection.execute(
        "select sources.sha256, source_bytes.data from sources"
        " join source_bytes on source_bytes.source_id = sources.id"
        " where uri = ? and reader = ? and superseded_at is null and episode_id is null"
        " order by sources.id desc limit 1",
        (source.uri, source.reader),
    ).fetchone()
    if held is None:
        return False
    if held[0] == source.sha256:
        return True
    before = zlib.decompress(held[1])
    return channel.read(before, source.uri, None) == channel.read(source.content, source.uri, None)
