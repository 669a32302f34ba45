"""Which of the hits are shown, and in what order."""

import json
import sqlite3
from collections.abc import Iterable

import numpy as np

from archive.search.columns import PER_EPISODE, Directory, Numbers
from archive.search.found import Found
from archive.search.matches import Matches
from archive.search.results import Sort

MAX_RANKED = 5_000
"""Ranking visits every match (seconds for "the"), and bm25 says little of a word so common.

Of more matches than this only the newest episodes are ranked, whole ones, until there are ENOUGH matches.
"""

ENOUGH = 2_000


def ranked(
    connection: sqlite3.Connection,
    matches: Matches,
    found: Found,
    left: Numbers,
    limit: int,
    offset: int,
) -> tuple[list[int], int | None]:
    """The ids of the best hits by bm25, and how many, of the newest episodes, were ranked (None: all).

    `left` are the counts of the slots that the hits must belong to. What only crosses a border has no rank:
    it comes last, newest first.
    """
    directory = found.directory
    counts = directory.by_episode(left)
    crossing = _all_of(found, left, matches.crossings)
    np.subtract.at(counts, directory.episode_of[directory.slots_of(crossing)], 1)
    episodes, among = _newest_episodes(directory, counts)
    matched = int(counts.sum())
    where = "where utterances_fts match :wanted"
    parameters: dict[str, object] = {"wanted": matches.wanted, "limit": limit, "offset": offset}
    if among < matched or found.is_cut or bool((left < found.counts).any()):
        where += _only(found, left, episodes, parameters)
    # Not `order by rank`: FTS5 would then rank all matches before the selection is asked.
    rows = connection.execute(
        f"select utterances_fts.rowid from utterances_fts {where}"
        " order by bm25(utterances_fts), utterances_fts.rowid limit :limit offset :offset",
        parameters,
    ).fetchall()
    start = max(offset - among, 0)
    unranked = crossing[::-1][start : start + limit - len(rows)].tolist()
    return [row[0] for row in rows] + unranked, among if among < matched else None


def _only(found: Found, left: Numbers, episodes: Numbers, parameters: dict[str, object]) -> str:
    """What keeps the ranking to the slots left of these episodes.

    The bounds let the index walk between them.
    """
    directory = found.directory
    if not len(episodes):
        return " and 0"
    first, last = int(directory.episodes[episodes.min()]), int(directory.episodes[episodes.max()])
    parameters |= {"first": first * PER_EPISODE, "last": (last + 1) * PER_EPISODE - 1}
    parameters["episodes"] = json.dumps(directory.episodes[episodes].tolist())
    # So many fewer are looked up in the longer list of ids.
    within = (
        " and utterances_fts.rowid between :first and :last"
        " and utterances_fts.rowid / 1000000 in (select value from json_each(:episodes))"
    )
    chosen = np.zeros(len(directory.episodes), np.bool_)
    chosen[episodes] = True
    slots = chosen[directory.episode_of]
    if not found.is_cut and bool((left[slots] == found.counts[slots]).all()):
        return within
    start, end = np.searchsorted(found.ids, (first * PER_EPISODE, (last + 1) * PER_EPISODE))
    between = found.ids[start:end]
    kept = between[np.where(slots, left, 0)[directory.slots_of(between)] > 0]
    parameters["ids"] = json.dumps(kept.tolist())
    # A + before a column keeps SQLite from seeking it: bm25 would count all matches anew for each.
    return f"{within} and +utterances_fts.rowid in (select value from json_each(:ids))"


def _newest_episodes(directory: Directory, counts: Numbers) -> tuple[Numbers, int]:
    """(the newest episodes with matches, how many these have); all of them where they have not too many."""
    episodes = directory.newest[counts[directory.newest] > 0]
    until = np.cumsum(counts[episodes])
    matched = int(until[-1]) if len(until) else 0
    if matched <= MAX_RANKED:
        return episodes, matched
    number = int(np.searchsorted(until, min(ENOUGH, MAX_RANKED))) + 1
    return episodes[:number], int(until[number - 1])


def listed(found: Found, left: Numbers, limit: int, offset: int, sort: Sort) -> list[int]:
    """The ids of hits by their episode's date, newest or oldest first, or as they were added; then by time.

    The counts say how many hits each episode has, so only the episodes of this page are looked into.
    """
    directory = found.directory
    order = {"oldest": "oldest", "added": "last_come"}.get(sort, "newest")
    episodes: Numbers = getattr(directory, order)
    counts = directory.by_episode(left)[episodes]
    until = np.cumsum(counts)
    ids: list[int] = []
    at = int(np.searchsorted(until, offset, side="right"))
    for episode, count, end in zip(
        episodes[at:].tolist(), counts[at:].tolist(), until[at:].tolist(), strict=True
    ):
        if len(ids) >= limit:
            break
        if count:
            start = max(0, offset - (end - count))
            ids += found.of_slots(episode, left)[start : start + limit - len(ids)].tolist()
    return ids


def _all_of(found: Found, left: Numbers, crossings: Iterable[int]) -> Numbers:
    """Those of the ids, which are in order, whose slot is left."""
    ids = np.array([one for one in crossings if one in found], np.int64)
    return ids[left[found.directory.slots_of(ids)] > 0]
