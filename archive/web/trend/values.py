"""What the page of a trend shows; the same as JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from archive.web.periods import By
from archive.web.plots import Plot
from archive.web.trend.asked import MOST_QUERIES, Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`mentions` are utterances; `untimed` of them are in no counted hour. `hours` None: nothing is timed.

    `per_hour` is what of the mentions is timed by the hours. `href` opens the mentions, all of them.
    """

    mentions: int
    untimed: int
    hours: float | None
    per_hour: float | None
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A query, or one podcast or speaker of a split; `cells` are in the order of the periods."""

    name: str
    key: str
    all: Cell
    undated: Cell
    vague: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A month or a year, or a run of them without anything (`first` and `last` differ).

    `hours` are those of all queries, if they have the same; `href` lists the episodes that have them.
    """

    first: str
    last: str
    label: str
    hours: float | None
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """`chapters`: it asks for chapters, and the hours are still those of whole episodes."""

    text: str
    in_words: str
    left_out: tuple[str, ...]
    chapters: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    facet: str
    label: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a selection in the form, or an address that changes the page."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Why nothing can be drawn; `field` is the id of the part of the form that is to be mended, or empty."""

    says: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """`plot` and `ranking` draw; without a query there are no lines, if something is `wrong` only a form."""

    asked: Asked
    by: By = "year"
    wrong: Wrong | None = None
    queries: tuple[Understood, ...] = ()
    periods: tuple[Period, ...] = ()
    lines: tuple[Line, ...] = ()
    others: int = 0
    other_mentions: int = 0
    chips: tuple[Chip, ...] = ()
    csv: str = ""
    room: int = MOST_QUERIES
    ranked: tuple[Line, ...] = ()
    plot: Callable[[], Plot] | None = None
    ranking: Callable[[], Plot] | None = None
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
