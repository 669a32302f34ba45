"""One episode's rows, replaced: what hangs on it is written anew, what is for ever stays.

Called by `archive.store`, inside a savepoint, after the episode's old words left the full-text index.
"""

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table

from archive import deciding, rows, schema
from archive.engine import driver
from archive.records import EpisodeRecord, Person, Podcast
from archive.schema import UTTERANCES_PER_EPISODE
from archive.slug import slugify

_COMPRESSION = 4
"""Measured on transcripts: zlib's usual 6 takes two and a half times as long, for 4 % less."""

_GIVEN_ANEW = (
    "transcripts",
    "speakers",
    "chapters",
    "recordings",
    "identifiers",
    "fingerprints",
    "warnings",
)


class Batch:
    """What the episodes of one batch share: its instant, and ids for the rows that are given anew.

    They are reserved inside the write transaction, so that a hundred speakers and what refers to them are
    tuples in memory, and no insert waits for another's id.
    """

    def __init__(self, raw: sqlite3.Connection, now: str) -> None:
        self.now = now
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
    connection: Connection, record: EpisodeRecord, episode_id: int | None, batch: Batch
) -> int:
    """Write `record` over the episode `episode_id`, or as a new one: its id.

    Raises IntegrityError where the tables refuse a row, InvalidRecord where a decision is not this episode's,
    RecordOutOfDate where the stored decisions are others than those it was assembled with.
    """
    raw = driver(connection)
    decided = deciding.require_own(raw, record, episode_id)
    before = _hangers_on(raw, episode_id)
    podcast_id = _podcast(connection, record.podcast) if record.podcast else None
    if episode_id is None:
        slug = _free_slug(raw, "episodes", record.slug)
        values = (None, podcast_id, slug, *rows.episode(record, podcast_id)[1:])
        episode_id = _insert(connection, schema.episodes, values)
    else:
        _take_away(connection, episode_id)
        sql = rows.update_sql(schema.episodes, *rows.EPISODE_COLUMNS)
        connection.exec_driver_sql(sql, (*rows.episode(record, podcast_id), episode_id))
    _put(connection, record, episode_id, podcast_id, batch, decided)
    _sweep(connection, before)
    return episode_id


def remove_episode(connection: Connection, episode_id: int) -> None:
    """Delete an episode, all that hangs on it, and whom nothing mentions any more."""
    before = _hangers_on(driver(connection), episode_id)
    _take_away(connection, episode_id)
    connection.exec_driver_sql("delete from episodes where id = ?", (episode_id,))
    _sweep(connection, before)


def _put(
    connection: Connection,
    record: EpisodeRecord,
    episode_id: int,
    podcast_id: int | None,
    batch: Batch,
    decided: Mapping[int, str | None],
) -> None:
    raw = driver(connection)
    people = [_person(connection, each.person) if each.person else None for each in record.speakers]
    speaker, chapter, recording, transcript = (
        batch.reserve(table, len(parts))
        for table, parts in (
            ("speakers", record.speakers),
            ("chapters", record.chapters),
            ("recordings", record.recordings),
            ("transcripts", record.transcripts),
        )
    )
    _insert_all(connection, schema.speakers, rows.speakers(record, episode_id, speaker, people))
    _insert_all(connection, schema.chapters, rows.chapters(record, episode_id, chapter))
    _insert_all(connection, schema.recordings, rows.recordings(record, episode_id, recording))
    _insert_all(connection, schema.identifiers, rows.identifiers(record, episode_id, _taken(raw, record)))
    _insert_all(connection, schema.fingerprints, rows.fingerprints(record, episode_id))
    sources = _sources(connection, record, episode_id, batch.now)
    heard = rows.transcripts(record, episode_id, transcript, sources, recording)
    _insert_all(connection, schema.transcripts, heard)
    corrections = deciding.store(connection, record, episode_id, decided)
    _insert_all(connection, schema.warnings, rows.warnings(record, episode_id, corrections))
    said = rows.utterances(record, episode_id, podcast_id, chapter, speaker, people)
    _insert_all(connection, schema.utterances, list(said))


def _take_away(connection: Connection, episode_id: int) -> None:
    first = episode_id * UTTERANCES_PER_EPISODE
    span = (first + 1, first + UTTERANCES_PER_EPISODE - 1)
    connection.exec_driver_sql("delete from utterances where id between ? and ?", span)
    for table in _GIVEN_ANEW:
        connection.exec_driver_sql(f"delete from {table} where episode_id = ?", (episode_id,))


