"""The map between the clocks of two recordings: on talks whose true times are known, and on real captions."""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive import clocks
from archive.clocks import ClockMap
from archive.records import Link, Recording, StoredSource
from ingest import alignment, registry
from ingest.files.source import read_source
from ingest.read import Evidence
from ingest.reading import Cue, Reading
from ingest.words import Words
from tests import held_back
from tests.recordings import (
    Heard,
    Sound,
    again,
    captions,
    misheard,
    played,
    quickened,
    talk,
    transcript,
    truth,
)

TALK = talk(1, 6000)
INTRO, ADS = talk(2, 60), [talk(3, 150), talk(4, 90), talk(5, 70)]

# What editors do: the audio has an introduction and three advertisements, lacks a part, and pauses less.
AUDIO = played(
    [
        *INTRO,
        *quickened([*TALK[:1500], *TALK[1800:3000]]),
        *ADS[0],
        *quickened(TALK[3000:4500]),
        *ADS[1],
        *quickened(TALK[4500:5500]),
        *ADS[2],
    ]
)
STREAM = played([*talk(6, 400), *TALK, *talk(7, 100)])

BORDER_MS = 2_000
"""So near to where something was cut out or put in, a word may be on either side."""


def learned(ours: Words, theirs: Words) -> ClockMap:
    found = alignment.learn(ours, theirs)
    assert found is not None
    return found


def errors(found: ClockMap, ours: Sequence[Heard], theirs: Sequence[Heard]) -> list[int]:
    """At every word of ours that is in theirs, if the map answers."""
    known = ((clocks.at(found.pieces, ms), other) for ms, other in truth(ours, theirs) if other is not None)
    return sorted(abs(ms - other) for ms, other in known if ms is not None)


def right(found: ClockMap, ours: Sequence[Heard], theirs: Sequence[Heard]) -> bool:
    """Beside a cut, a word that is also the first behind it in the other recording may be taken for that."""
    off = errors(found, ours, theirs)
    return bool(off) and off[int(0.99 * len(off))] < 2_000


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


def displaced(cues: Sequence[Cue], most_ms: int, seed: int) -> list[Cue]:
    """The cues, each too early or too late by so much at most."""
    chance = random.Random(seed)
    shifts = [chance.randint(-most_ms, most_ms) + most_ms for _ in cues]
    return [
        replace(cue, start_ms=(cue.start_ms or 0) + shift, end_ms=(cue.end_ms or 0) + shift)
        for cue, shift in zip(cues, shifts, strict=True)
    ]


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


def test_one_word_said_for_ever_costs_little_and_says_nothing() -> None:
    words = Words([Cue(text="no " * 100_000, start_ms=0, end_ms=10**7)])
    assert alignment.learn(words, words) is None


AUDIO_FILE = Recording(kind="audio", url="https://example.org/1.mp3")
VIDEO = Recording(kind="youtube", url="https://www.youtube.com/watch?v=Y3Vb6ecvfpU")
RECORDINGS = [VIDEO, AUDIO_FILE]


def said(uri: str, cues: Sequence[Cue]) -> Evidence:
    """A transcript: YouTube's own captions are of the video, others of the audio."""
    format = "youtube_srv" if uri.endswith("srv3") else "srt"
    digest = hashlib.sha256(uri.encode()).hexdigest()
    stored = StoredSource(
        uri=uri, format=format, reader=f"{format} 1", sha256=digest, encoding=None, content=b""
    )
    return Evidence(stored=stored, reading=Reading(cues=tuple(cues)))


def maps(best: Evidence | None, evidence: Sequence[Evidence]) -> tuple[ClockMap, ...]:
    return alignment.maps(best, evidence, alignment.placed(evidence, RECORDINGS)[1])


BEST = said("talk.srt", captions(AUDIO))
VIDEOS = said("b.srv3", captions(STREAM))


def test_the_preferred_transcripts_recording_leads_to_the_others() -> None:
    (found,) = maps(BEST, [VIDEOS, BEST])
    assert (found.from_recording, found.to_recording) == (1, 0)
    assert right(found, AUDIO, STREAM)
    assert maps(BEST, [BEST, VIDEOS]) == (found,)
    (back,) = maps(VIDEOS, [BEST, VIDEOS])
    assert (back.from_recording, back.to_recording) == (0, 1)
    assert right(back, STREAM, AUDIO)


def test_a_translation_does_not_hide_the_transcript_beside_it() -> None:
    foreign = [heard._replace(word=heard.word[::-1] + "x") for heard in STREAM]
    translated = said("a.srv3", captions(foreign, exact=True))
    (found,) = maps(BEST, [translated, BEST, VIDEOS])
    assert right(found, AUDIO, STREAM)


