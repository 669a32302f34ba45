"""From the parts of an EpisodeRecord to rows: tuples in the order of the table's columns.

Ids are given by `archive.store`, which reserves them, so that no row waits for the one before it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.dialects import sqlite

from archive import schema, voices
from archive.names import key
from archive.records import EpisodeRecord, Mark, Person, Podcast
from archive.schema import UTTERANCES_PER_EPISODE
from archive.search.unspaced import apart

Row = tuple[object, ...]

# Measured: tuples for a statement compiled once take half as long as Core's dictionaries.
_DIALECT = sqlite.dialect()


@cache
def insert_sql(table: Table) -> str:
    """`INSERT` of all the table's columns, in order."""
    return str(insert(table).compile(dialect=_DIALECT))


@cache
def update_sql(table: Table, *columns: str) -> str:
    """`UPDATE` of `columns`, in the table's order, of the row whose id comes last."""
    statement = update(table).where(table.c.id == bindparam("key"))
    return str(statement.values({name: bindparam(name) for name in columns}).compile(dialect=_DIALECT))


EPISODE_COLUMNS = tuple(
    column.name for column in schema.episodes.columns if column.name not in ("id", "slug")
)
"""What a newer derivation may change of an episode: its id and slug are for ever."""


PODCAST_COLUMNS = tuple(
    column.name for column in schema.podcasts.columns if column.name not in ("id", "slug")
)


def podcast(podcast: Podcast) -> Row:
    """The values of PODCAST_COLUMNS."""
    return (
        podcast.title,
        podcast.author,
        podcast.description,
        podcast.language,
        podcast.link,
        podcast.guid,
        podcast.image_url,
        podcast.copyright,
        podcast.license,
        podcast.license_url,
        podcast.explicit,
        names(podcast.categories),
        names(podcast.tags),
        mapping(podcast.origins),
    )


def episode(record: EpisodeRecord, podcast_id: int | None) -> Row:
    """The values of EPISODE_COLUMNS."""
    return (
        podcast_id,
        record.title,
        record.description,
        record.published,
        record.published_at,
        record.published_precision,
        record.season,
        record.number,
        record.language,
        record.link,
        record.duration_ms,
        record.derivation,
        names(record.guessed),
        record.subtitle,
        record.description_type,
        record.kind,
        record.image_url,
        record.explicit,
        names(record.tags),
        mapping(record.origins),
        *_speech(record),
    )


def _speech(record: EpisodeRecord) -> Row:
    """How long is spoken, and how much of it by people who are known; nothing where nothing is timed."""
    timed = [
        (each.end_ms - each.start_ms, each.speaker)
        for each in record.utterances
        if each.start_ms is not None and each.end_ms is not None
    ]
    if not timed:
        return None, None
    known = [speaker.person is not None for speaker in record.speakers]
    return (
        sum(ms for ms, _ in timed),
        sum(ms for ms, speaker in timed if speaker is not None and known[speaker]),
    )


def speakers(record: EpisodeRecord, episode_id: int, first: int) -> list[Row]:
    """Who they are in the world is found by `archive.persons`, when they are all there."""
    return [
        (
            id_,
            episode_id,
            None,
            speaker.label,
            speaker.kind,
            speaker.role,
            speaker.description,
            speaker.method,
            speaker.confidence,
            speaker.talk_ms,
            speaker.turns,
            speaker.words,
            *_person(speaker.person),
            speaker.questions,
            speaker.interruptions,
            speaker.longest_ms,
            speaker.longest_start_ms,
        )
        for id_, speaker in zip(count(first), record.speakers, strict=False)
    ]


def _person(person: Person | None) -> Row:
    if person is None:
        return None, None, None, None
    return person.name, key(person.name), person.href, person.image_url


def chapters(record: EpisodeRecord, episode_id: int, first: int) -> list[Row]:
    return [
        (
            first + n,
            episode_id,
            n + 1,
            each.start_ms,
            each.given_ms,
            each.end_ms,
            each.end_kind,
            each.title,
            each.href,
            each.image_url,
        )
        for n, each in enumerate(record.chapters)
    ]


