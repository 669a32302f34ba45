"""`/archive/-/search`, as a page and as JSON: a request understood, answered, made ready to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from datasette import Forbidden, NotFound, Response  # type: ignore[import-untyped]

from archive.search import Facet, Results, as_json, search, understand
from archive.search.results import FacetName
from archive.web.addresses import Addresses
from archive.web.datasette_internals import QueryInterrupted, archive_of, cors_headers, may_see, run_limited
from archive.web.search.asked import LAST_PAGE, Asked, read

PAGE_SIZE = 20
FACET_VALUES = 60
"""How many values of a facet the page lists. JSON has all of them."""

SEARCHED = (
    "podcasts",
    "episodes",
    "people",
    "speakers",
    "chapters",
    "utterances",
    "utterances_fts",
    "recordings",
    "transcripts",
)

HEADINGS: dict[FacetName, str] = {"podcast": "Podcast", "speaker": "Speaker", "role": "Role", "year": "Year"}

TOO_LONG = "The search took longer than this server allows. Add a word, or use a rarer one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a facet with the address that selects it, or takes the selection back."""

    label: str
    count: int
    selected: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    heading: str
    values: tuple[Choice, ...]
    more: int


async def search_html(datasette: Any, request: Any) -> Any:
    """The page. Status 400 if the time limit was over, with the same box to change the search in."""
    asked = read(request.args)
    results = await _answer(datasette, request, asked)
    context: dict[str, Any] = {
        "asked": asked,
        "results": results,
        "database": "archive",
        "too_long": TOO_LONG,
    }
    if results is not None:
        context |= _shown(datasette, asked, results)
    html = await datasette.render_template(
        "podarchive-search.html", context, request=request, view_name="podarchive-search"
    )
    return Response.html(
        html, status=400 if results is None else 200, headers={"Referrer-Policy": "no-referrer"}
    )


async def search_json(datasette: Any, request: Any) -> Any:
    """The same as JSON, with every value of every facet."""
    asked = read(request.args)
    results = await _answer(datasette, request, asked)
    headers = {"Referrer-Policy": "no-referrer", **cors_headers(datasette)}
    if results is None:
        return Response.json({"ok": False, "error": TOO_LONG, "status": 400}, status=400, headers=headers)
    found = dict(as_json(results))
    found["left_out"] = [*found["left_out"], *asked.left_out]
    for hit in found["hits"]:
        hit["address"] = Addresses(datasette).moment(hit["episode_id"], hit["moment_ms"], hit["utterance_id"])
    paging = {
        "page": asked.page,
        "page_size": PAGE_SIZE,
        "next": _page(datasette, asked, asked.page + 1, ".json") if _has_next(asked, results) else None,
    }
    return Response.json({"ok": True, **found, **paging}, headers=headers)


async def _answer(datasette: Any, request: Any, asked: Asked) -> Results | None:
    """The results, or None if they took too long."""
    archive = archive_of(datasette)
    if archive is None:
        raise NotFound("No podcast archive is attached to this server")
    if not await may_see(datasette, request, archive, SEARCHED):
        raise Forbidden("You may not search this archive")
    mapped = await may_see(datasette, request, archive, ("clock_maps",))
    try:
        return await run_limited(
            datasette,
            archive,
            lambda connection: search(
                connection,
                understand(asked.text),
                selected=asked.by_facet,
                limit=PAGE_SIZE,
                offset=(asked.page - 1) * PAGE_SIZE,
                sort=asked.sort,
                mapped=mapped,
            ),
        )
    except QueryInterrupted:
        return None


def _shown(datasette: Any, asked: Asked, results: Results) -> dict[str, Any]:
    first = (asked.page - 1) * PAGE_SIZE + 1
    return {
        "hits": [
            {
                "hit": hit,
                "episode": Addresses(datasette).moment(hit.episode_id, hit.moment_ms, hit.utterance_id),
            }
            for hit in results.hits
        ],
        "facets": [
            choices for facet in results.facets if (choices := _choices(datasette, asked, facet)).values
        ],
        "chips": list(_chips(datasette, asked, results)),
        "without_selections": Addresses(datasette).search(asked.repeated),
        "sorts": [
            (label, sort == results.sort, Addresses(datasette).search(asked.repeated, asked.selected, sort))
            for sort, label in (("relevance", "Best match"), ("newest", "Newest"))
        ]
        if results.query.required
        else [],
        "first": first,
        "last": first + len(results.hits) - 1,
        "previous": _page(datasette, asked, asked.page - 1) if asked.page > 1 else None,
        "next": _page(datasette, asked, asked.page + 1) if _has_next(asked, results) else None,
        "json_address": _page(datasette, asked, asked.page, ".json"),
    }


def _choices(datasette: Any, asked: Asked, facet: Facet) -> Choices:
    # Selected values first of all: they must not vanish below the end of a long list.
    ordered = sorted(facet.values, key=lambda value: not value.selected)
    values = tuple(
        Choice(
            label=value.label,
            count=value.count,
            selected=value.selected,
            address=_toggled(datasette, asked, facet.name, value.key),
        )
        for value in ordered[:FACET_VALUES]
    )
    return Choices(heading=HEADINGS[facet.name], values=values, more=len(facet.values) - len(values))


def _chips(datasette: Any, asked: Asked, results: Results) -> Iterator[tuple[str, str, str]]:
    """(facet, label, the address without it) of every selected value."""
    labels = {(facet.name, value.key): value.label for facet in results.facets for value in facet.values}
    for name, key in asked.selected:
        yield HEADINGS[name], labels.get((name, key), key), _toggled(datasette, asked, name, key)


def _toggled(datasette: Any, asked: Asked, name: FacetName, key: str) -> str:
    pair = (name, key)
    kept = [other for other in asked.selected if other != pair]
    selected = kept if pair in asked.selected else [*kept, pair]
    return Addresses(datasette).search(asked.repeated, selected, _sort(asked))


def _page(datasette: Any, asked: Asked, page: int, suffix: str = "") -> str:
    return Addresses(datasette).search(asked.repeated, asked.selected, _sort(asked), page, suffix)


def _sort(asked: Asked) -> str | None:
    return "newest" if asked.sort == "newest" else None


def _has_next(asked: Asked, results: Results) -> bool:
    reachable = min(results.total, results.ranked_among or results.total)
    return asked.page < LAST_PAGE and asked.page * PAGE_SIZE < reachable
