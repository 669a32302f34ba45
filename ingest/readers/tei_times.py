"""The `<timeline>` of a TEI text: when each of its points is, and what time a reference to one means.

    <timeline unit="s"><when xml:id="T0"/><when xml:id="T1" interval="2.5" since="#T0"/></timeline>

A point without `since` counts from the one before it. A clock time (`absolute`) counts from the origin's.
"""

from xml.etree.ElementTree import Element

from archive import timecode

from . import markup
from .oddities import Oddities

_UNITS = {"s": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0}


def timeline(root: Element, odd: Oddities) -> dict[str, int]:
    """Milliseconds by the id of each point whose time can be told."""
    times: dict[str, int] = {}
    for line in markup.within(root, "timeline"):
        before: int | None = 0
        noon: int | None = None
        for number, point in enumerate(markup.within(line, "when")):
            identity = markup.attribute(point, "id") or ""
            unit = _UNITS.get(point.get("unit") or line.get("unit") or "s", 1.0)
            interval, absolute = point.get("interval"), point.get("absolute")
            ms: int | None = None
            try:
                if interval is not None:
                    since = point.get("since")
                    base = times.get(since.rpartition("#")[2]) if since else before
                    counted = timecode.from_seconds(float(interval) * unit)
                    ms = None if base is None else base + counted
                elif absolute is not None:
                    clock = timecode.parse(absolute)
                    noon = clock if noon is None else noon
                    ms = max(clock - noon, 0)
                elif number == 0:
                    ms = 0
            except ValueError:
                odd.note("no_time", f"timeline point {identity[:40]}", "has a time that is none")
            if ms is not None and identity:
                times[identity] = ms
            before = ms
    return times


def moment(reference: str | None, times: dict[str, int]) -> int | None:
    """The time that `#T1` points to; a plain number is one of seconds."""
    if not reference:
        return None
    if "#" in reference or reference in times:
        return times.get(reference.rpartition("#")[2])
    try:
        return timecode.parse(reference) if ":" in reference else timecode.from_seconds(reference)
    except ValueError:
        return None
