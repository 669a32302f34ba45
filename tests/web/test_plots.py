"""Plots: what is drawn, read as the XML that it is."""

import re
from xml.etree import ElementTree

import pytest

from archive.web.plots import Plot, Point, Series, axes, bars, lines, rows
from archive.web.say import Words

WORDS = Words()
HOSTILE = '<script>alert("1")</script>&"\'\u202e'


def series(name, *values):
    return Series(
        name,
        [Point(str(2000 + at), value, f"/x?at={at}&q=1", f"note {at}") for at, value in enumerate(values)],
    )


def drawn(plot):
    return ElementTree.fromstring(f"<div>{plot.svg}{plot.table}</div>")


def of_class(root, name):
    return [one for one in root.iter() if name in (one.get("class") or "").split()]


def in_drawing(plot, name):
    """The marks of a drawing, without the samples of its legend."""
    return of_class(of_class(drawn(plot), "pa-plot-drawing")[0], name)


def make(kind, given, **more):
    if kind is rows:
        return rows(given[0].points, title="Title", unit="things", words=WORDS, **more)
    return kind(given, title="Title", unit="things", words=WORDS, **more)


@pytest.mark.parametrize("kind", [bars, lines, rows])
def test_every_value_is_a_link_with_a_title_and_stands_in_the_table(kind):
    plot = make(kind, [series("open", 3, 0, 12.5)])
    found = of_class(drawn(plot), "pa-plot-link")
    assert [one.get("href") for one in found] == [f"/x?at={at}&q=1" for at in range(3)]
    assert [one.find("title").text for one in found] == [
        f"{2000 + at}: {value} things. note {at}" for at, value in enumerate(("3", "0", "12.5"))
    ]
    assert [one.get("aria-label") for one in found] == [one.find("title").text for one in found]
    cells = list(drawn(plot).iter("td"))
    assert [(one.find("a").get("href"), one.find("a").text) for one in cells] == [
        ("/x?at=0&q=1", "3"), ("/x?at=1&q=1", "0"), ("/x?at=2&q=1", "12.5")
    ]  # fmt: skip
    assert {one.get("scope") for one in drawn(plot).iter("th")} == {"row", "col"}


def test_bars_are_as_high_as_their_values():
    heights = [
        float(one.get("height"))
        for one in in_drawing(make(bars, [series("", 10, 5, 0, None)]), "pa-plot-bar")
    ]
    assert heights == [axes.HEIGHT, axes.HEIGHT / 2]


def test_rows_are_as_long_as_their_values():
    found = in_drawing(make(rows, [series("", 10, 5)]), "pa-plot-bar")
    whole, half = (float(one.get("width").rstrip("%")) for one in found)
    assert half == pytest.approx(whole / 2, abs=0.01)


def test_a_gap_is_hatched_and_no_zero():
    plot = make(bars, [series("", 1, None, 0)])
    hatched = [one for one in drawn(plot).iter("rect") if "gap" in (one.get("fill") or "")]
    assert len(hatched) == 2  # in the drawing and in the legend
    assert "nothing known" in str(plot.svg)
    assert "2001: unknown" in str(plot.svg)
    assert "2002: 0 things" in str(plot.svg)


def test_a_line_is_broken_where_a_value_is_missing():
    plot = make(lines, [series("a", 1, 2, None, 3, 4, 5), series("b", 1, 1, 1, 1, 1, 1)])
    strokes = in_drawing(plot, "pa-plot-stroke")
    assert len([one for one in strokes if "voice-1" in one.get("class")]) == 3
    assert len([one for one in strokes if "voice-2" in one.get("class")]) == 5


def test_series_are_told_apart_without_their_colours():
    three = [series("a", 1), series("b", 2), series("c", 3)]
    fills = [one.get("fill") for one in in_drawing(make(bars, three), "pa-plot-bar")]
    assert len(set(fills)) == 3
    marks = [one.get("d") for one in in_drawing(make(lines, three), "pa-plot-dot")]
    assert len(set(marks)) == 3
    assert [one.find("bdi").text for one in drawn(make(lines, three)).iter("li")] == ["a", "b", "c"]


