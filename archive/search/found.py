"""All that a query finds, as ids and as counts by slot (see `directory`)."""

import json
import sqlite3
import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from archive.search.directory import PER_EPISODE, Directory
from archive.search.matches import Matches

_FEW = 8
"""So few ids of an episode are looked up one by one."""

_PARSED = 1 << 14
"""Characters: few numbers at a time are parsed faster than all, and take no room."""

_LOWEST_BYTE = 0 if sys.byteorder == "little" else 7

_MATCHED = "select group_concat(rowid) from utterances_fts where utterances_fts match ?"
"""One text, and not a row for each: measured, a quarter of the time."""


@dataclass(frozen=True, slots=True)
class Found:
    """The hits are the utterances with `ids` (in order), or if `all_others` is set those with any other id.

    `counts` are the hits of every slot that has any.
    """

    directory: Directory
    ids: "array[int]"
    all_others: bool
    counts: Mapping[int, int] = field(default_factory=dict)
    is_cut: bool = False
    """Whether a MATCH finds others too."""

    def __contains__(self, one: int) -> bool:
        at = bisect_left(self.ids, one)
        return (at < len(self.ids) and self.ids[at] == one) is not self.all_others

    def only(self, ids: Sequence[int]) -> "Found":
        """Only these of them, which are in order."""
        chosen = array("q", ids)
        return Found(self.directory, chosen, False, _counted(self.directory, chosen), True)

    def of_episode(self, episode: int) -> Sequence[int]:
        """The ids of the hits in the episode at this place of the directory, in order."""
        first = self.directory.episodes[episode] * PER_EPISODE
        start = bisect_left(self.ids, first)
        own = self.ids[start : bisect_left(self.ids, first + PER_EPISODE, start)]
        if not self.all_others:
            return own
        left_out = set(own)
        everything = range(first + 1, first + 1 + len(self.directory.voices[episode]))
        return [one for one in everything if one not in left_out]

    def of_slots(self, episode: int, slots: Collection[int]) -> Sequence[int]:
        """Those of them that belong to one of the slots."""
        first_id = self.directory.episodes[episode] * PER_EPISODE + 1
        first, said = self.directory.first_slots[episode], self.directory.voices[episode]
        return [one for one in self.of_episode(episode) if first + said[one - first_id] in slots]


def of(connection: sqlite3.Connection, directory: Directory, matches: Matches) -> Found:
    """What the matches find, with the phrases that run over a border and without those that must not."""
    text = matches.wanted if matches.wanted is not None else matches.unwanted
    ids = _ids(connection, text)
    all_others = matches.wanted is None
    added, removed = set(matches.crossings), set(matches.removed)
    if added or removed:
        more, fewer = (removed, added) if all_others else (added, removed)
        kept = [one for one in ids if one not in fewer] if fewer else ids
        ids = array("q", sorted([*kept, *more]))
    if matches.outside is not None:
        ids, all_others = _without(ids, all_others, matches.outside)
    if matches.inside is not None:
        ids, all_others = _within(ids, all_others, matches.inside)
    counts = _counted(directory, ids)
    if all_others:
        left = ((slot, total - counts.get(slot, 0)) for slot, total in directory.totals().items())
        counts = {slot: count for slot, count in left if count}
    is_cut = bool(removed) or matches.inside is not None or matches.outside is not None
    return Found(directory, ids, all_others, counts, is_cut)


def _ids(connection: sqlite3.Connection, text: str | None) -> "array[int]":
    """The ids that a MATCH finds, in order."""
    found = array("q")
    if text is None:
        return found
    (joined,) = connection.execute(_MATCHED, (text,)).fetchone()
    at = 0
    while joined and at < len(joined):
        end = joined.find(",", at + _PARSED)
        end = len(joined) if end < 0 else end
        found.extend(array("q", json.loads(f"[{joined[at:end]}]")))
        at = end + 1
    return found


def _without(ids: "array[int]", all_others: bool, outside: Collection[int]) -> tuple["array[int]", bool]:
    gone = set(outside)
    if all_others:
        return array("q", sorted(gone.union(ids))), True
    return array("q", [one for one in ids if one not in gone]), False


def _within(ids: "array[int]", all_others: bool, inside: Collection[int]) -> tuple["array[int]", bool]:
    kept = set(inside)
    return array("q", sorted(kept - set(ids) if all_others else kept.intersection(ids))), False


def _counted(directory: Directory, ids: "array[int]") -> dict[int, int]:
    """How many of the ids each slot has.

    The ids of an episode come one after the other, and those that differ in the lowest byte alone are
    translated into voices at once.
    """
    counts: dict[int, int] = {}
    lowest = ids.tobytes()[_LOWEST_BYTE::8]
    at, length = 0, len(ids)
    while at < length:
        episode_id = ids[at] // PER_EPISODE
        episode = directory.place_of[episode_id]
        said, first = directory.voices[episode], directory.first_slots[episode]
        beyond = (episode_id + 1) * PER_EPISODE
        end = bisect_left(ids, beyond, at, min(length, at + len(said)))
        blocks = directory.blocks(episode) if end - at > _FEW else None
        if not blocks:
            before = episode_id * PER_EPISODE + 1
            for one in ids[at:end]:
                slot = first + said[one - before]
                counts[slot] = counts.get(slot, 0) + 1
            at = end
            continue
        start = episode_id * PER_EPISODE >> 8
        voices = b""
        while at < end:
            block = ids[at] >> 8
            stop = bisect_left(ids, (block + 1) << 8, at, min(end, at + 256))
            voices += lowest[at:stop].translate(blocks[block - start])
            at = stop
        slot = first
        left = len(voices)
        while left:
            if count := voices.count(slot - first):
                counts[slot] = count
                left -= count
            slot += 1
    return counts
