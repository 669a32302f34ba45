"""Upright bars: the series side by side in each place."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from archive.web.plots import axes, svg, upright
from archive.web.plots.points import Plot, Point, Series, Show, number
from archive.web.plots.svg import element, percent
from archive.web.plots.table import table
from archive.web.plots.upright import Frame
from archive.web.say import Words

_GAP = 0.18
"""The share of a place that stays free at each of its sides."""

_WIDEST = 0.1
"""No bar is wider than this share of the plot, however few there are."""

# What is drawn over the pale ground of a series' bars, beginning with the second: no two look alike in grey.
_MARKS = (
    "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4",
    "M2,2 h2 v2 h-2 z M6,6 h2 v2 h-2 z",
    "M0,2 h8 M0,6 h8",
    "M2,0 v8 M6,0 v8",
    "M0,0 l8,8 M8,0 l-8,8",
    "M0,4 h8 M4,0 v8",
    "M0,0 l8,8 M-2,6 l4,4 M6,-2 l4,4",
)


def bars(
    series: Sequence[Series], *, title: str, unit: str, words: Words, show: Show = number, whole: bool = False
) -> Plot:
    """A bar for each point; `unit` is what the values are, `whole` that they are counts.

    Series that lack a label of another one have to have a gap there.
    """
    figures = table(series, title=title, unit=unit, words=words, show=show)
    frame = upright.frame(series, title, unit, whole)
    if frame is None:
        return Plot(svg.nothing(title, words), figures)
    drawn = [
        element("defs", svg.hatch(f"{frame.name}-gap"), *_patterns(frame.name, len(series))),
        *axes.across(frame.scale, show),
    ]
    for at, place in enumerate(frame.places):
        drawn += _place(frame, place, at, words, show)
    if len(series) == 1:
        drawn += _values(series[0].points, frame.scale, show)
    samples = [
        element(
            "rect",
            x=2,
            y=1,
            width=22,
            height=12,
            class_=f"pa-plot-bar {svg.voice(at)}",
            fill=_fill(frame.name, at),
        )
        for at in range(len(series))
    ]
    return Plot(frame.around(drawn, samples, words), figures)


def _place(frame: Frame, place: Sequence[Point], at: int, words: Words, show: Show) -> Iterator[Markup]:
    """The bars of one label; where no series has a value, a hatched gap."""
    left, width = at / len(frame.places), 1 / len(frame.places)
    if at in frame.gaps:
        yield frame.gap(at)
    all_of_them = min(width * (1 - 2 * _GAP), _WIDEST * len(place))
    each = all_of_them / len(place)
    for which, (one, point) in enumerate(zip(frame.series, place, strict=True)):
        x = left + (width - all_of_them) / 2 + which * each
        # The whole height is the link: a low bar could not be hit.
        parts = [
            element(
                "rect",
                x=percent(x),
                y=axes.TOP,
                width=percent(each),
                height=axes.HEIGHT,
                class_="pa-plot-hit",
            )
        ]
        if point.value:
            y = min(frame.scale.y(point.value), axes.FOOT - 1)
            parts.append(
                element(
                    "rect",
                    x=percent(x),
                    y=y,
                    width=percent(each),
                    height=axes.FOOT - y,
                    class_=f"pa-plot-bar {svg.voice(which)}",
                    fill=_fill(frame.name, which),
                )
            )
        named = one.name if len(frame.series) > 1 else ""
        said = svg.said(point, named, frame.unit, words, show)
        yield svg.linked(point, said, frame.many, *parts)


def _values(points: Sequence[Point], scale: axes.Scale, show: Show) -> Iterator[Markup]:
    """The value above each bar, where there is room for all of them."""
    shown = [(at, point.value) for at, point in enumerate(points) if point.value is not None]
    letters = max((len(show(value)) for _, value in shown), default=0)
    if not axes.fits(len(points), letters, axes.WIDE):
        return
    kind = "pa-plot-value" + ("" if axes.fits(len(points), letters, axes.NARROW) else " pa-plot-wide")
    for at, value in shown:
        yield svg.text(
            show(value),
            x=percent((at + 0.5) / len(points)),
            y=scale.y(value) - 5,
            text_anchor="middle",
            class_=kind,
        )


def _patterns(name: str, series: int) -> Iterator[Markup]:
    for at in range(1, series):
        yield element(
            "pattern",
            element("rect", width=8, height=8, class_=f"pa-plot-pale {svg.voice(at)}"),
            element("path", d=_MARKS[(at - 1) % len(_MARKS)], class_=f"pa-plot-mark {svg.voice(at)}"),
            id=f"{name}-{at}",
            width="8",
            height="8",
            patternUnits="userSpaceOnUse",
        )


def _fill(name: str, at: int) -> str | None:
    """Nothing for the first series, whose bars are filled with its colour."""
    return f"url(#{name}-{at})" if at else None
