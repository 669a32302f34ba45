"""Who speaks where, in columns: what turns the ids of hits into counts, without a look at their rows.

A slot is one speaker of one episode, or all unknown ones in it: the first slot of each episode is theirs, the
others follow in the order of `speakers.id`. Read once for each state of the archive, in time and memory that
grow with its episodes and speakers.
"""

import itertools
import json
import sqlite3
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.search.results import UNKNOWN
from archive.voices import unpacked

PER_EPISODE = 1_000_000
_BLOCK = 256

_EPISODES = """
select episodes.id, podcast_id, coalesce(published, ''), tags, heard.origin, voices.said
from episodes
left join voices on voices.episode_id = episodes.id
left join (select episode_id, max(origin) as origin from transcripts where preferred group by episode_id)
    as heard on heard.episode_id = episodes.id
order by episodes.id
"""
_SPEAKERS = "select episode_id, id, person_id, label, role, kind from speakers order by episode_id, id"


@dataclass(slots=True)
class Directory:
    """By place in `episodes`, their ids in order: `podcasts`, …, `first_slots`. By slot: `episode_of`, ….

    Keys are those of facet values. `voices` has for each utterance of an episode which of its slots it is.
    """

    episodes: list[int] = field(default_factory=list)
    podcast_ids: list[int | None] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    podcasts: list[str] = field(default_factory=list)
    years: list[str] = field(default_factory=list)
    tags: list[tuple[str, ...]] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    voices: list[Sequence[int]] = field(default_factory=list)
    first_slots: list[int] = field(default_factory=list)
    episode_of: list[int] = field(default_factory=list)
    speaker_ids: list[int | None] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    sounds: set[int] = field(default_factory=set)
    place_of: dict[int, int] = field(default_factory=dict)
    _blocks: dict[int, list[bytes]] = field(default_factory=dict)
    _totals: dict[int, int] = field(default_factory=dict)

    def blocks(self, episode: int) -> list[bytes]:
        """The voices as tables for `bytes.translate`: each of the ids that are alike but for the last byte.

        The first table begins at the id of the episode's place 0, rounded down. None of them where more than
        255 slots make a voice longer than a byte.
        """
        made = self._blocks.get(episode)
        if made is None:
            said, before = self.voices[episode], self.episodes[episode] * PER_EPISODE % _BLOCK + 1
            made = []
            if isinstance(said, bytes):
                padded = bytes(before) + said + bytes(-(before + len(said)) % _BLOCK)
                made = [padded[at : at + _BLOCK] for at in range(0, len(padded), _BLOCK)]
            self._blocks[episode] = made
        return made

    def totals(self) -> dict[int, int]:
        """How many utterances each slot has that has any."""
        if not self._totals:
            ends = [*self.first_slots[1:], len(self.episode_of)]
            for said, first, end in zip(self.voices, self.first_slots, ends, strict=True):
                for slot in range(first, end):
                    if count := said.count(slot - first):
                        self._totals[slot] = count
        return self._totals


def of(connection: sqlite3.Connection) -> Directory:
    """The directory of the state that the open transaction sees: from memory, if it is still the same one.

    A connection that has written something itself is not remembered: what it wrote may be rolled back.
    """
    if connection.total_changes:
        return _read(connection)
    kept = _kept(connection)
    (version,) = connection.execute("pragma data_version").fetchone()
    if kept.version != version or kept.directory is None:
        kept.directory, kept.version = _read(connection), version
    return kept.directory


class _Kept:
    """What is remembered for a connection, and forgotten with it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.version: int | None = None
        self.directory: Directory | None = None

    def __call__(self) -> int:
        return self.number


# SQLite's connections hold nothing of ours but functions: what belongs to one is known by the number that
# its own function gives. `pragma data_version` says on the same connection whether others have committed.
_FUNCTION = "podarchive_directory"
_numbers = itertools.count()
_all_kept: "weakref.WeakValueDictionary[int, _Kept]" = weakref.WeakValueDictionary()


def _kept(connection: sqlite3.Connection) -> _Kept:
    try:
        (number,) = connection.execute(f"select {_FUNCTION}()").fetchone()
    except sqlite3.OperationalError as error:
        if "no such function" not in str(error):
            raise
        kept = _Kept(next(_numbers))
        _all_kept[kept.number] = kept
        connection.create_function(_FUNCTION, 0, kept)
        return kept
    return _all_kept[number]


def _read(connection: sqlite3.Connection) -> Directory:
    made = Directory()
    speakers = itertools.groupby(connection.execute(_SPEAKERS), key=lambda row: row[0])
    following, theirs = next(speakers, (None, iter(())))
    for episode_id, podcast_id, published, tags, origin, said in connection.execute(_EPISODES):
        episode = len(made.episodes)
        made.place_of[episode_id] = episode
        made.episodes.append(episode_id)
        made.podcast_ids.append(podcast_id)
        made.podcasts.append(UNKNOWN if podcast_id is None else str(podcast_id))
        made.published.append(published)
        made.years.append(published[:4] or UNKNOWN)
        made.tags.append(_tags(tags))
        made.origins.append(origin or UNKNOWN)
        first = len(made.episode_of)
        made.first_slots.append(first)
        made.episode_of.append(episode)
        made.speaker_ids.append(None)
        made.speakers.append(UNKNOWN)
        made.labels.append(None)
        made.roles.append(UNKNOWN)
        if following == episode_id:
            for _, speaker_id, person_id, label, role, kind in theirs:
                if kind == "sound":
                    made.sounds.add(len(made.episode_of))
                made.episode_of.append(episode)
                made.speaker_ids.append(speaker_id)
                made.speakers.append(str(person_id) if person_id is not None else f"label:{label}")
                made.labels.append(label)
                made.roles.append(role or UNKNOWN)
            following, theirs = next(speakers, (None, iter(())))
        made.voices.append(unpacked(said or b"", len(made.episode_of) - first - 1))
    return made


def _tags(text: str | None) -> tuple[str, ...]:
    """Their keys: one that is called as what is unknown is told from it."""
    found = dict.fromkeys(map(str, json.loads(text))) if text else ()
    return tuple(f"tag:{tag}" if tag == UNKNOWN else tag for tag in found) or (UNKNOWN,)
