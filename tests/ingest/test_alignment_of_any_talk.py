"""What holds of the map between the clocks of any two recordings of one talk."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive import clocks
from ingest import alignment
from ingest.words import Words
from tests.alignments import displaced, learned
from tests.recordings import Heard, Sound, captions, played, quickened, talk, transcript

some_talks = st.builds(talk, st.integers(0, 10**6), st.integers(200, 500))


@st.composite
def two_recordings(draw: st.DrawFn) -> tuple[list[Heard], list[Heard]]:
    """Of one talk, with a cut and an insertion on either side at any place."""
    sounds = draw(some_talks)
    made = []
    for other in (1, 2):
        start = draw(st.integers(0, len(sounds)))
        end = min(len(sounds), start + draw(st.integers(0, 60)))
        at = draw(st.integers(0, start))
        ad = talk(2_000_000 + other, draw(st.integers(0, 80)))
        kept = [*sounds[:at], *ad, *sounds[at:start], *sounds[end:]]
        made.append(played(quickened(kept) if draw(st.booleans()) else kept, draw(st.integers(0, 10**5))))
    return made[0], made[1]


def pieces(ours: Words, theirs: Words) -> Sequence[clocks.Piece]:
    found = alignment.learn(ours, theirs)
    return () if found is None else found.pieces


@settings(deadline=None, max_examples=60)
@given(two_recordings(), st.integers(0, 2_000))
def test_pieces_go_forward_on_both_clocks(recordings: tuple[list[Heard], list[Heard]], off_ms: int) -> None:
    ours, theirs = map(captions, recordings)
    found = pieces(Words(displaced(ours, off_ms, 1)), Words(displaced(theirs, off_ms, 2)))
    assume(found)
    for start, end, other_start, other_end in found:
        assert 0 <= start < end
        assert 0 <= other_start < other_end
    for one, other in pairwise(found):
        assert one[1] <= other[0]
        assert one[3] <= other[2]


@settings(deadline=None, max_examples=60)
@given(two_recordings())
def test_both_directions_agree(recordings: tuple[list[Heard], list[Heard]]) -> None:
    ours, theirs = map(transcript, recordings)
    there, back = pieces(ours, theirs), pieces(theirs, ours)
    assume(there and back)
    asked = [heard.start_ms for heard in recordings[0]]
    known = [(ms, other) for ms in asked if (other := clocks.at(there, ms)) is not None]
    returned = [(ms, again_ms) for ms, other in known if (again_ms := clocks.at(back, other)) is not None]
    assert len(returned) > 0.95 * len(known)
    assert max(abs(again_ms - ms) for ms, again_ms in returned) <= alignment.WORST_MS


@settings(deadline=None, max_examples=60)
@given(two_recordings(), st.integers(0, 10**7))
def test_a_clock_that_is_set_otherwise_shifts_the_map(
    recordings: tuple[list[Heard], list[Heard]], shift: int
) -> None:
    ours, theirs = recordings
    later = [heard._replace(start_ms=heard.start_ms + shift, end_ms=heard.end_ms + shift) for heard in theirs]
    before = pieces(transcript(ours), transcript(theirs))
    after = pieces(transcript(ours), transcript(later))
    assume(before)
    for heard in ours:
        one, other = clocks.at(before, heard.start_ms), clocks.at(after, heard.start_ms)
        assert (one is None) == (other is None)
        # Half a millisecond may be rounded either way.
        assert one is None or other is None or abs(one + shift - other) <= 3


@settings(deadline=None, max_examples=30)
@given(some_talks, st.booleans())
def test_a_recording_has_its_own_clock(sounds: list[Sound], exact: bool) -> None:
    words = transcript(played(sounds), exact=exact)
    found = learned(words, words)
    assert len(found.pieces) == 1
    assert [clocks.at(found.pieces, ms) for ms in words.start_times if ms is not None] == words.start_times
    assert (found.median_error_ms, found.p95_error_ms, found.covered, found.to_covered) == (0, 0, 1, 1)
