"""Times of a chapter list that go back because an hour is missing, or was written as minutes."""

from collections.abc import Sequence

from archive import timecode
from archive.records import Warning

_LONGEST_MS = 40 * 60_000
"""A chapter that would become longer than this was not the one meant."""

_HOUR_MS = 3_600_000


def reread(
    times: Sequence[int], has_hour: Sequence[bool], *, place: str
) -> tuple[list[int], tuple[Warning, ...]]:
    """The times, those that go back read with the hour that lets them ascend; all as they are if none does.

    After `58:20` a `2:10` is `1:02:10`: its hour is missing. After `0:50:00` a `1:25` is an hour and 25
    minutes: who prints three parts and then two has left out the seconds.
    """
    found = _ascending(times, has_hour) if len(times) > 2 else None
    changed = [(old, new) for old, new in zip(times, found or times, strict=True) if old != new]
    if not found or not changed:
        return list(times), ()
    old, new = map(timecode.clock, changed[0])
    more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
    message = f"the chapter list goes back; {old} was read as {new}{more}, so that it ascends"
    return found, (Warning(code="chapter_times_reread", place=place, message=message),)


def _ascending(times: Sequence[int], has_hour: Sequence[bool]) -> list[int] | None:
    found: list[int] = []
    three_parts = False  # the line above has them, or is read as if it had
    for time, complete in zip(times, has_hour, strict=True):
        now = time
        if found and time < found[-1]:
            before = found[-1]
            without_seconds = three_parts and 0 <= time * 60 - before <= _LONGEST_MS
            now = time * 60 if without_seconds else time + -(-(before - time) // _HOUR_MS) * _HOUR_MS
            if complete or now - before > _LONGEST_MS:
                return None
            complete = without_seconds
        found.append(now)
        three_parts = complete
    return found
