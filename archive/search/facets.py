"""Facets, exact over all hits, from one pass that counts the hits by speaker.

A row of `speakers` belongs to one episode and one person, so the counts by speaker (by episode where nobody
knows who speaks) hold those of every facet: the rest is arithmetic over a few thousand groups.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.search import labels
from archive.search.matches import Matches
from archive.search.results import FACETS, UNKNOWN, Facet, FacetName, FacetValue

# SQLite's integer division: an utterance's id begins with that of its episode.
_COUNTED_ALL = (
    "select speaker_id, null, count(*) from utterances where speaker_id is not null group by speaker_id"
    " union all"
    " select null, id / 1000000, count(*) from utterances where speaker_id is null group by id / 1000000"
)
"""In two parts, of which the index on speaker_id holds the great one in its order: nothing is sorted."""

_COUNTED = (
    "select speaker_id, case when speaker_id is null then utterances.id / 1000000 end, count(*)"
    " from {tables} {where} group by 1, 2"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The hits of one speaker of one episode, or of all unknown ones in it; `keys` are its facet values.

    `crossings` of the `count` hits are phrases over a border, which MATCH does not see. `is_sound`: what is
    printed in the speaker's place is a break or a jingle, and no voice.
    """

    speaker_id: int | None
    episode_id: int
    podcast_id: int | None
    published: str
    count: int
    crossings: int
    is_sound: bool
    keys: Mapping[FacetName, str]


def groups(connection: sqlite3.Connection, matches: Matches) -> list[Group]:
    """All hits, counted."""
    counts = _counted(connection, matches)
    crossings = Counter(
        (one.speaker_id, one.episode_id if one.speaker_id is None else None)
        for one in matches.crossings.values()
    )
    for key, count in crossings.items():
        counts[key] += count
    speakers = _rows(
        connection,
        "select id, episode_id, person_id, label, role, kind from speakers",
        {speaker_id for speaker_id, _ in counts},
    )
    episodes = _rows(
        connection,
        "select id, podcast_id, coalesce(published, '') from episodes",
        {speakers[speaker_id][1] if speaker_id in speakers else episode for speaker_id, episode in counts},
    )
    found = []
    for (speaker_id, unknown_in), count in counts.items():
        unknown = (None, unknown_in, None, None, None, None)
        _, episode_id, person_id, label, role, kind = speakers.get(speaker_id or 0, unknown)
        _, podcast_id, published = episodes[episode_id]
        found.append(
            Group(
                speaker_id=speaker_id,
                episode_id=episode_id,
                podcast_id=podcast_id,
                published=published,
                count=count,
                crossings=crossings[speaker_id, unknown_in],
                is_sound=kind == "sound",
                keys={
                    "podcast": UNKNOWN if podcast_id is None else str(podcast_id),
                    "speaker": speaker_key(person_id, label),
                    "role": role or UNKNOWN,
                    "year": published[:4] or UNKNOWN,
                },
            )
        )
    return found


def _counted(connection: sqlite3.Connection, matches: Matches) -> Counter[tuple[int | None, int | None]]:
    """How many utterances MATCH finds, by (speaker, episode if the speaker is unknown)."""
    if matches.wanted is not None:
        sql = _COUNTED.format(
            tables="utterances_fts join utterances on utterances.id = utterances_fts.rowid",
            where="where utterances_fts match :wanted",
        )
    elif matches.unwanted is not None:
        sql = _COUNTED.format(
            tables="utterances",
            where="where id not in (select rowid from utterances_fts where utterances_fts match :unwanted)",
        )
    else:
        sql = _COUNTED_ALL
    rows = connection.execute(sql, {"wanted": matches.wanted, "unwanted": matches.unwanted})
    return Counter({(speaker_id, unknown_in): count for speaker_id, unknown_in, count in rows})


def _rows(connection: sqlite3.Connection, sql: str, ids: Iterable[int | None]) -> dict[int, Any]:
    """By id. A list of any length is one parameter as JSON."""
    wanted = json.dumps(sorted(one for one in ids if one is not None))
    found = connection.execute(f"{sql} where id in (select value from json_each(?))", (wanted,))
    return {row[0]: row for row in found}


def speaker_key(person_id: int | None, label: str | None) -> str:
    """The facet key of a person, of a voice without a name, or of nobody knows whom."""
    if person_id is not None:
        return str(person_id)
    return UNKNOWN if label is None else f"label:{label}"


def selected_only(found: Sequence[Group], selected: Mapping[str, Sequence[str]]) -> list[Group]:
    """The groups under all selections: in every facet that has any, one of its selected values."""
    return [group for group in found if all(_holds(group, name, selected) for name in FACETS)]


def facets(
    connection: sqlite3.Connection, found: Sequence[Group], selected: Mapping[str, Sequence[str]]
) -> tuple[Facet, ...]:
    """Each facet counts what the others' selections leave; a selected value stays, even with 0.

    A sound is found and counted, but nobody whom one would look for: the speakers to choose from go without.
    """
    made = []
    for name in FACETS:
        counts: Counter[str] = Counter(dict.fromkeys(selected.get(name, ()), 0))
        for group in found:
            if name == "speaker" and group.is_sound and group.keys[name] not in selected.get(name, ()):
                continue
            if all(other == name or _holds(group, other, selected) for other in FACETS):
                counts[group.keys[name]] += group.count
        named = labels.of(connection, name, list(counts))
        values = [
            FacetValue(key=key, label=named[key], count=count, selected=key in selected.get(name, ()))
            for key, count in counts.items()
        ]
        made.append(Facet(name=name, values=tuple(sorted(values, key=_ORDER[name]))))
    return tuple(made)


def _holds(group: Group, name: FacetName, selected: Mapping[str, Sequence[str]]) -> bool:
    wanted = selected.get(name)
    return not wanted or group.keys[name] in wanted


def _most_first(value: FacetValue) -> tuple[int, str, str]:
    return -value.count, value.label, value.key


def _newest_first(value: FacetValue) -> tuple[bool, int, str]:
    # "none" last, whatever is no number before it.
    return value.key == UNKNOWN, -int(value.key) if value.key.isdecimal() else 0, value.key


_ORDER: Mapping[FacetName, Callable[[FacetValue], tuple[object, ...]]] = {
    "podcast": _most_first,
    "speaker": _most_first,
    "role": _most_first,
    "year": _newest_first,
}
