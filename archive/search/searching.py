"""The whole of a search on one page: find, count by slot, narrow, choose, order, show."""

import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.search import directory, facets, found, hits, matches, narrowing, order
from archive.search.directory import Directory
from archive.search.facets import Group
from archive.search.found import Found
from archive.search.language import Query
from archive.search.matches import Matches
from archive.search.narrowing import Counts, Narrowed
from archive.search.results import FACETS, UNKNOWN, FacetName, Results, Sort
from archive.search.snapshot import snapshot

_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: what stands between spaces is one word."""


def search(
    connection: sqlite3.Connection,
    query: Query,
    *,
    selected: Mapping[str, Sequence[str]] | None = None,
    limit: int = 20,
    offset: int = 0,
    sort: Sort = "relevance",
    mapped: bool = True,
    fold: bool = False,
    context: bool = False,
) -> Results:
    """The hits from `offset` on, with exact facets; `selected` are keys of facet values by the facet's name.

    Several values of one facet mean any of them; selections in several facets must all hold. Without words
    to rank by, hits come by date and time. With `fold`, passages that are nearly the same are shown as one,
    and limit and offset count those; with `context`, each hit has its neighbours. Without `mapped`, no moment
    is looked up in another recording.
    All of it is one state of the archive, even beside an ingest: the transaction that is open, or else one of
    our own for reading.
    """
    with snapshot(connection):
        counted = count(connection, query, selected or {})
        return _shown(connection, counted, max(limit, 0), max(offset, 0), sort, mapped, fold, context)


def grouped(
    connection: sqlite3.Connection, query: Query, selected: Mapping[str, Sequence[str]] | None = None
) -> list[Group]:
    """The hits of a search under its selections, counted by speaker and episode: `total` is their sum."""
    with snapshot(connection):
        counted = count(connection, query, selected or {})
        return facets.groups(counted.directory, counted.narrowed.left)


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
        return sum(self.narrowed.left.values())


def count(connection: sqlite3.Connection, query: Query, selected: Mapping[str, Sequence[str]]) -> Counted:
    """The hits, counted; in a transaction that is open."""
    chosen: dict[FacetName, Sequence[str]] = {name: selected[name] for name in FACETS if selected.get(name)}
    entries = directory.of(connection)
    found_by = matches.of(connection, query)
    hits_found = found.of(connection, entries, found_by)
    counts, notes = narrowing.in_fields(connection, entries, query, hits_found.counts)
    narrowed = narrowing.selected(entries, counts, chosen)
    chapters = None
    if len(chosen.get("episode", ())) == 1:
        chapters, kept = _in_chapters(connection, hits_found, narrowed.left, chosen)
        if kept is not None:
            hits_found = hits_found.only(kept)
            narrowed = narrowing.selected(entries, hits_found.counts, chosen)
    elif "chapter" in chosen:
        del chosen["chapter"]
        notes += ("chapters can be selected only in one episode",)
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
    connection: sqlite3.Connection, found: Found, left: Counts, chosen: Mapping[FacetName, Sequence[str]]
) -> tuple[Mapping[str, int], Sequence[int] | None]:
    """The hits by chapter in the one episode selected, and those in selected chapters if there are any."""
    [key] = chosen["episode"]
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0
    episode = found.directory.place_of.get(number)
    if episode is None or str(number) != key:
        return {}, None
    first = number * directory.PER_EPISODE
    rows = connection.execute(_CHAPTER_OF, (first, first + directory.PER_EPISODE - 1))
    chapter_of = {one: UNKNOWN if place is None else str(place) for one, place in rows}
    ids = found.of_slots(episode, left)
    counts = Counter(chapter_of[one] for one in ids)
    wanted = chosen.get("chapter")
    return counts, [one for one in ids if chapter_of[one] in wanted] if wanted else None


def _shown(
    connection: sqlite3.Connection,
    counted: Counted,
    limit: int,
    offset: int,
    sort: Sort,
    mapped: bool,
    fold: bool,
    context: bool,
) -> Results:
    query, found_by, left = counted.query, counted.matches, counted.narrowed.left
    if sort == "relevance" and found_by.wanted is None:
        sort = "newest"
    ranked_among = None
    if sort == "relevance":
        ids, ranked_among = order.ranked(connection, found_by, counted.found, left, limit, offset)
    else:
        ids = order.listed(counted.found, left, limit, offset, sort)
    total = counted.total
    shown = hits.shown(connection, ids, found_by, mapped=mapped)
    return Results(
        query=query,
        sort=sort,
        total=total,
        hits=hits.with_neighbours(connection, shown) if context else shown,
        facets=facets.facets(
            connection, counted.directory, counted.narrowed, counted.chosen, counted.chapters
        ),
        ranked_among=ranked_among,
        notes=(
            *counted.notes,
            *_only_inside_passages(found_by),
            *_words_without_borders(query),
            *(() if total else _only_of_one_speaker(query)),
        ),
    )


def _only_inside_passages(found_by: Matches) -> tuple[str, ...]:
    return tuple(
        f"“{term.text}” is too common to be looked for where it runs from one passage into the next"
        for term in found_by.too_common
    )


def _words_without_borders(query: Query) -> tuple[str, ...]:
    found = [term.text for term in (*query.required, *query.excluded) if _WITHOUT_SPACES.search(term.text)]
    return tuple(
        f"“{text}” is found only where it stands alone between spaces or punctuation" for text in found
    )


def _only_of_one_speaker(query: Query) -> tuple[str, ...]:
    if any(term.is_phrase for term in query.required):
        return ("a phrase is looked for in what one speaker says without a break",)
    return ()
