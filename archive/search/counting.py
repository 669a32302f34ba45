"""All that a search finds, counted: the query, its fields and the selections, in one state of the archive."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.search import directory, found, labels, matches, narrowing
from archive.search.columns import PER_EPISODE, Directory, Numbers
from archive.search.found import Found
from archive.search.language import Query
from archive.search.matches import Matches
from archive.search.narrowing import Narrowed
from archive.search.results import FACETS, UNKNOWN, FacetName
from archive.search.said import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """All that a search finds. `chapters` are the counts in the one episode that is selected."""

    query: Query
    chosen: Mapping[FacetName, Sequence[str]]
    directory: Directory
    matches: Matches
    found: Found
    narrowed: Narrowed
    chapters: Mapping[str, int] | None
    notes: tuple[str, ...]

    @property
    def total(self) -> int:
        return int(self.narrowed.left.sum())


def count(
    connection: sqlite3.Connection,
    query: Query,
    selected: Mapping[str, Sequence[str]] | Mapping[FacetName, Sequence[str]],
    *,
    only_left: bool = False,
) -> Counted:
    """The hits, counted; in a transaction that is open.

    `only_left`: nobody asks for more than is left of them. Where one episode is selected, the others are not
    looked through then: what is counted beside it is wrong.
    """
    given = {str(name): keys for name, keys in selected.items() if keys}
    chosen: dict[FacetName, Sequence[str]] = {name: given[name] for name in FACETS if name in given}
    entries = directory.of(connection)
    episodes = chosen.get("episode", ())
    found_by = matches.of(connection, query, _range(entries, episodes) if only_left else None)
    hits_found = found.of(entries, found_by)
    counts, notes = narrowing.in_fields(connection, entries, query, hits_found.counts)
    narrowed = narrowing.selected(entries, counts, chosen)
    chapters = None
    if len(episodes) == 1:
        chapters, kept = _in_chapters(connection, hits_found, counts, narrowed.left, chosen)
        if kept is not None:
            hits_found = hits_found.only(kept)
            narrowed = narrowing.selected(entries, hits_found.counts, chosen)
    elif "chapter" in chosen:
        del chosen["chapter"]
        notes += (said("note.one_episode"),)
    return Counted(
        query=query,
        chosen=chosen,
        directory=entries,
        matches=found_by,
        found=hits_found,
        narrowed=narrowed,
        chapters=chapters,
        notes=(*found_by.notes, *notes),
    )


_CHAPTER_OF = """
select utterances.id, chapters.place from utterances left join chapters on chapters.id = utterances.chapter_id
where utterances.id between ? and ?
"""


def _in_chapters(
    connection: sqlite3.Connection,
    found: Found,
    counts: Numbers,
    left: Numbers,
    chosen: Mapping[FacetName, Sequence[str]],
) -> tuple[Mapping[str, int], Numbers | None]:
    """The hits by chapter in the one episode selected, and those in selected chapters if there are any.

    `left` of the `counts` is under all selections. What the others take away stays for their own facets.
    """
    ids = _range(found.directory, chosen["episode"])
    if ids is None:
        return {}, None
    episode = found.directory.place_of[ids[0] // PER_EPISODE]
    rows = connection.execute(_CHAPTER_OF, ids)
    chapter_of = {one: UNKNOWN if place is None else str(place) for one, place in rows}
    by_chapter = Counter(chapter_of[one] for one in found.of_slots(episode, left).tolist())
    wanted = chosen.get("chapter")
    if not wanted:
        return by_chapter, None
    hits = found.of_slots(episode, counts).tolist()
    return by_chapter, np.array([one for one in hits if chapter_of[one] in wanted], np.int64)


def _range(directory: Directory, episodes: Sequence[str]) -> tuple[int, int] | None:
    """The first and the last id that the one episode selected may have; None for none or several."""
    number = next(iter(labels.numbers(episodes)), None) if len(episodes) == 1 else None
    if number is None or number not in directory.place_of:
        return None
    return number * PER_EPISODE, (number + 1) * PER_EPISODE - 1
