"""Properties that hold for every transcript."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.records import Utterance
from ingest import clock, people, utterances
from ingest.cast import Cast
from ingest.reading import Cue
from ingest.words import Words

from .transcripts import cues


def cut(spoken: tuple[Cue, ...], chapters: tuple[int, ...] = ()) -> tuple[Utterance, ...]:
    words = Words(spoken)
    turns = people.turns(words, spoken, (), Cast(()), (), ())
    return utterances.cut(words, turns, chapters)


@given(cues())
def test_no_word_is_lost_and_their_order_is_kept(spoken: tuple[Cue, ...]) -> None:
    expected = [word for cue in spoken for word in cue.text.split()]
    assert [word for utterance in cut(spoken) for word in utterance.text.split()] == expected


@given(cues())
def test_every_utterance_is_a_slice_of_the_cues_that_it_names(spoken: tuple[Cue, ...]) -> None:
    for utterance in cut(spoken):
        source = " ".join(
            cue.text for cue in spoken[utterance.source_start : utterance.source_end] if cue.text
        )
        assert utterance.text in source
        assert utterance.words == len(utterance.text.split())


@given(cues(timed=True))
def test_limits(spoken: tuple[Cue, ...]) -> None:
    times = [cue.start_ms or 0 for cue in spoken if cue.text]
    believed = list(clock.forward(times))
    for utterance in cut(spoken):
        assert 1 <= utterance.words <= 60
        if utterance.start_ms is None:
            # Only before the first time that can be believed: those after it go backwards.
            assert believed[0] > 0
            continue
        assert utterance.end_ms is not None
        assert 0 <= utterance.end_ms - utterance.start_ms <= 30_000


@given(cues(timed=True))
def test_every_printed_time_of_spoken_words_is_a_mark(spoken: tuple[Cue, ...]) -> None:
    marks = [
        ms
        for utterance in cut(spoken)
        for place, (_, ms) in enumerate(utterance.marks)
        if place or utterance.timing != "interpolated"
    ]
    times = [cue.start_ms or 0 for cue in spoken if cue.text]
    assert marks == [times[number] for number in clock.forward(times)]


@given(cues(timed=False))
def test_without_times_nothing_is_timed(spoken: tuple[Cue, ...]) -> None:
    for utterance in cut(spoken):
        assert (utterance.start_ms, utterance.end_ms, utterance.timing, utterance.marks) == (
            None,
            None,
            None,
            (),
        )


@given(cues())
def test_an_utterance_has_the_speaker_of_all_its_cues(spoken: tuple[Cue, ...]) -> None:
    words = Words(spoken)
    cast = Cast(())
    turns = people.turns(words, spoken, (), cast, (), ())
    for utterance in utterances.cut(words, turns, ()):
        labels = {cue.speaker for cue in spoken[utterance.source_start : utterance.source_end] if cue.text}
        label = None if utterance.speaker is None else cast.speakers[utterance.speaker].label
        assert labels == {label}
        assert (utterance.turn is None) == (label is None)


@given(cues(), st.data())
def test_no_utterance_crosses_a_chapter(spoken: tuple[Cue, ...], data: st.DataObject) -> None:
    words = Words(spoken)
    starts = data.draw(st.lists(st.sampled_from([*words.starts, len(words.text)]), max_size=4))
    chapters = tuple(sorted(starts))
    place = 0
    for utterance in cut(spoken, chapters):
        begins = words.text.index(utterance.text, place)
        place = begins + len(utterance.text)
        assert not any(begins < chapter < place for chapter in chapters)
        assert utterance.chapter == (
            sum(chapter <= begins for chapter in chapters) - 1 if chapters and chapters[0] <= begins else None
        )


def texts(*cue_texts: str) -> list[str]:
    return [u.text for u in cut(tuple(Cue(text=text) for text in cue_texts))]


def test_a_long_stretch_is_cut_at_the_last_sentence_end_that_fits() -> None:
    sentence = "We know that it rains. " * 14
    assert texts((sentence + "And so " + "on " * 20).strip())[0] == ("We know that it rains. " * 12).strip()


def test_without_a_sentence_end_at_the_last_comma() -> None:
    first = "we know that it rains, " + "and on " * 25 + "too, "
    assert texts((first + "on " * 30).strip())[0] == first.strip()


def test_without_a_comma_between_cues() -> None:
    assert (
        texts("on " * 25 + "on", "and " * 25 + "and", "off " * 25 + "off")[0].split()
        == ["on"] * 26 + ["and"] * 26
    )


def test_without_any_of_them_between_words() -> None:
    assert [len(text.split()) for text in texts("on " * 130 + "on")] == [60, 60, 11]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert Words((Cue(text="Ask Dr. Smith and J. Doe. They know. So do I. Yes, e.g. now."),)).sentences() == [
        0,
        26,
        37,
        46,
    ]


def test_a_pause_is_not_spoken() -> None:
    spoken = (Cue(text="One two.", start_ms=0), Cue(text="Three.", start_ms=300_000))
    first, second = cut(spoken)
    assert (first.start_ms, first.end_ms) == (0, 3_000)
    assert second.start_ms == 300_000


def test_times_inside_a_cue_are_interpolated_and_say_so() -> None:
    spoken = (
        Cue(text="Yes. " * 60 + "And no.", start_ms=0, end_ms=30_000),
        Cue(text="Good.", start_ms=31_000, end_ms=32_000),
    )
    found = cut(spoken)
    assert [utterance.timing for utterance in found] == ["derived", "interpolated"]
    assert found[1].marks == ((0, 0), (8, 31_000))
    for one, two in pairwise(found):
        assert one.end_ms is not None
        assert two.start_ms is not None
        assert one.end_ms <= two.start_ms


def test_given_times_are_called_given() -> None:
    (only,) = cut((Cue(text="Good morning.", start_ms=1_000, end_ms=2_500),))
    assert (only.start_ms, only.end_ms, only.timing) == (1_000, 2_500, "given")


def test_each_character_of_a_word_may_have_its_time() -> None:
    (utterance,) = cut((Cue(text="今日は", start_ms=0, end_ms=900, marks=((0, 0), (1, 300), (2, 600))),))
    assert (utterance.start_ms, utterance.end_ms) == (0, 900)
    assert utterance.marks == ((0, 0), (1, 300), (2, 600))
