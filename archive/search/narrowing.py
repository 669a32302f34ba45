"""What fields and selections leave of the hits: counts by slot (see `columns`)."""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.search import dates, labels, names
from archive.search.columns import Directory, Marks, Numbers
from archive.search.language import Query
from archive.search.results import UNKNOWN, FacetName
from archive.search.said import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """`left` is under all selections; by facet, `more` is what only its own selection takes away."""

    left: Numbers
    more: Mapping[FacetName, Numbers]

    def for_facet(self, name: FacetName) -> Numbers:
        """What the selections in all other facets leave."""
        return self.left + self.more[name] if name in self.more else self.left


def in_fields(
    connection: sqlite3.Connection, directory: Directory, query: Query, counts: Numbers
) -> tuple[Numbers, tuple[str, ...]]:
    """What the query's own fields leave, and a sentence on every name that nobody has."""
    notes: list[str] = []
    for excluded in (False, True):
        for field, narrow in _FIELDS.items():
            values = names.values_of(query, field, excluded=excluded)
            if values:
                holds, unknown = narrow(connection, directory, values)
                counts = np.where(holds, 0, counts) if excluded else np.where(holds, counts, 0)
                notes += [said(f"note.{field}", name=value) for value in unknown]
    return counts, tuple(dict.fromkeys(notes))


def selected(directory: Directory, counts: Numbers, chosen: Mapping[FacetName, Collection[str]]) -> Narrowed:
    """In every facet that has a selection, one of the selected values."""
    if not chosen:
        return Narrowed(left=counts, more={})
    held = {name: _SELECTED[name](directory, set(keys)) for name, keys in chosen.items() if name in _SELECTED}
    failed = sum((~marks).astype(np.int64) for marks in held.values())
    nothing = np.zeros_like(counts)
    return Narrowed(
        left=np.where(failed == 0, counts, 0),
        more={
            name: np.where((failed == 1) & ~held[name], counts, 0) if name in held else nothing
            for name in chosen
        },
    )


def speakers_named(
    connection: sqlite3.Connection, directory: Directory, values: Sequence[str]
) -> tuple[set[str], set[int], list[str]]:
    """(what episodes call a speaker, the ids of people, the values that name neither)."""
    called, no_label = names.named([(label, label) for label in directory.labels.keys if label], values)
    rows = connection.execute("select id, name from people").fetchall()
    people, nobody = names.named([(key, name) for key, name in rows], values)
    return called, people, [value for value in nobody if value in no_label]


def _speakers(
    connection: sqlite3.Connection, directory: Directory, values: Sequence[str]
) -> tuple[Marks, list[str]]:
    called, people, unknown = speakers_named(connection, directory, values)
    keys = set(map(str, people))
    return directory.labels.among(called) | directory.speakers.among(keys), unknown


def podcasts_named(connection: sqlite3.Connection, values: Sequence[str]) -> tuple[set[int], list[str]]:
    """The ids of podcasts, and the values that name none."""
    rows = connection.execute("select id, title from podcasts").fetchall()
    return names.named([(key, title) for key, title in rows], values)


def _podcasts(
    connection: sqlite3.Connection, directory: Directory, values: Sequence[str]
) -> tuple[Marks, list[str]]:
    found, unknown = podcasts_named(connection, values)
    return _of_episodes(directory, directory.podcasts.among(set(map(str, found)))), unknown


def roles_named(directory: Directory, values: Sequence[str]) -> tuple[set[str], list[str]]:
    """The roles, and the values that name none."""
    return names.named([(role, role) for role in directory.roles.keys if role != UNKNOWN], values)


def _roles(_: sqlite3.Connection, directory: Directory, values: Sequence[str]) -> tuple[Marks, list[str]]:
    found, unknown = roles_named(directory, values)
    return directory.roles.among(found), unknown


def tags_named(directory: Directory, values: Sequence[str]) -> tuple[set[str], list[str]]:
    """The keys of tags, and the values that name none."""
    tags = [tag for tag in directory.tags.keys if tag != UNKNOWN]
    return names.named([(tag, labels.of_tag(tag)) for tag in tags], values)


def _tags(_: sqlite3.Connection, directory: Directory, values: Sequence[str]) -> tuple[Marks, list[str]]:
    found, unknown = tags_named(directory, values)
    return _of_episodes(directory, _tagged(directory, found)), unknown


def _before(_: sqlite3.Connection, directory: Directory, values: Sequence[str]) -> tuple[Marks, list[str]]:
    return _dated(directory, lambda published: any(dates.is_before(published, one) for one in values)), []


def _after(_: sqlite3.Connection, directory: Directory, values: Sequence[str]) -> tuple[Marks, list[str]]:
    return _dated(directory, lambda published: any(dates.is_after(published, one) for one in values)), []


def _dated(directory: Directory, holds: Callable[[str], bool]) -> Marks:
    marks = np.fromiter(map(holds, directory.published), np.bool_, len(directory.published))
    return _of_episodes(directory, marks)


def _tagged(directory: Directory, tags: Collection[str]) -> Marks:
    """The episodes that have one of these tags."""
    marks = np.zeros(len(directory.episodes), np.bool_)
    marks[directory.tagged[directory.tags.among(tags)]] = True
    return marks


def _of_episodes(directory: Directory, marks: Marks) -> Marks:
    """The slots of these episodes."""
    return marks[directory.episode_of]


def _selected_episodes(directory: Directory, keys: Collection[str]) -> Marks:
    marks = np.zeros(len(directory.episodes), np.bool_)
    places = (directory.place_of.get(number) for number in labels.numbers(keys))
    marks[[place for place in places if place is not None]] = True
    return marks


_FIELDS = {
    "speaker": _speakers,
    "podcast": _podcasts,
    "role": _roles,
    "tag": _tags,
    "before": _before,
    "after": _after,
}
_SELECTED: Mapping[FacetName, Callable[[Directory, Collection[str]], Marks]] = {
    "podcast": lambda directory, keys: _of_episodes(directory, directory.podcasts.among(keys)),
    "year": lambda directory, keys: _of_episodes(directory, directory.years.among(keys)),
    "tag": lambda directory, keys: _of_episodes(directory, _tagged(directory, keys)),
    "origin": lambda directory, keys: _of_episodes(directory, directory.origins.among(keys)),
    "episode": lambda directory, keys: _of_episodes(directory, _selected_episodes(directory, keys)),
    "speaker": lambda directory, keys: directory.speakers.among(keys),
    "role": lambda directory, keys: directory.roles.among(keys),
}
