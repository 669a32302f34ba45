"""`/archive/-/search`, as a page and as JSON: a request understood, answered, made ready to be shown."""

from typing import Any

from datasette import Response  # type: ignore[import-untyped]

from archive.search import as_json
from archive.web.addresses import Addresses
from archive.web.asking import BadAddress
from archive.web.datasette_internals import archive_of, cors_headers, may_ask_sql
from archive.web.pages import words_of
from archive.web.search.answer import Answer, answered
from archive.web.search.asked import Asked, read
from archive.web.search.here import Here
from archive.web.search.shown import has_next, shown
from archive.web.search.writing import Writing

PAGE_SIZE = 20
_TEMPLATE = "podarchive-search.html"


async def search_html(datasette: Any, request: Any) -> Any:
    """The page. Status 400, with the same box, if the address makes no sense or the time limit was over."""
    words = words_of(datasette)
    asked = Asked(text=request.args.get("q") or "")
    context: dict[str, Any] = {"page": None, "problem": None, "database": "archive"}
    try:
        asked = read(request.args, words)
        found = await answered(datasette, request, asked, limit=0 if asked.facet else PAGE_SIZE)
        here = Here(Addresses(datasette), asked)
        may_run = await may_ask_sql(datasette, request, archive_of(datasette))
        context["page"] = shown(found, asked, here, words, may_ask_sql=may_run)
        context["writing"] = Writing(words, here.to)
        context["data_address"] = here.page(asked.page, ".json")
    except BadAddress as error:
        context["problem"] = str(error)
    html = await datasette.render_template(
        _TEMPLATE, context | {"asked": asked}, request=request, view_name="podarchive-search"
    )
    return Response.html(html, status=400 if context["problem"] else 200)


async def search_json(datasette: Any, request: Any) -> Any:
    """The same as JSON, with every value of every facet."""
    try:
        asked = read(request.args, words_of(datasette))
        found = await answered(datasette, request, asked, limit=0 if asked.facet else PAGE_SIZE)
    except BadAddress as error:
        failed = {"ok": False, "error": str(error), "status": 400}
        return Response.json(failed, status=400, headers=cors_headers(datasette))
    return Response.json({"ok": True, **_as_json(datasette, asked, found)}, headers=cors_headers(datasette))


def _as_json(datasette: Any, asked: Asked, found: Answer) -> dict[str, Any]:
    to = Addresses(datasette)
    here = Here(to, asked)
    results = found.results
    value = dict(as_json(results))
    for each, hit in zip(value["hits"], results.hits, strict=True):
        each["address"] = to.moment(hit.episode_id, hit.at_ms, hit.utterance_id, asked.repeated)
    for each, suggestion in zip(value["suggestions"], results.suggestions, strict=True):
        each["address"] = here.other(suggestion.q, suggestion.selected)
    return value | {
        "page": asked.page,
        "page_size": found.size,
        "next": here.page(asked.page + 1, ".json") if has_next(found, asked) else None,
    }
