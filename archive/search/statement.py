"""A search as SQL on the view `said`: the same utterances, for whoever wants to go on from there."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence

from archive.search import dates, labels, names, narrowing
from archive.search.columns import Directory
from archive.search.language import Query
from archive.search.matches import Matches
from archive.search.results import SOUNDS, UNKNOWN, FacetName, Statement

MAX_CHARACTERS = 6_000
"""Parameters stand in an address: so long may all of them be together."""

_JOINS = {
    "utterances": "join utterances on utterances.id = said.id",
    "episodes": "join episodes on episodes.id = said.episode_id",
    "speakers": "left join speakers on speakers.id = utterances.speaker_id",
    "chapters": "left join chapters on chapters.id = utterances.chapter_id",
}

_LISTED = "in (select value from json_each(:{}))"
_DAY = "substr(episodes.published, 1, 10) || substr('{}', length(substr(episodes.published, 1, 10)) + 1)"


def of(
    connection: sqlite3.Connection,
    directory: Directory,
    query: Query,
    matches: Matches,
    chosen: Mapping[FacetName, Sequence[str]],
) -> Statement | None:
    """Exactly the hits, under all selections; None if its parameters are too long for an address."""
    made = _Made()
    made.words(matches)
    for excluded in (False, True):
        for field, condition in _FIELDS.items():
            values = names.values_of(query, field, excluded=excluded)
            if values:
                name = f"not_{field}" if excluded else field
                holds = condition(made, connection, directory, values, name)
                made.conditions.append(f"({holds}) is not true" if excluded else f"({holds})")
    for facet, keys in chosen.items():
        made.conditions.append(f"({_FACETS[facet](made, keys, f'{facet}_selected')})")
    if sum(map(len, made.parameters.values())) > MAX_CHARACTERS:
        return None
    return Statement(sql=made.sql(), parameters=made.parameters)


class _Made:
    """Conditions, the parameters that they name, and the tables that they need beside the view."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.parameters: dict[str, str] = {}
        self.tables: set[str] = set()

    def sql(self) -> str:
        tables = {*self.tables, *(("utterances",) if self.tables & {"speakers", "chapters"} else ())}
        joins = "".join(f"\n{join}" for table, join in _JOINS.items() if table in tables)
        where = "\n  and ".join(self.conditions)
        return (
            f"select said.* from said{joins}" + (f"\nwhere {where}" if where else "") + "\norder by said.id"
        )

    def listed(self, name: str, values: Sequence[object]) -> str:
        """`in (…)` of a list, which is one parameter."""
        self.parameters[name] = json.dumps(values, ensure_ascii=False)
        return _LISTED.format(name)

    def words(self, matches: Matches) -> None:
        match = "(select rowid from utterances_fts where utterances_fts match :words)"
        text = matches.unwanted if matches.wanted is None else matches.wanted
        if text is not None:
            self.parameters["words"] = text
            holds = f"said.id {'not in' if matches.wanted is None else 'in'} {match}"
            if matches.crossings:
                # A phrase that runs on into the next utterance: the index does not see it.
                holds = f"({holds} or said.id {self.listed('across', list(matches.crossings))})"
            self.conditions.append(holds)
            if matches.removed:
                self.conditions.append(f"said.id not {self.listed('not_across', sorted(matches.removed))}")


_Field = Callable[[_Made, sqlite3.Connection, Directory, Sequence[str], str], str]


def _speaker(
    made: _Made, connection: sqlite3.Connection, directory: Directory, values: Sequence[str], name: str
) -> str:
    made.tables |= {"speakers"}
    called, people, _ = narrowing.speakers_named(connection, directory, values)
    by_label = f"speakers.label {made.listed(f'{name}_label', sorted(called))}"
    return f"{by_label} or utterances.person_id {made.listed(f'{name}_person', sorted(people))}"


def _podcast(
    made: _Made, connection: sqlite3.Connection, directory: Directory, values: Sequence[str], name: str
) -> str:
    made.tables |= {"episodes"}
    found, _ = narrowing.podcasts_named(connection, values)
    return f"episodes.podcast_id {made.listed(name, sorted(found))}"


def _chapter(
    made: _Made, connection: sqlite3.Connection, directory: Directory, values: Sequence[str], name: str
) -> str:
    made.tables |= {"utterances"}
    found, _ = names.chapters_named(connection, values)
    return f"utterances.chapter_id {made.listed(name, sorted(found))}"


