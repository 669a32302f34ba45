"""Which of the hits are shown, and in what order."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from archive.search.facets import Group
from archive.search.matches import Matches
from archive.search.results import Sort

MAX_RANKED = 20_000
"""Ranking visits every match (seconds for "the"), and bm25 says little of a word so common.

So only the newest episodes are ranked, whole ones, until there are so many matches.
"""

_BY: Mapping[Sort, Callable[[tuple[str, int]], object]] = {
    "newest": lambda episode: episode,
    # What has no date is last here too, as it is among the newest.
    "oldest": lambda episode: (not episode[0], *episode),
    "added": lambda episode: episode[1],
}

_UNDER_SELECTION = """ and (
    utterances.speaker_id in (select value from json_each(:speakers))
    or utterances.speaker_id is null
    and utterances.id / 1000000 in (select value from json_each(:episodes))
)"""


def ranked(
    connection: sqlite3.Connection,
    matches: Matches,
    selected: Sequence[Group],
    every: bool,
    limit: int,
    offset: int,
) -> tuple[list[int], int | None]:
    """The ids of the best hits by bm25, and how many, of the newest episodes, were ranked (None: all).

    `selected` are the groups that the hits must belong to; `every` says that these are all that match. What
    only crosses a border has no rank: it comes last, newest first.
    """
    tables = "from utterances_fts"
    where = "where utterances_fts match :wanted"
    parameters: dict[str, object] = {"wanted": matches.wanted, "limit": limit, "offset": offset}
    if not every:
        tables += " cross join utterances on utterances.id = utterances_fts.rowid"
        where += _UNDER_SELECTION
        parameters |= _ids(selected)
    episodes, matched, among = _newest_episodes(selected)
    if among < matched:
        # The bounds say nothing new, but the index walks only between them.
        where += (
            " and utterances_fts.rowid between :first and :last"
            " and utterances_fts.rowid / 1000000 in (select value from json_each(:newest))"
        )
        parameters |= {
            "newest": json.dumps(episodes),
            "first": min(episodes) * 1_000_000,
            "last": max(episodes) * 1_000_000 + 999_999,
        }
    # Not `order by rank`: FTS5 would then rank all matches before the selection is asked.
    rows = connection.execute(
        f"select utterances_fts.rowid {tables} {where}"
        " order by bm25(utterances_fts), utterances_fts.rowid limit :limit offset :offset",
        parameters,
    ).fetchall()
    start = max(offset - among, 0)
    unranked = _crossings(matches, selected)[::-1][start : start + limit - len(rows)]
    return [row[0] for row in rows] + unranked, among if among < matched else None


def _newest_episodes(selected: Sequence[Group]) -> tuple[list[int], int, int]:
    """(the ids of the newest episodes, the matches of all, the matches of these: MAX_RANKED are reached)."""
    by_episode: Counter[tuple[str, int]] = Counter()
    for group in selected:
        by_episode[group.published, group.episode_id] += group.count - group.crossings
    episodes: list[int] = []
    among = 0
    for episode in sorted(by_episode, reverse=True):
        if among >= MAX_RANKED:
            break
        episodes.append(episode[1])
        among += by_episode[episode]
    return episodes, by_episode.total(), among


def listed(
    connection: sqlite3.Connection,
    matches: Matches,
    selected: Sequence[Group],
    limit: int,
    offset: int,
    sort: Sort,
) -> list[int]:
    """The ids of hits by their episode's date, newest or oldest first, or as they were added; then by time.

    The groups say how many hits each episode has, so only the episodes of this page are looked into.
    """
    by_episode: dict[tuple[str, int], list[Group]] = {}
    for group in selected:
        by_episode.setdefault((group.published, group.episode_id), []).append(group)
    ids: list[int] = []
    for episode in sorted(by_episode, key=_BY[sort], reverse=sort != "oldest"):
        groups = by_episode[episode]
        there = sum(group.count for group in groups)
        if offset >= there:
            offset -= there
            continue
        if len(ids) >= limit:
            break
        ids += _of_episode(connection, matches, groups, limit - len(ids), offset)
        offset = 0
    return ids


def _of_episode(
    connection: sqlite3.Connection,
    matches: Matches,
    groups: Sequence[Group],
    limit: int,
    offset: int,
) -> list[int]:
    found = (
        "select rowid from utterances_fts where utterances_fts match {} and rowid between :first and :last"
    )
    where = "where utterances.id between :first and :last" + _UNDER_SELECTION
    if matches.wanted is not None:
        where += (
            f" and utterances.id in ({found.format(':wanted')} union select value from json_each(:crossings))"
        )
    if matches.unwanted is not None:
        where += f" and utterances.id not in ({found.format(':unwanted')})"
    first = groups[0].episode_id * 1_000_000
    parameters = {
        "wanted": matches.wanted,
        "unwanted": matches.unwanted,
        "crossings": json.dumps(_crossings(matches, groups)),
        "first": first,
        "last": first + 999_999,
        "limit": limit,
        "offset": offset,
        **_ids(groups),
    }
    rows = connection.execute(
        f"select utterances.id from utterances {where} order by utterances.id limit :limit offset :offset",
        parameters,
    ).fetchall()
    return [row[0] for row in rows]


def _crossings(matches: Matches, groups: Sequence[Group]) -> list[int]:
    """The ids of the crossings that belong to one of the groups, in their order."""
    speakers = {group.speaker_id for group in groups}
    unknown = {group.episode_id for group in groups if group.speaker_id is None}
    return [
        key
        for key, crossing in matches.crossings.items()
        if crossing.speaker_id in speakers
        and (crossing.speaker_id is not None or crossing.episode_id in unknown)
    ]


def _ids(groups: Sequence[Group]) -> dict[str, str]:
    """The groups as JSON lists: of any length, they are two parameters."""
    return {
        "speakers": json.dumps([group.speaker_id for group in groups if group.speaker_id is not None]),
        "episodes": json.dumps([group.episode_id for group in groups if group.speaker_id is None]),
    }
