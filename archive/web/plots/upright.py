"""What bars and lines over places have in common: the scale, the gaps, and what stands around the drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from archive.web.plots import axes, svg
from archive.web.plots.points import Point, Series, name_of
from archive.web.plots.svg import element, percent
from archive.web.say import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The points of all series by their `places`; in those of `gaps` none has a value.

    `many`: there are more points than the keyboard shall stop at.
    """

    name: str
    title: str
    unit: str
    series: Sequence[Series]
    scale: axes.Scale
    places: Sequence[Sequence[Point]]
    gaps: frozenset[int]
    many: bool

    def gap(self, at: int) -> Markup:
        """The hatched ground of a place."""
        return element(
            "rect",
            x=percent(at / len(self.places)),
            y=axes.TOP,
            width=percent(1 / len(self.places)),
            height=axes.HEIGHT,
            fill=f"url(#{self.name}-gap)",
        )

    def around(self, drawn: Iterable[str], samples: Sequence[str], words: Words) -> Markup:
        """The whole plot; `samples` are how each series looks, for the legend."""
        gap = element("rect", x=2, y=1, width=22, height=12, fill=f"url(#{self.name}-gap)")
        width = axes.room(len(self.places))
        return svg.figure(
            self.name,
            self.title,
            self.unit,
            [*drawn, *axes.below([place[0].label for place in self.places])],
            height=axes.FOOT + axes.BOTTOM,
            kind=f"pa-plot-upright {width}",
            scrolls=bool(width),
            links=any(point.href for one in self.series for point in one.points),
            legend=svg.legend(self.series, samples, gap if self.gaps else "", words),
        )


def frame(series: Sequence[Series], title: str, unit: str, whole: bool) -> Frame | None:
    """None where there is no value. `whole`: all values are counts."""
    values = [point.value for one in series for point in one.points if point.value is not None]
    if not values:
        return None
    places = list(zip(*(one.points for one in series), strict=True))
    return Frame(
        name=name_of(title, series),
        title=title,
        unit=unit,
        series=series,
        scale=axes.scale(values, whole),
        places=places,
        gaps=frozenset(at for at, place in enumerate(places) if all(each.value is None for each in place)),
        many=sum(len(one.points) for one in series) > svg.MOST_STOPS,
    )