@pytest.mark.parametrize("kind", [bars, lines, rows])
def test_hostile_text_is_inert_and_nothing_is_inline(kind):
    given = [Series(HOSTILE, [Point(HOSTILE, 1, "/x?q=" + HOSTILE, HOSTILE), Point("b", None, None)])] * 2
    plot = make(kind, given)
    whole = str(plot.svg + plot.table)
    assert "<script" not in whole
    assert not re.search(r"\s(style|on\w+)=", whole)
    assert "<style" not in whole
    drawn(plot)  # well-formed


def test_with_links_it_is_a_group_and_without_them_an_image():
    linked, bare = make(bars, [series("", 1)]), make(bars, [Series("", [Point("a", 1)])])
    for plot, role in ((linked, "group"), (bare, "img")):
        svg = of_class(drawn(plot), "pa-plot-drawing")[0]
        assert svg.get("role") == role
        caption = next(drawn(plot).iter("figcaption"))
        assert caption.get("id") == svg.get("aria-labelledby")
        assert "".join(caption.itertext()) == "Title things"


def test_many_points_are_no_stops_of_the_keyboard():
    few, many = (drawn(make(bars, [series("", *range(1, n))])) for n in (10, 100))
    assert {one.get("tabindex") for one in of_class(few, "pa-plot-link")} == {None}
    assert {one.get("tabindex") for one in of_class(many, "pa-plot-link")} == {"-1"}


@pytest.mark.parametrize("number", [1, 5, 12, 60, 240, 5_000])
def test_labels_do_not_touch(number):
    letters = 8
    for width, every in zip((axes.WIDE, axes.NARROW), axes.thinned(number, letters), strict=True):
        shown = len(range(0, number, every))
        assert shown == 1 or every * width / number >= letters * 6


@pytest.mark.parametrize("greatest", [0.003, 0.9, 1, 7, 9.99, 10, 43, 100, 12_345])
def test_ticks_are_round_and_reach_the_greatest_value(greatest):
    upright = axes.scale([greatest])
    ticks = upright.ticks()
    assert ticks[-1] >= greatest
    assert ticks[-2] < greatest
    assert 2 <= len(ticks) - 1 <= 6
    assert f"{upright.step:e}".partition("e")[0].rstrip("0.") in ("1", "2", "2.5", "5")


def test_counts_have_whole_ticks():
    assert all(tick == int(tick) for tick in axes.scale([2], whole=True).ticks())


@pytest.mark.parametrize("kind", [bars, lines, rows])
@pytest.mark.parametrize("values", [(), (None, None)])
def test_nothing_to_draw_is_said(kind, values):
    plot = make(kind, [series("", *values)])
    assert isinstance(plot, Plot)
    assert "There is nothing to draw." in plot.svg


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_what_cannot_be_drawn_is_refused(value):
    with pytest.raises(ValueError, match="give a number from 0 on"):
        Point("a", value)


def test_the_table_can_be_copied_into_a_spreadsheet():
    pre = next(drawn(make(bars, [series("a\tb", 1.5, None), series("c", 2, 3)])).iter("pre"))
    assert pre.text == "Which\ta b\tc\n2000\t1.5\t2\n2001\t\t3"


def test_on_a_phone_a_long_name_has_two_lines():
    points = [Point("Jerod Santo – Adam Stacoviak", 38), Point("Wes Bos", 9), Point("Nobody " * 9, 1)]
    root = drawn(rows(points, title="Who met most often", unit="episodes", words=WORDS))
    narrow = [one.text for one in of_class(root, "pa-plot-narrow")]
    assert narrow[:2] == ["Jerod Santo –", "Adam Stacoviak"]
    assert [len(line) <= 15 for line in narrow] == [True] * 4
    assert narrow[-1].endswith("…")
    assert "Wes Bos" not in narrow
