"""Where chapters begin and end once the words are known, and which of several lists is taken."""

from collections.abc import Sequence
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Chapter, EpisodeRecord
from ingest.reading import ChapterList, ChapterMark

from .talks import evidence, record, spoken
from .transcripts import cues

TEXTS = [f"Number {n} is here." for n in range(10)]  # each lasts four seconds


def made(*marks: ChapterMark, chapter_list: ChapterList = "file", timed: bool = True) -> EpisodeRecord:
    words = spoken(*TEXTS) if timed else tuple(type(cue)(text=cue.text) for cue in spoken(*TEXTS))
    return record(evidence(cues=words, chapters=marks, chapter_list=chapter_list))


def times(found: Sequence[Chapter]) -> list[tuple[str | None, int | None, int | None, str | None]]:
    return [(each.title, each.start_ms, each.end_ms, each.end_kind) for each in found]


def said(found: EpisodeRecord) -> list[tuple[int | None, str]]:
    """(chapter, its words) for each run of words in one chapter."""
    runs: list[tuple[int | None, str]] = []
    for each in found.utterances:
        if runs and runs[-1][0] == each.chapter:
            runs[-1] = (each.chapter, f"{runs[-1][1]} {each.text}")
        else:
            runs.append((each.chapter, each.text))
    return runs


def codes(found: EpisodeRecord) -> list[str]:
    return [warning.code for warning in found.warnings]


def test_a_heading_has_the_time_of_the_words_below_it() -> None:
    marks = ChapterMark(cue=0, title="One"), ChapterMark(cue=6, title="Two")
    found = made(*marks, chapter_list="headings")
    assert times(found.chapters) == [("One", 0, 24_000, "next"), ("Two", 24_000, 40_000, "words")]
    assert [each.given_ms for each in found.chapters] == [None, None]
    assert said(found) == [(0, " ".join(TEXTS[:6])), (1, " ".join(TEXTS[6:]))]


def test_headings_of_words_without_times_divide_them_all_the_same() -> None:
    marks = ChapterMark(cue=2, title="One"), ChapterMark(cue=6, title="Two")
    found = made(*marks, chapter_list="headings", timed=False)
    assert times(found.chapters) == [("One", None, None, None), ("Two", None, None, None)]
    assert said(found) == [
        (None, " ".join(TEXTS[:2])),
        (0, " ".join(TEXTS[2:6])),
        (1, " ".join(TEXTS[6:])),
    ]


def test_the_nearest_sentence_begins_a_chapter_and_what_was_printed_is_kept() -> None:
    found = made(ChapterMark(start_ms=0, title="One"), ChapterMark(start_ms=13_500, title="Two"))
    assert times(found.chapters) == [("One", 0, 12_000, "next"), ("Two", 12_000, 40_000, "words")]
    assert found.chapters[1].given_ms == 13_500
    assert said(found)[1] == (1, " ".join(TEXTS[3:]))


def test_words_before_the_first_chapter_are_in_none() -> None:
    found = made(ChapterMark(start_ms=8_000, title="One"), ChapterMark(start_ms=20_000, title="Two"))
    assert said(found)[0] == (None, " ".join(TEXTS[:2]))
    assert [each.title for each in found.chapters] == ["One", "Two"]


def test_two_chapters_at_one_time_are_both_kept_and_flagged() -> None:
    found = made(
        ChapterMark(start_ms=0, title="One"),
        ChapterMark(start_ms=8_000, title="Two", place="line 2"),
        ChapterMark(start_ms=8_000, title="Three", place="line 3"),
    )
    assert times(found.chapters) == [
        ("One", 0, 8_000, "next"),
        ("Two", 8_000, 8_000, "next"),
        ("Three", 8_000, 40_000, "words"),
    ]
    assert [(each.code, each.place) for each in found.warnings] == [
        ("chapters_at_one_time", "line 3"),
    ]
    assert {chapter for chapter, _ in said(found)} == {0, 2}


def test_a_list_that_does_not_ascend_is_put_in_order_and_flagged() -> None:
    found = made(
        ChapterMark(start_ms=20_000, title="Two", place="line 1"),
        ChapterMark(start_ms=0, title="One", place="line 2"),
    )
    assert times(found.chapters) == [("One", 0, 20_000, "next"), ("Two", 20_000, 40_000, "words")]
    assert codes(found) == ["chapters_out_of_order"]


def test_the_sloppiness_of_a_few_seconds_at_the_end_is_not_flagged() -> None:
    marks = ChapterMark(start_ms=0, title="One"), ChapterMark(start_ms=44_000, title="Two")
    found = made(*marks)
    assert codes(found) == []
    assert found.chapters[1].end_ms == found.chapters[1].start_ms