def test_recordings_that_are_alike_have_the_map_that_changes_nothing() -> None:
    (found,) = maps(BEST, [BEST, said("b.srv3", BEST.reading.cues)])
    assert found.pieces
    assert all((start, end) == (other, until) for start, end, other, until in found.pieces)


def test_two_transcripts_of_one_recording_need_no_map() -> None:
    assert maps(BEST, [BEST, said("other.srt", captions(AUDIO, 7))]) == ()


def test_transcripts_that_do_not_say_of_what_they_are_and_go_apart_are_of_two_recordings() -> None:
    audio = replace(AUDIO_FILE, duration_ms=AUDIO[-1].end_ms + 1_000)
    one, other = said("video/talk.srt", captions(STREAM)), said("audio/talk.srt", captions(AUDIO))
    for order in ([one, other], [other, one]):
        recordings, places = alignment.placed(order, [audio])
        assert recordings == (audio, Recording(kind="unknown"))
        assert places == {"audio/talk.srt": 0, "video/talk.srt": 1}
    same = said("elsewhere/talk.srt", captions(AUDIO, 7))
    assert alignment.placed([other, same], [audio])[0] == (audio,)


def test_what_a_feed_links_to_is_of_its_audio_and_captions_of_the_video_beside_them() -> None:
    address = "https://example.org/talk.vtt"
    link = Link(kind="transcript", url=address)
    item = replace(said("podcast:1#1", ()), reading=Reading(links=(link,)))
    info = replace(said("video/talk.info.json", ()), reading=Reading(youtube_id="Y3Vb6ecvfpU"))
    linked, filmed = said(address, captions(AUDIO)), said("video/talk.en.vtt", captions(STREAM))
    for order in ([item, linked, info, filmed], [filmed, info, linked, item]):
        recordings, places = alignment.placed(order, RECORDINGS)
        assert recordings == tuple(RECORDINGS)
        assert places == {address: 1, "video/talk.en.vtt": 0}
    assert alignment.placed([item, linked, filmed], RECORDINGS)[1] == {address: 1, "video/talk.en.vtt": 2}


@pytest.mark.parametrize(
    "others",
    [
        [],
        [said("b.srv3", [Cue(text=" ".join(heard.word for heard in STREAM))])],
        [said("b.srv3", captions(played(talk(20, 2000))))],
        [said("b.srv3", [])],
    ],
    ids=["nothing", "no times", "another talk", "no words"],
)
def test_without_a_second_clock_there_is_no_map(others: list[Evidence]) -> None:
    assert maps(BEST, [BEST, *others]) == ()
    assert maps(None, others) == ()


REAL = Path(__file__).parents[3] / "shared" / "corpus" / "talkpython"
real = pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")


def cues(path: Path) -> tuple[Cue, ...]:
    source = read_source(path, REAL)
    return registry.detect(source).read(source).cues


def ask(ours: Sequence[Cue], theirs: Sequence[Cue]) -> Callable[[int], int | None]:
    found = learned(Words(ours), Words(theirs))
    return lambda ms: clocks.at(found.pieces, ms)


def pairs() -> dict[str, tuple[Path, Path]]:
    audio = {path.name[:3]: path for path in (REAL / "audio-vtt").glob("*.vtt")}
    return {path.name[:3]: (audio[path.name[:3]], path) for path in sorted((REAL / "youtube-vtt").glob("*"))}


@real
def test_on_real_captions_it_is_off_by_a_second_at_most() -> None:
    assert len(pairs()) == 8
    every: list[int] = []
    for name, (ours, theirs) in pairs().items():
        off = held_back.measure(cues(ours), cues(theirs), ask)
        assert len(off.errors) > 1_500, name
        assert off.unanswered < 0.3 * (len(off.errors) + off.unanswered), name
        assert off.median_ms <= 1_000, name
        assert off.p95_ms <= 5_000, name
        every += off.errors
    assert median(every) <= 1_000
    assert sorted(every)[int(0.95 * len(every))] <= 5_000


@real
def test_no_other_real_episode_has_a_map() -> None:
    words = {path: Words(cues(path)) for path in REAL.glob("*-vtt/*.vtt")}
    tried = 0
    for video in REAL.glob("youtube-vtt/*.vtt"):
        for other in words:
            if other.name[:3] != video.name[:3]:
                assert alignment.learn(words[other], words[video]) is None, (other.name, video.name)
                tried += 1
    assert tried == 8 * (30 + 7)
