import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import timecode
from ingest.readers import chapter_lists


def found(text: str, *, headed: bool = False) -> list[str]:
    """The chapters of a text as `0:00–1:00 Title`."""
    listed = chapter_lists.find(text.splitlines(), headed=headed)
    return [
        timecode.exact(mark.start_ms or 0)
        + (f"–{timecode.exact(mark.end_ms)}" if mark.end_ms is not None else "")
        + f" {mark.title}"
        for mark in listed.marks
    ]


@pytest.mark.parametrize(
    "form",
    [
        *(
            "{0} {1}",
            "00:0{0} {1}",
            "0:0{0} {1}",
            "{0} - {1}",
            "{0} – {1}",
            "{0}: {1}",
            "{0} | {1}",
            "{0}\t{1}",
        ),
        *("[{0}] {1}", "({0}) {1}", "@{0} {1}", "[0{0}] - {1}", "00:0{0}.000 {1}", "00:0{0},000 {1}"),
        *(
            "- {0} {1}",
            "-{0} {1}",
            "* {0} {1}",
            "• {0} {1}",
            "▶ {0} {1}",
            "🎙️ {0} {1}",
            "  {0} {1}",
            "> {0} {1}",
        ),
        *("1. {0} {1}", "1) {0} {1}", "01 {0} {1}", "#1 - {0} {1}", "1️⃣ {0} {1}", "{0}-{1}", "{0} ► {1}"),
        *(
            "**{0}** {1}",
            "**{0} {1}**",
            "*{0}* – {1}",
            "**{0}:** {1}",
            "__{0}__ {1}",
            "{0} **{1}**",
            r"\[{0}\] {1}",
        ),
        *("[{0}](https://a.example/w?v=b&t=1) {1}", "- [{0}](<https://a.example/>) - {1}", "| {0} | {1} |"),
        *(
            "{1} {0}",
            "{1} - {0}",
            "{1} ({0})",
            "- {1} - *00:0{0}*.",
            "{1}: {0}",
            "{1} [{0}]",
            "• {1} @ {0}",
            "1. {1} {0}",
        ),
        *("{1} – [{0}](https://a.example/)", "**{1}** ({0})", "{1} _{0}_"),
    ],
)
def test_a_list_may_be_written_in_many_ways(form: str) -> None:
    rows = [("0:00", "Flour"), ("1:30", "Water & salt"), ("9:05", "Heat")]
    assert found("\n".join(form.format(*row) for row in rows)) == [" ".join(row) for row in rows]


def test_hours_and_letters_are_times() -> None:
    assert found("0m00s Flour\n0h30m Water\n1h02m03s Salt\n62:30 Heat\n1:02:40.5 End") == [
        *("0:00 Flour", "30:00 Water", "1:02:03 Salt", "1:02:30 Heat", "1:02:40.500 End"),
    ]


@pytest.mark.parametrize("dash", ["–", "-", " – ", " to ", "–[", " → "])
def test_a_range_gives_both_ends(dash: str) -> None:
    rows = f"0:00{dash}1:00 Flour\n1:00{dash}2:00 Water\n2:00{dash}3:00 Salt"
    assert found(rows) == ["0:00–1:00 Flour", "1:00–2:00 Water", "2:00–3:00 Salt"]
    assert found(f"Flour (0:00{dash}1:00)\nWater (1:00{dash}2:00)\nSalt (2:00{dash}3:00)") == found(rows)


def test_a_second_time_that_is_no_end_belongs_to_the_title() -> None:
    assert found("0:00 Flour\n1:00 0:30 of silence\n2:00 Ready by 5:30") == [
        *("0:00 Flour", "1:00 0:30 of silence", "2:00 Ready by 5:30"),
    ]


def test_the_order_of_most_lines_is_the_order_of_the_list() -> None:
    text = "0:00 Flour\n1:00 Water\nsee the oven 2:00\n3:00 Salt"
    listed = chapter_lists.find(text.splitlines())
    assert [mark.title for mark in listed.marks] == ["Flour", "Water", "Salt"]
    assert listed.lines == {0, 1, 3}


