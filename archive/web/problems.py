"""What is answered to an address that makes no sense or leads nowhere: a page of ours that says so.

Datasette's own error page knows neither our style sheet nor our policy. Programs, by the end of the path,
are answered as Datasette answers them; so is an error of ours, which Datasette logs.
"""

from typing import Any

from datasette import Response  # type: ignore[import-untyped]

from archive.web import gone
from archive.web.datasette_internals import archive_of, await_me_maybe, refusal

_TEMPLATE = "podarchive-problem.html"
_HEADINGS = (400, 404)
_FOR_PROGRAMS = (".atom", ".xml", ".txt")
"""What is told in one line of text: Datasette has a form for what is asked as JSON and CSV only."""


def answer(datasette: Any, request: Any, exception: Exception, others: list[Any]) -> Any:
    """What answers, later: what was there once says so, of what never was the address is wrong.

    `others` are the answers of all other hooks, asked only where we have none: Datasette's own prints the
    whole exception, and a wrong address is none.
    """

    async def inner() -> Any:
        was_there = gone.answer(datasette, request, exception)
        response = await was_there() if was_there else None
        response = response or await _refused(datasette, request, exception)
        return response or await _others(exception, others)

    return inner


async def _others(exception: Exception, others: list[Any]) -> Any:
    """The first answer of the other hooks; None if they have none.

    Datasette's own prints the exception that is being handled, which for an address without a route is none:
    where `rich` is installed that fails, and the answer would be 500.
    """
    try:
        raise exception
    except Exception:
        for other in others:
            response = await await_me_maybe(other)
            if response is not None:
                return response
    return None


async def _refused(datasette: Any, request: Any, exception: Exception) -> Any:
    """The page; None where Datasette's own answer stands."""
    found = refusal(exception)
    if found is None or request is None or archive_of(datasette) is None:
        return None
    status, message = found
    if request.path.endswith(_FOR_PROGRAMS):
        return Response.text(f"{message}\n", status=status)
    if "." in request.path.rpartition("/")[2]:
        return None
    context = {"kind": status if status in _HEADINGS else 400, "message": message}
    html = await datasette.render_template(_TEMPLATE, context, request=request)
    return Response.html(html, status=status)
