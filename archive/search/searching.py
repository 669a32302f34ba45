"""The whole of a search on one page: find, count by slot, narrow, choose, order, show."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.search import facets, folding, hits, order, statement, suggesting
from archive.search.columns import Directory, Numbers
from archive.search.counting import Counted, count
from archive.search.facets import Group
from archive.search.folding import Folded
from archive.search.language import Query
from archive.search.matches import Matches
from archive.search.results import Facet, FacetName, Results, Sort, Statement, Suggestion
from archive.search.said import said
from archive.search.snapshot import snapshot


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
    only_hits: bool = False,
) -> Results:
    """The hits from `offset` on, with exact facets; `selected` are keys of facet values by the facet's name.

    Several values of one facet mean any of them; selections in several facets must all hold. Without words
    to rank by, hits come by date and time. With `fold`, passages that are nearly the same are shown as one,
    and limit and offset count those; with `context`, each hit has its neighbours. Without `mapped`, no moment
    is looked up in another recording. With `only_hits` there are no facets, no statement and no suggestions,
    for whoever shows none of them.
    All of it is one state of the archive, even beside an ingest: the transaction that is open, or else one of
    our own for reading.
    """
    with snapshot(connection):
        counted = count(connection, query, selected or {}, only_left=only_hits)
        page = _Page(
            limit=max(limit, 0),
            offset=max(offset, 0),
            sort=sort,
            mapped=mapped,
            fold=fold,
            context=context,
            only_hits=only_hits,
        )
        return _shown(connection, counted, page)


def grouped(
    connection: sqlite3.Connection, query: Query, selected: Mapping[str, Sequence[str]] | None = None
) -> list[Group]:
    """The hits of a search under its selections, counted by speaker and episode: `total` is their sum."""
    with snapshot(connection):
        counted = count(connection, query, selected or {})
        return facets.groups(counted.directory, counted.narrowed.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    limit: int
    offset: int
    sort: Sort
    mapped: bool
    fold: bool
    context: bool
    only_hits: bool


def _shown(connection: sqlite3.Connection, counted: Counted, page: _Page) -> Results:
    query, found_by, entries = counted.query, counted.matches, counted.directory
    left, total = counted.narrowed.left, counted.total
    sort = "newest" if page.sort == "relevance" and found_by.wanted is None else page.sort
    ranked_among: int | None = None

    def in_order(limit: int, offset: int = 0) -> list[int]:
        nonlocal ranked_among
        if sort != "relevance":
            return order.listed(counted.found, left, limit, offset, sort)
        ids, ranked_among = order.ranked(connection, found_by, counted.found, left, limit, offset)
        return ids

    if page.fold and page.limit:
        folded, has_next = folding.page(connection, in_order, page.limit, page.offset)
    else:
        ids = in_order(page.limit + 1, page.offset)
        folded, has_next = [Folded(one) for one in ids[: page.limit]], len(ids) > page.limit
    shown = hits.shown(connection, [one.id for one in folded], found_by, mapped=page.mapped)
    shown = tuple(
        replace(hit, alike=len(one.alike), alike_ids=tuple(one.alike[: folding.MAX_IDS]))
        if one.alike
        else hit
        for hit, one in zip(shown, folded, strict=True)
    )
    listed: tuple[Facet, ...] = ()
    as_sql: Statement | None = None
    if not page.only_hits:
        listed = facets.facets(connection, entries, counted.narrowed, counted.chosen, counted.chapters)
        as_sql = statement.of(connection, entries, query, found_by, counted.chosen)
    return Results(
        query=query,
        sort=sort,
        total=total,
        hits=hits.with_neighbours(connection, shown) if page.context else shown,
        facets=listed,
        ranked_among=ranked_among,
        notes=(
            *counted.notes,
            *_only_inside_passages(found_by),
            *(() if total else _only_of_one_speaker(query)),
            *(
                (said("note.no_statement", n=statement.MAX_CHARACTERS),)
                if as_sql is None and not page.only_hits
                else ()
            ),
        ),
        has_next=has_next,
        in_episode=_in_episodes(entries, left, {hit.episode_id for hit in shown}),
        suggestions=() if total or page.only_hits else _suggestions(connection, counted, listed),
        statement=as_sql,
    )


def _in_episodes(entries: Directory, left: Numbers, ids: Collection[int]) -> dict[int, int]:
    counts = entries.by_episode(left)
    return {one: int(counts[entries.place_of[one]]) for one in ids}


def _suggestions(
    connection: sqlite3.Connection, counted: Counted, listed: Sequence[Facet]
) -> tuple[Suggestion, ...]:
    labelled = {(facet.name, value.key): value.label for facet in listed for value in facet.values}

    def total(query: Query, selected: Mapping[FacetName, Sequence[str]]) -> int:
        return count(connection, query, selected).total

    return suggesting.suggestions(counted.query, counted.chosen, labelled, total)


def _only_inside_passages(found_by: Matches) -> tuple[str, ...]:
    return tuple(said("note.too_common", text=term.text) for term in found_by.too_common)


def _only_of_one_speaker(query: Query) -> tuple[str, ...]:
    if any(term.is_phrase for term in query.required):
        return (said("note.one_speaker"),)
    return ()
