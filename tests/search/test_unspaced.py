"""Texts in scripts without blanks between words: any part of one is found, and nothing else."""

import contextlib
import random
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.check import check
from archive.database import open_archive, open_readonly
from archive.records import EpisodeRecord, Identifier, Recording
from archive.removing import take_episode
from archive.search import search, snippets, understand, unspaced
from archive.store import save
from tests.episodes import ADA
from tests.parts import said, source, transcript, voice

LETTERS = ("東", "京", "都", "ひ", "ひ", "カ", "ガ", "カ\u3099", "ก", "กิ", "ກ", "မြ", "ន", "ភា")
OTHERS = (
    "open",
    "C++",
    "open",
    " ",
    " ",
    "。",
    "、",
    "7",
    "ü",
    "\u200b",
    "कि",
    "서울",
    "\uff2f\uff30\uff25\uff2e",
    "\uff17",
)
TEXT = st.lists(st.sampled_from((*LETTERS, *OTHERS)), max_size=30).map("".join)
WORD = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=4).map("".join)
EPISODES = 4
WIDE = "\uff2f\uff30\uff25\uff2e"
"""OPEN, as wide as the letters around it."""


def episode(number, version=0):
    """Utterances of any letters; no two of them are one turn, so that nothing is said over a border."""
    chance = random.Random(10 * number + version)
    lines = [
        said("".join(chance.choices((*LETTERS, *LETTERS, *OTHERS), k=chance.randint(1, 25))) + "x", cue=n)
        for n in range(30)
    ]
    uri = f"/letters{number}.txt"
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value=uri),),
        derivation=f"{number} {version}",
        slug=f"letters-{number}",
        recordings=(Recording(kind="unknown", url=None),),
        sources=(source(uri, f"{number} {version}"),),
        transcripts=(transcript(lines),),
        utterances=tuple(lines),
    )


def holds(text, word):
    """Whether the letters of `word` stand in `text`, whatever but letters is between them.

    A mark that follows would make another letter of the last.
    """
    return re.search(re.escape(word) + "(?![\u3099\u0e34\u103c\u17b6])", bare(text)) is not None


def bare(text):
    return re.sub(r"[\s。、\u200b]", "", text)


@pytest.fixture(scope="module")
def archives(made_archives, tmp_path_factory):
    """(as it was first written, after an update of two episodes and the removal of one)."""
    folder = tmp_path_factory.mktemp("letters")
    first, later = folder / "first.db", folder / "later.db"
    shutil.copy(made_archives[0], first)
    engine = open_archive(first)
    assert {one.status for one in save(engine, map(episode, range(EPISODES)))} == {"inserted"}
    engine.dispose()
    shutil.copy(first, later)
    engine = open_archive(later)
    assert {one.status for one in save(engine, [episode(0, 1), episode(1, 1)])} == {"updated"}
    take_episode(engine, 3, None)
    engine.dispose()
    with contextlib.closing(open_readonly(first)) as one, contextlib.closing(open_readonly(later)) as other:
        yield one, other


@given(WORD)
@example("カ")
@example("ガ")
def test_any_part_of_a_text_is_found_and_nothing_else(archives, word):
    for connection in archives:
        texts = dict(connection.execute("select id, text from utterances"))
        found = search(connection, understand(word), limit=1_000)
        assert {hit.utterance_id for hit in found.hits} == {key for key in texts if holds(texts[key], word)}
        for hit in found.hits:
            assert "".join(text for text, _ in hit.snippet) == hit.text
            marked = [bare(text) for text, is_hit in hit.snippet if is_hit]
            assert marked
            assert all(text.startswith(word) and text.endswith(word) for text in marked)
        without = search(connection, understand(f"-{word}"), limit=1_000)
        assert without.total == len(texts) - found.total


def test_index_and_letters_are_what_they_should_be(archives):
    for connection in archives:
        [(_, _, path)] = connection.execute("pragma database_list")
        assert check(Path(path)) == []


