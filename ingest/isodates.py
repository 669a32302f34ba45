"""Dates as machines write them, from a year alone to the second."""

import datetime
import re

from .reading import Published

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<time>\d\d:\d\d.{0,20}))?)?)?", re.DOTALL
)


def published(text: str | None) -> Published | None:
    """The date in `2021`, `2021-08`, `2021-08-13` or `2021-08-13T12:00:00+02:00`; None for anything else."""
    found = _DATE.fullmatch(text.strip()) if text else None
    if not found or not found.group().isascii():
        return None
    year, month, day, time = found.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
        if not time:
            return Published(text=found.group(), precision="day" if day else "month" if month else "year")
        moment = datetime.datetime.fromisoformat(found.group())
        instant = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return Published(text=moment.isoformat(timespec="seconds"), precision="second", instant=instant)
