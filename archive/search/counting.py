"""All that a search finds, counted: the query, its fields and the selections, in one state of the archive."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.search import directory, found, matches, narrowing
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
) -> Counted:
    """The hits, counted; in a transaction that is open."""
    given = {str(name): keys for name, keys in selected.items() if keys}
    chosen: dict[FacetName, Sequence[str]] = {name: given[name] for name in FACETS if name in given}
    entries = directory.of(connection)
    found_by = matches.of(connection, query)
    hits_found = found.of(entries, found_by)
    counts, notes = narrowing.in_fields(connection, entries, query, hits_found.counts)
    narrowed = narrowing.selected(entries, counts, chosen)
    chapters = None
    if len(chosen.get("episode", ())) == 1:
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
    [key] = chosen["episode"]
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0
    episode = found.directory.place_of.get(number)
    if episode is None or str(number) != key:
        return {}, None
    first = number * PER_EPISODE
    rows = connection.execute(_CHAPTER_OF, (first, first + PER_EPISODE - 1))
    chapter_of = {one: UNKNOWN if place is None else str(place) for one, place in rows}
    by_chapter = Counter(chapter_of[one] for one in found.of_slots(episode, left).tolist())
    wanted = chosen.get("chapter")
    if not wanted:
        return by_chapter, None
    ids = found.of_slots(episode, counts).tolist()
    return by_chapter, np.array([one for one in ids if chapter_of[one] in wanted], np.int64)
