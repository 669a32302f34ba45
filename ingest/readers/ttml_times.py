"""The times of TTML: clock times, frames, ticks and offsets, each counted from the element around.

00:00:01.5   00:00:01:12 (frames)   00:00:01:12.1   1.5s   1500ms   90000t   37f   2m   1h   12.5 (Apple)
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from xml.etree.ElementTree import Element

from archive import timecode

from . import markup

_CLOCK = re.compile(r"(\d{1,6}:\d\d:\d\d)(?::(\d{1,4})(?:\.(\d{1,3}))?)?")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(h|m|s|ms|f|t)?")
_SECONDS = {
    "h": Fraction(3600),
    "m": Fraction(60),
    "s": Fraction(1),
    "ms": Fraction(1, 1000),
    None: Fraction(1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the document says of its frames and ticks: how many there are in a second.

    `absolute` says that times count from the beginning, not from those of the element around.
    """

    frames: Fraction = Fraction(30)
    parts: int = 1
    ticks: Fraction = Fraction(1)
    absolute: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """When an element is shown, in ms. `timed` says whether it or one around it has a time at all.

    `explicit` says that it has one of its own; `odd` that one of these cannot be read.
    """

    begin: int | None = None
    end: int | None = None
    timed: bool = False
    explicit: bool = False
    odd: bool = False


def clock(root: Element) -> Clock:
    frames = _rate(markup.attribute(root, "frameRate"), Fraction(30))
    has_frames = markup.attribute(root, "frameRate") is not None
    multiplier = re.fullmatch(
        r"\s*(\d{1,6})[\s:]+(\d{1,6})\s*", markup.attribute(root, "frameRateMultiplier") or ""
    )
    if multiplier and int(multiplier[1]) and int(multiplier[2]):
        frames *= Fraction(int(multiplier[1]), int(multiplier[2]))
    parts = int(_rate(markup.attribute(root, "subFrameRate"), Fraction(1)))
    ticks = _rate(markup.attribute(root, "tickRate"), frames * parts if has_frames else Fraction(1))
    clock = Clock(frames=frames, parts=parts, ticks=ticks)
    return replace(clock, absolute=_absolute(root, clock))


def _absolute(root: Element, clock: Clock) -> bool:
    """Whether spans have times of the whole, as Apple writes them against the specification.

    Counted from their paragraph, such times would lie behind its end.
    """
    if any("apple.com/" in key for element in root.iter() for key in element.attrib):
        return True
    absolute = relative = 0
    for paragraph in markup.within(root, "p"):
        begin, end = (parse(_own(paragraph, name) or "", clock) for name in ("begin", "end"))
        if begin is None or end is None:
            continue
        for span in markup.within(paragraph, "span"):
            own = parse(_own(span, "begin") or "", clock)
            if own is not None:
                absolute += begin <= own <= end < begin + own
                relative += own < begin <= begin + own <= end
    return absolute > relative


def sequential(element: Element) -> bool:
    """Whether each child begins where the one before ends."""
    return markup.attribute(element, "timeContainer") == "seq"


def interval(element: Element, around: Interval, clock: Clock) -> Interval:
    """The times of an element, counted from the beginning of the one around it, or of what went before."""
    begin, dur, end = (_own(element, name) for name in ("begin", "dur", "end"))
    times = [parse(text, clock) if text is not None else None for text in (begin, dur, end)]
    explicit = any(text is not None for text in (begin, dur, end))
    odd = any(text is not None and ms is None for text, ms in zip((begin, dur, end), times, strict=True))
    own_begin, own_dur, own_end = times
    if not explicit and not around.timed:
        return Interval()
    if (begin is not None and own_begin is None) or (around.odd and not around.timed):
        return Interval(odd=True)
    base = 0 if clock.absolute and begin is not None else around.begin or 0
    start = base + (own_begin or 0)
    ends = [
        *([start + own_dur] if own_dur is not None else []),
        *([own_end + (0 if clock.absolute else base)] if own_end is not None else []),
        *([around.end] if around.end is not None and around.end > start else []),
    ]
    return Interval(begin=start, end=min(ends, default=None), timed=True, explicit=explicit, odd=odd)


def after(before: Interval, around: Interval) -> Interval:
    """What the times of the next element in a `seq` count from: one without an end takes no time there."""
    begin = before.end if before.end is not None else before.begin
    return replace(around, begin=begin, timed=begin is not None, odd=before.odd)


def parse(text: str, clock: Clock) -> int | None:
    """Milliseconds of one time expression; None if it is none."""
    text = text.strip()
    found = _CLOCK.fullmatch(text)
    try:
        if found and found[2] is not None:
            frames = int(found[2]) + Fraction(int(found[3] or 0), clock.parts)
            return timecode.parse(found[1]) + round(frames / clock.frames * 1000)
        if ":" in text:
            return timecode.parse(re.sub(r"(\.\d{3})\d+$", r"\1", text))
        offset = _OFFSET.fullmatch(text)
        if not offset or not text.isascii():
            return None
        if offset[2] == "f":
            seconds = Fraction(offset[1]) / clock.frames
        elif offset[2] == "t":
            seconds = Fraction(offset[1]) / clock.ticks
        else:
            seconds = Fraction(offset[1]) * _SECONDS[offset[2]]
        return timecode.from_seconds(float(seconds))
    except ValueError:
        return None


def _own(element: Element, name: str) -> str | None:
    """An attribute without a namespace: `tts:end` would be something else."""
    return element.attrib.get(name)


def _rate(text: str | None, otherwise: Fraction) -> Fraction:
    found = re.fullmatch(r"\s*(\d{1,9})\s*", text or "")
    return Fraction(int(found[1])) if found and int(found[1]) else otherwise
