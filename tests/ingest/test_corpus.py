"""Real files of many shows, all at once: every one goes in, or is refused for a reason that is right."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from archive.check import check
from archive.outcome import Outcome
from ingest.files.folders import find
from ingest.options import Options
from ingest.pipeline import ingest
from ingest.verify import verify

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the real files are not here")

# Why files are refused, how many, and in which folders: all others must go in.
RIGHT = {
    "is a list of feeds": (3, {"opml"}),  # they are fetched if it is named itself
    "lists no episode": (32, {"feeds"}),
    "tells of": (6, {"feeds"}),  # made-up feeds of shows with one name, which say one guid of two episodes
    "no format claims this JSON": (21, {"feeds"}),  # what a reader of feeds makes of one
    "no format claims this XML (<test-wrapper>)": (1, {"podcast-namespace"}),
    "no format claims this text": (1, {"webvtt-py-fixtures"}),  # a number alone
    "has no cue": (17, {"webvtt-py-fixtures", "webvtt-torture"}),  # regions and settings without words
    "has no paragraph (<p>) with words": (1, {"ttml"}),
    "is empty": (2, {"webvtt-py-fixtures", "webvtt-torture"}),
    "its tiers are empty": (1, {"oral-history"}),
    "none of its tiers holds words": (1, {"oral-history"}),  # single sounds
    "says nothing of an episode by itself": (3, {"rttm", "stt-json"}),
    "is the same episode as": (1, {"webvtt-py-fixtures"}),  # the same bytes under two names
}


def take_in(archive: Path) -> list[Outcome]:
    return list(ingest(archive, find([CORPUS]).groups, Options(), jobs=2))


def test_all_of_it_goes_in_or_is_refused_rightly_and_the_second_time_nothing_is_written(
    archive: Path,
) -> None:
    outcomes = take_in(archive)
    # Changed again are those of which a feed and a file tell.
    assert Counter(each.status for each in outcomes).keys() == {"inserted", "updated", "failed"}
    kinds: Counter[str] = Counter()
    wrong = []
    for each in outcomes:
        if each.error is None:
            continue
        folder = Path(each.place).relative_to(CORPUS).parts[0]
        kind = next((kind for kind in RIGHT if each.error.problem.startswith(kind)), None)
        if kind is None or folder not in RIGHT[kind][1]:
            wrong.append(str(each.error))
        else:
            kinds[kind] += 1
    assert wrong == []
    assert kinds == {kind: count for kind, (count, _) in RIGHT.items()}

    assert check(archive) == []
    with closing(sqlite3.connect(archive)) as connection:
        assert list(verify(connection)) == []
        silent = connection.execute(
            "select sources.uri from transcripts join sources on sources.id = source_id"
            " where transcripts.words > 0 and preferred"
            " and not exists (select 1 from utterances where episode_id = transcripts.episode_id)"
        ).fetchall()
    assert silent == []

    before = archive.read_bytes()
    again = take_in(archive)
    assert archive.read_bytes() == before
    assert {each.status for each in again} == {"failed", "unchanged"}
    assert sorted(str(each.error) for each in again if each.error) == sorted(
        str(each.error) for each in outcomes if each.error
    )
