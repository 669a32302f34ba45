"""Several series over time, as lines with a mark at each value."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from archive.web.plots import axes, svg, upright
from archive.web.plots.points import Plot, Point, Series, Show, number
from archive.web.plots.svg import element, percent
from archive.web.plots.table import table
from archive.web.plots.upright import Frame
from archive.web.say import Words

_MARKS = (
    "M-4,0 a4,4 0 1,0 8,0 a4,4 0 1,0 -8,0 z",
    "M-3.5,-3.5 h7 v7 h-7 z",
    "M0,-4.6 l4.6,8 h-9.2 z",
    "M0,-5 l5,5 l-5,5 l-5,-5 z",
    "M0,4.6 l4.6,-8 h-9.2 z",
    "M-1.5,-4.5 h3 v3 h3 v3 h-3 v3 h-3 v-3 h-3 v-3 h3 z",
    "M-4.5,-2 h9 v4 h-9 z",
    "M-2,-4.5 h4 v9 h-4 z",
)
"""A shape for each series: which line is which is seen without its colour."""


def lines(
    series: Sequence[Series], *, title: str, unit: str, words: Words, show: Show = number, whole: bool = False
) -> Plot:
    """A line for each series, broken where it has a gap. Arguments as those of `bars`."""
    figures = table(series, title=title, unit=unit, words=words, show=show)
    frame = upright.frame(series, title, unit, whole)
    if frame is None:
        return Plot(svg.nothing(title, words), figures)
    drawn = [element("defs", svg.hatch(f"{frame.name}-gap")), *map(frame.gap, sorted(frame.gaps))]
    drawn += axes.across(frame.scale, show)
    for which, one in enumerate(series):
        drawn += _strokes(one.points, which, frame.scale)
    for which, one in enumerate(series):
        drawn += _marks(frame, one, which, words, show)
    samples = [
        Markup("").join(
            (
                element(
                    "line", x1=1, x2=25, y1=7, y2=7, class_=f"pa-plot-stroke {_dash(at)} {svg.voice(at)}"
                ),
                element(
                    "path",
                    d=_MARKS[at % 8],
                    transform="translate(13 7)",
                    class_=f"pa-plot-dot {svg.voice(at)}",
                ),
            )
        )
        for at in range(len(series))
    ]
    return Plot(frame.around(drawn, samples, words), figures)


def _strokes(points: Sequence[Point], which: int, scale: axes.Scale) -> Iterator[Markup]:
    """A piece between each two neighbours that both have a value."""
    for at, (one, other) in enumerate(pairwise(points)):
        if one.value is not None and other.value is not None:
            yield element(
                "line",
                x1=percent((at + 0.5) / len(points)),
                y1=scale.y(one.value),
                x2=percent((at + 1.5) / len(points)),
                y2=scale.y(other.value),
                class_=f"pa-plot-stroke {_dash(which)} {svg.voice(which)}",
            )


def _marks(frame: Frame, one: Series, which: int, words: Words, show: Show) -> Iterator[Markup]:
    for at, point in enumerate(one.points):
        if point.value is None:
            continue
        name = svg.said(point, one.name if len(frame.series) > 1 else "", frame.unit, words, show)
        # A drawing inside the drawing is what can stand at a per cent of the width.
        mark = element(
            "svg",
            element("circle", r=10, class_="pa-plot-hit"),
            element("path", d=_MARKS[which % len(_MARKS)], class_=f"pa-plot-dot {svg.voice(which)}"),
            x=percent((at + 0.5) / len(one.points)),
            y=frame.scale.y(point.value),
            overflow="visible",
        )
        yield svg.linked(point, name, frame.many, mark)


def _dash(which: int) -> str:
    return f"pa-plot-dash-{which % 4}"
