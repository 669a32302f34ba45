"""What is refused before anything is written."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.errors import InvalidRecord
from archive.records import EpisodeRecord, Identifier
from archive.validate import validate
from tests.episodes import all_episodes, engines
from tests.parts import said


def line(**changes: object) -> Callable[[EpisodeRecord], EpisodeRecord]:
    def change(record: EpisodeRecord) -> EpisodeRecord:
        first = replace(record.utterances[0], **changes)  # type: ignore[arg-type]
        return replace(record, utterances=(first, *record.utterances[1:]))

    return change


def record(**changes: object) -> Callable[[EpisodeRecord], EpisodeRecord]:
    return lambda whole: replace(whole, **changes)  # type: ignore[arg-type]


def first(part: str, **changes: object) -> Callable[[EpisodeRecord], EpisodeRecord]:
    def change(whole: EpisodeRecord) -> EpisodeRecord:
        parts = getattr(whole, part)
        return replace(whole, **{part: (replace(parts[0], **changes), *parts[1:])})

    return change


NAME = Identifier(scheme="file", value="a.txt")
BAD = (
    (record(identifiers=()), "no identifier"),
    (record(identifiers=(NAME, NAME)), "the same identifier twice"),
    (record(slug=""), "its slug is empty"),
    (record(title="half \ud83d"), "episoderecord.title has a character that is none"),
    (record(season=2**63), "episoderecord.season is too large"),
    (record(sources=(*engines().sources, engines().sources[0])), "the same address"),
    (record(transcripts=engines().transcripts * 2), "two transcripts are preferred"),
    (first("transcripts", source=2), "transcript 0 names a source"),
    (first("transcripts", recording=-1), "transcript 0 names a source or a recording"),
    (first("warnings", correction=2), "names a correction"),
    (first("speakers", label=""), "speaker 0: its label is empty"),
    (first("speakers", confidence=1.1), "speaker 0: its confidence 1.1"),
    (first("speakers", talk_ms=-1), "speaker 0: it counts less"),
    (first("chapters", start_ms=-1), "chapter 0: it begins before"),
    (first("chapters", start_ms=20_000), "chapter 0: it ends before"),
    (first("chapters", end_kind=None), "chapter 0: its end and how"),
    (record(utterances=(said("a"),) * 1_000_000), "1000000 utterances; 999999 can"),
    (line(text="", marks=((0, 0),)), "utterance 0: it has no text"),
    (
        line(text="half a pair \udc80 of marks, and a few letters more"),
        "utterance 0: its text has a character",
    ),
    (line(speaker=2), "utterance 0: it names a speaker"),
    (line(chapter=-1), "utterance 0: it names a chapter"),
    (line(marks=()), "utterance 0: its start, its timing and its marks"),
    (line(timing=None), "utterance 0: its start, its timing and its marks"),
    (line(start_ms=-1), "utterance 0: it begins before"),
    (line(start_ms=2**63), "utterance 0: it begins before the recording, or never"),
    (line(end_ms=-1), "utterance 0: it ends before"),
    (line(marks=((1, 0),)), "utterance 0: its marks must begin"),
    (line(marks=((0, 0), (900, 1))), "utterance 0: its marks must begin"),
    (line(marks=((0, 0), (9, 1), (8, 2))), "utterance 0: its marks must not go backward"),
    (line(confidence=-0.1), "utterance 0: its confidence"),
    (line(source_end=0), "utterance 0: it comes from no cue"),
)


def test_the_records_of_the_tests_are_valid() -> None:
    for each in all_episodes():
        validate(each)


@pytest.mark.parametrize(("change", "problem"), BAD, ids=[problem for _, problem in BAD])
def test_a_bad_record_is_refused(change: Callable[[EpisodeRecord], EpisodeRecord], problem: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        validate(change(engines()))
    assert str(refused.value).startswith("/shows/engines.txt: ")
    assert problem in refused.value.problem
