"""Facets, exact over all hits: sums over slots (see `directory`), a few thousand of them."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.search import labels
from archive.search.directory import Directory
from archive.search.narrowing import Counts, Narrowed
from archive.search.results import UNKNOWN, Facet, FacetName, FacetValue

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


def groups(directory: Directory, counts: Counts) -> list[Group]:
    """The counts for those who need to know what each belongs to."""
    made = []
    for slot, count in counts.items():
        episode = directory.episode_of[slot]
        made.append(
            Group(
                speaker_id=directory.speaker_ids[slot],
                episode_id=directory.episodes[episode],
                podcast_id=directory.podcast_ids[episode],
                published=directory.published[episode],
                count=count,
                is_sound=slot in directory.sounds,
                keys={
                    "podcast": directory.podcasts[episode],
                    "speaker": directory.speakers[slot],
                    "role": directory.roles[slot],
                    "year": directory.years[episode],
                    "origin": directory.origins[episode],
                    "episode": str(directory.episodes[episode]),
                },
                tags=directory.tags[episode],
            )
        )
    return made


def by_episode(directory: Directory, counts: Counts) -> dict[int, int]:
    """The counts of whole episodes, by their place in the directory."""
    found: dict[int, int] = {}
    episode_of = directory.episode_of
    for slot, count in counts.items():
        episode = episode_of[slot]
        found[episode] = found.get(episode, 0) + count
    return found


def facets(
    connection: sqlite3.Connection,
    directory: Directory,
    narrowed: Narrowed,
    under_all: Counts,
    selected: Mapping[FacetName, Sequence[str]],
    chapters: Mapping[str, int] | None,
) -> tuple[Facet, ...]:
    """Each facet counts what the others' selections leave; a selected value stays, even with 0.

    A sound is found and counted, but nobody whom one would look for: the speakers to choose from go without.
    `under_all` are the counts by episode that all selections leave. Episodes are listed only where they are
    selected; `chapters` are the counts by chapter in the one episode that is selected.
    """
    made = []
    for name in LISTED:
        counts = narrowed.for_facet(name)
        episodes = under_all if counts is narrowed.left else by_episode(directory, counts)
        summed = _summed(directory, name, counts, episodes, selected.get(name, ()))
        made.append(_facet(connection, name, summed, selected))
    if "episode" in selected:
        counts = by_episode(directory, narrowed.for_facet("episode"))
        of_key = {str(directory.episodes[episode]): count for episode, count in counts.items()}
        kept = {key: of_key.get(key, 0) for key in selected["episode"]}
        made.append(_facet(connection, "episode", kept, selected))
    if chapters is not None:
        made.append(_facet(connection, "chapter", chapters, selected))
    return tuple(made)


def _facet(
    connection: sqlite3.Connection,
    name: FacetName,
    counts: Mapping[str, int],
    selected: Mapping[FacetName, Sequence[str]],
) -> Facet:
    chosen = selected.get(name, ())
    counts = {**dict.fromkeys(chosen, 0), **counts}
    within = selected.get("episode", ("",))[0] if name == "chapter" else None
    named = labels.of(connection, name, list(counts), within)
    values = [
        FacetValue(key=key, label=named[key], count=count, selected=key in chosen)
        for key, count in counts.items()
    ]
    return Facet(name=name, values=tuple(sorted(values, key=_ORDER.get(name, _most_first))))


def _summed(
    directory: Directory, name: FacetName, counts: Counts, episodes: Mapping[int, int], chosen: Sequence[str]
) -> Mapping[str, int]:
    """The counts of slots, or of whole episodes, by the facet's keys."""
    found: dict[str, int] = defaultdict(int)
    if name in ("speaker", "role"):
        of_slot = directory.speakers if name == "speaker" else directory.roles
        for slot, count in counts.items():
            found[of_slot[slot]] += count
        if name == "speaker":
            for slot in directory.sounds & counts.keys():
                if of_slot[slot] not in chosen:
                    found[of_slot[slot]] -= counts[slot]
        return {key: count for key, count in found.items() if count}
    if name == "tag":
        for episode, count in episodes.items():
            for tag in directory.tags[episode]:
                found[tag] += count
        return found
    of_episode = {"podcast": directory.podcasts, "year": directory.years, "origin": directory.origins}[name]
    for episode, count in episodes.items():
        found[of_episode[episode]] += count
    return found


def _most_first(value: FacetValue) -> tuple[int, str, str]:
    return -value.count, value.label, value.key


def _newest_first(value: FacetValue) -> tuple[bool, int, str]:
    # "none" last, whatever is no number before it.
    return value.key == UNKNOWN, -int(value.key) if value.key.isdecimal() else 0, value.key


def _in_order(value: FacetValue) -> tuple[bool, int, str]:
    return value.key == UNKNOWN, int(value.key) if value.key.isdecimal() else 0, value.key


_ORDER: Mapping[FacetName, Callable[[FacetValue], tuple[object, ...]]] = {
    "year": _newest_first,
    "chapter": _in_order,
}
