"""Dates as exact as they are said: a year, a month or a day, as `2024`, `2024-05`, `2024-05-01`."""

import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def is_date(text: str) -> bool:
    """Whether it is one of the three, and there is such a day."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def first_day(text: str) -> str:
    """The first day that `text`, which begins with a date, may mean: 2024 is 2024-01-01."""
    return text[:10] + "0001-01-01"[len(text[:10]) :]


def last_day(text: str) -> str:
    """The last one, or later: no month has more than 31 days."""
    return text[:10] + "9999-12-31"[len(text[:10]) :]


def is_after(published: str, wanted: str) -> bool:
    """Whether all of `published` is in `wanted` or later; an unknown date is not known to be."""
    return bool(published) and first_day(published) >= first_day(wanted)


def is_before(published: str, wanted: str) -> bool:
    """Whether all of `published` is earlier than `wanted` begins."""
    return bool(published) and last_day(published) < first_day(wanted)
