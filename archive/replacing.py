"""One episode's rows, replaced: what hangs on it is written anew, what is for ever stays.

Called by `archive.store`, inside a savepoint, after the episode's old words left the full-text index.
"""

import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Table

from archive import deciding, mentions, persons, rows, schema, shows, withholding
from archive.addressing import come_back, free_slug, leave
from archive.engine import driver
from archive.outcome import Part
from archive.records import EpisodeRecord
from archive.schema import UTTERANCES_PER_EPISODE
from archive.ties import Ties

_COMPRESSION = 4
"""Measured on transcripts: zlib's usual 6 takes two and a half times as long, for 4 % less."""

_GIVEN_ANEW = (
    "clock_maps",
    "transcripts",
    "speakers",
    "chapters",
    "recordings",
    "identifiers",
    "links",
    "soundbites",
    "fingerprints",
    "warnings",
    "voices",
)


class Batch:
    """What the episodes of one batch share: its instant, who is who, and ids for rows that are given anew.

    They are reserved inside the write transaction, so that a hundred speakers and what refers to them are
    tuples in memory, and no insert waits for another's id.
    """

    def __init__(self, raw: sqlite3.Connection, now: str, ties: Ties | None = None) -> None:
        self.now = now
        self.ties = (ties or Ties()).on(raw)
        self._next = {
            table: raw.execute(f"select coalesce(max(id), 0) + 1 from {table}").fetchone()[0]
            for table in ("speakers", "chapters", "recordings", "transcripts")
        }

    def reserve(self, table: str, count: int) -> int:
        """The first of `count` ids in a row that nothing in `table` has."""
        first: int = self._next[table]
        self._next[table] += count
        return first


def replace_episode(
    connection: Connection,
    record: EpisodeRecord,
    episode_id: int | None,
    batch: Batch,
    beside: "Sequence[_HangersOn]" = (),
) -> int:
    """Write `record` over the episode `episode_id`, or as a new one: its id.

    `beside` has what hung on other episodes whose sources it has now.

    Raises IntegrityError where the tables refuse a row, InvalidRecord where a decision is not this episode's,
    RecordOutOfDate where the stored decisions are others than those it was assembled with.
    """
    raw = driver(connection)
    decided = deciding.require_own(raw, record, episode_id)
    podcast_id = shows.put(connection, record.podcast, batch.now, batch.ties) if record.podcast else None
    before = _hangers_on(raw, episode_id)
    if episode_id is None:
        slug = free_slug(raw, "episodes", record.slug)
        former = withholding.returning(raw, "episode", withholding.of_episode(record.identifiers))
        values = (former, podcast_id, slug, *rows.episode(record, podcast_id)[1:])
        episode_id = _insert(connection, schema.episodes, values)
    else:
        _take_away(connection, episode_id)
        sql = rows.update_sql(schema.episodes, *rows.EPISODE_COLUMNS)
        connection.exec_driver_sql(sql, (*rows.episode(record, podcast_id), episode_id))
    _put(
        connection,
        record,
        episode_id,
        podcast_id,
        batch,
        decided,
        (*before.people, *(named for each in beside for named in each.people)),
        parted=bool(beside),
    )
    _sweep(connection, before)
    return episode_id


def resettle(connection: Connection, parts: Sequence[Part], batch: Batch) -> list[int]:
    """Write episodes whose sources were shared out anew: the id of each of `parts`.

    Sources and decisions go to the part that has them now; an episode that was absorbed leaves its address to
    the one that has it. Raises like `replace_episode`.
    """
    raw = driver(connection)
    absorbed = {id_: part.episode_id for part in parts for id_ in part.absorbed}
    before = [_hangers_on(raw, part.episode_id) for part in parts]
    before += [_hangers_on(raw, id_) for id_ in absorbed]
    first = next(part.episode_id for part in parts if part.episode_id is not None)
    ids = [part.episode_id or _blank(connection, part.record, first) for part in parts]
    involved = [*dict.fromkeys((*ids, *absorbed))]
    theirs = f"episode_id in ({','.join('?' * len(involved))})"
    for part, id_ in zip(parts, ids, strict=True):
        for source in part.record.sources:
            sql = f"update sources set episode_id = ? where uri = ? and sha256 = ? and {theirs}"
            if source.format not in part.shared:
                connection.exec_driver_sql(sql, (id_, source.uri, source.sha256, *involved))
        for decision in part.record.corrections:
            sql = f"update corrections set episode_id = ? where id = ? and {theirs}"
            connection.exec_driver_sql(sql, (id_, decision.id, *involved))
    for old, new in absorbed.items():
        for table in ("sources", "corrections"):
            connection.exec_driver_sql(f"update {table} set episode_id = ? where episode_id = ?", (new, old))
        leave(connection, "episode", old, batch.now, moved_to=new)
        _take_away(connection, old)
        connection.exec_driver_sql("delete from episodes where id = ?", (old,))
    for part, id_ in zip(parts, ids, strict=True):
        replace_episode(connection, part.record, id_, batch, before)
    for each in before:
        persons.forget(connection, each.people, batch.now, batch.ties)
        _sweep(connection, each)
    return ids


def _blank(connection: Connection, record: EpisodeRecord, parted_from: int) -> int:
    """The row of an episode that was part of another: with the address it had before, if it had one."""
    raw = driver(connection)
    slug = free_slug(raw, "episodes", record.slug)
    id_ = come_back(connection, "episode", parted_from, (record.slug,))
    values = (id_, None, slug, *rows.episode(record, None)[1:])
    return _insert(connection, schema.episodes, values)


