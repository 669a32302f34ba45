"""From moments that two recordings have in common to the pieces in which one clock follows from the other.

Between two cuts the clocks differ by nearly the same time, the `lag`. It creeps where silences were
shortened; it steps where something was cut out or put in, and there a piece ends: one recording lacks what
the other has. All is reckoned by the sum of both clocks, which treats them alike: what is learned from B to A
is the inverse of what is learned from A to B.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from archive.clocks import Piece

STEP_MS = 4_000
"""Cues are rounded, and pauses shortened, by less. A larger step of the lag is a cut."""

CREEP_MS = 10_000
"""Where words match, but no time is printed near them, pauses may have been shortened by so much in all."""

MOST_UNHEARD = 30
"""Words between two that match: about 12 s. What is longer was said in one of the recordings only."""

_TOGETHER = 12
"""So many moments are one knot, their median: the time of a single word is interpolated."""

_FAR_MS = 10_000
"""On both clocks together. Over a longer pause the lag may have changed."""

_STRAIGHT_MS = 400
"""So near to the knots goes a line that leaves some out."""

_WORD_MS = 100
"""The last word of a piece takes so long: what comes after a longer one may be behind the cut."""


class Moment(NamedTuple):
    """A word that is heard in both: `total` and `lag` are the sum and the difference of its times, in ms.

    `matched`, `ours` and `theirs` count words up to this one: those in both, and all of either transcript.
    """

    total: int
    lag: int
    matched: int
    ours: int
    theirs: int


Knot = tuple[int, int]
"""(total, lag)."""

Point = tuple[int, int]
"""(ms on our clock, ms on theirs)."""


def pieces(moments: Sequence[Moment]) -> list[Piece]:
    """The pieces, ascending on both clocks."""
    found: list[Piece] = []
    limit: Point | None = None
    # Backwards, since where a piece begins is known better than how long its last word takes.
    for together in reversed([*_apart(moments)]):
        line = _points(_straight(_knots(together)))
        line = line if limit is None else _until(line, limit)
        for start, end in reversed([*pairwise(line)]):
            found.append((start[0], end[0], start[1], end[1]))
            limit = start
    return found[::-1]


def _apart(moments: Sequence[Moment]) -> Iterator[Sequence[Moment]]:
    """The moments between two cuts."""
    first = 0
    for number, (one, other) in enumerate(pairwise(moments), 1):
        if _is_cut(one, other):
            yield moments[first:number]
            first = number
    if moments:
        yield moments[first:]


def _is_cut(one: Moment, other: Moment) -> bool:
    matched = other.matched - one.matched
    unheard = max(other.ours - one.ours, other.theirs - one.theirs) - matched
    creeps = matched >= _TOGETHER and unheard * 8 <= matched
    far = abs(other.lag - one.lag) > (CREEP_MS if creeps else STEP_MS)
    return far or unheard > max(MOST_UNHEARD, matched // 8)


def _knots(moments: Sequence[Moment]) -> list[Knot]:
    """The first moment, the middle of every few, and the last: beyond those two nothing is known."""
    first, last = moments[0], moments[-1]
    end = last.total + 2 * _WORD_MS, last.lag
    knots = [(first.total, first.lag)]
    for few in _few(moments):
        knot = median_low([each.total for each in few]), median_low([each.lag for each in few])
        if _forward(knots[-1], knot) and _forward(knot, end):
            knots.append(knot)
    return [*knots, end] if _forward(knots[-1], end) else knots


def _forward(one: Knot, other: Knot) -> bool:
    """Whether both clocks go forward."""
    return abs(other[1] - one[1]) < other[0] - one[0]


def _few(moments: Sequence[Moment]) -> Iterator[Sequence[Moment]]:
    """The moments, a few at a time, none far from the others."""
    first = 0
    for number in range(1, len(moments)):
        if number - first == _TOGETHER or moments[number].total - moments[number - 1].total > _FAR_MS:
            yield moments[first:number]
            first = number
    yield moments[first:]


def _straight(knots: Sequence[Knot]) -> list[Knot]:
    """Those of the knots between which straight lines come near to all the others."""
    kept = [knots[0]]
    low, high = -1.0, 1.0
    for previous, knot in pairwise(knots):
        span, rise = knot[0] - kept[-1][0], knot[1] - kept[-1][1]
        if not low <= rise / span <= high:
            kept.append(previous)
            span, rise = knot[0] - previous[0], knot[1] - previous[1]
            low, high = -1.0, 1.0
        low = max(low, (rise - _STRAIGHT_MS) / span)
        high = min(high, (rise + _STRAIGHT_MS) / span)
    return [*kept, knots[-1]] if len(knots) > 1 else kept


def _points(knots: Sequence[Knot]) -> list[Point]:
    points: list[Point] = []
    for total, lag in knots:
        point = (total - lag) // 2, (total + lag) // 2
        if not points or (point[0] > points[-1][0] and point[1] > points[-1][1]):
            points.append(point)
    return points


def _until(line: Sequence[Point], limit: Point) -> list[Point]:
    """What of a line is before a moment on both clocks."""
    kept = [point for point in line if point[0] <= limit[0] and point[1] <= limit[1]]
    if kept and len(kept) < len(line):
        (ours, theirs), beyond = kept[-1], line[len(kept)]
        part = min((limit[0] - ours) / (beyond[0] - ours), (limit[1] - theirs) / (beyond[1] - theirs))
        end = ours + int(part * (beyond[0] - ours)), theirs + int(part * (beyond[1] - theirs))
        if end[0] > ours and end[1] > theirs:
            kept.append(end)
    return kept
