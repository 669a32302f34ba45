"""What fields and selections leave of the hits: counts by slot (see `directory`)."""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from archive.search import dates, labels, names
from archive.search.directory import Directory
from archive.search.language import Query
from archive.search.results import UNKNOWN, FacetName

Counts = Mapping[int, int]
"""How many hits each slot has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """`left` is under all selections; by facet, `more` is what only its own selection takes away."""

    left: Counts
    more: Mapping[FacetName, Counts]

    def for_facet(self, name: FacetName) -> Counts:
        """What the selections in all other facets leave."""
        return {**self.left, **self.more[name]} if self.more.get(name) else self.left


def in_fields(
    connection: sqlite3.Connection, directory: Directory, query: Query, counts: Counts
) -> tuple[Counts, tuple[str, ...]]:
    """What the query's own fields leave, and a sentence on every name that nobody has."""
    notes: list[str] = []
    for excluded in (False, True):
        for field, narrow in _FIELDS.items():
            values = names.values_of(query, field, excluded=excluded)
            if values:
                holds, unknown = narrow(connection, directory, values)
                counts = {slot: n for slot, n in counts.items() if holds(slot) is not excluded}
                notes += [_NOBODY[field].format(value) for value in unknown]
    return counts, tuple(dict.fromkeys(notes))


def selected(directory: Directory, counts: Counts, chosen: Mapping[FacetName, Collection[str]]) -> Narrowed:
    """In every facet that has a selection, one of the selected values."""
    if not chosen:
        return Narrowed(left=counts, more={})
    of_episode = [
        (name, set(keys), _EPISODE[name](directory)) for name, keys in chosen.items() if name in _EPISODE
    ]
    of_slot = [(name, set(keys), _SLOT[name](directory)) for name, keys in chosen.items() if name in _SLOT]
    left: dict[int, int] = {}
    more: dict[FacetName, dict[int, int]] = {name: {} for name in chosen}
    fail: dict[int, list[FacetName]] = {}
    for slot, count in counts.items():
        episode = directory.episode_of[slot]
        if episode not in fail:
            fail[episode] = [name for name, keys, holds in of_episode if keys.isdisjoint(holds[episode])]
        failed = fail[episode]
        if of_slot:
            failed = failed + [name for name, keys, column in of_slot if column[slot] not in keys]
        if not failed:
            left[slot] = count
        elif len(failed) == 1:
            more[failed[0]][slot] = count
    return Narrowed(left=left, more=more)


Holds = Callable[[int], bool]


def speakers_named(
    connection: sqlite3.Connection, directory: Directory, values: Sequence[str]
) -> tuple[set[str], set[int], list[str]]:
    """(what episodes call a speaker, the ids of people, the values that name neither)."""
    called, no_label = names.named([(label, label) for label in set(directory.labels) if label], values)
    rows = connection.execute("select id, name from people").fetchall()
    people, nobody = names.named([(key, name) for key, name in rows], values)
    return called, people, [value for value in nobody if value in no_label]


def _speakers(
    connection: sqlite3.Connection, directory: Directory, values: Sequence[str]
) -> tuple[Holds, list[str]]:
    called, people, unknown = speakers_named(connection, directory, values)
    keys = set(map(str, people))
    own, speakers = directory.labels, directory.speakers
    return lambda slot: own[slot] in called or speakers[slot] in keys, unknown


def podcasts_named(connection: sqlite3.Connection, values: Sequence[str]) -> tuple[set[int], list[str]]:
    """The ids of podcasts, and the values that name none."""
    rows = connection.execute("select id, title from podcasts").fetchall()
    return names.named([(key, title) for key, title in rows], values)


def _podcasts(
    connection: sqlite3.Connection, directory: Directory, values: Sequence[str]
) -> tuple[Holds, list[str]]:
    found, unknown = podcasts_named(connection, values)
    return lambda slot: directory.podcast_ids[directory.episode_of[slot]] in found, unknown


def roles_named(directory: Directory, values: Sequence[str]) -> tuple[set[str], list[str]]:
    """The roles, and the values that name none."""
    return names.named([(role, role) for role in set(directory.roles) if role != UNKNOWN], values)


def _roles(_: sqlite3.Connection, directory: Directory, values: Sequence[str]) -> tuple[Holds, list[str]]:
    found, unknown = roles_named(directory, values)
    return lambda slot: directory.roles[slot] in found, unknown


def tags_named(directory: Directory, values: Sequence[str]) -> tuple[set[str], list[str]]:
    """The keys of tags, and the values that name none."""
    tags = {tag for each in set(directory.tags) for tag in each if tag != UNKNOWN}
    return names.named([(tag, labels.of_tag(tag)) for tag in tags], values)


def _tags(_: sqlite3.Connection, directory: Directory, values: Sequence[str]) -> tuple[Holds, list[str]]:
    found, unknown = tags_named(directory, values)
    return lambda slot: not found.isdisjoint(directory.tags[directory.episode_of[slot]]), unknown


def _before(_: sqlite3.Connection, directory: Directory, values: Sequence[str]) -> tuple[Holds, list[str]]:
    return _dated(directory, lambda published: any(dates.is_before(published, one) for one in values)), []


def _after(_: sqlite3.Connection, directory: Directory, values: Sequence[str]) -> tuple[Holds, list[str]]:
    return _dated(directory, lambda published: any(dates.is_after(published, one) for one in values)), []


def _dated(directory: Directory, holds: Callable[[str], bool]) -> Holds:
    found = {at for at, published in enumerate(directory.published) if holds(published)}
    return lambda slot: directory.episode_of[slot] in found


_FIELDS = {
    "speaker": _speakers,
    "podcast": _podcasts,
    "role": _roles,
    "tag": _tags,
    "before": _before,
    "after": _after,
}
_NOBODY = {
    "speaker": "no speaker in this archive is called “{}”",
    "podcast": "no podcast in this archive is called “{}”",
    "role": "no speaker in this archive has the role “{}”",
    "tag": "no episode in this archive has the tag “{}”",
}

_EPISODE: Mapping[FacetName, Callable[[Directory], Sequence[Collection[str]]]] = {
    "podcast": lambda directory: [(key,) for key in directory.podcasts],
    "year": lambda directory: [(key,) for key in directory.years],
    "tag": lambda directory: directory.tags,
    "origin": lambda directory: [(key,) for key in directory.origins],
    "episode": lambda directory: [(str(key),) for key in directory.episodes],
}
_SLOT: Mapping[FacetName, Callable[[Directory], Sequence[str]]] = {
    "speaker": lambda directory: directory.speakers,
    "role": lambda directory: directory.roles,
}