def remove_episode(connection: Connection, episode_id: int, ties: Ties | None = None) -> None:
    """Delete an episode, all that hangs on it, and whom nothing mentions any more.

    `ties` are those of the batch, if there is one.
    """
    raw = driver(connection)
    before = _hangers_on(raw, episode_id)
    _take_away(connection, episode_id)
    connection.exec_driver_sql("delete from episodes where id = ?", (episode_id,))
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    persons.forget(connection, before.people, now, ties or Ties().on(raw))
    _sweep(connection, before)


def _put(
    connection: Connection,
    record: EpisodeRecord,
    episode_id: int,
    podcast_id: int | None,
    batch: Batch,
    decided: Mapping[int, str | None],
    before: Sequence[mentions.Named],
    *,
    parted: bool,
) -> None:
    speaker, chapter, recording, transcript = (
        batch.reserve(table, len(parts))
        for table, parts in (
            ("speakers", record.speakers),
            ("chapters", record.chapters),
            ("recordings", record.recordings),
            ("transcripts", record.transcripts),
        )
    )
    _insert_all(connection, schema.speakers, rows.speakers(record, episode_id, speaker))
    people = persons.place(connection, episode_id, before, batch.now, batch.ties, parted=parted)
    _insert_all(connection, schema.chapters, rows.chapters(record, episode_id, chapter))
    _insert_all(connection, schema.recordings, rows.recordings(record, episode_id, recording))
    _insert_all(connection, schema.identifiers, rows.identifiers(record, episode_id))
    _insert_all(connection, schema.links, rows.links(record, episode_id))
    _insert_all(connection, schema.soundbites, rows.soundbites(record, episode_id))
    _insert_all(connection, schema.clock_maps, rows.clock_maps(record, episode_id, recording))
    _insert_all(connection, schema.fingerprints, rows.fingerprints(record, episode_id))
    sources = _sources(connection, record, episode_id, batch.now)
    heard = rows.transcripts(record, episode_id, transcript, sources, recording)
    _insert_all(connection, schema.transcripts, heard)
    corrections = deciding.store(connection, record, episode_id, decided)
    _insert_all(connection, schema.warnings, rows.warnings(record, episode_id, corrections))
    said = rows.utterances(record, episode_id, podcast_id, chapter, speaker, people)
    _insert_all(connection, schema.utterances, list(said))
    _insert_all(connection, schema.voices, rows.who_speaks(record, episode_id))


def _take_away(connection: Connection, episode_id: int) -> None:
    first = episode_id * UTTERANCES_PER_EPISODE
    span = (first + 1, first + UTTERANCES_PER_EPISODE - 1)
    connection.exec_driver_sql("delete from utterances where id between ? and ?", span)
    for table in _GIVEN_ANEW:
        connection.exec_driver_sql(f"delete from {table} where episode_id = ?", (episode_id,))


def _sources(connection: Connection, record: EpisodeRecord, episode_id: int, now: str) -> list[int]:
    """The ids of the record's sources: what is there already stays untouched, what changed is superseded."""
    raw = driver(connection)
    found = raw.execute(
        "select uri, sha256, format, reader, id from sources where episode_id = ? and superseded_at is null",
        (episode_id,),
    )
    current = {row[:4]: row[4] for row in found}
    ids = []
    for each in record.sources:
        id_ = current.pop((each.uri, each.sha256, each.format, each.reader), None)
        if id_ is None:
            said = (each.uri, each.format, each.reader, each.sha256, each.encoding)
            row = (None, episode_id, None, *said, len(each.content), now, None, each.left_at)
            id_ = _insert(connection, schema.sources, row)
            _insert(connection, schema.source_bytes, (id_, zlib.compress(each.content, _COMPRESSION)))
        ids.append(id_)
    for old in current.values():
        sql = rows.update_sql(schema.sources, "superseded_at")
        connection.exec_driver_sql(sql, (now, old))
    return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class _HangersOn:
    """The people whom an episode named, and the shows that it may be the last of."""

    people: tuple[mentions.Named, ...]
    shows: tuple[int, ...]


def _hangers_on(raw: sqlite3.Connection, episode_id: int | None) -> _HangersOn:
    shows = raw.execute("select podcast_id from episodes where id = ?", (episode_id,)).fetchall()
    return _HangersOn(
        people=tuple(mentions.named(raw, episode_id)), shows=tuple(id_ for (id_,) in shows if id_ is not None)
    )


def _sweep(connection: Connection, before: _HangersOn) -> None:
    """Delete a show whose last episode is gone, unless it has a feed; its id is never given again."""
    raw = driver(connection)
    for id_ in before.shows:
        owned = (f"select 1 from {owner} where podcast_id = ? limit 1" for owner in ("episodes", "feeds"))
        if not any(raw.execute(sql, (id_,)).fetchone() for sql in owned):
            connection.exec_driver_sql("delete from podcasts where id = ?", (id_,))


def _insert(connection: Connection, table: Table, row: rows.Row) -> int:
    return int(connection.exec_driver_sql(rows.insert_sql(table), row).lastrowid)


def _insert_all(connection: Connection, table: Table, made: Sequence[rows.Row]) -> None:
    if made:
        connection.exec_driver_sql(rows.insert_sql(table), list(made))