def recordings(record: EpisodeRecord, episode_id: int, first: int) -> list[Row]:
    return [
        (first + n, episode_id, each.kind, each.url, each.mime_type, each.duration_ms, each.size, each.title)
        for n, each in enumerate(record.recordings)
    ]


def fingerprints(record: EpisodeRecord, episode_id: int) -> list[Row]:
    return [(value, episode_id) for value in sorted(set(record.fingerprint))]


def identifiers(record: EpisodeRecord, episode_id: int) -> list[Row]:
    return [(None, episode_id, each.scheme, each.value) for each in record.identifiers]


def links(record: EpisodeRecord, episode_id: int) -> list[Row]:
    return [
        (None, episode_id, each.kind, each.url, each.mime_type, each.language, each.rel)
        for each in record.links
    ]


def soundbites(record: EpisodeRecord, episode_id: int) -> list[Row]:
    return [(None, episode_id, each.start_ms, each.duration_ms, each.title) for each in record.soundbites]


def clock_maps(record: EpisodeRecord, episode_id: int, first_recording: int) -> list[Row]:
    return [
        (
            None,
            episode_id,
            first_recording + each.from_recording,
            first_recording + each.to_recording,
            json.dumps(each.pieces),
            each.matches,
            each.covered,
            each.to_covered,
            each.median_error_ms,
            each.p95_error_ms,
        )
        for each in record.clock_maps
    ]


def transcripts(
    record: EpisodeRecord, episode_id: int, first: int, sources: Sequence[int], first_recording: int
) -> list[Row]:
    return [
        (
            first + n,
            episode_id,
            sources[each.source],
            first_recording + each.recording,
            each.origin,
            each.language,
            names(each.flags),
            each.timed,
            each.has_speakers,
            each.preferred,
            each.cues,
            each.words,
        )
        for n, each in enumerate(record.transcripts)
    ]


def warnings(record: EpisodeRecord, episode_id: int, corrections: Sequence[int]) -> list[Row]:
    """`corrections` has the id of each decision by its position in the record."""
    return [
        (
            None,
            episode_id,
            None if each.correction is None else corrections[each.correction],
            each.code,
            each.place,
            each.message,
        )
        for each in record.warnings
    ]


def utterances(
    record: EpisodeRecord,
    episode_id: int,
    podcast_id: int | None,
    first_chapter: int,
    first_speaker: int,
    people: Sequence[int | None],
) -> Iterator[Row]:
    for id_, each in enumerate(record.utterances, episode_id * UTTERANCES_PER_EPISODE + 1):
        yield (
            id_,
            episode_id,
            None if each.chapter is None else first_chapter + each.chapter,
            each.start_ms,
            None if each.speaker is None else people[each.speaker],
            each.text,
            None if each.speaker is None else first_speaker + each.speaker,
            podcast_id,
            each.turn,
            each.end_ms,
            each.timing,
            _pairs(each.marks),
            each.words,
            each.method,
            each.confidence,
            each.word_confidence,
            each.source_start,
            each.source_end,
            apart(each.text),
        )


def who_speaks(record: EpisodeRecord, episode_id: int) -> list[Row]:
    """Who speaks each utterance, as bytes; no row where nothing is said."""
    numbers = [0 if each.speaker is None else each.speaker + 1 for each in record.utterances]
    return [(episode_id, voices.packed(numbers, len(record.speakers)))] if numbers else []


def names(names: Sequence[str]) -> str | None:
    return json.dumps(names, ensure_ascii=False) if names else None


def mapping(said: Mapping[str, str]) -> str | None:
    return json.dumps(said, sort_keys=True) if said else None


def _pairs(marks: Iterable[Mark]) -> str:
    """The marks as JSON. They are whole numbers only, and `json` takes three times as long for them."""
    return "[" + ",".join([f"[{offset},{ms}]" for offset, ms in marks]) + "]"