def _role(
    made: _Made, connection: sqlite3.Connection, directory: Directory, values: Sequence[str], name: str
) -> str:
    made.tables |= {"speakers"}
    return f"speakers.role {made.listed(name, sorted(narrowing.roles_named(directory, values)[0]))}"


def _tag(
    made: _Made, connection: sqlite3.Connection, directory: Directory, values: Sequence[str], name: str
) -> str:
    found, _ = narrowing.tags_named(directory, values)
    return _any_tag(made, sorted(map(labels.of_tag, found)), name)


def _before(
    made: _Made, connection: sqlite3.Connection, directory: Directory, values: Sequence[str], name: str
) -> str:
    made.tables |= {"episodes"}
    made.parameters[name] = max(map(dates.first_day, values))
    return f"episodes.published != '' and {_DAY.format('9999-12-31')} < :{name}"


def _after(
    made: _Made, connection: sqlite3.Connection, directory: Directory, values: Sequence[str], name: str
) -> str:
    made.tables |= {"episodes"}
    made.parameters[name] = min(map(dates.first_day, values))
    return f"episodes.published != '' and {_DAY.format('0001-01-01')} >= :{name}"


_FIELDS: Mapping[str, _Field] = {
    "speaker": _speaker,
    "podcast": _podcast,
    "chapter": _chapter,
    "role": _role,
    "tag": _tag,
    "before": _before,
    "after": _after,
}


def _any_tag(made: _Made, tags: Sequence[str], name: str) -> str:
    made.tables |= {"episodes"}
    return f"exists (select 1 from json_each(episodes.tags) where value {made.listed(name, tags)})"


def _of_podcasts(made: _Made, keys: Sequence[str], name: str) -> str:
    made.tables |= {"episodes"}
    unknown = " or episodes.podcast_id is null" if UNKNOWN in keys else ""
    return f"episodes.podcast_id {made.listed(name, labels.numbers(keys))}{unknown}"


def _of_speakers(made: _Made, keys: Sequence[str], name: str) -> str:
    made.tables |= {"speakers"}
    unknown = " or utterances.speaker_id is null" if UNKNOWN in keys else ""
    voices = [key.removeprefix("label:") for key in keys if key.startswith("label:")]
    if voices:
        called = f"speakers.kind is not 'sound' and speakers.label {made.listed(f'{name}_label', voices)}"
        unknown += f" or (speakers.person_id is null and {called})"
    if SOUNDS in keys:
        unknown += " or (speakers.person_id is null and speakers.kind = 'sound')"
    return f"speakers.person_id {made.listed(name, labels.numbers(keys))}{unknown}"


def _of_roles(made: _Made, keys: Sequence[str], name: str) -> str:
    made.tables |= {"speakers"}
    return f"coalesce(nullif(speakers.role, ''), '{UNKNOWN}') {made.listed(name, list(keys))}"


def _of_years(made: _Made, keys: Sequence[str], name: str) -> str:
    made.tables |= {"episodes"}
    year = f"coalesce(nullif(substr(episodes.published, 1, 4), ''), '{UNKNOWN}')"
    return f"{year} {made.listed(name, list(keys))}"


def _of_tags(made: _Made, keys: Sequence[str], name: str) -> str:
    tags = [labels.of_tag(key) for key in keys if key != UNKNOWN]
    unknown = " or not exists (select 1 from json_each(episodes.tags))" if UNKNOWN in keys else ""
    return _any_tag(made, tags, name) + unknown


def _of_origins(made: _Made, keys: Sequence[str], name: str) -> str:
    origin = (
        "select max(origin) from transcripts where transcripts.episode_id = said.episode_id and preferred"
    )
    return f"coalesce(nullif(({origin}), ''), '{UNKNOWN}') {made.listed(name, list(keys))}"


def _of_episodes(made: _Made, keys: Sequence[str], name: str) -> str:
    return f"said.episode_id {made.listed(name, labels.numbers(keys))}"


def _of_chapters(made: _Made, keys: Sequence[str], name: str) -> str:
    made.tables |= {"chapters"}
    return f"coalesce(cast(chapters.place as text), '{UNKNOWN}') {made.listed(name, list(keys))}"


_FACETS: Mapping[FacetName, Callable[[_Made, Sequence[str], str], str]] = {
    "podcast": _of_podcasts,
    "speaker": _of_speakers,
    "role": _of_roles,
    "year": _of_years,
    "tag": _of_tags,
    "origin": _of_origins,
    "episode": _of_episodes,
    "chapter": _of_chapters,
}
