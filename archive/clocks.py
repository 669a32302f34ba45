"""The clocks of an episode's recordings: which moment of one is which moment of another.

One may have been cut, shortened, or filled with advertisements that the other never had, so no single
difference leads from clock to clock. Pieces do: `[[0, 61000, 4200, 65200], …]` says that what is heard from
0:00 to 1:01 on the one is heard from 0:04.2 to 1:05.2 on the other.
"""

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from archive.recordings import ClockMap as ClockMap
from archive.recordings import Piece as Piece


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
