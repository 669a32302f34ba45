"""What is answered where an address makes no sense, leads nowhere or asks too much: a page that says so.

Datasette's own error page knows neither our style sheet nor our policy. Programs, by the end of the path,
are answered as Datasette answers them; so is an error of ours, which Datasette logs.
"""

from typing import Any

from datasette import Response  # type: ignore[import-untyped]

from archive.web import gone, pages, refusing
from archive.web.datasette_internals import (
    QueryInterrupted,
    archive_of,
    await_me_maybe,
    cors_headers,
    error_body,
    missing_row,
    refusal,
    unknown_format,
    was_interrupted,
)
from archive.web.explore import queries

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

    Datasette's own prints an error of ours as the exception that is being handled: here it is that again.
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
    if request is None or archive_of(datasette) is None:
        return None
    # Datasette has no answer of its own where a table's rows take longer than the server's limit, and of a
    # stored query it shows the statement, which whoever filled in a form did not write.
    is_stored = queries.named(datasette, request) is not None and was_interrupted(exception)
    is_late = is_stored or isinstance(exception, QueryInterrupted)
    advice: refusing.Advice = "stored" if is_stored else "filter"
    found = (400, refusing.late(datasette, request, advice)) if is_late else refusal(exception)
    # Nor where an address has an ending that no table has, such as a guessed feed's.
    format = unknown_format(exception)
    if format is not None:
        text = pages.words_of(datasette).text("problem.no_format", path=request.path, format=format)
        found = (404, text)
    if (row := missing_row(exception)) is not None:
        _, table, key = row
        found = (404, pages.words_of(datasette).text("problem.no_row", table=table, id=key[:100]))
    if found is None:
        return None
    status, message = found
    if request.path.endswith(_FOR_PROGRAMS):
        return Response.text(f"{message}\n", status=status)
    if "." in request.path.rpartition("/")[2]:
        told = is_late or format is not None
        return _to_programs(datasette, request, status, message) if told else None
    kind = "late" if is_late else status if status in _HEADINGS else 400
    q = request.args.get("words" if is_stored else "_search")
    html = await datasette.render_template(
        _TEMPLATE, {"kind": kind, "message": message, "q": q}, request=request
    )
    return Response.html(html, status=status)


def _to_programs(datasette: Any, request: Any, status: int, message: str) -> Any:
    headers = cors_headers(datasette)
    if request.path.endswith(".json"):
        return Response.json(error_body(message, status), status=status, headers=headers)
    return Response.text(message, status=status, headers=headers)
