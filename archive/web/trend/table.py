"""`/archive/-/trend.csv`: a row for each period and line, with what it is computed of."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from datasette import Response  # type: ignore[import-untyped]

from archive.web import pages, refusing
from archive.web.addresses import Addresses
from archive.web.asking import BadAddress
from archive.web.datasette_internals import QueryInterrupted, cors_headers
from archive.web.spreadsheets import inert
from archive.web.trend.page import page
from archive.web.trend.values import Cell, Line, Trend

COLUMNS = (
    "period",
    "period_end",
    "query",
    "name",
    "key",
    "mentions",
    "mentions_without_times",
    "hours",
    "mentions_per_hour",
    "address",
)
"""`period` is empty in the rows of what has no date, or none as exact; `name` and `key` are of the split."""


async def trend_csv(datasette: Any, request: Any) -> Any:
    """The table; status 400 with a sentence if the address makes no sense or the time limit was over."""
    headers = cors_headers(datasette)
    refusing.without_archive(datasette)
    try:
        found = await pages.made(datasette, request, page)
    except BadAddress as error:
        return Response.text(f"{error}\n", status=400, headers=headers)
    except QueryInterrupted:
        return Response.text(f"{refusing.late(datasette, request)}\n", status=400, headers=headers)
    if found is None:
        raise refusing.hidden(datasette)
    return Response(
        written(found, lambda path: Addresses(datasette).absolute(request, path)),
        content_type="text/csv; charset=utf-8",
        headers=headers | {"Content-Disposition": 'attachment; filename="trend.csv"'},
    )


def written(trend: Trend, absolute: Callable[[str], str]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for line in trend.lines:
        query = trend.asked.queries[0] if trend.asked.split else line.name
        for first, last, cell in _cells(trend, line):
            counted = (cell.mentions, cell.untimed, _rounded(cell.hours), _rounded(cell.per_hour))
            address = absolute(cell.href) if cell.href else None
            name = line.name if trend.asked.split else None
            row = (first, last, query, name, line.key, *counted, address)
            writer.writerow([inert(value) for value in row])
    return lines.getvalue()


def _cells(trend: Trend, line: Line) -> Iterator[tuple[str, str, Cell]]:
    for period, cell in zip(trend.periods, line.cells, strict=True):
        yield period.first, period.last, cell
    for cell in (line.vague, line.undated):
        if cell.mentions or cell.hours:
            yield "", "", cell


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
