"""The whole of a search on one page: count the hits by speaker, choose, order, show."""

import re
import sqlite3
from collections.abc import Mapping, Sequence

from archive.search import facets, hits, matches, names, order
from archive.search.facets import Group
from archive.search.language import Query
from archive.search.matches import Matches
from archive.search.results import Results, Sort
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
        return _search(connection, query, selected or {}, max(limit, 0), max(offset, 0), sort, mapped)


def grouped(
    connection: sqlite3.Connection, query: Query, selected: Mapping[str, Sequence[str]] | None = None
) -> list[Group]:
    """The hits of a search under its selections, counted by speaker and episode: `total` is their sum."""
    with snapshot(connection):
        everything = facets.groups(connection, matches.of(connection, query))
        return facets.selected_only(_in_fields(connection, query, everything)[0], selected or {})


def _search(
    connection: sqlite3.Connection,
    query: Query,
    chosen: Mapping[str, Sequence[str]],
    limit: int,
    offset: int,
    sort: Sort,
    mapped: bool,
) -> Results:
    found_by = matches.of(connection, query)
    everything = facets.groups(connection, found_by)
    found, notes = _in_fields(connection, query, everything)
    left = facets.selected_only(found, chosen)
    ranked_among = None
    if found_by.wanted is not None and sort == "relevance":
        every = len(left) == len(everything)
        ids, ranked_among = order.ranked(connection, found_by, left, every, limit, offset)
    else:
        by_date: Sort = "newest" if sort == "relevance" else sort
        ids = order.listed(connection, found_by, left, limit, offset, by_date)
    total = sum(group.count for group in left)
    return Results(
        query=query,
        sort="newest" if sort == "relevance" and found_by.wanted is None else sort,
        total=total,
        hits=hits.shown(connection, ids, found_by, mapped=mapped),
        facets=facets.facets(connection, found, chosen),
        ranked_among=ranked_among,
        notes=(
            *notes,
            *_only_inside_passages(found_by),
            *_words_without_borders(query),
            *(() if total else _only_of_one_speaker(query)),
        ),
    )


def _in_fields(
    connection: sqlite3.Connection, query: Query, found: Sequence[Group]
) -> tuple[Sequence[Group], tuple[str, ...]]:
    """The groups that `speaker:` and `podcast:` name, and a sentence on every name that nobody has."""
    notes: list[str] = []
    for excluded in (False, True):
        if speakers := names.values_of(query, "speaker", excluded=excluded):
            ids, nobody = names.speakers_named(connection, speakers)
            found = [group for group in found if (group.speaker_id in ids) is not excluded]
            notes += [f"no speaker in this archive is called “{name}”" for name in nobody]
        if podcasts := names.values_of(query, "podcast", excluded=excluded):
            ids, nobody = names.podcasts_named(connection, podcasts)
            found = [group for group in found if (group.podcast_id in ids) is not excluded]
            notes += [f"no podcast in this archive is called “{title}”" for title in nobody]
    return found, tuple(dict.fromkeys(notes))


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
