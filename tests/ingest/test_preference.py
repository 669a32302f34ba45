"""Of several sources of one episode: which of them speaks, whatever their order; all are kept."""

from itertools import permutations

import pytest

from ingest.reading import ChapterMark, PersonMention, Span

from .talks import evidence, record, spoken, talk


def test_the_order_of_readings_does_not_matter() -> None:
    read = [
        evidence(
            "a.srt", cues=spoken(*talk(1, 5), speakers=["Ann"] * 5), people=(PersonMention(name="Ann Lee"),)
        ),
        evidence("a.vtt", "webvtt", cues=spoken(*talk(2, 5)), title="Two", language="de"),
        evidence("a.rttm", "rttm", spans=(Span(start_ms=0, end_ms=9_000, speaker="V1"),)),
        evidence("a.json", "podcast_chapters", title="One", chapters=(ChapterMark(start_ms=0, title="A"),)),
        evidence("a.toml", "sidecar", language="en", people=(PersonMention(name="Bob Day", role="host"),)),
    ]
    records = {record(*order) for order in permutations(read)}
    (found,) = records
    assert (found.title, found.language) == ("Two", "en")
    assert [each.label for each in found.speakers] == ["Bob Day", "Ann Lee"]


NAMED = spoken(*talk(1, 5), speakers=["Ann Lee"] * 5)
VOICES = spoken(*talk(1, 5), speakers=["SPEAKER_00"] * 5)
TIMED = spoken(*talk(1, 5))
UNTIMED = tuple(type(cue)(text=cue.text) for cue in TIMED)
BETTER_FIRST = [
    evidence("g.json", cues=VOICES, origin="human"),
    evidence("f.srt", cues=TIMED, origin="human"),
    evidence("e.srt", cues=TIMED, origin="edited"),
    evidence("b.txt", cues=UNTIMED, origin="human"),
    evidence("d.srt", cues=spoken(*talk(1, 5), *talk(2, 2))),
    evidence("c.srt", cues=TIMED),
    evidence("h.md", cues=NAMED, origin="asr"),
    evidence("c.json", cues=TIMED, origin="asr"),
    evidence("a.vtt", cues=NAMED, origin="automatic captions"),
]


@pytest.mark.parametrize("best", range(len(BETTER_FIRST)))
def test_the_better_transcript_speaks_and_all_are_kept(best: int) -> None:
    left = BETTER_FIRST[best:]
    found = record(*left)
    (preferred,) = [each for each in found.transcripts if each.preferred]
    assert found.sources[preferred.source].uri == left[0].stored.uri
    assert sorted(found.sources[each.source].uri for each in found.transcripts) == sorted(
        each.stored.uri for each in left
    )
    words = " ".join(cue.text for cue in left[0].reading.cues)
    assert " ".join(each.text for each in found.utterances) == words


@pytest.mark.parametrize(("sentences", "speaks"), [(3, "a.description"), (9, "a.vtt")])
def test_what_is_far_shorter_does_not_speak(sentences: int, speaks: str) -> None:
    found = record(
        evidence("a.description", "prose", cues=spoken(*talk(1, 1))),
        evidence("a.vtt", "webvtt", cues=spoken(*talk(2, sentences)), origin="automatic captions"),
    )
    (preferred,) = [each for each in found.transcripts if each.preferred]
    assert found.sources[preferred.source].uri == speaks


def test_a_voice_that_is_heard_in_half_of_a_cue_is_half_sure() -> None:
    spans = Span(start_ms=0, end_ms=2_000, speaker="V1"), Span(start_ms=3_500, end_ms=4_000, speaker="V2")
    found = record(
        evidence("a.srt", cues=spoken("Hello there.", "Nobody is heard.")),
        evidence("a.rttm", "rttm", spans=spans),
    )
    assert [(each.speaker, each.method, each.confidence) for each in found.utterances] == [
        (0, "overlap", 0.5),
        (None, None, None),
    ]
    assert [(each.label, each.confidence, each.words) for each in found.speakers] == [("V1", 0.5, 2)]


def test_printed_names_win_over_voices_that_are_heard() -> None:
    found = record(
        evidence("a.srt", cues=spoken("Hello.", "Bye.", speakers=("Ann Lee", None))),
        evidence("a.rttm", "rttm", spans=(Span(start_ms=0, end_ms=9_000, speaker="V1"),)),
    )
    assert [(each.speaker, each.method) for each in found.utterances] == [(0, "printed"), (None, None)]
