"""In which recordings a moment can be heard: the one its words came from, and those its clock leads to.

A transcript's times belong to one recording. Where a clock map is known, the same words are found in another
one as well, a little less surely; where none is, its times are looked up in no other recording, which may be
cut differently.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from archive import clocks, links

_RECORDINGS = """
select recordings.episode_id, recordings.id, recordings.kind, recordings.url,
       transcripts.recording_id is not null
from recordings
left join transcripts on transcripts.episode_id = recordings.episode_id and transcripts.preferred
                     and transcripts.recording_id = recordings.id
where recordings.episode_id in (select value from json_each(?)) order by recordings.id
"""

_MAPS = """
select episode_id, from_recording_id, to_recording_id, pieces, p95_error_ms from clock_maps
where episode_id in (select value from json_each(?)) order by id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A moment in a recording of this kind: `url` plays it, `at_ms` is its time there.

    `mapped` has been led there by a clock map, which nineteen times in twenty is at most `error_ms` off.
    """

    recording: str
    url: str
    at_ms: int
    precision: Literal["exact", "mapped"]
    error_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a moment is led to another recording, and how far off that may be."""

    kind: str
    url: str | None
    pieces: Sequence[Sequence[int]]
    error_ms: int

    @property
    def before(self) -> str | None:
        """All of an address of a moment there but its second; None if nothing can play it."""
        return _but_the_second(self.kind, self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Players:
    """The recordings that play an episode's moments: its own one and the ways to others."""

    kind: str = "unknown"
    url: str | None = None
    ways: tuple[Way, ...] = ()

    @property
    def mapped(self) -> tuple[Way, ...]:
        """The ways that lead to what can be played."""
        return tuple(way for way in self.ways if way.before is not None)

    @property
    def before(self) -> str | None:
        """All of an address of a moment in its own recording but its second; None if nothing can play it."""
        return _but_the_second(self.kind, self.url)

    def listen(self, ms: int | None) -> str | None:
        """The address that plays the moment in its own recording."""
        before = self.before
        return None if before is None or ms is None or ms < 0 else f"{before}{ms // 1000}"

    def at(self, ms: int | None) -> tuple[Heard, ...]:
        """Where the moment is heard, its own recording first; empty if nothing can play it."""
        found = []
        own = self.listen(ms)
        if own is not None and ms is not None:
            found.append(Heard(recording=self.kind, url=own, at_ms=ms, precision="exact"))
        return (*found, *self.elsewhere(ms))

    def elsewhere(self, ms: int | None) -> tuple[Heard, ...]:
        """Where it is heard in other recordings than its own."""
        if ms is None or not self.ways:
            return ()
        found = []
        for way in self.ways:
            before, there = way.before, clocks.at(way.pieces, ms)
            if before is not None and there is not None and there >= 0:
                found.append(
                    Heard(
                        recording=way.kind,
                        url=f"{before}{there // 1000}",
                        at_ms=there,
                        precision="mapped",
                        error_ms=way.error_ms,
                    )
                )
        return tuple(found)


@lru_cache(maxsize=4_096)
def _but_the_second(kind: str, url: str | None) -> str | None:
    """An address is taken apart once, and not for each of the thousands of moments in a recording."""
    from_the_start = links.moment(kind, url, 0)
    return from_the_start and from_the_start.removesuffix("0")


def of_transcripts(
    connection: sqlite3.Connection, episodes: Iterable[int], *, mapped: bool = True
) -> dict[int, Players]:
    """By the id of the episode: the players of the moments of its words. Only exact ones without `mapped`."""
    listed = json.dumps(sorted(set(episodes)))
    recordings = connection.execute(_RECORDINGS, (listed,)).fetchall()
    maps = connection.execute(_MAPS, (listed,)).fetchall() if mapped else []
    by_episode: dict[int, tuple[list[Any], list[Any]]] = {}
    for row in recordings:
        by_episode.setdefault(row[0], ([], []))[0].append(row)
    for row in maps:
        by_episode.setdefault(row[0], ([], []))[1].append(row)
    found = {}
    for episode, (there, known) in by_episode.items():
        own = next((row for row in there if row[4]), None)
        if own is not None:
            found[episode] = _players(own, there, known)
    return found


def of_recording(
    connection: sqlite3.Connection, episode: int, recording: int, *, mapped: bool = True
) -> Players:
    """The players of moments on the clock of this one of the episode's recordings."""
    listed = json.dumps([episode])
    there = connection.execute(_RECORDINGS, (listed,)).fetchall()
    maps = connection.execute(_MAPS, (listed,)).fetchall() if mapped else []
    own = next((row for row in there if row[1] == recording), None)
    return Players() if own is None else _players(own, there, maps)


def _players(own: Any, there: Sequence[Any], maps: Sequence[Any]) -> Players:
    recordings = {row[1]: row for row in there}
    ways: dict[int, Way] = {}
    # A map that was learned in this direction is taken before one that is gone back.
    for start, end, back in ((1, 2, False), (2, 1, True)):
        for row in maps:
            other = recordings.get(row[end])
            if row[start] != own[1] or other is None or other[1] in ways or other[1] == own[1]:
                continue
            pieces = json.loads(row[3])
            ways[other[1]] = Way(
                kind=other[2],
                url=other[3],
                pieces=sorted(clocks.inverse(pieces)) if back else pieces,
                error_ms=row[4],
            )
    return Players(kind=own[2], url=own[3], ways=tuple(ways[key] for key in sorted(ways)))
