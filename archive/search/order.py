"""Which of the hits are shown, and in what order."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping

from archive.search.directory import PER_EPISODE, Directory
from archive.search.found import Found
from archive.search.matches import Matches
from archive.search.narrowing import Counts
from archive.search.results import Sort

MAX_RANKED = 20_000
"""Ranking visits every match (seconds for "the"), and bm25 says little of a word so common.

Of more matches than this only the newest episodes are ranked, whole ones, until there are ENOUGH matches.
"""

ENOUGH = 5_000

_BY: Mapping[Sort, Callable[[tuple[str, int]], tuple[bool, str, int]]] = {
    "newest": lambda episode: (True, *episode),
    # What has no date is last here too, as it is among the newest.
    "oldest": lambda episode: (not episode[0], *episode),
    "added": lambda episode: (True, "", episode[1]),
}


def ranked(
    connection: sqlite3.Connection,
    matches: Matches,
    found: Found,
    left: Counts,
    episodes_left: Counts,
    limit: int,
    offset: int,
) -> tuple[list[int], int | None]:
    """The ids of the best hits by bm25, and how many, of the newest episodes, were ranked (None: all).

    `left` are the slots that the hits must belong to, `episodes_left` the same by episode. What only crosses
    a border has no rank: it comes last, newest first.
    """
    crossing = list(_all_of(found, left, matches.crossings)) if matches.crossings else []
    counts = dict(episodes_left)
    for one in crossing:
        counts[found.directory.place_of[one // PER_EPISODE]] -= 1
    episodes, matched, among = _newest_episodes(found.directory, counts)
    where = "where utterances_fts match :wanted"
    parameters: dict[str, object] = {"wanted": matches.wanted, "limit": limit, "offset": offset}
    if among < matched or len(left) < len(found.counts) or found.is_cut:
        where += _only(found, left, episodes, parameters)
    # Not `order by rank`: FTS5 would then rank all matches before the selection is asked.
    rows = connection.execute(
        f"select utterances_fts.rowid from utterances_fts {where}"
        " order by bm25(utterances_fts), utterances_fts.rowid limit :limit offset :offset",
        parameters,
    ).fetchall()
    start = max(offset - among, 0)
    unranked = crossing[::-1][start : start + limit - len(rows)]
    return [row[0] for row in rows] + unranked, among if among < matched else None


def _only(found: Found, left: Counts, episodes: list[int], parameters: dict[str, object]) -> str:
    """What keeps the ranking to these slots of these episodes. The bounds let the index walk between them."""
    directory = found.directory
    if not episodes:
        return " and 0"
    ids = [directory.episodes[episode] for episode in episodes]
    parameters |= {"first": min(ids) * PER_EPISODE, "last": max(ids) * PER_EPISODE + PER_EPISODE - 1}
    bounds = " and utterances_fts.rowid between :first and :last"
    if len(left) == len(found.counts) and not found.is_cut:
        parameters["ids"] = json.dumps(ids)
        return f"{bounds} and utterances_fts.rowid / 1000000 in (select value from json_each(:ids))"
    parameters["ids"] = json.dumps([one for episode in episodes for one in found.of_slots(episode, left)])
    # A + before a column keeps SQLite from seeking it: that would ask the index once for each.
    return f"{bounds} and +utterances_fts.rowid in (select value from json_each(:ids))"


def _newest_episodes(directory: Directory, counts: Mapping[int, int]) -> tuple[list[int], int, int]:
    """(the newest episodes, the matches of all, the matches of these)."""
    matched = sum(counts.values())
    if matched <= MAX_RANKED:
        return list(counts), matched, matched
    enough = min(ENOUGH, MAX_RANKED)
    episodes: list[int] = []
    among = 0
    for episode in _sorted(directory, counts, "newest"):
        if among >= enough:
            break
        episodes.append(episode)
        among += counts[episode]
    return episodes, matched, among


def listed(
    found: Found, left: Counts, episodes_left: Counts, limit: int, offset: int, sort: Sort
) -> list[int]:
    """The ids of hits by their episode's date, newest or oldest first, or as they were added; then by time.

    The counts say how many hits each episode has, so only the episodes of this page are looked into.
    """
    ids: list[int] = []
    for episode in _sorted(found.directory, episodes_left, sort):
        if offset >= episodes_left[episode]:
            offset -= episodes_left[episode]
            continue
        if len(ids) >= limit:
            break
        ids += found.of_slots(episode, left)[offset : offset + limit - len(ids)]
        offset = 0
    return ids


def _sorted(directory: Directory, counts: Mapping[int, int], sort: Sort) -> list[int]:
    by = _BY[sort]
    return sorted(
        counts,
        key=lambda episode: by((directory.published[episode], directory.episodes[episode])),
        reverse=sort != "oldest",
    )


def _all_of(found: Found, left: Counts, ids: Mapping[int, object]) -> Iterator[int]:
    """Those of the ids whose slot is left, in their order."""
    directory = found.directory
    for one in ids:
        episode = directory.place_of[one // PER_EPISODE]
        said = directory.voices[episode][one % PER_EPISODE - 1]
        if directory.first_slots[episode] + said in left and one in found:
            yield one
