"""Time in a plot, by months or years: which one a date lies in, what it is called, and which ones follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.web.say import Words

By = Literal["month", "year"]

_LENGTH: dict[By, int] = {"month": 7, "year": 4}
"""How many characters of an ISO date name the period."""

MOST_MONTHS = 36
"""Over a longer time, years are shown unless months are asked for."""

LEAST = 2
"""One bar is no plot."""

ROOM = 80
"""So many places can be told apart in a plot: over a longer time, what is empty is drawn as runs."""

Place = tuple[str, str]
"""The first and the last period of a place of the axis, which differ if it is a run of empty ones."""

_RUN: dict[By, int] = {"month": 6, "year": 3}
"""So many periods without anything are one place of the axis; fewer are drawn one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """The places from the first of some dates to the last, none of them left out."""

    by: By
    places: Sequence[Place]

    def of(self, published: str | None) -> str | None:
        """The period that a date falls into; None if it is not known as exactly as that."""
        return period_of(published or "", self.by)


def periods(dates: Iterable[str | None]) -> Periods:
    """For these ISO dates. One that says the year only makes all of them years."""
    known = [date for date in dates if date]
    by = fitting(known)
    return Periods(by=by, places=axis((one for date in known if (one := period_of(date, by))), by, room=ROOM))


def period_of(published: str, by: By) -> str | None:
    """`2024-03`, `2024`; None if the date is not that exact, or is none."""
    year, month = published[:4], published[4:7]
    if len(year) < 4 or not (year.isascii() and year.isdecimal()):
        return None
    if by == "year":
        return year
    number = month[1:]
    is_month = len(number) == 2 and month[0] == "-" and number.isascii() and number.isdecimal()
    return year + month if is_month and 1 <= int(number) <= 12 else None


def fitting(dates: Iterable[str]) -> By:
    """Months, where all dates lie within three years and all are that exact; or else years."""
    known = sorted(date for date in set(dates) if period_of(date, "year"))
    months = [period for date in known if (period := period_of(date, "month"))]
    if not known or len(months) < len(known):
        return "year"
    return "month" if _place(months[-1], "month") - _place(months[0], "month") < MOST_MONTHS else "year"


def axis(periods: Iterable[str], by: By, room: int = 0) -> list[Place]:
    """Every place from the first period to the last, those without anything too.

    A long run of these is one place, unless there is room for all of them.
    """
    known = sorted(set(periods))
    is_long = bool(known) and _place(known[-1], by) - _place(known[0], by) >= room
    places: list[Place] = []
    for period in known:
        if places:
            after, before = _place(places[-1][1], by) + 1, _place(period, by) - 1
            if is_long and before - after + 1 >= _RUN[by]:
                places.append((_named(after, by), _named(before, by)))
            else:
                places += [(_named(at, by), _named(at, by)) for at in range(after, before + 1)]
        places.append((period, period))
    return places


def label(place: Place, words: Words) -> str:
    """`Mar 2024`, `2024`, `2011–2015`."""
    first, last = (one if len(one) == 4 else _month(one, words) for one in place)
    return first if first == last else f"{first}–{last}"


def following(period: str, by: By) -> str:
    """The month after `2024-12` is `2025-01`."""
    return _named(_place(period, by) + 1, by)


def _month(period: str, words: Words) -> str:
    return words.text("periods.month", name=words.text(f"periods.months.{period[5:]}"), year=period[:4])


def _place(period: str, by: By) -> int:
    year = int(period[:4])
    return year if by == "year" else 12 * year + int(period[5:7]) - 1


def _named(place: int, by: By) -> str:
    return f"{place:04}" if by == "year" else f"{place // 12:04}-{place % 12 + 1:02}"