def test_a_chapter_past_the_end_is_kept_and_flagged() -> None:
    marks = ChapterMark(start_ms=0, title="One"), ChapterMark(start_ms=45_001, title="Two", place="line 9")
    found = made(*marks)
    assert times(found.chapters)[1] == ("Two", 45_001, 45_001, "words")
    assert [(each.code, each.place) for each in found.warnings] == [("chapter_past_end", "line 9")]
    # Where the end is known, the words' last time is not it.
    longer = record(evidence(cues=spoken(*TEXTS), chapters=marks, chapter_list="file", duration_ms=60_000))
    assert codes(longer) == []
    assert times(longer.chapters)[1] == ("Two", 45_001, 60_000, "duration")


def test_an_end_that_is_given_is_taken_unless_it_is_none() -> None:
    found = made(
        ChapterMark(start_ms=0, title="One", end_ms=6_000),
        ChapterMark(start_ms=8_000, title="Two", end_ms=4_000),
        ChapterMark(start_ms=20_000, title="Three", end_ms=39_000),
    )
    assert times(found.chapters) == [
        ("One", 0, 6_000, "given"),
        ("Two", 8_000, 20_000, "next"),
        ("Three", 20_000, 39_000, "given"),
    ]


ORDER: tuple[ChapterList, ...] = ("file", "media", "video", "description", "headings")


def _list(name: ChapterList, titles: int = 2) -> tuple[ChapterMark, ...]:
    if name == "headings":
        return tuple(ChapterMark(cue=n, title=f"{name} {n}") for n in range(titles))
    return tuple(ChapterMark(start_ms=4_000 * n, title=f"{name} {n}") for n in range(titles))


@pytest.mark.parametrize(("better", "worse"), list(pairwise(ORDER)))
def test_of_two_lists_that_was_made_for_players_is_taken(better: ChapterList, worse: ChapterList) -> None:
    for names in permutations((better, worse)):
        # What holds the words comes last, and has the headings if there are any.
        ordered = sorted(names, key=lambda name: name == "headings")
        read = [
            evidence(f"{number} {name}", chapters=_list(name), chapter_list=name)
            for number, name in enumerate(ordered)
            if name != "headings"
        ]
        headings = _list("headings") if "headings" in names else ()
        read.append(evidence("talk", cues=spoken(*TEXTS), chapters=headings, chapter_list="headings"))
        assert [each.title for each in record(*read).chapters] == [f"{better} 0", f"{better} 1"]


def test_more_titles_beat_fewer_and_a_list_of_pictures_none() -> None:
    pictures = tuple(ChapterMark(start_ms=4_000 * n, image_url="https://x.example/y") for n in range(9))
    read = (
        evidence("a", chapters=pictures, chapter_list="file"),
        evidence("b", chapters=_list("media"), chapter_list="media"),
        evidence("c", chapters=_list("description", 5), chapter_list="description"),
        evidence("d", chapters=_list("video", 4), chapter_list="video", cues=spoken(*TEXTS)),
    )
    for order in permutations(read):
        assert [each.title for each in record(*order).chapters] == [f"description {n}" for n in range(5)]


def test_headings_of_a_transcript_that_is_not_preferred_are_none_of_ours() -> None:
    read = (
        evidence("a.srt", cues=spoken("Hello.", "Bye.", speakers=("Ann Lee", "Bob Day"))),
        evidence("b.md", cues=spoken("Hello.", "Bye."), chapters=_list("headings"), chapter_list="headings"),
    )
    assert record(*read).chapters == ()


MARKS = st.lists(
    st.builds(
        ChapterMark,
        start_ms=st.integers(0, 200_000),
        end_ms=st.none() | st.integers(0, 200_000),
        title=st.sampled_from(["One", "Two", None]),
    ),
    max_size=8,
)


@given(cues(), MARKS, st.none() | st.integers(0, 200_000))
def test_any_list_gives_chapters_in_order_and_loses_no_word(
    said_: tuple[object, ...], marks: list[ChapterMark], duration_ms: int | None
) -> None:
    found = record(evidence(cues=said_, chapters=tuple(marks), chapter_list="file", duration_ms=duration_ms))
    assert sorted(each.given_ms or 0 for each in found.chapters) == sorted(m.start_ms or 0 for m in marks)
    starts = [each.start_ms or 0 for each in found.chapters]
    assert starts == sorted(starts)
    assert all(each.end_ms is None or each.end_ms >= (each.start_ms or 0) for each in found.chapters)
    order = [-1 if each.chapter is None else each.chapter for each in found.utterances]
    assert order == sorted(order)
    words = " ".join(cue.text for cue in said_ if cue.text)  # type: ignore[attr-defined]
    assert " ".join(each.text for each in found.utterances) == words