def test_a_link_around_a_title_is_what_the_chapter_is_about() -> None:
    listed = chapter_lists.find(
        [
            "- [Flour (white)](https://a.example/flour_(white)) - *00:00:05*.",
            "- Water, see [this](https://b.example/) - *00:01:00*.",
            "- [Salt](/salt) - *00:02:00*.",
        ]
    )
    assert [(mark.title, mark.href) for mark in listed.marks] == [
        ("Flour (white)", "https://a.example/flour_(white)"),
        ("Water, see this", None),
        ("Salt", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "0:00 Flour\n1:00 Water",
        "We met at 3:15 PM\n3:30 p.m. tea\n3:45 PM cake\n4:00pm home",
        "John 3:16\nLuke 4:10\nRomans 8:28",
        "16:9 pictures\n4:3 pictures\n21:9 pictures",
        "0:00\n1:00\n2:00",
        "0:75 Flour\n1:75 Water\n2:75 Salt",
        "5m people\n6m people\n7m people",
        "$1:00 Flour\n$2:00 Water\n$3:00 Salt",
        "We said 0:00 once\nWe said 1:00 once\nWe said 2:00 once",
        "\n".join(f"{minute}:00 {'word ' * 120}" for minute in range(5)),
    ],
)
def test_what_is_no_list_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "heading",
    ["Chapters", "## Timestamps:", "⏱ **Timecodes** ⏱", "Episode chapters (approximate)", "Kapitel:"],
)
def test_two_lines_below_a_heading_are_a_list(heading: str) -> None:
    lines = ["Links", heading, "", "0:00 Flour", "1:00 Water"]
    listed = chapter_lists.find(lines)
    assert (len(listed.marks), listed.heading, listed.lines) == (2, 1, frozenset({3, 4}))
    assert not chapter_lists.find(["Links", *lines[3:]]).marks
    assert len(chapter_lists.find(lines[3:], headed=True).marks) == 2


def test_a_list_goes_on_over_blank_lines_and_where_time_goes_on() -> None:
    text = (
        "0:00 Flour\n\n1:00 Water\nPart two\n2:00 Salt\n\nWe say a word about heat.\nAnd one more.\n3:00 Heat"
    )
    assert found(text) == ["0:00 Flour", "1:00 Water", "2:00 Salt", "3:00 Heat"]


def test_a_list_ends_where_another_begins() -> None:
    text = "0:00 Flour\n1:00 Water\n2:00 Salt\n3:00 Heat\nThe other episode:\n0:30 Rye\n1:30 Spelt\n2:30 Oats"
    assert found(text) == ["0:00 Flour", "1:00 Water", "2:00 Salt", "3:00 Heat"]


def test_the_first_chapter_may_begin_late_and_places_count_from_the_first_line() -> None:
    listed = chapter_lists.find(["12:00 Flour", "13:00 Water", "14:00 Salt"], first_line=40)
    assert [(mark.start_ms, mark.place) for mark in listed.marks] == [
        *((720_000, "line 40"), (780_000, "line 41"), (840_000, "line 42")),
    ]


@pytest.mark.parametrize(
    ("times", "read"),
    [
        ("0:00 30:00 58:20 2:10 20:00", "0:00 30:00 58:20 1:02:10 1:20:00"),
        ("0:00 40:00 10:00 1:20:00", "0:00 40:00 1:10:00 1:20:00"),
        ("0:00:00 0:45:10 1:10 1:30:00", "0:00 45:10 1:10:00 1:30:00"),
        ("58:00 1:02:00 05:00 10:00", "58:00 1:02:00 1:05:00 1:10:00"),
        ("0:20:00 0:50:00 1:25 1:40:00 1:55 2:10:00", "20:00 50:00 1:25:00 1:40:00 1:55:00 2:10:00"),
    ],
)
def test_a_missing_hour_is_read_where_that_alone_restores_the_order(times: str, read: str) -> None:
    listed = chapter_lists.find([f"{time} Title" for time in times.split()])
    assert [timecode.clock(mark.start_ms or 0) for mark in listed.marks] == read.split()
    assert [warning.code for warning in listed.warnings] == ["chapter_times_reread"]
    assert "was read as 1:" in listed.warnings[0].message


@pytest.mark.parametrize(
    "times", ["0:00 10:00 5:00 15:00", "0:00 2:00:00 1:00:00", "0:00 50:00 1:00:00 10:00 0:30:00"]
)
def test_times_that_go_back_for_no_known_reason_stay(times: str) -> None:
    listed = chapter_lists.find([f"{time} Title" for time in times.split()])
    assert [mark.start_ms for mark in listed.marks] == [timecode.parse(time) for time in times.split()]
    assert listed.warnings == ()


@pytest.mark.parametrize(
    "line",
    [
        "0:00 " * 200_000,
        "(" * 1_000_000,
        "[" * 3_999,
        "*_" * 1_900 + "0:00",
        "[](" * 1_300 + "0:00",
        "1" * 500 + ":00",
    ],
)
def test_hostile_lines_take_no_time(line: str) -> None:
    begun = time.process_time()
    chapter_lists.find([line] * 20)
    assert time.process_time() - begun < 2


@given(st.lists(st.text("01:9 ap m-[](*_)@.–a\u20e3h️|https/", max_size=40), max_size=12), st.booleans())
def test_any_lines_give_marks_of_their_own(lines: list[str], headed: bool) -> None:
    listed = chapter_lists.find(lines, headed=headed)
    assert len(listed.marks) == len(listed.lines)
    for mark, index in zip(listed.marks, sorted(listed.lines), strict=True):
        assert mark.place == f"line {index + 1}"
        assert mark.title
        assert set(mark.title.split()[0]) <= set(lines[index])
