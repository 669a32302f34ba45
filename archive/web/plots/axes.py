"""Axes: round ticks, lines across, and as many labels below as there is room for."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from archive.web.plots.points import Show, shortened
from archive.web.plots.svg import element, percent, text

TOP, HEIGHT, BOTTOM = 22, 200, 30
"""Pixels above, of and below the area in which values are drawn."""

FOOT = TOP + HEIGHT
WIDE, NARROW = 620, 280
"""Pixels that the area is at least wide on a screen and on a phone."""

_LETTER = 6.8
_STEPS = (1, 2, 3, 4, 6, 12, 24, 36, 60, 120, 240, 600, 1_200, 6_000)
_ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to `top`, with a tick each `step`."""

    top: float
    step: float

    def y(self, value: float) -> float:
        """How far down a value is, in pixels."""
        return FOOT - HEIGHT * value / self.top

    def ticks(self) -> list[float]:
        return [self.step * at for at in range(round(self.top / self.step) + 1)]


def scale(values: Sequence[float], whole: bool = False) -> Scale:
    """Three to six round ticks up to the greatest value. `whole`: none between whole numbers."""
    greatest = max(values, default=0) or 1
    power = 10.0 ** math.floor(math.log10(greatest / 4))
    step = next(each * power for each in _ROUND if each * power * 5 >= greatest)
    if whole:
        step = max(1, math.ceil(step))
    return Scale(top=step * math.ceil(greatest / step - 1e-9), step=step)


def across(upright: Scale, show: Show) -> Iterator[Markup]:
    """A line across at each tick, with what it stands for at its left."""
    for tick in upright.ticks():
        y = upright.y(tick)
        kind = "pa-plot-line" if tick else "pa-plot-foot"
        yield element("line", x1="0", x2="100%", y1=y, y2=y, class_=kind)
        yield text(show(tick), x=-8, y=y + 4, text_anchor="end", class_="pa-plot-tick")


def below(labels: Sequence[str]) -> Iterator[Markup]:
    """The labels below their places, of which a narrow drawing shows fewer, so that none touches another."""
    drawn = [shortened(label, 18) for label in labels]
    every, seldom = thinned(len(drawn), max(map(len, drawn), default=0))
    for at, label in enumerate(drawn):
        if at % every == 0:
            yield text(
                label,
                x=percent((at + 0.5) / len(drawn)),
                y=FOOT + 19,
                text_anchor="middle",
                class_="pa-plot-label" + ("" if at % seldom == 0 else " pa-plot-wide"),
            )


def thinned(number: int, letters: int) -> tuple[int, int]:
    """Every how manieth label there is room for on a screen, and, a multiple of it, on a phone."""
    needed = letters * _LETTER + 10
    every = next((step for step in _STEPS if step * WIDE >= number * needed), number or 1)
    seldom = next(
        (step for step in _STEPS if step % every == 0 and step * NARROW >= number * needed), number or 1
    )
    return every, seldom


def fits(number: int, letters: int, width: int) -> bool:
    """Whether so many texts of so many letters stand beside one another."""
    return number * (letters * _LETTER + 4) <= width


def room(places: int) -> str:
    """The class by which a long drawing gets a width of its own, inside a box that scrolls; empty: none."""
    return "pa-plot-long" if places > 60 else "pa-plot-middling" if places > 24 else ""
