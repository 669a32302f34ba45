"""All that a query finds, as ids and as counts by slot (see `columns`)."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from archive.search.columns import PER_EPISODE, Directory, Numbers, among, joined, without
from archive.search.matches import Matches


@dataclass(frozen=True, slots=True)
class Found:
    """The hits are the utterances with `ids` (in order), or if `all_others` is set those with any other id.

    `counts` are the hits of every slot.
    """

    directory: Directory
    ids: Numbers
    all_others: bool
    counts: Numbers
    is_cut: bool = False
    """Whether a MATCH finds others too."""

    def __contains__(self, one: int) -> bool:
        at = int(np.searchsorted(self.ids, one))
        return (at < len(self.ids) and int(self.ids[at]) == one) is not self.all_others

    def only(self, ids: Numbers) -> "Found":
        """Only these of them, which are in order."""
        return Found(self.directory, ids, False, self.directory.counted(ids), True)

    def of_episode(self, episode: int) -> Numbers:
        """The ids of the hits in the episode at this place of the directory, in order."""
        first = int(self.directory.episodes[episode]) * PER_EPISODE
        start, end = np.searchsorted(self.ids, (first, first + PER_EPISODE))
        own = self.ids[start:end]
        if not self.all_others:
            return own
        return without(np.arange(first + 1, first + 1 + self.directory.said_in(episode)), own)

    def of_slots(self, episode: int, slots: Numbers) -> Numbers:
        """Those of them that belong to a slot whose number here is not 0."""
        own = self.of_episode(episode)
        return own[slots[self.directory.slots_of(own)] > 0]


def of(directory: Directory, matches: Matches) -> Found:
    """What the matches find, with the phrases that run over a border and without those that must not."""
    ids, all_others = matches.ids, matches.wanted is None
    added, removed = _listed(matches.crossings), _listed(matches.removed)
    more, fewer = (removed, added) if all_others else (added, removed)
    ids = joined(without(ids, fewer), more)
    if matches.outside is not None:
        outside = _listed(matches.outside)
        ids = joined(ids, outside) if all_others else without(ids, outside)
    if matches.inside is not None:
        inside = _listed(matches.inside)
        ids, all_others = without(inside, ids) if all_others else inside[among(ids, inside)], False
    counts = directory.counted(ids)
    if all_others:
        counts = directory.totals - counts
    is_cut = len(removed) > 0 or any(
        some is not None for some in (matches.inside, matches.outside, matches.within)
    )
    return Found(directory, ids, all_others, counts, is_cut)


def _listed(ids: Collection[int]) -> Numbers:
    return np.unique(np.fromiter(ids, np.int64, len(ids)))
