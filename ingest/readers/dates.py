"""Dates as metadata holds them, in ISO, in mail headers, in words; never more exact than they are stated."""

import datetime
import re

from ingest.reading import Published

_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SPACED = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ Tt](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?"
    r" ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
# RFC 822 and its successors, and as it is written by hand: `Tues., 5 Sept 17 9:05 +1:00 (CET)`.
_MAIL = re.compile(
    r"(?:[a-z]{2,9}\.?,? ?)?(?P<day>\d{1,2})[ -](?P<month>[a-z]{3,9})\.?[ -](?P<year>\d{4}|\d\d),?"
    r" (?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?:\.\d{1,9})?"
    r"(?: ?(?P<zone>[a-z]{1,5}|(?:GMT|UTC)?[+-]\d{1,2}:?(?:\d\d)?))?(?: \([^()]*\))?",
    re.IGNORECASE,
)
# C's asctime and Java's dates: `Fri Jul 18 10:00:00 PDT 2014`.
_C_TIME = re.compile(
    r"[a-z]{3,9},? (?P<month>[a-z]{3,9}) (?P<day>\d{1,2}) (?P<clock>\d{1,2}:\d\d(?::\d\d)?)"
    r"(?: (?P<zone>[a-z]{1,5}|(?:GMT|UTC)?[+-]\d{1,2}:?(?:\d\d)?))? (?P<year>\d{4})",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d\d)?", re.IGNORECASE)
# Names of one meaning: IST is Irish, Indian and Israeli time, so it is none of them.
_ZONES = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **{"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8},
    **{
        "HST": -10,
        "WEST": 1,
        "CET": 1,
        "CEST": 2,
        "MEZ": 1,
        "MESZ": 2,
        "EET": 2,
        "EEST": 3,
        "MSK": 3,
        "JST": 9,
    },
    **{
        "BST": 1,
        "AEST": 10,
        "AEDT": 11,
        "NZST": 12,
        "NZDT": 13,
        "CST": -6,
    },  # as RFC 822 and British shows do
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
# What may stand before: "Published on", "Thursday,"; and after: "at 10:30 am".
_BEFORE = re.compile(
    r"(?:(?:published|premiered|streamed live|posted|released|aired)(?: on)?:? )?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r",?(?: at)? \d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: [a-z]{2,5})?|,? \d{1,2} ?[ap]m", re.IGNORECASE
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_MONTH} {_DAY},? {_YEAR}",  # July 15th, 2021
        rf"(?:the )?{_DAY}(?: of)?[ -]{_MONTH},?[ -]{_YEAR}",  # 15 July 2021
        rf"{_MONTH},? {_YEAR}",
        rf"{_YEAR}[/.](?P<month>\d{{1,2}})[/.]{_DAY}",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}",  # with dots, the day is always first
        rf"{_YEAR}年 ?(?P<month>\d{{1,2}})月(?: ?(?P<day>\d{{1,2}})日)?",
    )
)
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_LONGEST = 100
_EARLIEST_YEAR = 1850
"""Sound was first recorded then; of a year alone, what is less is a number of something else."""


def iso(value: object) -> Published | None:
    """A date as ISO 8601 writes it, or as a date or datetime of Python; None for anything else."""
    if isinstance(value, datetime.datetime):
        try:
            instant = value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value.tzinfo else None
        except OverflowError:  # the year 1 east of Greenwich
            return None
        return Published(text=value.isoformat(timespec="seconds"), precision="second", instant=instant)
    if isinstance(value, datetime.date):
        return Published(text=value.isoformat(), precision="day")
    if not isinstance(value, str):
        return None
    found = _ISO.fullmatch(value)
    if found:
        return _calendar(*found.groups())
    try:
        return iso(datetime.datetime.fromisoformat(value)) if "T" in value else None
    except ValueError:
        return None


def published(value: object, *, unix: bool = False) -> Published | None:
    """The date that `value` states, in any of the forms that metadata has; None if it cannot be told.

    `03/04/2021` cannot: it is March here and April there. A number is a date only as `20240131` or `2024`;
    with `unix` it is seconds since 1970.
    """
    if unix:
        return _unix(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return iso(value)
    text = " ".join(value[: _LONGEST * 2].split()).strip("\"'")
    if len(text) > _LONGEST:
        return None
    found = _ISO.fullmatch(text)
    if found and not found[2] and int(found[1]) < _EARLIEST_YEAR:
        return None
    return iso(text) or _moment(text) or _written(text)


def _unix(value: object) -> Published | None:
    try:
        seconds = float(value) if isinstance(value, int | float | str) else None
        return iso(datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _moment(text: str) -> Published | None:
    """`2024-01-31 04:00 +0100`, or the date of a mail or a feed."""
    found = _SPACED.fullmatch(text)
    try:
        if found:
            zone = (found["zone"] or "").upper()
            zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone
            return iso(datetime.datetime.fromisoformat(f"{found['day']}T{found['time']}{zone}"))
        found = _MAIL.fullmatch(text) or _C_TIME.fullmatch(text)
        if found and found["month"][:3].lower() in _MONTHS:
            return _with_zone(found)
    except (ValueError, OverflowError):
        pass
    return None


def _with_zone(found: re.Match[str]) -> Published | None:
    """The moment of a mail's date; without its instant if nobody knows what its zone means."""
    year, month = int(found["year"]), _MONTHS.index(found["month"][:3].lower()) + 1
    if len(found["year"]) == 2:  # RFC 2822, 4.3
        year += 2000 if year < 50 else 1900
    hour, minute, *second = (int(part) for part in found["clock"].split(":"))
    # RFC 822 has leap seconds, and midnight is written 24:00 at times.
    time = datetime.datetime(year, month, int(found["day"]), hour % 24 if hour == 24 else hour, minute)
    time += datetime.timedelta(days=hour == 24, seconds=min(second[0], 59) if second else 0)
    zone = (found["zone"] or "").upper()
    if offset := _OFFSET.fullmatch(zone):
        sign, hours, minutes = offset.groups()
        ahead = datetime.timedelta(hours=int(hours), minutes=int(minutes or 0))
        return iso(time.replace(tzinfo=datetime.timezone(-ahead if sign == "-" else ahead)))
    if zone in _ZONES:
        return iso(time.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=_ZONES[zone]))))
    return iso(time)


def _written(text: str) -> Published | None:
    begins = _BEFORE.match(text).end()  # type: ignore[union-attr]
    for pattern in _WRITTEN:
        found = pattern.match(text, begins)
        if found and (found.end() == len(text) or _AFTER.fullmatch(text, found.end())):
            parts = found.groupdict()
            month = parts["month"]
            number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
            return _calendar(parts["year"], number, parts.get("day"))
    found = _SLASHES.fullmatch(text, begins)
    if found:
        one, two, year = map(int, found.groups())
        if one > 12 or one == two:
            return _calendar(year, two, one)
        if two > 12:
            return _calendar(year, one, two)
    return None


def _calendar(
    year: str | int, month: str | int | None = None, day: str | int | None = None
) -> Published | None:
    """Raises nothing: None if there is no such day."""
    try:
        date = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    text = date.isoformat()
    if day:
        return Published(text=text, precision="day")
    return (
        Published(text=text[:7], precision="month") if month else Published(text=text[:4], precision="year")
    )
