"""Lying bars: names at the left, as a ranking is read."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from markupsafe import Markup

from archive.web.plots import svg
from archive.web.plots.points import Plot, Point, Series, Show, name_of, number, shortened
from archive.web.plots.svg import element, percent
from archive.web.plots.table import table
from archive.web.say import Words

_ROW, _BAR = 30, 16
_NAMES, _VALUES = 0.34, 0.16
"""The shares of the width that names and the values behind the bars have."""

_WIDE, _NARROW = 34, 15
"""So many letters of a name are drawn in a line on a screen, and on a phone."""

_LINE = 13
"""Between the two lines that a name may have on a phone."""


def rows(
    points: Sequence[Point], *, title: str, unit: str, words: Words, show: Show = number, name: str = ""
) -> Plot:
    """A bar for each point, in the order given; `name` is what the labels are, for the table's heading."""
    series = [Series(unit, points)]
    figures = table(series, title=title, unit="", words=words, show=show, name=name)
    greatest = max((point.value for point in points if point.value is not None), default=None)
    if greatest is None:
        return Plot(svg.nothing(title, words), figures)
    id_ = name_of(title, series)
    many = len(points) > svg.MOST_STOPS
    drawn = [
        svg.linked(
            point,
            svg.said(point, "", unit, words, show),
            many,
            *_row(point, at * _ROW, (point.value or 0) / (greatest or 1), words, show),
        )
        for at, point in enumerate(points)
    ]
    return Plot(
        svg.figure(
            id_,
            title,
            unit,
            drawn,
            height=len(points) * _ROW + 4,
            kind="pa-plot-lying",
            links=any(point.href for point in points),
        ),
        figures,
    )


def _row(point: Point, y: int, share: float, words: Words, show: Show) -> Iterator[Markup]:
    middle = y + _ROW / 2
    yield element("rect", x="0", y=y, width="100%", height=_ROW, class_="pa-plot-hit")
    yield from _name(point.label, middle + 4.5)
    length = share * (1 - _NAMES - _VALUES)
    if point.value:
        yield element(
            "rect",
            x=percent(_NAMES),
            y=middle - _BAR / 2,
            width=percent(max(length, 0.003)),
            height=_BAR,
            class_="pa-plot-bar voice-1",
        )
    value = words.text("plots.gap") if point.value is None else show(point.value)
    yield svg.text(value, x=percent(_NAMES + length + 0.01), y=middle + 4.5, class_="pa-plot-value")


def _name(label: str, y: float) -> Iterator[Markup]:
    """The name as far as there is room, so that it never reaches into the bar: on a phone in two lines."""
    # A mark that turns the direction would carry the whole line away.
    plain = " ".join("".join(letter for letter in label[:400] if letter.isprintable()).split())
    wide = shortened(plain, _WIDE)
    narrow = wrap(plain, _NARROW, max_lines=2, placeholder="…") or [""]
    if narrow == [wide]:
        yield svg.text(wide, x="0", y=y, class_="pa-plot-name")
        return
    yield svg.text(wide, x="0", y=y, class_="pa-plot-name pa-plot-wide")
    first = y - _LINE * (len(narrow) - 1) / 2
    for at, line in enumerate(narrow):
        yield svg.text(line, x="0", y=first + at * _LINE, class_="pa-plot-name pa-plot-narrow")
