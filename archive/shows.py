"""Shows as rows: found by their guid, else by title, and told what nobody better has told of them.

Called by `archive.replacing` for the show of an episode, and by `archive.store` for what a feed says of its
own. A field is overwritten only by a source that is as strong as the one it came from, or stronger: a feed
and a file beside a transcript may come in any order. Of two that are as strong the later is believed, since a
feed says its own things anew.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import get_args

from sqlalchemy import Connection

from archive import mentions, persons, rows, schema, withholding
from archive.addressing import free_slug, leave
from archive.engine import driver
from archive.records import (
    EpisodeRecord,
    FeedState,
    FieldOrigin,
    Podcast,
    ShowRecord,
    StoredSource,
    Warning,
)
from archive.slug import slugify
from archive.ties import Ties

_STRENGTH: tuple[FieldOrigin, ...] = get_args(FieldOrigin)
_FIELDS = tuple(name for name in rows.PODCAST_COLUMNS if name != "origins")
_COMPRESSION = 6
_WRITTEN: Mapping[str, FieldOrigin] = {"sidecar": "sidecar", "podcast": "podcast.toml"}
"""The formats of files in which somebody wrote what a show is, and what a field that they say came from."""


def find(raw: sqlite3.Connection, podcast: Podcast) -> int | None:
    """The id of the show that `podcast` is: of its guid, else of exactly its title if no other guid has it.

    Two titles with one slug are two shows.
    """
    if podcast.guid is not None:
        found = raw.execute("select id from podcasts where guid = ?", (podcast.guid,)).fetchone()
        if found is not None:
            return int(found[0])
    found = raw.execute(
        "select id from podcasts where title = ? and (guid is null or ? is null) order by id limit 1",
        (podcast.title, podcast.guid),
    ).fetchone()
    return None if found is None else int(found[0])


def doubted(raw: sqlite3.Connection, record: EpisodeRecord) -> EpisodeRecord:
    """The record, which warns where it leaves open which show it is of, or files differ about that show."""
    if record.podcast is None:
        return record
    doubts = (*_namesakes(raw, record.podcast), *_contradictions(raw, record, record.podcast))
    return replace(record, warnings=(*record.warnings, *doubts)) if doubts else record


def _namesakes(raw: sqlite3.Connection, podcast: Podcast) -> Iterator[Warning]:
    """All that is said of the show is a title that several shows have."""
    if podcast.guid is not None:
        return
    sql = "select slug from podcasts where title = ? order by id"
    slugs = [slug for (slug,) in raw.execute(sql, (podcast.title,))]
    if len(slugs) < 2:
        return
    message = (
        f"{len(slugs)} shows have this title ({', '.join(slugs[:5])}), and no source says which by its guid:"
        f" it was put to {slugs[0]}; write the guid under [podcast] in its TOML file"
    )
    yield Warning(code="ambiguous_show", place=podcast.title, message=message)


def _contradictions(raw: sqlite3.Connection, record: EpisodeRecord, podcast: Podcast) -> Iterator[Warning]:
    """Two files that somebody wrote say something else of the show: the later is believed.

    A file that was edited contradicts nobody but what it said before.
    """
    ours = [name for name, origin in podcast.origins.items() if origin in _WRITTEN.values()]
    if not ours or (id_ := find(raw, podcast)) is None:
        return
    columns = ", ".join(rows.PODCAST_COLUMNS)
    (stored,) = raw.execute(f"select {columns} from podcasts where id = ?", (id_,)).fetchall()
    held = dict(zip(rows.PODCAST_COLUMNS, stored, strict=True))
    said = dict(zip(rows.PODCAST_COLUMNS, rows.podcast(podcast), strict=True))
    origins = json.loads(held["origins"] or "{}")
    differ = [
        name
        for name in _FIELDS
        if name in ours
        and origins.get(name) == podcast.origins[name]
        and held[name] != said[name]
        and not _is_edited(raw, record, podcast.origins[name])
    ]
    if differ:
        each = "; ".join(f"{name}: “{_short(said[name])}”, before “{_short(held[name])}”" for name in differ)
        message = (
            f"another file says something else of the show, and the last that came in is believed ({each});"
            " let both say the same, or write it into one podcast.toml"
        )
        yield Warning(code="contradicted_show", place=podcast.title, message=message)


def _is_edited(raw: sqlite3.Connection, record: EpisodeRecord, origin: FieldOrigin) -> bool:
    """Whether a file of this kind that lies beside the episode said something else when it was read last."""
    sql = "select 1 from sources where uri = ? and format = ? and sha256 != ? and superseded_at is null"
    return any(
        raw.execute(sql, (source.uri, source.format, source.sha256)).fetchone() is not None
        for source in record.sources
        if _WRITTEN.get(source.format) == origin
    )


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def put(connection: Connection, podcast: Podcast, now: str, ties: Ties) -> int:
    """The id of the show, which is made if it is new, and told what it did not know.

    `ties` are those of the batch: people of two shows may be one when the shows are.
    """
    raw = driver(connection)
    id_ = find(raw, podcast)
    if id_ is None:
        slug = free_slug(raw, "podcasts", slugify(podcast.title, "podcast"))
        former = withholding.returning(raw, "podcast", withholding.of_podcast(podcast))
        values = (former, slug, *rows.podcast(podcast))
        return int(connection.exec_driver_sql(rows.insert_sql(schema.podcasts), values).lastrowid)
    stored = raw.execute(
        f"select {', '.join(rows.PODCAST_COLUMNS)} from podcasts where id = ?", (id_,)
    ).fetchone()
    merged = _merged(dict(zip(rows.PODCAST_COLUMNS, stored, strict=True)), podcast)
    if merged != stored:
        sql = rows.update_sql(schema.podcasts, *rows.PODCAST_COLUMNS)
        connection.exec_driver_sql(sql, (*merged, id_))
    _join_namesake(connection, id_, str(merged[0]), now, ties)
    return id_


def put_show(connection: Connection, show: ShowRecord, now: str, ties: Ties) -> int:
    """Store what a feed says of its show, and what was seen of the feed: the show's id."""
    raw = driver(connection)
    id_ = put(connection, show.podcast, now, ties)
    if show.source is not None:
        _put_source(connection, show.source, id_, now)
    if show.feed is not None:
        _put_feed(connection, show.feed, id_, now)
    prefix = f"podcast:{show.podcast.guid}#"
    held = raw.execute(
        "select id, uri, left_at from sources where superseded_at is null and uri >= ? and uri < ?",
        (prefix, prefix[:-1] + "$"),
    ).fetchall()
    gone = set(show.left)
    for source_id, uri, left_at in held:
        if (uri in gone) != (left_at is not None):
            sql = rows.update_sql(schema.sources, "left_at")
            connection.exec_driver_sql(sql, (now if uri in gone else None, source_id))
    return id_


