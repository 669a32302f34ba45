"""Months and years: which one a date lies in, what it is called, and which ones follow each other."""

from collections.abc import Iterable
from typing import Literal

from archive.web.say import Words

By = Literal["month", "year"]

_LENGTH: dict[By, int] = {"month": 7, "year": 4}
"""How many characters of an ISO date name the period."""

MOST_MONTHS = 36
"""Over a longer time, years are shown unless months are asked for."""

_RUN: dict[By, int] = {"month": 6, "year": 3}
"""So many periods without speech are one place of the axis; fewer are drawn one by one."""


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


def axis(periods: Iterable[str], by: By) -> list[tuple[str, str]]:
    """(first, last) of every place from the first period to the last, those without anything too.

    A long run of these is one place, whose first and last differ.
    """
    places: list[tuple[str, str]] = []
    for period in sorted(set(periods)):
        if places:
            after, before = _place(places[-1][1], by) + 1, _place(period, by) - 1
            if before - after + 1 >= _RUN[by]:
                places.append((_named(after, by), _named(before, by)))
            else:
                places += [(_named(at, by), _named(at, by)) for at in range(after, before + 1)]
        places.append((period, period))
    return places


def label(place: tuple[str, str], words: Words) -> str:
    """`Mar 2024`, `2024`, `2011–2015`."""
    first, last = (one if len(one) == 4 else _month(one, words) for one in place)
    return first if first == last else f"{first}–{last}"


def following(period: str, by: By) -> str:
    """The month after `2024-12` is `2025-01`."""
    return _named(_place(period, by) + 1, by)


def _month(period: str, words: Words) -> str:
    return words.text("trend.month", name=words.text(f"trend.months.{period[5:]}"), year=period[:4])


def _place(period: str, by: By) -> int:
    year = int(period[:4])
    return year if by == "year" else 12 * year + int(period[5:7]) - 1


def _named(place: int, by: By) -> str:
    return f"{place:04}" if by == "year" else f"{place // 12:04}-{place % 12 + 1:02}"
