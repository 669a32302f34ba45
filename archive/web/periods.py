"""Time in a plot: the months or the years from the first date to the last, none of them left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

MOST_MONTHS = 30
"""From so many months on a plot shows years."""

LEAST_PERIODS = 2
"""One bar is no plot."""

Unit = Literal["month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """`labels` are `2024` or `2024-03`, in order: the beginnings of ISO dates, as filters take them."""

    unit: Unit
    labels: Sequence[str]

    def of(self, published: str | None) -> str | None:
        """The period that a date falls into; None if it is not known as exactly as that."""
        length = 7 if self.unit == "month" else 4
        return published[:length] if published and len(published) >= length else None


def periods(dates: Iterable[str | None]) -> Periods:
    """For these ISO dates. One that says the year only makes all of them years."""
    known = sorted(date for date in dates if date and date[:4].isdecimal())
    if not known:
        return Periods(unit="year", labels=())
    first, last = known[0], known[-1]
    if all(len(date) >= 7 for date in known):
        months = _months(first, last)
        if len(months) <= MOST_MONTHS:
            return Periods(unit="month", labels=months)
    years = range(int(first[:4]), int(last[:4]) + 1)
    # A year 1 beside a year 2024 is a slip of the pen: only years that something was published in.
    labels = [f"{year:04}" for year in years] if len(years) <= 80 else sorted({date[:4] for date in known})
    return Periods(unit="year", labels=tuple(labels))


def _months(first: str, last: str) -> tuple[str, ...]:
    start, end = (int(date[:4]) * 12 + int(date[5:7]) - 1 for date in (first, last))
    return tuple(f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, min(end, start + 1_000) + 1))
