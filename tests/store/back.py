"""From rows to the record they were made of: what the store wrote is read without the store's help."""

import json
import sqlite3
from typing import Any

from archive.evidence import load_corrections, load_sources
from archive.records import (
    Chapter,
    ClockMap,
    EpisodeRecord,
    Identifier,
    Link,
    Person,
    Podcast,
    Recording,
    Soundbite,
    Speaker,
    Transcript,
    Utterance,
    Warning,
)


def read_back(connection: sqlite3.Connection, episode_id: int) -> EpisodeRecord:
    """The record of a stored episode; decisions have their ids, `slug` is the one that was given."""

    def rows(sql: str) -> list[dict[str, Any]]:
        cursor = connection.execute(sql, {"id": episode_id})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    (episode,) = rows("select * from episodes where id = :id")
    podcasts = rows(
        "select title, guid, author, description, language, link from podcasts"
        " where id = (select podcast_id from episodes where id = :id)"
    )
    speakers = rows("select * from speakers where episode_id = :id order by id")
    chapters = rows("select * from chapters where episode_id = :id order by place")
    recordings = rows("select * from recordings where episode_id = :id order by id")
    sources = rows("select * from sources where episode_id = :id and superseded_at is null order by uri")
    corrections = load_corrections(connection, episode_id)
    numbered = {
        "speaker": {row["id"]: n for n, row in enumerate(speakers)},
        "chapter": {row["id"]: n for n, row in enumerate(chapters)},
        "recording": {row["id"]: n for n, row in enumerate(recordings)},
        "source": {row["id"]: n for n, row in enumerate(sources)},
        "correction": {each.id: n for n, each in enumerate(corrections)},
    }

    def names(value: str | None) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()

    def place(row: dict[str, Any], name: str) -> Any:
        return None if row[f"{name}_id"] is None else numbered[name][row[f"{name}_id"]]

    def some(row: dict[str, Any], *names: str) -> dict[str, Any]:
        return {name: row[name] for name in names}

    return EpisodeRecord(
        identifiers=tuple(
            Identifier(**row)
            for row in rows("select scheme, value from identifiers where episode_id = :id order by id")
        ),
        podcast=Podcast(**podcasts[0]) if podcasts else None,
        recordings=tuple(
            Recording(**some(row, "kind", "url", "mime_type", "duration_ms", "size", "title"))
            for row in recordings
        ),
        sources=load_sources(connection, episode_id),
        transcripts=tuple(
            Transcript(
                source=place(row, "source"),
                recording=place(row, "recording"),
                timed=bool(row["timed"]),
                has_speakers=bool(row["has_speakers"]),
                preferred=bool(row["preferred"]),
                flags=names(row["flags"]),
                **some(row, "origin", "language", "cues", "words"),
            )
            for row in rows("select * from transcripts where episode_id = :id order by id")
        ),
        speakers=tuple(
            Speaker(
                person=Person(name=row["name"], href=row["href"]) if row["person_id"] else None,
                **some(
                    row,
                    "label",
                    "kind",
                    "role",
                    "description",
                    "method",
                    "confidence",
                    "talk_ms",
                    "turns",
                    "words",
                    "questions",
                    "interruptions",
                    "longest_ms",
                    "longest_start_ms",
                ),
            )
            for row in speakers
        ),
        chapters=tuple(
            Chapter(**some(row, "title", "start_ms", "given_ms", "end_ms", "end_kind", "href", "image_url"))
            for row in chapters
        ),
        utterances=tuple(
            Utterance(
                speaker=place(row, "speaker"),
                chapter=place(row, "chapter"),
                marks=tuple((offset, ms) for offset, ms in json.loads(row["marks"])),
                **some(row, "text", "words", "start_ms", "end_ms", "timing", "turn", "method", "confidence"),
                **some(row, "word_confidence", "source_start", "source_end"),
            )
            for row in rows("select * from utterances where episode_id = :id order by id")
        ),
        links=tuple(
            Link(**some(row, "kind", "url", "mime_type", "language", "rel"))
            for row in rows("select * from links where episode_id = :id order by id")
        ),
        soundbites=tuple(
            Soundbite(**some(row, "start_ms", "duration_ms", "title"))
            for row in rows("select * from soundbites where episode_id = :id order by id")
        ),
        clock_maps=tuple(
            ClockMap(
                from_recording=numbered["recording"][row["from_recording_id"]],
                to_recording=numbered["recording"][row["to_recording_id"]],
                pieces=tuple(tuple(piece) for piece in json.loads(row["pieces"])),
                **some(row, "matches", "covered", "to_covered", "median_error_ms", "p95_error_ms"),
            )
            for row in rows("select * from clock_maps where episode_id = :id order by id")
        ),
        tags=names(episode["tags"]),
        origins=json.loads(episode["origins"] or "{}"),
        explicit=None if episode["explicit"] is None else bool(episode["explicit"]),
        corrections=corrections,
        guessed=names(episode["guessed"]),
        fingerprint=tuple(
            row["value"]
            for row in rows("select value from fingerprints where episode_id = :id order by value")
        ),
        warnings=tuple(
            Warning(correction=place(row, "correction"), **some(row, "code", "place", "message"))
            for row in rows("select * from warnings where episode_id = :id order by id")
        ),
        **some(episode, "derivation", "slug", "title", "description", "published", "published_at"),
        **some(episode, "published_precision", "season", "number", "language", "link", "duration_ms"),
        **some(episode, "subtitle", "description_type", "kind", "image_url"),
    )


def found(connection: sqlite3.Connection, match: str) -> list[int]:
    """The ids of the utterances that the index finds."""
    sql = "select rowid from utterances_fts where utterances_fts match ? order by rowid"
    return [rowid for (rowid,) in connection.execute(sql, (match,))]
