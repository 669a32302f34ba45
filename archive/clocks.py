"""The clocks of an episode's recordings: which moment of one is which moment of another.

One may have been cut, shortened, or filled with advertisements that the other never had, so no single
difference leads from clock to clock. Pieces do: `[[0, 61000, 4200, 65200], …]` says that what is heard from
0:00 to 1:01 on the one is heard from 0:04.2 to 1:05.2 on the other.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

Piece = tuple[int, int, int, int]
"""(start, end, start, end) in ms, half-open: on the one clock, then on the other, which go on evenly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMap:
    """How to come from the clock of one recording to that of another; both are positions in the record.

    `pieces` ascend on both clocks and do not overlap. `matches` are the words heard in both, `covered` is the
    part of the words of one transcript that have a moment on the other clock, `to_covered` the other way
    round. The errors are those at matching runs of words that the pieces were not learned from.
    """

    from_recording: int
    to_recording: int
    pieces: tuple[Piece, ...]
    matches: int
    covered: float
    to_covered: float
    median_error_ms: int
    p95_error_ms: int


def at(pieces: Sequence[Sequence[int]], ms: int) -> int | None:
    """The same moment on the other clock; None where the other recording lacks it, or nobody knows."""
    number = bisect_right(pieces, ms, key=itemgetter(0)) - 1
    if number < 0:
        return None
    start_ms, end_ms, other_start_ms, other_end_ms = pieces[number]
    if ms >= end_ms:
        return None
    return other_start_ms + (ms - start_ms) * (other_end_ms - other_start_ms) // (end_ms - start_ms)


def inverse(pieces: Sequence[Sequence[int]]) -> list[Piece]:
    """The pieces that lead back."""
    return [(start, end, back_start, back_end) for back_start, back_end, start, end in pieces]
