"""What an episode's page has beside its words: notes, tags, moments pointed at, files elsewhere, its feed."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from archive import players
from archive.players import Heard
from archive.web import addresses, notes, queries
from archive.web.episode import sql
from archive.web.episode.readings import Recording, Transcript
from archive.web.notes import Notes
from archive.web.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag, and the address of all episodes that have it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A file that a feed links to; `source_id` is what was fetched from there, None if nothing was."""

    kind: str
    address: str | None
    url: str
    mime_type: str | None
    language: str | None
    source_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A soundbite: where it plays, and its time on this page if the words are of the same recording."""

    title: str | None
    start_ms: int
    duration_ms: int
    heard: tuple[Heard, ...]
    on_page: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """`left_at` is since when its feed no longer lists it; None while it does, or if no feed ever did."""

    notes: Notes
    image: str | None
    tags: tuple[Tag, ...]
    links: tuple[Linked, ...]
    knows_fetched: bool
    moments: tuple[Moment, ...]
    left_at: str | None


def particulars(
    connection: sqlite3.Connection,
    episode: Any,
    recordings: Sequence[Recording],
    shown: Transcript | None,
    sources: Sequence[Any],
    *,
    has_words: bool,
    table: str,
    allowed: frozenset[str],
) -> Particulars:
    """`table` is the address of the table of episodes, `allowed` are the tables that may be shown."""
    return Particulars(
        notes=notes.shown(episode["description"], episode["description_type"], whole=not has_words),
        image=addresses.web(episode["image_url"]),
        tags=tags(episode["tags"], table),
        links=_links(connection, episode["id"], allowed) if "links" in allowed else (),
        knows_fetched="sources" in allowed,
        moments=_moments(connection, episode["id"], recordings, shown, allowed)
        if "soundbites" in allowed
        else (),
        left_at=_left(sources),
    )


def tags(column: str | None, table: str) -> tuple[Tag, ...]:
    """The tags of a column, each with the episodes that have it."""
    return tuple(
        Tag(name=name, address=f"{table}?{urlencode({'_facet_array': 'tags', 'tags__arraycontains': name})}")
        for name in listed(column)
    )


def _links(connection: sqlite3.Connection, episode_id: int, allowed: frozenset[str]) -> tuple[Linked, ...]:
    return tuple(
        Linked(
            kind=row["kind"],
            address=addresses.web(row["url"]),
            url=row["url"],
            mime_type=row["mime_type"],
            language=row["language"],
            source_id=row["source_id"] if "sources" in allowed else None,
        )
        for row in queries.rows(connection, sql.LINKS, episode_id)
    )


def _moments(
    connection: sqlite3.Connection,
    episode_id: int,
    recordings: Sequence[Recording],
    shown: Transcript | None,
    allowed: frozenset[str],
) -> tuple[Moment, ...]:
    """Soundbites are on the clock of what the feed itself plays: its first audio, else its first video."""
    own = next((each for each in recordings if each.kind == "audio"), None)
    own = own or next((each for each in recordings if each.kind == "video"), None)
    found = queries.rows(connection, sql.SOUNDBITES, episode_id)
    if not found:
        return ()
    playing = players.Players()
    if own is not None:
        playing = players.of_recording(connection, episode_id, own.id, mapped="clock_maps" in allowed)
    return tuple(
        Moment(
            title=row["title"],
            start_ms=row["start_ms"],
            duration_ms=row["duration_ms"],
            heard=playing.at(row["start_ms"]),
            on_page=own is not None and shown is not None and shown.timed and shown.recording_id == own.id,
        )
        for row in found
    )


def _left(sources: Sequence[Any]) -> str | None:
    """Since when none of its feeds has it."""
    listings = [row["left_at"] for row in sources if row["format"] == "feed_item"]
    left = [at for at in listings if at is not None]
    return max(left) if left and len(left) == len(listings) else None
