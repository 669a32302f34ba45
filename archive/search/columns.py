"""Who speaks where, in columns: what turns the ids of hits into counts, without a look at their rows.

A slot is one speaker of one episode, or all unknown ones in it: the first slot of each episode is theirs, the
others follow in the order of `speakers.id`. Read once for each state of the archive, in time and memory that
grow with its episodes and speakers, and a byte an utterance: see `directory`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

PER_EPISODE = 1_000_000

Numbers: TypeAlias = NDArray[np.int64]
"""Ids, places, or counts."""

Marks: TypeAlias = NDArray[np.bool_]

_AT_ONCE = 1 << 18
"""So many ids are translated at a time, and take no more room than that."""


@dataclass(frozen=True, slots=True)
class Column:
    """Values by place, each distinct one of `keys` as its number in it."""

    keys: Sequence[str]
    codes: Numbers

    def __getitem__(self, place: int) -> str:
        return self.keys[int(self.codes[place])]

    def among(self, wanted: Collection[str]) -> Marks:
        """The places whose value is one of these."""
        held = np.fromiter((key in wanted for key in self.keys), np.bool_, len(self.keys))
        return held[self.codes]

    def summed(self, counts: Numbers) -> Numbers:
        """By the numbers of `keys`: the counts of the places that have each."""
        return np.bincount(self.codes, counts, len(self.keys)).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Directory:
    """By place in `episodes`, their ids in order: `podcasts`, …, `first_slots`. By slot: `episode_of`, ….

    Keys are those of facet values. `tagged` are the places of episodes, one for each of the `tags`. The voice
    of an utterance is which of the slots of its episode it is: `voices` has them all, those of an episode
    from `first_voices` on. `came` is the number of the source of its words: the later they came, the higher.
    """

    episodes: Numbers
    podcast_ids: Sequence[int | None]
    published: Sequence[str]
    came: Numbers
    podcasts: Column
    years: Column
    origins: Column
    tags: Column
    tagged: Numbers
    voices: NDArray[np.unsignedinteger]
    first_voices: Numbers
    first_slots: Numbers
    episode_of: Numbers
    speaker_ids: Sequence[int | None]
    speakers: Column
    labels: Column
    roles: Column
    sounds: Numbers
    named: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """The labels of each facet's keys, as soon as somebody wants them."""

    @cached_property
    def place_of(self) -> dict[int, int]:
        """Of each episode's id, where it is in `episodes`."""
        return dict(zip(self.episodes.tolist(), range(len(self.episodes)), strict=True))

    @cached_property
    def totals(self) -> Numbers:
        """How many utterances each slot has."""
        lengths = np.diff(self.first_voices, append=len(self.voices))
        slots = np.repeat(self.first_slots, lengths) + self.voices
        return np.bincount(slots, minlength=len(self.episode_of))

    @cached_property
    def newest(self) -> Numbers:
        """The places of episodes by date, then by id, newest first; last those without a date."""
        return np.lexsort((self.episodes, self._dates))[::-1]

    @cached_property
    def oldest(self) -> Numbers:
        """The places of episodes by date, then by id, oldest first; what has no date is last here too."""
        return np.lexsort((self.episodes, self._dates, self._dates == 0))

    @cached_property
    def last_come(self) -> Numbers:
        """The places of episodes by when their words came into the archive, the last ones first."""
        return np.lexsort((self.episodes, self.came))[::-1]

    @cached_property
    def _dates(self) -> Numbers:
        """Numbers in the order of `published`, 0 for no date."""
        ranks = {text: rank for rank, text in enumerate(sorted({"", *self.published}))}
        return np.fromiter((ranks[text] for text in self.published), np.int64, len(self.published))

    def said_in(self, episode: int) -> int:
        """How many utterances the episode has."""
        ends = self.first_voices[episode + 1] if episode + 1 < len(self.episodes) else len(self.voices)
        return int(ends - self.first_voices[episode])

    def slots_of(self, ids: Numbers) -> Numbers:
        """The slot of each of the ids, which are in order."""
        cuts = np.searchsorted(ids, self.episodes * PER_EPISODE)
        lengths = np.diff(cuts, append=len(ids))
        # The first utterance of an episode has the place 1.
        shift = self.first_voices - self.episodes * PER_EPISODE - 1
        slots: Numbers = np.repeat(self.first_slots, lengths)
        slots += self.voices[ids + np.repeat(shift, lengths)]
        return slots

    def counted(self, ids: Numbers) -> Numbers:
        """How many of the ids, which are in order, each slot has."""
        counts = np.zeros(len(self.episode_of), np.int64)
        for at in range(0, len(ids), _AT_ONCE):
            counts += np.bincount(self.slots_of(ids[at : at + _AT_ONCE]), minlength=len(counts))
        return counts

    def by_episode(self, counts: Numbers) -> Numbers:
        """The counts of slots as those of whole episodes."""
        return np.bincount(self.episode_of, counts, len(self.episodes)).astype(np.int64)


def among(ids: Numbers, some: Numbers) -> Marks:
    """Of `some`, which are `ids`: these are in order, and may be many more."""
    if not len(ids):
        return np.zeros(len(some), np.bool_)
    marks: Marks = ids[np.minimum(np.searchsorted(ids, some), len(ids) - 1)] == some
    return marks


def joined(ids: Numbers, more: Numbers) -> Numbers:
    """Both, in order, as each is by itself."""
    new = more[~among(ids, more)]
    return np.insert(ids, np.searchsorted(ids, new), new)


def without(ids: Numbers, fewer: Numbers) -> Numbers:
    """The ids, in order, without these others."""
    return np.delete(ids, np.searchsorted(ids, fewer[among(ids, fewer)]))
