"""The moment that an address asks for: `?t=754.2`, `?t=12:34`, or a span, `?t=754,790`, `?t=12:34,13:10`."""

from dataclasses import dataclass

from archive import timecode
from archive.web import parameters
from archive.web.asking import BadAddress
from archive.web.say import Words

LATEST_MS = 3_600_000_000
"""A thousand hours: no recording is as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A moment in milliseconds; with an end, all from there until then."""

    start_ms: int
    end_ms: int | None = None

    def holds(self, start_ms: int, end_ms: int | None) -> bool:
        """Whether what is said from `start_ms` to `end_ms` overlaps it; a moment alone holds nothing."""
        if self.end_ms is None or start_ms >= self.end_ms:
            return False
        return start_ms >= self.start_ms or (end_ms is not None and end_ms > self.start_ms)


def span(asked: str | None, words: Words) -> Span | None:
    """What `t` means; None if it is not there or empty. Raises BadAddress for anything that is no time."""
    text = (asked or "").strip()
    if not text:
        return None
    first, comma, last = text.partition(",")
    start_ms, end_ms = _time(first), _time(last) if comma else None
    if start_ms is None or (comma and end_ms is None):
        raise BadAddress(words.text("asked.time", value=parameters.short(text)))
    if end_ms is not None and end_ms <= start_ms:
        raise BadAddress(words.text("asked.span", value=parameters.short(text)))
    return Span(start_ms=start_ms, end_ms=end_ms)


def _time(text: str) -> int | None:
    text = text.strip()[:20]
    try:
        return timecode.parse(text)
    except ValueError:
        pass
    try:
        seconds = float(text.removesuffix("s"))
    except ValueError:
        return None
    # "nan" is at no time, and no comparison holds for it.
    return round(seconds * 1000) if 0 <= seconds < LATEST_MS / 1000 else None
