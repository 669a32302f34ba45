"""The map between the clocks of two recordings, on talks whose true times are known."""

from collections.abc import Sequence
from statistics import median

import pytest

from archive import clocks
from archive.clocks import ClockMap
from ingest import alignment
from ingest.reading import Cue
from ingest.words import Words
from tests.alignments import ADS, AUDIO, BORDER_MS, INTRO, STREAM, TALK, displaced, errors, learned, right
from tests.recordings import Heard, Sound, again, captions, misheard, played, talk, transcript, truth


def answered(found: ClockMap, ours: Sequence[Heard], theirs: Sequence[Heard]) -> float:
    asked = [ms for ms, other in truth(ours, theirs) if other is not None]
    return sum(clocks.at(found.pieces, ms) is not None for ms in asked) / len(asked)


@pytest.mark.parametrize(
    ("exact", "other_exact"), [(False, False), (True, True), (True, False), (False, True)]
)
def test_cuts_advertisements_and_shortened_pauses_are_followed(exact: bool, other_exact: bool) -> None:
    found = learned(transcript(AUDIO, exact=exact), transcript(STREAM, exact=other_exact))
    off = errors(found, AUDIO, STREAM)
    assert median(off) < 500
    assert off[int(0.99 * len(off))] < 2_000
    assert answered(found, AUDIO, STREAM) > 0.98
    # Farther from words that are known than any in the map itself, so these are larger.
    assert median(off) < found.median_error_ms <= 1_000
    assert off[int(0.95 * len(off))] < found.p95_error_ms <= 3_000
    assert found.matches == pytest.approx(5_200, abs=20)
    assert found.covered == pytest.approx(5_200 / len(AUDIO), abs=0.02)
    assert found.to_covered == pytest.approx(5_200 / len(STREAM), abs=0.02)


def alone(ours: Sequence[Heard], theirs: Sequence[Heard]) -> list[int]:
    """The times of words that theirs lack, and that are not near to one that they have."""
    shared = [ms for ms, other in truth(ours, theirs) if other is not None]
    return [
        ms
        for ms, other in truth(ours, theirs)
        if other is None and min(abs(ms - each) for each in shared) > BORDER_MS
    ]


def test_what_only_one_recording_has_has_no_moment_in_the_other() -> None:
    found = learned(transcript(AUDIO), transcript(STREAM))
    ours, theirs = alone(AUDIO, STREAM), alone(STREAM, AUDIO)
    assert len(ours) > 300
    assert [ms for ms in ours if clocks.at(found.pieces, ms) is not None] == []
    assert len(theirs) > 700
    back = clocks.inverse(found.pieces)
    assert [ms for ms in theirs if clocks.at(back, ms) is not None] == []


def test_one_advertisement_in_the_place_of_another_is_not_that_other() -> None:
    ours = played([*TALK[:1000], *ADS[0], *TALK[1000:2000], *ADS[1], *TALK[2000:3000]])
    theirs = played([*TALK[:1000], *talk(8, 150), *TALK[1000:2000], *talk(9, 90), *TALK[2000:3000]])
    found = learned(transcript(ours), transcript(theirs))
    assert [ms for ms in alone(ours, theirs) if clocks.at(found.pieces, ms) is not None] == []
    assert answered(found, ours, theirs) > 0.99
    assert errors(found, ours, theirs)[-1] < 2_000


def test_what_is_read_out_twice_is_told_apart_by_what_is_said_around_it() -> None:
    ad = ADS[0]
    ours = played([*TALK[:1000], *ad, *TALK[1000:3000], *again(ad, 1), *TALK[3000:4000]])
    theirs = played([*TALK[:1000], *ad, *TALK[1000:2000], *again(ad, 2), *TALK[2000:4000]])
    found = learned(transcript(ours), transcript(theirs))
    assert errors(found, ours, theirs)[-1] < 1_000
    assert answered(found, ours, theirs) > 0.99
    assert [ms for ms in alone(ours, theirs) if clocks.at(found.pieces, ms) is not None] == []