@given(TEXT)
@example("東\u200b京 open")
@example("\u3099東")
def test_a_text_with_its_letters_apart_is_the_text(text):
    found = unspaced.borders(text)
    apart = unspaced.apart(text)
    assert found == sorted(set(found))
    narrow = unspaced.narrow(text)
    assert (apart is None) == (not found and narrow == text)
    if apart is not None:
        assert len(apart) == len(text) + len(found)
        assert apart.replace(unspaced.SEPARATOR, "") == narrow.replace(unspaced.SEPARATOR, "")
        assert snippets.pieces(apart, text) == ((text, False),)
        assert snippets.pieces(f"\x02{apart}\x03", text) == ((text, True),)


def test_most_texts_have_no_letters_apart():
    assert unspaced.apart("\uff21\uff29 is") == "AI is"
    for text in ("", "open source", "Zürich", "서울에서", "हिन्दी", "كتاب", "東", "東 京"):
        assert unspaced.apart(text) is None


def test_of_more_letters_than_are_searched_for_it_is_said_what_they_count_as():
    (left_out,) = understand("東京" * 40).left_out
    assert left_out == (
        "only 64 words are searched for, and each letter of a script without blanks is one:"
        " 16 more were left out"
    )
    assert understand("word " * 80).left_out == ()
    (left_out,) = understand(" ".join(f"word{n}" for n in range(80))).left_out
    assert left_out == "only 64 words are searched for: 16 more were left out"


def test_a_word_of_letters_is_one_mark(archives):
    hits = search(archives[0], understand("東京"), limit=100).hits
    for hit in hits:
        marked = [text for text, is_hit in hit.snippet if is_hit]
        assert marked
        assert all(re.fullmatch(r"東\W*京", text) for text in marked)


def test_what_borders_on_such_letters_is_a_word_by_itself(archives):
    texts = [text for (text,) in archives[0].execute("select text from utterances")]
    beside = "[a-z0-9+ü\u0900-\u097f\uac00-\ud7a3]"
    alone = re.compile(f"(?<!{beside})open(?!{beside})", re.IGNORECASE)
    for asked in ("open", WIDE):
        found = {hit.text for hit in search(archives[0], understand(asked), limit=1_000).hits}
        assert found == {text for text in texts if alone.search(unspaced.narrow(text))}
        assert any(re.search("[東京都ひ]open[東京都ひ]", text) for text in found)
        assert any(re.search(f"[東京都ひ]{WIDE}[東京都ひ]", text) for text in found)


def test_wide_letters_are_marked_as_they_are_written(archives):
    hits = search(archives[0], understand("open"), limit=1_000).hits
    marked = {text for hit in hits for text, is_hit in hit.snippet if is_hit}
    assert {"open", WIDE} == marked
    assert all("".join(text for text, _ in hit.snippet) == hit.text for hit in hits)


def test_a_phrase_of_letters_is_found_over_a_border(made_archives, tmp_path):
    lines = [
        said("ここは東", 0, end_ms=1_000, speaker=0, turn=1, cue=0),
        said("京です。", 1_000, end_ms=2_000, speaker=0, turn=1, cue=1),
        said("東。京", 2_000, end_ms=3_000, speaker=0, turn=1, cue=2),
    ]
    path = shutil.copy(made_archives[0], tmp_path / "archive.db")
    engine = open_archive(path)
    record = replace(episode(0), utterances=tuple(lines), speakers=(voice("Ada", ADA, "host", 0, lines),))
    assert [one.status for one in save(engine, [record])] == ["inserted"]
    engine.dispose()
    with contextlib.closing(open_readonly(path)) as connection:
        crossing, inside = search(connection, understand('"東京"'), sort="oldest").hits
        assert crossing.snippet == (
            ("ここは", False),
            ("東", True),
            (" ", False),
            ("京", True),
            ("です。", False),
        )
        assert inside.snippet == (("東。京", True),)
        assert search(connection, understand("東京")).total == 1
