"""What is plotted, and what comes of it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series. `value` None is a gap: it is drawn as one, and no 0.

    `href` opens what the value counts; `note` says more where the pointer rests. Raises ValueError for
    a value below 0, or one that is no number.
    """

    label: str
    value: float | None
    href: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not (math.isfinite(self.value) and self.value >= 0):
            raise ValueError(f"{self.label}: {self.value} cannot be drawn; give a number from 0 on, or None")


@dataclass(frozen=True, slots=True)
class Series:
    """Values under one name. Several series of a plot have the same labels in the same order."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Plot:
    """`svg`: a figure with its caption. `table`: the same figures and links, to be read and to be copied."""

    svg: Markup
    table: Markup


Show = Callable[[float], str]
"""How a value is written."""


def number(value: float) -> str:
    """`1,234`, `12.3`, `0.0123`: three significant digits, but no digit of a whole number left out."""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def name_of(title: str, series: Sequence[Series]) -> str:
    """An id for the plot, the same whenever the same is drawn."""
    text = repr((title, [(one.name, [(point.label, point.value) for point in one.points]) for one in series]))
    return f"plot-{blake2s(text.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
