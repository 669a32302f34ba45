"""The addresses at which others than readers ask: feeds, quotations, sitemaps, who may come."""

from collections.abc import Callable
from typing import Any

from datasette import Response  # type: ignore[import-untyped]

from archive.web import refusing
from archive.web.datasette_internals import QueryInterrupted
from archive.web.sharing import atom, oembed, sitemap

Answer = Callable[[Any, Any], Any]


def routes() -> list[tuple[str, Any]]:
    return [
        (r"^/archive/-/episodes\.atom$", _in_time(atom.answer)),
        (r"^/archive/-/oembed$", _in_time(oembed.answer)),
        (r"^/sitemap\.xml$", _in_time(sitemap.index)),
        (
            r"^/sitemap-(?P<kind>episodes|podcasts|people)-(?P<number>[1-9][0-9]{0,5})\.xml$",
            _in_time(sitemap.part),
        ),
        (r"^/robots\.txt$", _in_time(sitemap.robots)),
    ]


def _in_time(answer: Answer) -> Answer:
    """The same; where the time limit is too short, those who ask are told to come again."""

    async def limited(datasette: Any, request: Any) -> Any:
        refusing.without_archive(datasette)
        try:
            return await answer(datasette, request)
        except QueryInterrupted:
            text = refusing.late(datasette, request, "again")
            return Response.text(text, status=503, headers={"Retry-After": "60"})

    return limited