@pytest.mark.parametrize("part", [0.05, 0.1])
def test_words_that_were_misheard_are_bridged(part: float) -> None:
    ours, theirs = misheard(AUDIO, part, 1), misheard(STREAM, part, 2)
    found = learned(transcript(ours), transcript(theirs))
    off = errors(found, ours, theirs)
    assert median(off) < 500
    assert off[int(0.99 * len(off))] < 2_500
    assert answered(found, ours, theirs) > 0.95


def test_long_cues_are_believed_near_the_times_that_are_printed() -> None:
    """Inside a cue of half a minute and more, a word's place in the text is no time."""
    found = learned(transcript(AUDIO), transcript(STREAM, words=150))
    off = errors(found, AUDIO, STREAM)
    assert median(off) < 1_200
    assert off[int(0.95 * len(off))] < 4_000
    there = {heard.key: heard.start_ms for heard in AUDIO}
    begun = [(heard.start_ms, there.get(heard.key)) for heard in STREAM[::150]]
    back = clocks.inverse(found.pieces)
    known = [(ms, other) for start, other in begun if other and (ms := clocks.at(back, start)) is not None]
    assert len(known) > 20
    assert all(abs(ms - other) < 1_500 for ms, other in known)


def test_cues_of_minutes_make_no_map_where_pauses_were_shortened_inside() -> None:
    assert alignment.learn(transcript(AUDIO, words=400), transcript(STREAM)) is None


BOILERPLATE = [*INTRO, *ADS[0], *ADS[1]]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([*talk(11, 3000)], [*talk(12, 3000)]),
        (
            [*INTRO, *talk(11, 1500), *ADS[0], *talk(12, 1500), *ADS[1]],
            [*INTRO, *talk(13, 1500), *ADS[0], *talk(14, 1500), *ADS[1]],
        ),
        # Short ones: more than half of the words are read out in every episode.
        ([*BOILERPLATE, *talk(11, 200)], [*BOILERPLATE, *talk(12, 200)]),
        ([*INTRO, *talk(11, 200), *ADS[0], *ADS[1]], [*INTRO, *talk(12, 200), *ADS[0], *ADS[1]]),
    ],
    ids=["nothing in common", "long", "short, at the beginning", "short, around"],
)
def test_two_talks_of_one_show_have_no_map(ours: list[Sound], theirs: list[Sound]) -> None:
    assert alignment.learn(transcript(played(ours)), transcript(played(theirs))) is None


def test_an_advertisement_that_takes_as_long_as_another_is_not_that_other() -> None:
    other = [
        sound._replace(key=(8, n), word=word.word)
        for n, (sound, word) in enumerate(zip(ADS[0], talk(8, 150), strict=True))
    ]
    ours = played([*TALK[:1000], *ADS[0], *TALK[1000:2000]])
    theirs = played([*TALK[:1000], *other, *TALK[1000:2000]])
    found = learned(transcript(ours), transcript(theirs))
    assert len(alone(ours, theirs)) > 100
    assert [ms for ms in alone(ours, theirs) if clocks.at(found.pieces, ms) is not None] == []


def test_a_phrase_in_two_advertisements_does_not_make_them_one() -> None:
    phrase, other = talk(9, 10), talk(8, 150)
    ours = played([*TALK[:1000], *ADS[0][:70], *phrase, *ADS[0][70:], *TALK[1000:2000]])
    theirs = played([*TALK[:1000], *other[:60], *again(phrase, 1), *other[60:], *TALK[1000:2000]])
    found = learned(transcript(ours), transcript(theirs))
    assert [ms for ms in alone(ours, theirs) if clocks.at(found.pieces, ms) is not None] == []


