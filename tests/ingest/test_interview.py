"""The first interview, counted without the reader: every word of the source, in order, at its time."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.records import EpisodeRecord
from ingest.files.folders import find
from ingest.options import Options
from ingest.pipeline import ingest, show

from .transcripts import SAMPLE


@pytest.fixture(scope="module")
def record() -> EpisodeRecord:
    (record,), _ = show(find([SAMPLE]).groups[0], Options())
    return record


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("interview") / "archive.db"
    assert [outcome.status for outcome in ingest(path, find([SAMPLE]).groups, Options())] == ["inserted"]
    return path


def counted() -> list[tuple[int, str]]:
    """(seconds printed, word) for every word below `Transcript`, counted from the file itself."""
    words: list[tuple[int, str]] = []
    seconds = -1
    for line in SAMPLE.read_text().partition("\nTranscript\n")[2].split("\n"):
        if re.fullmatch(r"\d+:\d\d(:\d\d)?", line):
            seconds = sum(int(part) * 60**place for place, part in enumerate(reversed(line.split(":"))))
        else:
            words += [(seconds, word) for word in line.split()]
    return words


def test_the_source_has_what_the_issue_says() -> None:
    assert len(counted()) == 12_614
    assert len({seconds for seconds, _ in counted()}) == 648


def test_every_word_is_in_the_utterances_in_order(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        texts = [text for (text,) in connection.execute("select text from utterances order by id")]
    assert " ".join(texts).split() == [word for _, word in counted()]


def test_the_first_word_of_every_utterance_links_to_its_printed_time(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        rows = connection.execute(
            "select said.link, utterances.words from said join utterances using (id) order by id"
        ).fetchall()
    expected = counted()
    place = 0
    for link, words in rows:
        assert link == f"https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t={expected[place][0]}"
        place += words
    assert place == len(expected)


def test_every_mark_stands_at_the_word_that_the_source_prints_it_for(record: EpisodeRecord) -> None:
    expected = counted()
    place = 0
    for utterance in record.utterances:
        for offset, ms in utterance.marks:
            spoken_before = len(utterance.text[:offset].split())
            assert expected[place + spoken_before][0] * 1000 == ms
        place += utterance.words


def test_what_it_is(record: EpisodeRecord) -> None:
    assert record.title == "Why Nvidia builds open models with Bryan Catanzaro"
    assert record.podcast is not None
    assert record.podcast.title == "Interconnects"
    assert (record.published, record.published_precision) == ("2026-02-04", "day")
    assert record.identifiers[0].value == "Y3Vb6ecvfpU"
    assert record.recordings[0].url == "https://www.youtube.com/watch?v=Y3Vb6ecvfpU"
    assert record.transcripts[0].cues == 648
    assert record.transcripts[0].words == 12_614
    assert record.description is not None
    assert "https://www.interconnects.ai/p/why-nv..." in record.description
    assert "Releasing datasets" not in record.description
    assert [(warning.code, warning.place) for warning in record.warnings] == [
        ("shortened_link", "why-nvidia-builds-open-models.txt line 7")
    ]


def test_nine_chapters_begin_at_sentences_and_follow_each_other(record: EpisodeRecord) -> None:
    chapters = record.chapters
    assert len(chapters) == 9
    assert chapters[7].title == "Building an Applied Research Lab with Jensen Huang"
    assert [chapter.given_ms // 1000 for chapter in chapters] == [
        0, 317, 923, 1345, 2249, 2906, 3252, 3445, 3644,
    ]  # fmt: skip
    assert all(abs(chapter.start_ms - chapter.given_ms) <= 5_000 for chapter in chapters)
    assert [chapter.end_ms for chapter in chapters[:-1]] == [chapter.start_ms for chapter in chapters[1:]]
    assert {chapter.end_kind for chapter in chapters[:-1]} == {"next"}
    assert chapters[-1].end_kind == "words"
    begins = {place: next(u for u in record.utterances if u.chapter == place) for place in range(9)}
    assert begins[1].text.startswith("Well, we build Neotron for two main reasons.")
    assert [utterance.chapter for utterance in record.utterances] == sorted(
        utterance.chapter for utterance in record.utterances if utterance.chapter is not None
    )


def test_two_people_speak(record: EpisodeRecord) -> None:
    assert [(s.label, s.role) for s in record.speakers] == [
        ("Nathan Lambert", "host"),
        ("Bryan Catanzaro", "guest"),
    ]
    assert record.speakers[1].description == "VP of Applied Deep Learning Research, NVIDIA"
    assert all(speaker.turns >= 20 for speaker in record.speakers)


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Okay. Hey Brian, I'm very excited", 0),
        ("Oh, yeah. It's my honor.", 1),  # in the middle of a cue
        ("So, I wanted to start.", 0),
        ("right?", None),  # either of them: not said
        ("Well, we build Neotron for two", 1),
        ("Thanks [snorts] so much for inviting me.", 1),
        ("Yeah.", None),
    ],
)
def test_who_speaks(record: EpisodeRecord, words: str, speaker: int | None) -> None:
    found = [u for u in record.utterances if u.text.startswith(words) and (len(words) > 6 or u.text == words)]
    assert speaker in {utterance.speaker for utterance in found}


def test_no_utterance_passes_the_limits(record: EpisodeRecord) -> None:
    for utterance in record.utterances:
        assert utterance.start_ms is not None
        assert utterance.end_ms is not None
        assert utterance.words <= 60
        assert 0 <= utterance.end_ms - utterance.start_ms <= 30_000


def test_marks_are_stored_as_json_pairs(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        (marks,) = connection.execute("select marks from utterances order by id limit 1").fetchone()
    assert json.loads(marks) == [[0, 6000], [77, 12000], [189, 18000]]
