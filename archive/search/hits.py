"""Which of the hits are shown, in what order, and what is shown of each."""

import json
import sqlite3
from collections.abc import Sequence

from archive import links
from archive.search import snippets
from archive.search.facets import Group
from archive.search.results import Hit

MAX_RANKED = 20_000
"""Ranking visits every match (seconds for "the"), and bm25 says little of a word so common."""

_UNDER_SELECTION = """ and (
    utterances.speaker_id in (select value from json_each(:speakers))
    or utterances.speaker_id is null
    and utterances.id / 1000000 in (select value from json_each(:episodes))
)"""

_ROWS = """
select
    utterances.id, episodes.id, episodes.title, podcasts.id, podcasts.title, episodes.published,
    coalesce(people.name, speakers.label), utterances.person_id, speakers.role, chapters.title,
    utterances.start_ms, utterances.marks, recordings.kind, recordings.url, utterances.text
from utterances
join episodes on episodes.id = utterances.episode_id
left join podcasts on podcasts.id = episodes.podcast_id
left join speakers on speakers.id = utterances.speaker_id
left join people on people.id = utterances.person_id
left join chapters on chapters.id = utterances.chapter_id
left join transcripts on transcripts.episode_id = episodes.id and transcripts.preferred
left join recordings on recordings.id = transcripts.recording_id
where utterances.id in (select value from json_each(?))
"""

_MARKED = """
select rowid, highlight(utterances_fts, 0, :open, :close) from utterances_fts
where utterances_fts match :wanted and rowid in (select value from json_each(:ids))
"""


def ranked(
    connection: sqlite3.Connection,
    wanted: str,
    selected: Sequence[Group],
    every: bool,
    limit: int,
    offset: int,
) -> tuple[list[int], int | None]:
    """The ids of the best hits by bm25, and how many of the newest were ranked (None: all of them).

    `selected` are the groups that the hits must belong to; `every` says that these are all that match.
    """
    matches = "from utterances_fts"
    where = "where utterances_fts match :wanted"
    parameters: dict[str, object] = {"wanted": wanted, "limit": limit, "offset": offset}
    if not every:
        matches += " cross join utterances on utterances.id = utterances_fts.rowid"
        where += _UNDER_SELECTION
        parameters |= _ids(selected)
    too_many = sum(group.count for group in selected) > MAX_RANKED
    if too_many:
        parameters["oldest"] = connection.execute(
            f"select utterances_fts.rowid {matches} {where}"
            " order by utterances_fts.rowid desc limit 1 offset :ranked - 1",
            parameters | {"ranked": MAX_RANKED},
        ).fetchone()[0]
        where += " and utterances_fts.rowid >= :oldest"
    # Not `order by rank`: FTS5 would then rank all matches before the selection is asked.
    rows = connection.execute(
        f"select utterances_fts.rowid {matches} {where}"
        " order by bm25(utterances_fts), utterances_fts.rowid limit :limit offset :offset",
        parameters,
    ).fetchall()
    return [row[0] for row in rows], MAX_RANKED if too_many else None


def newest(
    connection: sqlite3.Connection,
    wanted: str | None,
    unwanted: str | None,
    selected: Sequence[Group],
    limit: int,
    offset: int,
) -> list[int]:
    """The ids of hits by their episode's date, newest first, then by time.

    The groups say how many hits each episode has, so only the episodes of this page are looked into.
    """
    by_episode: dict[tuple[str, int], list[Group]] = {}
    for group in selected:
        by_episode.setdefault((group.published, group.episode_id), []).append(group)
    ids: list[int] = []
    for episode in sorted(by_episode, reverse=True):
        groups = by_episode[episode]
        there = sum(group.count for group in groups)
        if offset >= there:
            offset -= there
            continue
        if len(ids) >= limit:
            break
        ids += _of_episode(connection, wanted, unwanted, groups, limit - len(ids), offset)
        offset = 0
    return ids


def _of_episode(
    connection: sqlite3.Connection,
    wanted: str | None,
    unwanted: str | None,
    groups: Sequence[Group],
    limit: int,
    offset: int,
) -> list[int]:
    found = (
        "select rowid from utterances_fts where utterances_fts match {} and rowid between :first and :last"
    )
    where = "where utterances.id between :first and :last" + _UNDER_SELECTION
    if wanted is not None:
        where += f" and utterances.id in ({found.format(':wanted')})"
    if unwanted is not None:
        where += f" and utterances.id not in ({found.format(':unwanted')})"
    first = groups[0].episode_id * 1_000_000
    parameters = {
        "wanted": wanted,
        "unwanted": unwanted,
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


def shown(connection: sqlite3.Connection, ids: Sequence[int], wanted: str | None) -> tuple[Hit, ...]:
    """The hits of these ids, in this order."""
    listed = json.dumps(ids)
    marked: dict[int, str] = {}
    if wanted is not None:
        parameters = {"open": snippets.OPEN, "close": snippets.CLOSE, "wanted": wanted, "ids": listed}
        marked = dict(connection.execute(_MARKED, parameters).fetchall())
    hits = {}
    for row in connection.execute(_ROWS, (listed,)):
        marks, kind, url, text = row[11:]
        cut = snippets.pieces(marked.get(row[0]), text)
        moment_ms = snippets.moment(json.loads(marks), snippets.first_hit(cut))
        hits[row[0]] = Hit(
            utterance_id=row[0],
            episode_id=row[1],
            episode=row[2],
            podcast_id=row[3],
            podcast=row[4],
            published=row[5],
            speaker=row[6],
            person_id=row[7],
            role=row[8],
            chapter=row[9],
            start_ms=row[10],
            moment_ms=moment_ms,
            link=links.moment(kind, url, moment_ms),
            snippet=snippets.shortened(cut),
            text=text,
        )
    return tuple(hits[one] for one in ids)


def _ids(groups: Sequence[Group]) -> dict[str, str]:
    """The groups as JSON lists: of any length, they are two parameters."""
    return {
        "speakers": json.dumps([group.speaker_id for group in groups if group.speaker_id is not None]),
        "episodes": json.dumps([group.episode_id for group in groups if group.speaker_id is None]),
    }
