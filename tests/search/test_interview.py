"""The bundled interview, searched as its readers would."""

import contextlib
import re
from importlib.resources import files
from itertools import groupby, pairwise

import pytest
from click.testing import CliRunner

from archive.database import open_readonly
from archive.search import search, understand
from ingest.cli import main

INTERVIEW = files("ingest.samples") / "why-nvidia-builds-open-models.txt"


@pytest.fixture(scope="module")
def interview(tmp_path_factory):
    path = tmp_path_factory.mktemp("interview") / "archive.db"
    ran = CliRunner().invoke(main, ["ingest", str(path), str(INTERVIEW)], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    with contextlib.closing(open_readonly(path)) as opened:
        yield opened


def printed():
    """(second, words) of every cue, read from the file with nothing of ours."""
    lines = INTERVIEW.read_text(encoding="utf-8").split("\nTranscript\n")[1].splitlines()
    cues = []
    for line in filter(None, map(str.strip, lines)):
        if re.fullmatch(r"[\d:]+", line):
            seconds = 0
            for part in line.split(":"):
                seconds = seconds * 60 + int(part)
            cues.append((seconds, []))
        else:
            cues[-1][1].extend(line.split())
    return cues


def test_intelligence_per_second(interview):
    [hit] = search(interview, understand('"intelligence per second"')).hits
    assert hit.link == "https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=3782"
    assert hit.speaker == "Bryan Catanzaro"
    assert ("intelligence per second", True) in hit.snippet


def test_a_phrase_spoken_across_two_cues_is_found_at_the_first_one(interview):
    rows = interview.execute("select speaker_id, turn, text from utterances order by id").fetchall()
    turns = [" ".join(row[2] for row in run) for _, run in groupby(rows, key=lambda row: row[:2])]
    across = 0
    for (second, before), (_, after) in pairwise(printed()):
        phrase = " ".join([*before[-3:], *after[:3]])
        if not any(phrase in turn for turn in turns):
            continue  # somebody else took the word
        hits = search(interview, understand('"' + phrase.replace('"', "") + '"'), limit=1000).hits
        assert any(hit.link and hit.link.endswith(f"&t={second}") for hit in hits), phrase
        across += 1
    assert across > 600


def test_every_utterance_is_found_by_its_own_words(interview):
    for key, text in interview.execute("select id, text from utterances").fetchall():
        hits = search(interview, understand(text.replace('"', " ")), limit=1000).hits
        assert key in [hit.utterance_id for hit in hits], text
