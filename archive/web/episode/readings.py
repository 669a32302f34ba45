"""The transcripts of an episode, of which one is shown, and the recordings in which it is heard."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from archive import links
from archive.web import addresses, queries
from archive.web.episode import sql
from archive.web.wording import listed

Listen = Callable[[int | None], str | None]
"""Milliseconds → the address that plays the recording from that second, if it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """`source_id`, `uri` and `format` are None where whoever asks may not see the sources."""

    shown: bool
    source_id: int | None
    uri: str | None
    format: str | None
    origin: str | None
    language: str | None
    flags: tuple[str, ...]
    timed: bool
    has_speakers: bool
    words: int
    recording_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """`address` is None for a file, and for what no browser may fetch; `listen` plays it from a moment."""

    id: int
    kind: str
    address: str | None
    mime_type: str | None
    duration_ms: int | None
    size: int | None
    title: str | None
    listen: Listen


def transcripts(
    connection: sqlite3.Connection, episode_id: int, *, with_sources: bool
) -> tuple[Transcript, ...]:
    """All of them, the one that is shown first."""
    return tuple(
        Transcript(
            shown=number == 0 and bool(row["preferred"]),
            source_id=row["source_id"] if with_sources else None,
            uri=row["uri"] if with_sources else None,
            format=row["format"] if with_sources else None,
            origin=row["origin"],
            language=row["language"],
            flags=listed(row["flags"]),
            timed=bool(row["timed"]),
            has_speakers=bool(row["has_speakers"]),
            words=row["words"],
            recording_id=row["recording_id"],
        )
        for number, row in enumerate(queries.rows(connection, sql.TRANSCRIPTS, episode_id))
    )


def recordings(connection: sqlite3.Connection, episode_id: int) -> tuple[Recording, ...]:
    """What there is to say of each; one of which nothing is known is left out."""
    return tuple(
        Recording(
            id=row["id"],
            kind=row["kind"],
            address=addresses.web(row["url"]),
            mime_type=row["mime_type"],
            duration_ms=row["duration_ms"],
            size=row["size"],
            title=row["title"],
            listen=_listener(row),
        )
        for row in queries.rows(connection, sql.RECORDINGS, episode_id)
        if row["kind"] != "unknown" or addresses.web(row["url"])
    )


def playing(shown: Transcript | None, there: Sequence[Recording]) -> Recording | None:
    """The recording whose clock the page's times are: that of the transcript, or the one that can be played.

    A transcript's times are looked up in no other recording, which may be cut differently. Chapters alone are
    those of the audio where there is one, since a podcast is edited there.
    """
    if shown is not None:
        return next((each for each in there if each.id == shown.recording_id), None)
    audio = next((each for each in there if each.kind == "audio" and each.listen(0)), None)
    return audio or next((each for each in there if each.listen(0)), there[0] if there else None)


def _listener(row: Any) -> Listen:
    return lambda ms: links.moment(row["kind"], row["url"], ms)