def _merged(stored: Mapping[str, object], podcast: Podcast) -> rows.Row:
    """The row with what is said anew, where that is as strong as what stands there."""
    said = dict(zip(rows.PODCAST_COLUMNS, rows.podcast(podcast), strict=True))
    held: dict[str, FieldOrigin] = json.loads(str(stored["origins"] or "{}"))
    merged, origins = dict(stored), dict(held)
    for name in _FIELDS:
        new, origin = said[name], podcast.origins.get(name)
        if new is None or (name == "guid" and stored["guid"] is not None):
            continue
        if stored[name] is None or _rank(origin) <= _rank(held.get(name)):
            merged[name] = new
            origins.pop(name, None)
            if origin is not None:
                origins[name] = origin
    merged["origins"] = rows.mapping(origins)
    return tuple(merged[name] for name in rows.PODCAST_COLUMNS)


def _rank(origin: FieldOrigin | None) -> int:
    return len(_STRENGTH) if origin is None else _STRENGTH.index(origin)


def _join_namesake(connection: Connection, id_: int, title: str, now: str, ties: Ties) -> None:
    """Let a show without a guid, known by its title alone, become the one that has both."""
    raw = driver(connection)
    others = raw.execute(
        "select id from podcasts where title = ? and guid is null and id != ?"
        " and exists (select 1 from podcasts where id = ? and guid is not null)",
        (title, id_, id_),
    ).fetchall()
    for (other,) in others:
        for table in ("episodes", "utterances", "sources", "feeds"):
            sql = f"update {table} set podcast_id = ? where podcast_id = ?"
            connection.exec_driver_sql(sql, (id_, other))
        leave(connection, "podcast", other, now, moved_to=id_)
        connection.exec_driver_sql("delete from podcasts where id = ?", (other,))
    if others:
        # A given name alone is the same person's in both.
        ties.clear()
        persons.settle(connection, mentions.of_show(raw, id_), now, ties)


def _put_source(connection: Connection, source: StoredSource, podcast_id: int, now: str) -> None:
    raw = driver(connection)
    held = raw.execute(
        "select id, sha256, reader from sources where podcast_id = ? and uri = ? and superseded_at is null",
        (podcast_id, source.uri),
    ).fetchall()
    if any(row[1:] == (source.sha256, source.reader) for row in held):
        return
    for id_, *_ in held:
        connection.exec_driver_sql(rows.update_sql(schema.sources, "superseded_at"), (now, id_))
    said = (source.uri, source.format, source.reader, source.sha256, source.encoding, len(source.content))
    row = (None, None, podcast_id, *said, now, None, None)
    id_ = int(connection.exec_driver_sql(rows.insert_sql(schema.sources), row).lastrowid)
    packed = zlib.compress(source.content, _COMPRESSION)
    connection.exec_driver_sql(rows.insert_sql(schema.source_bytes), (id_, packed))


def _put_feed(connection: Connection, feed: FeedState, podcast_id: int, now: str) -> None:
    raw = driver(connection)
    seen = (feed.etag, feed.last_modified, feed.sha256, feed.status, feed.problem, feed.retry_at)
    held = raw.execute("select id, sha256 from feeds where url_sha256 = ?", (feed.url_sha256,)).fetchone()
    if held is None:
        values = (None, podcast_id, feed.url, feed.url_sha256, *seen, now, now)
        connection.exec_driver_sql(rows.insert_sql(schema.feeds), values)
        return
    columns = ("podcast_id", "etag", "last_modified", "sha256", "status", "problem", "retry_at")
    connection.exec_driver_sql(rows.update_sql(schema.feeds, *columns), (podcast_id, *seen, held[0]))
    if held[1] != feed.sha256:
        connection.exec_driver_sql(rows.update_sql(schema.feeds, "changed_at"), (now, held[0]))
