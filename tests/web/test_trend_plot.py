"""What the plot of a trend draws of its lines."""

from archive.web.say import Words
from archive.web.trend import drawing
from archive.web.trend.asked import Asked
from archive.web.trend.values import Cell, Line

NOTHING = Cell(mentions=0, untimed=0, hours=None, per_hour=None, href=None)
UNKNOWN = Cell(mentions=3, untimed=3, hours=None, per_hour=None, href="/there")
KNOWN = Cell(mentions=2, untimed=0, hours=1.0, per_hour=2.0, href="/here")


def drawn(*lines):
    asked = Asked(queries=("open",), by=None, split="speaker", selected=())
    return drawing.over_time(asked, lines, ["2023", "2024"], Words())


def line(name, *cells):
    return Line(name=name, key=name, all=cells[0], undated=NOTHING, vague=NOTHING, cells=cells)


def test_a_line_without_any_value_is_not_named():
    plot = drawn(line("Ada", KNOWN, NOTHING), line("Bob", UNKNOWN, NOTHING))
    assert "Bob" not in plot.svg
    assert "/here" in plot.svg


def test_where_no_line_has_a_value_there_is_nothing_to_draw():
    assert "There is nothing to draw." in drawn(line("Bob", UNKNOWN, NOTHING)).svg