def _podcast(connection: Connection, podcast: Podcast) -> int:
    """The show of exactly this title, told what it did not know; two titles with one slug are two shows."""
    raw = driver(connection)
    columns = ("author", "description", "language", "link")
    said = tuple(getattr(podcast, name) for name in columns)
    found = raw.execute(
        f"select id, {', '.join(columns)} from podcasts where title = ?", (podcast.title,)
    ).fetchone()
    if found is None:
        slug = _free_slug(raw, "podcasts", slugify(podcast.title, "podcast"))
        return _insert(connection, schema.podcasts, rows.podcast(podcast, slug))
    merged = tuple(old if new is None else new for old, new in zip(found[1:], said, strict=True))
    if merged != found[1:]:
        connection.exec_driver_sql(rows.update_sql(schema.podcasts, *columns), (*merged, found[0]))
    return int(found[0])


def _person(connection: Connection, person: Person) -> int:
    """Whoever has this `href`; without one, whoever has exactly this name and no `href` either.

    A person who is found takes another name only if this episode is the only one to mention them: an address
    that was mistaken in one sidecar must not rename somebody everywhere.
    """
    raw = driver(connection)
    if person.href is not None:
        found = raw.execute("select id, name from people where href = ?", (person.href,)).fetchone()
    else:
        sql = "select id, name from people where name = ? and href is null"
        found = raw.execute(sql, (person.name,)).fetchone()
    if found is None:
        slug = _free_slug(raw, "people", slugify(person.name, "person"))
        return _insert(connection, schema.people, (None, slug, person.name, person.href))
    if found[1] != person.name:
        # This episode's own speakers are not there at this moment.
        elsewhere = raw.execute("select 1 from speakers where person_id = ? limit 1", (found[0],)).fetchone()
        if elsewhere is None:
            sql = rows.update_sql(schema.people, "name")
            connection.exec_driver_sql(sql, (person.name, found[0]))
    return int(found[0])


def _free_slug(raw: sqlite3.Connection, table: str, wanted: str) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3`, … that nothing in `table` has."""
    if raw.execute(f"select 1 from {table} where slug = ?", (wanted,)).fetchone() is None:
        return wanted
    # All that begins with `wanted-`: the full stop follows the hyphen in the index.
    near = raw.execute(f"select slug from {table} where slug > ? and slug < ?", (f"{wanted}-", f"{wanted}."))
    taken = {slug for (slug,) in near}
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def _taken(raw: sqlite3.Connection, record: EpisodeRecord) -> list[rows.Row]:
    """Those names of `record` that another episode has; its own were taken away before."""
    names = json.dumps([[each.scheme, each.value] for each in record.identifiers])
    return raw.execute(
        "select identifiers.scheme, identifiers.value from json_each(?) as wanted cross join identifiers"
        " on identifiers.scheme = json_extract(wanted.value, '$[0]')"
        " and identifiers.value = json_extract(wanted.value, '$[1]')",
        (names,),
    ).fetchall()


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
            row = (None, episode_id, *said, len(each.content), now, None)
            id_ = _insert(connection, schema.sources, row)
            _insert(connection, schema.source_bytes, (id_, zlib.compress(each.content, _COMPRESSION)))
        ids.append(id_)
    for old in current.values():
        sql = rows.update_sql(schema.sources, "superseded_at")
        connection.exec_driver_sql(sql, (now, old))
    return ids


def _hangers_on(raw: sqlite3.Connection, episode_id: int | None) -> dict[str, set[int]]:
    """The people and the podcast that this episode may be the last to mention."""
    people = raw.execute("select person_id from speakers where episode_id = ?", (episode_id,)).fetchall()
    shows = raw.execute("select podcast_id from episodes where id = ?", (episode_id,)).fetchall()
    return {
        "people": {id_ for (id_,) in people if id_ is not None},
        "podcasts": {id_ for (id_,) in shows if id_ is not None},
    }


def _sweep(connection: Connection, before: Mapping[str, set[int]]) -> None:
    """Delete those whom nothing mentions any more; their ids are never given again."""
    raw = driver(connection)
    for table, left in (("people", "speakers.person_id"), ("podcasts", "episodes.podcast_id")):
        owner = left.partition(".")[0]
        for id_ in sorted(before[table]):
            if raw.execute(f"select 1 from {owner} where {left} = ? limit 1", (id_,)).fetchone() is None:
                connection.exec_driver_sql(f"delete from {table} where id = ?", (id_,))


def _insert(connection: Connection, table: Table, row: rows.Row) -> int:
    return int(connection.exec_driver_sql(rows.insert_sql(table), row).lastrowid)


def _insert_all(connection: Connection, table: Table, made: Sequence[rows.Row]) -> None:
    if made:
        connection.exec_driver_sql(rows.insert_sql(table), list(made))
