"""The plots of a trend."""

from collections.abc import Iterable, Sequence

from archive.web.plots import Plot, Point, Series, bars, lines, rows
from archive.web.say import Words
from archive.web.trend.asked import Asked
from archive.web.trend.values import Cell, Line


def over_time(asked: Asked, found: Sequence[Line], names: Sequence[str], words: Words) -> Plot:
    """Bars of one line or of few, lines of more; none without any value, which would only be named."""
    drawn = [line for line in found if any(cell.per_hour is not None for cell in line.cells)]
    series = [
        Series(line.name, [_point(cell, name, words) for cell, name in zip(line.cells, names, strict=True)])
        for line in drawn or found
    ]
    few = len(series) == 1 or (len(series) <= 3 and len(names) <= 12)
    title = words.text("trend.plot.split" if asked.split else "trend.plot.title", q=_quoted(asked.queries))
    return (bars if few else lines)(series, title=title, unit=words.text("trend.unit"), words=words)


def ranking(asked: Asked, found: Sequence[Line], words: Words) -> Plot:
    """The podcasts or speakers with the most mentions, by how often an hour they say it."""
    ordered = sorted(found, key=lambda line: -(line.all.per_hour or 0))
    return rows(
        [_point(line.all, line.name, words) for line in ordered],
        title=words.text(f"trend.plot.{asked.split}", q=_quoted(asked.queries)),
        unit=words.text("trend.unit"),
        words=words,
        name=words.text(f"trend.facets.{asked.split}"),
    )


def _point(cell: Cell, label: str, words: Words) -> Point:
    return Point(label, cell.per_hour, cell.href, said(cell, words))


def said(cell: Cell, words: Words) -> str:
    """`12 mentions in 3.4 hours, 2 of them in no timed transcript`."""
    text = words.text
    mentions = text("trend.mentions", n=cell.mentions)
    if cell.hours is None:
        return text("trend.point.no_hours", mentions=mentions)
    more = text("trend.point.untimed", n=cell.untimed) if cell.untimed else ""
    return text("trend.point.hours", mentions=mentions, n=round(cell.hours, 2)) + more


def _quoted(queries: Iterable[str]) -> str:
    return ", ".join(f"“{query}”" for query in queries)