def test_of_two_advertisements_that_are_alike_none_is_guessed() -> None:
    """Theirs lacks what was said between the two, and one of them: which one, the words cannot tell."""
    ad = ADS[0]
    ours = played([*TALK[:1000], *ad, *TALK[1000:1400], *again(ad, 1), *TALK[1400:2400]])
    theirs = played([*TALK[:1000], *again(ad, 1), *TALK[1400:2400]])
    found = learned(transcript(ours), transcript(theirs))
    assert right(found, ours, theirs)
    # A word or two of the other copy may be said in the same order nearby.
    assert sum(clocks.at(found.pieces, ms) is not None for ms in alone(ours, theirs)) <= 2


def test_what_was_moved_has_no_moment_where_it_is_not() -> None:
    ours = played([*TALK[:1000], *TALK[1000:1200], *TALK[1200:3000]])
    theirs = played([*TALK[1000:1200], *TALK[:1000], *TALK[1200:3000]])
    for one, other in ((ours, theirs), (theirs, ours)):
        found = learned(transcript(one), transcript(other))
        assert errors(found, one, other)[-1] < 2_000
        assert answered(found, one, other) == pytest.approx(2800 / 3000, abs=0.005)


def test_errors_are_those_of_words_that_were_held_back() -> None:
    """Each cue is off by itself, so nothing tells how far but the words that were held back."""
    cues = captions(played(TALK[:2000]), 20)
    found = learned(Words(cues), Words(displaced(cues, 1_500, 1)))
    assert found.median_error_ms > 500
    assert found.p95_error_ms > 1_500


def test_times_that_are_far_off_make_no_map() -> None:
    cues = captions(played(TALK[:2000]), 10)
    assert alignment.learn(Words(cues), Words(displaced(cues, 15_000, 1))) is None


def test_too_little_has_no_map() -> None:
    short = played(TALK[:95])
    assert alignment.learn(transcript(short), transcript(short)) is None
    broken = [each._replace(word="um" if n % 6 == 0 else each.word) for n, each in enumerate(short)]
    assert alignment.learn(transcript(short), transcript(broken)) is None
    assert alignment.learn(Words(()), Words(())) is None
    text = " ".join(sound.word for sound in TALK[:500])
    untimed = Words([Cue(text=text)])
    assert alignment.learn(untimed, transcript(played(TALK[:500]))) is None
    once = Words([Cue(text=text, start_ms=0)])  # one time is no clock
    assert alignment.learn(once, transcript(played(TALK[:500]))) is None


def test_phrases_here_and_there_make_no_map() -> None:
    """Twelve words in forty-one: longer than a formula, and never very many others between them."""
    other = talk(30, 3000)
    theirs = [mine if n % 41 < 12 else other[n] for n, mine in enumerate(TALK[:3000])]
    assert alignment.learn(transcript(played(TALK[:3000])), transcript(played(theirs))) is None


def test_another_language_has_no_map() -> None:
    other = {sound.word: f"{sound.word}xo" for sound in TALK}
    theirs = [heard._replace(word=other[heard.word]) for heard in played(TALK[:1000])]
    assert alignment.learn(transcript(played(TALK[:1000])), transcript(theirs)) is None


def test_a_language_without_blanks_has_one() -> None:
    letters = [chr(0x4E00 + ord(letter)) for letter in "".join(sound.word for sound in TALK)]
    cues = [
        Cue(text="".join(letters[at : at + 20]), start_ms=300 * at, end_ms=300 * (at + 20))
        for at in range(0, 4000, 20)
    ]
    later = [Cue(text=cue.text, start_ms=(cue.start_ms or 0) + 60_000, end_ms=cue.end_ms) for cue in cues]
    later = [Cue(text=c.text, start_ms=c.start_ms, end_ms=(c.start_ms or 0) + 6_000) for c in later]
    found = learned(Words(cues), Words(later))
    assert clocks.at(found.pieces, 600_000) == 660_000


def test_one_word_said_for_ever_costs_little_and_says_nothing() -> None:
    words = Words([Cue(text="no " * 100_000, start_ms=0, end_ms=10**7)])
    assert alignment.learn(words, words) is None
