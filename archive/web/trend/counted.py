"""Mentions, and the hours in which they could have been said, by period.

Mentions are what the search counts: its own groups, by speaker and episode. The hours are those of all groups
that the same fields and selections leave, whatever is said in them: a speaker's talk time; where nobody knows
who speaks, what is left of the episode's speech.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.search import Group, Query, grouped
from archive.web.trend.asked import Split
from archive.web.trend.periods import By, period_of

_TALK = "select id, talk_ms from speakers where id in (select value from json_each(?))"
_REST = """
select id, speech_ms - (select total(talk_ms) from speakers where episode_id = episodes.id)
from episodes where id in (select value from json_each(?))
"""


@dataclass(slots=True)
class Tally:
    """`untimed` of the mentions are where no times are known: in none of the hours, which are `ms`."""

    mentions: int = 0
    untimed: int = 0
    ms: int = 0
    timed: set[int] = field(default_factory=set)
    """The episodes that have the hours."""

    heard: set[int] = field(default_factory=set)
    """The episodes that have mentions."""

    def said(self, group: Group, is_timed: bool) -> None:
        self.mentions += group.count
        self.untimed += 0 if is_timed else group.count
        self.heard.add(group.episode_id)

    def spoken(self, group: Group, ms: int | None) -> None:
        if ms:
            self.ms += ms
            self.timed.add(group.episode_id)


@dataclass(slots=True)
class Counted:
    """One query, or one value of the split: all of it, and by period.

    `undated`: in episodes without a date. `vague`: in those whose date is not as exact as the periods.
    """

    all: Tally = field(default_factory=Tally)
    periods: dict[str, Tally] = field(default_factory=dict)
    undated: Tally = field(default_factory=Tally)
    vague: Tally = field(default_factory=Tally)

    def at(self, group: Group, by: By) -> tuple[Tally, Tally]:
        """The tallies that a group goes into."""
        period = period_of(group.published, by)
        if period is not None:
            return self.all, self.periods.setdefault(period, Tally())
        return self.all, self.vague if group.published else self.undated


def everything(
    connection: sqlite3.Connection, query: Query, selected: Mapping[str, Sequence[str]]
) -> Sequence[Group]:
    """All groups in which the query could find something: those that its fields and the selections leave."""
    return grouped(connection, replace(query, tree=None), selected)


def speech(connection: sqlite3.Connection, whole: Iterable[Group]) -> dict[tuple[int | None, int], int]:
    """How long is spoken in each group, by its speaker and episode; no entry where nothing is timed."""
    groups = list(whole)
    known = json.dumps([group.speaker_id for group in groups if group.speaker_id is not None])
    unknown = json.dumps([group.episode_id for group in groups if group.speaker_id is None])
    talk = dict(connection.execute(_TALK, (known,)))
    rest = dict(connection.execute(_REST, (unknown,)))
    found = {
        (group.speaker_id, group.episode_id): (
            rest.get(group.episode_id) if group.speaker_id is None else talk.get(group.speaker_id)
        )
        for group in groups
    }
    return {key: int(ms) for key, ms in found.items() if ms is not None and ms > 0}


def counted(
    found: Iterable[Group],
    whole: Iterable[Group],
    ms: Mapping[tuple[int | None, int], int],
    by: By,
    split: Split | None = None,
) -> dict[str, Counted]:
    """By the key of the split's facet; under the empty one if there is no split."""
    result: dict[str, Counted] = {}
    for group in whole:
        for tally in result.setdefault(group.keys[split] if split else "", Counted()).at(group, by):
            tally.spoken(group, ms.get((group.speaker_id, group.episode_id)))
    for group in found:
        is_timed = (group.speaker_id, group.episode_id) in ms
        for tally in result.setdefault(group.keys[split] if split else "", Counted()).at(group, by):
            tally.said(group, is_timed)
    return result
