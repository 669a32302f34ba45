"""A time on one clock and the same moment on another, through stored pieces."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import clocks

# From 0:10 to 0:20 as it is, from 0:20 to 0:30 twice as fast, then 5 s that only the first recording has.
PIECES = [(10_000, 20_000, 0, 10_000), (20_000, 30_000, 10_000, 15_000), (35_000, 40_000, 15_000, 20_000)]


@pytest.mark.parametrize(
    ("ms", "other"),
    [
        (0, None),
        (9_999, None),
        (10_000, 0),
        (19_999, 9_999),
        (20_000, 10_000),
        (25_000, 12_500),
        (30_000, None),
        (34_999, None),
        (35_000, 15_000),
        (39_999, 19_999),
        (40_000, None),
    ],
)
def test_a_moment_is_found_inside_a_piece_and_nowhere_else(ms: int, other: int | None) -> None:
    assert clocks.at(PIECES, ms) == other
    assert clocks.at(json.loads(json.dumps(PIECES)), ms) == other


def test_without_pieces_nothing_is_known() -> None:
    assert clocks.at([], 0) is None


@pytest.mark.parametrize(
    ("ms", "other"), [(0, 10_000), (12_500, 25_000), (14_999, 29_998), (15_000, 35_000), (20_000, None)]
)
def test_the_inverse_leads_back(ms: int, other: int | None) -> None:
    assert clocks.at(clocks.inverse(PIECES), ms) == other


@st.composite
def pieces(draw: st.DrawFn) -> list[clocks.Piece]:
    steps = draw(st.lists(st.tuples(*[st.integers(0, 10_000), st.integers(1, 10_000)] * 2), min_size=1))
    found = []
    ours = theirs = 0
    for gap, lasts, other_gap, other_lasts in steps:
        ours, theirs = ours + gap, theirs + other_gap
        found.append((ours, ours + lasts, theirs, theirs + other_lasts))
        ours, theirs = ours + lasts, theirs + other_lasts
    return found


@given(pieces(), st.data())
def test_there_and_back_is_where_it_began(found: list[clocks.Piece], data: st.DataObject) -> None:
    start, end, other_start, other_end = data.draw(st.sampled_from(found))
    ms = data.draw(st.integers(start, end - 1))
    other = clocks.at(found, ms)
    assert other is not None
    assert other_start <= other < other_end
    back = clocks.at(clocks.inverse(found), other)
    assert back is not None
    # Where a second of ours is much less of theirs, many of our milliseconds are one of theirs.
    assert 0 <= ms - back <= 1 + (end - start) / (other_end - other_start)


@given(pieces(), st.integers(-10, 10**6), st.integers(0, 10**5))
def test_later_is_never_earlier(found: list[clocks.Piece], ms: int, more: int) -> None:
    one, other = clocks.at(found, ms), clocks.at(found, ms + more)
    assert one is None or other is None or one <= other
