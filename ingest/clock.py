"""Which of a source's times can be believed: those that go forward."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import sub

STEP_BACK_MS = 2_000
"""Overlapping speech and rounded captions step back this far; a larger step is a mistake somewhere."""


def forward(times: Sequence[int]) -> Sequence[int]:
    """The positions of the most `times` that never fall by more than STEP_BACK_MS below an earlier one.

    One stamp that is an hour late must not spoil all that follow it, nor one that is early itself: the
    longest run that goes forward is what most of the source agrees on.
    """
    if times == sorted(times) or max(map(sub, accumulate(times, max), times)) <= STEP_BACK_MS:
        return range(len(times))
    # Patience sorting: ends[n] is the smallest end of a run of n + 1 times.
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for position, time in enumerate(times):
        place = bisect_right(ends, time)
        before.append(last[place - 1] if place else None)
        if place == len(ends):
            ends.append(time)
            last.append(position)
        else:
            ends[place], last[place] = time, position
    run: list[int] = []
    position_: int | None = last[-1]
    while position_ is not None:
        run.append(position_)
        position_ = before[position_]
    run.reverse()
    return _with_small_steps(times, run)


def _with_small_steps(times: Sequence[int], run: Sequence[int]) -> list[int]:
    """The run, and those between that fall only a little behind all that is kept before them."""
    kept: list[int] = []
    low = 0  # the latest time kept
    first = 0
    for position in [*run, len(times)]:
        high = times[position] if position < len(times) else low
        for between in range(first, position):
            if low - STEP_BACK_MS <= times[between] <= high + STEP_BACK_MS:
                kept.append(between)
                low = max(low, times[between])
        if position < len(times):
            kept.append(position)
            low = max(low, times[position])
        first = position + 1
    return kept
