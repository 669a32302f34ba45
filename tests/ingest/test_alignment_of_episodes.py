"""Which recordings of an episode have a map between their clocks, and of which recording a transcript is."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest

from archive.clocks import ClockMap
from archive.records import Link, Recording, StoredSource
from ingest import alignment
from ingest.read import Evidence
from ingest.reading import Cue, Reading
from tests.alignments import AUDIO, STREAM, right
from tests.recordings import (
    captions,
    played,
    talk,
)

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
