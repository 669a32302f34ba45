"""Mentions, and the hours in which they could have been said, by period.

Mentions are what the search counts: its own groups, by speaker and episode. The hours are those of all groups
that the same fields and selections leave, whatever is said in them: a speaker's talk time; where nobody knows
who speaks, what is left of the episode's speech. How long each group speaks is read once for each state of
the archive, and so are the hours of all that there is, which most trends are measured in.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.search import Group, Query, grouped
from archive.web.periods import By, period_of
from archive.web.remembered import remembered
from archive.web.trend.asked import Split

_TALK = "select id, talk_ms from speakers where talk_ms > 0"
_REST = """
select -episodes.id, episodes.speech_ms - coalesce(of.talk_ms, 0)
from episodes
left join (select episode_id, sum(talk_ms) as talk_ms from speakers group by episode_id) as of
     on of.episode_id = episodes.id
where episodes.speech_ms > coalesce(of.talk_ms, 0)
"""

Spoken = Mapping[tuple[str, str], int]
"""Milliseconds by the key of the split's facet (empty if there is no split) and the date of publication."""


@dataclass(slots=True)
class Tally:
    """`untimed` of the mentions are where no times are known: in none of the hours, which are `ms`."""

    mentions: int = 0
    untimed: int = 0
    ms: int = 0
    heard: set[int] = field(default_factory=set)
    """The episodes that have mentions."""

    def said(self, group: Group, is_timed: bool) -> None:
        self.mentions += group.count
        self.untimed += 0 if is_timed else group.count
        self.heard.add(group.episode_id)


@dataclass(slots=True)
class Counted:
    """One query, or one value of the split: all of it, and by period.

    `undated`: in episodes without a date. `vague`: in those whose date is not as exact as the periods.
    """

    all: Tally = field(default_factory=Tally)
    periods: dict[str, Tally] = field(default_factory=dict)
    undated: Tally = field(default_factory=Tally)
    vague: Tally = field(default_factory=Tally)

    def at(self, published: str, period: str | None) -> tuple[Tally, Tally]:
        """The tallies of what was published then."""
        if period is None:
            return self.all, self.vague if published else self.undated
        if period not in self.periods:
            self.periods[period] = Tally()
        return self.all, self.periods[period]


def spoken(
    connection: sqlite3.Connection,
    query: Query,
    selected: Mapping[str, Sequence[str]],
    split: Split | None = None,
) -> Spoken:
    """How long is spoken in all groups in which the query could find something.

    Those are the ones that its fields and the selections leave. An entry of 0 ms tells that nothing is timed.
    """
    if query.fields or query.excluded_fields or selected:
        return _spoken(connection, query, selected, split)
    return remembered(connection, ("trend", split), lambda: _spoken(connection, query, selected, split))


def _spoken(
    connection: sqlite3.Connection,
    query: Query,
    selected: Mapping[str, Sequence[str]],
    split: Split | None,
) -> Spoken:
    ms = speech(connection)
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for group in grouped(connection, replace(query, tree=None), selected):
        found[group.keys[split] if split else "", group.published] += ms.get(_who(group), 0)
    return found


def speech(connection: sqlite3.Connection) -> Mapping[int, int]:
    """How long each speaker talks, by id; and what else is spoken in an episode, by its id below zero.

    In milliseconds; no entry where nothing is timed.
    """
    return remembered(
        connection, "speech", lambda: dict(map(tuple, connection.execute(f"{_TALK} union all {_REST}")))
    )


def _who(group: Group) -> int:
    return -group.episode_id if group.speaker_id is None else group.speaker_id


def counted(
    found: Iterable[Group], hours: Spoken, ms: Mapping[int, int], by: By, split: Split | None = None
) -> dict[str, Counted]:
    """By the key of the split's facet; under the empty one if there is no split."""
    result: defaultdict[str, Counted] = defaultdict(Counted)
    periods: dict[str, str | None] = {}

    def tallies(key: str, published: str) -> tuple[Tally, Tally]:
        if published not in periods:
            periods[published] = period_of(published, by)
        return result[key].at(published, periods[published])

    for (key, published), spoken_ms in hours.items():
        for tally in tallies(key, published):
            tally.ms += spoken_ms
    for group in found:
        is_timed = _who(group) in ms
        for tally in tallies(group.keys[split] if split else "", group.published):
            tally.said(group, is_timed)
    return result
