"""Facets, exact over all hits: sums over slots (see `columns`), a few thousand of them."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.search import labels
from archive.search.columns import Column, Directory, Numbers
from archive.search.narrowing import Narrowed
from archive.search.results import SOUNDS, UNKNOWN, Facet, FacetName, FacetValue

LISTED: tuple[FacetName, ...] = ("podcast", "speaker", "role", "year", "tag", "origin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The hits of one speaker of one episode, or of all unknown ones in it; `keys` are its facet values.

    An episode may have several `tags`. `is_sound`: what is printed in the speaker's place is a break or a
    jingle, and no voice.
    """

    speaker_id: int | None
    episode_id: int
    podcast_id: int | None
    published: str
    count: int
    is_sound: bool
    keys: Mapping[FacetName, str]
    tags: tuple[str, ...]


def groups(directory: Directory, counts: Numbers) -> list[Group]:
    """The counts for those who need to know what each belongs to."""
    tags: dict[int, list[str]] = {}
    for place, code in zip(directory.tagged.tolist(), directory.tags.codes.tolist(), strict=True):
        tags.setdefault(place, []).append(directory.tags.keys[code])
    sounds = set(directory.sounds.tolist())
    slots = np.flatnonzero(counts)
    made = []
    for slot, episode, count in zip(
        slots.tolist(), directory.episode_of[slots].tolist(), counts[slots].tolist(), strict=True
    ):
        episode_id = int(directory.episodes[episode])
        made.append(
            Group(
                speaker_id=directory.speaker_ids[slot],
                episode_id=episode_id,
                podcast_id=directory.podcast_ids[episode],
                published=directory.published[episode],
                count=count,
                is_sound=slot in sounds,
                keys={
                    "podcast": directory.podcasts[episode],
                    "speaker": directory.speakers[slot],
                    "role": directory.roles[slot],
                    "year": directory.years[episode],
                    "origin": directory.origins[episode],
                    "episode": str(episode_id),
                },
                tags=tuple(tags[episode]),
            )
        )
    return made


def facets(
    connection: sqlite3.Connection,
    directory: Directory,
    narrowed: Narrowed,
    selected: Mapping[FacetName, Sequence[str]],
    chapters: Mapping[str, int] | None,
) -> tuple[Facet, ...]:
    """Each facet counts what the others' selections leave; a selected value stays, even with 0.

    Of the speakers, all sounds are one value, and the last. Episodes are listed only where they are selected;
    `chapters` are the counts by chapter in the one episode that is selected.
    """
    made = []
    for name in LISTED:
        summed = _summed(directory, name, narrowed.for_facet(name))
        made.append(_facet(name, summed, selected, _labels(connection, directory, name)))
    if "episode" in selected:
        counts = directory.by_episode(narrowed.for_facet("episode"))
        of_key = dict(zip(map(str, directory.episodes.tolist()), counts.tolist(), strict=True))
        kept = {key: of_key.get(key, 0) for key in selected["episode"]}
        named = labels.of(connection, "episode", list(kept))
        made.append(_facet("episode", kept, selected, named))
    if chapters is not None:
        keys = [*chapters, *selected.get("chapter", ())]
        named = labels.of(connection, "chapter", keys, selected["episode"][0])
        made.append(_facet("chapter", chapters, selected, named))
    return tuple(made)


def _labels(connection: sqlite3.Connection, directory: Directory, name: FacetName) -> Mapping[str, str]:
    """What every value in the archive is called, looked up once for each state of it."""
    if name not in directory.named:
        directory.named[name] = labels.of(connection, name, _COLUMNS[name](directory).keys)
    return directory.named[name]


def _facet(
    name: FacetName,
    counts: Mapping[str, int],
    selected: Mapping[FacetName, Sequence[str]],
    named: Mapping[str, str],
) -> Facet:
    chosen = selected.get(name, ())
    values = [
        FacetValue(
            key=key,
            # A key that nothing in the archive has may be selected too.
            label=named[key] if key in named else labels.of_key(name, key),
            count=count,
            selected=key in chosen,
        )
        for key, count in {**dict.fromkeys(chosen, 0), **counts}.items()
    ]
    return Facet(name=name, values=tuple(sorted(values, key=_ORDER.get(name, _most_first))))


def _summed(directory: Directory, name: FacetName, counts: Numbers) -> Mapping[str, int]:
    """The counts of slots, or of whole episodes, by the facet's keys: those that have any."""
    column = _COLUMNS[name](directory)
    if name == "tag":
        counts = directory.by_episode(counts)[directory.tagged]
    elif name not in ("speaker", "role"):
        counts = directory.by_episode(counts)
    summed = column.summed(counts)
    held = np.flatnonzero(summed)
    return {column.keys[code]: n for code, n in zip(held.tolist(), summed[held].tolist(), strict=True)}


_COLUMNS: Mapping[FacetName, Callable[[Directory], Column]] = {
    "podcast": lambda directory: directory.podcasts,
    "speaker": lambda directory: directory.speakers,
    "role": lambda directory: directory.roles,
    "year": lambda directory: directory.years,
    "tag": lambda directory: directory.tags,
    "origin": lambda directory: directory.origins,
}


def _most_first(value: FacetValue) -> tuple[int, str, str]:
    return -value.count, value.label, value.key


def _newest_first(value: FacetValue) -> tuple[bool, int, str]:
    # "none" last, whatever is no number before it.
    return value.key == UNKNOWN, -int(value.key) if value.key.isdecimal() else 0, value.key


def _in_order(value: FacetValue) -> tuple[bool, int, str]:
    return value.key == UNKNOWN, int(value.key) if value.key.isdecimal() else 0, value.key


def _sounds_last(value: FacetValue) -> tuple[bool, int, str, str]:
    return value.key == SOUNDS, *_most_first(value)


_ORDER: Mapping[FacetName, Callable[[FacetValue], tuple[object, ...]]] = {
    "speaker": _sounds_last,
    "year": _newest_first,
    "chapter": _in_order,
}
