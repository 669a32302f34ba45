"""The words at a moment of an episode, as they are quoted elsewhere: `?t=754.2`, `?t=12:34`, `?t=754,790`."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from archive.web import queries
from archive.web.asking import BadAddress
from archive.web.doubt import is_doubtful
from archive.web.episode import asked as moment
from archive.web.say import Words
from archive.web.sharing.plain import line

# What is said while the span lasts, from the passage in which it begins.
_FROM = """
select utterances.start_ms from utterances
where utterances.episode_id = ? and utterances.start_ms <= ? order by utterances.start_ms desc limit 1
"""

_WORDS = """
select utterances.text, utterances.start_ms, utterances.end_ms, utterances.person_id,
       utterances.method, utterances.confidence,
       coalesce(people.name, case when speakers.kind = 'name' then speakers.label end) as who
from utterances left join speakers on speakers.id = utterances.speaker_id
     left join people on people.id = utterances.person_id
where utterances.episode_id = ? and utterances.start_ms >= ? and utterances.start_ms < ?
order by utterances.start_ms, utterances.id limit 20
"""

LONGEST = 600
"""Characters of a quotation: a passage or two, as much as is quoted without asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """`words` are those of one voice, or of several in turn; `speakers` are (name, person's id or None).

    Who is doubted is not named, as in no quotation.
    """

    words: str
    speakers: tuple[tuple[str, int | None], ...]
    start_ms: int
    end_ms: int | None


def span(asked: str | None, words: Words) -> tuple[int, int | None] | None:
    """(start, end) in milliseconds of what `t` says, as the episode's page reads it; None for nonsense."""
    try:
        found = moment.span(asked, words)
    except BadAddress:
        return None
    return None if found is None else (found.start_ms, found.end_ms)


def quotation(
    connection: sqlite3.Connection, episode_id: int, start_ms: int, end_ms: int | None
) -> Quotation | None:
    """What is said there; None where nothing is timed, or where nothing has been said by then."""
    begun = queries.row(connection, _FROM, episode_id, start_ms)
    if begun is None:
        return None
    until = max(end_ms or 0, begun[0] + 1)
    found = queries.rows(connection, _WORDS, episode_id, begun[0], until)
    if end_ms is None:
        found = found[:1]
    return _quoted(found, end_ms) if found else None


def _quoted(found: list[Any], end_ms: int | None) -> Quotation:
    names = [None if is_doubtful(row["method"], row["confidence"]) else row["who"] for row in found]
    speakers = dict.fromkeys((name, row["person_id"]) for name, row in zip(names, found, strict=True) if name)
    several = len(set(names)) > 1
    said: list[str] = []
    before = object()
    for name, row in zip(names, found, strict=True):
        named = f"{name or '?'}: " if several and name != before else ""
        before = name
        said.append(named + row["text"][: LONGEST * 2])
    return Quotation(
        words=line(" ".join(said), LONGEST),
        speakers=tuple((line(name, 100), person) for name, person in speakers),
        start_ms=found[0]["start_ms"],
        end_ms=end_ms or found[-1]["end_ms"],
    )
