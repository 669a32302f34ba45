"""Clock text to integer milliseconds and back. Nothing else in the project reads or writes clock text."""

import re

_CLOCK = re.compile(
    r"(?:(?P<hours>\d{1,6}):(?=\d{1,2}:))?(?P<minutes>\d{1,6}):(?P<seconds>[0-5]?\d)(?:[.,](?P<fraction>\d{1,3}))?"
)

_FRACTIONS = (0, 100, 10, 1)
"""Milliseconds in a unit of a fraction of so many digits."""

# `hh:mm:ss.mmm` in its three parts: looked up, since an hour of captions has ten thousand of them.
_MINUTES = {f"{n // 60:02}:{n % 60:02}:": n * 60_000 for n in range(600)}
_SECONDS = {f"{n:02}{point}": n * 1000 for n in range(60) for point in ".,"}
_THOUSANDTHS = {f"{n:03}": n for n in range(1000)}

_BEYOND_S = 1_000_000
"""Seconds. Eleven days; no recording is as long, and it keeps out what is infinite."""


def parse(text: str) -> int:
    """Milliseconds of `m:ss`, `mm:ss`, `h:mm:ss`, each with up to three digits of fraction after `.` or `,`.

    Without an hour the minutes may pass 59 (`62:03`). Raises ValueError for anything else.
    """
    if len(text) == 12:
        try:
            return _MINUTES[text[:6]] + _SECONDS[text[6:9]] + _THOUSANDTHS[text[9:]]
        except KeyError:
            pass
    found = _CLOCK.fullmatch(text.strip())
    if not found or not text.isascii():
        raise ValueError(f"not a time: {text!r}")
    hours, minutes, seconds, fraction = found.groups()
    ms = (int(minutes) * 60 + int(seconds)) * 1000
    if fraction:
        ms += int(fraction) * _FRACTIONS[len(fraction)]
    if hours is None:
        return ms
    if int(minutes) > 59:
        raise ValueError(f"not a time: {text!r}")
    return ms + int(hours) * 3_600_000


def from_seconds(value: object) -> int:
    """Milliseconds of a number of seconds, also as text (`"12.34"`), as JSON and XML give them.

    Raises ValueError for what is no number, negative, or beyond any recording.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"not a time: {value!r}")
    try:
        seconds = float(value)
    except OverflowError:
        seconds = float("inf")
    if not 0 <= seconds < _BEYOND_S:
        raise ValueError(f"not a time: {value!r}")
    return round(seconds * 1000)


def clock(ms: int) -> str:
    """`0:07`, `12:34`, `1:02:03`: the second that `ms` lies in, as players print it."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def exact(ms: int) -> str:
    """Like `clock`, with the milliseconds where there are any: `parse(exact(ms)) == ms`."""
    return clock(ms) + (f".{ms % 1000:03}" if ms % 1000 else "")
