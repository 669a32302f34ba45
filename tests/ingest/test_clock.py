"""Which times are believed, and the times of words inside a cue."""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Mark
from ingest.clock import STEP_BACK_MS, forward
from ingest.reading import Cue

from .talks import evidence, record, spoken

TIMES = st.lists(st.integers(0, 40).map(lambda n: n * 500), max_size=30)
ASCENDING = st.lists(st.integers(0, 60_000), min_size=3, max_size=20).map(
    lambda steps: list(accumulate(steps, initial=60_000))
)


@given(TIMES | st.lists(st.integers(0, 10_000_000), max_size=30))
@settings(max_examples=500)
def test_no_time_that_is_kept_falls_far_below_an_earlier_one(times: list[int]) -> None:
    kept = list(forward(times))
    assert kept == sorted(set(kept))
    assert bool(kept) == bool(times)
    latest = list(accumulate((times[place] for place in kept), max))
    assert all(times[place] >= most - STEP_BACK_MS for place, most in zip(kept, latest, strict=True))


@given(TIMES)
@settings(max_examples=300)
def test_no_more_are_dropped_than_must_be_for_an_ascending_run(times: list[int]) -> None:
    """The longest run that never falls, counted the slow way."""
    longest: list[int] = []
    for place, time in enumerate(times):
        longest.append(1 + max((longest[n] for n in range(place) if times[n] <= time), default=0))
    assert len(forward(times)) >= max(longest, default=0)


@given(ASCENDING, st.data())
def test_one_late_stamp_spoils_no_other(times: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(times) - 1))
    wrong = [*times[:place], times[-1] + 3_600_000, *times[place:]]
    assert list(forward(wrong)) == [n for n in range(len(wrong)) if n != place]


@given(ASCENDING, st.data())
def test_one_early_stamp_spoils_no_other(times: list[int], data: st.DataObject) -> None:
    # Of two stamps that disagree, nobody can say which is wrong.
    place = data.draw(st.integers(2, len(times)))
    wrong = [*times[:place], 10_000, *times[place:]]
    assert list(forward(wrong)) == [n for n in range(len(wrong)) if n != place]


@given(ASCENDING, st.data())
def test_small_steps_back_are_overlap_and_stay(times: list[int], data: st.DataObject) -> None:
    back = data.draw(st.lists(st.integers(0, STEP_BACK_MS), min_size=len(times), max_size=len(times)))
    assert len(forward([time - step for time, step in zip(times, back, strict=True)])) == len(times)


def test_a_time_that_goes_back_is_said_and_its_words_stay() -> None:
    texts = [f"Number {n} is here." for n in range(6)]
    cues = list(spoken(*texts))
    cues[3] = Cue(text=texts[3], start_ms=1_000, end_ms=2_000)
    made = record(evidence(cues=tuple(cues)))
    (warning,) = [each for each in made.warnings if each.code == "times_backwards"]
    assert warning.place == "0:01"
    assert warning.message.startswith("1 time of the transcript run")
    assert " ".join(each.text for each in made.utterances) == " ".join(texts)
    starts = [each.start_ms for each in made.utterances]
    assert starts == sorted(starts)
    assert 1_000 not in {ms for each in made.utterances for _, ms in each.marks}


def test_overlap_is_no_oddity() -> None:
    cues = list(spoken("One is here.", "Two is here.", "Three is here."))
    cues[2] = Cue(text="Three is here.", start_ms=2_500, end_ms=9_000)
    assert record(evidence(cues=tuple(cues))).warnings == ()


@st.composite
def _timed_words(draw: st.DrawFn) -> tuple[Cue, ...]:
    """Cues of numbered words, some of them with a time, in order."""
    ms, number, cues = 0, 0, []
    for _ in range(draw(st.integers(1, 6))):
        text, marks = "", list[Mark]()
        start = ms
        for _ in range(draw(st.integers(1, 40))):
            number += 1
            ms += draw(st.integers(0, 3_000))
            text += " " if text else ""
            if draw(st.booleans()):
                marks.append((len(text), ms))
            text += f"w{number}" + draw(st.sampled_from(["", "", ".", ","]))
        sure = draw(st.none() | st.floats(0, 1))
        cues.append(Cue(text=text, start_ms=start, end_ms=ms, marks=tuple(marks), confidence=sure))
    return tuple(cues)


@given(_timed_words())
def test_marks_lie_at_the_words_they_were_given_for(cues: tuple[Cue, ...]) -> None:
    given_for = {
        cue.text[place:].split()[0].strip(".,"): ms
        for cue in cues
        for place, ms in [(0, cue.start_ms), *cue.marks]
    }
    made = record(evidence(cues=cues))
    seen = {}
    for each in made.utterances:
        offsets = [place for place, _ in each.marks]
        assert offsets == sorted(set(offsets))
        assert all(0 <= place < len(each.text) for place in offsets)
        assert offsets[0] == 0
        first, *others = each.marks
        seen |= {each.text[place:].split()[0].strip(".,"): ms for place, ms in others}
        word = each.text.split()[0].strip(".,")
        if word in given_for:
            seen[word] = first[1]
    assert seen == given_for


@given(_timed_words())
def test_an_utterance_is_as_sure_as_the_cues_it_is_from(cues: tuple[Cue, ...]) -> None:
    for each in record(evidence(cues=cues)).utterances:
        sure = [
            cue.confidence for cue in cues[each.source_start : each.source_end] if cue.confidence is not None
        ]
        if not sure:
            assert each.word_confidence is None
        else:
            assert each.word_confidence == pytest.approx(sum(sure) / len(sure), abs=0.001)
