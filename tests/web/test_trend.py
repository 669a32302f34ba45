"""Words over time: every figure against what the search counts, and against a count by hand."""

import csv
import html
import io
import re
import sqlite3

import pytest

from archive.database import open_archive
from archive.search import search, understand
from archive.store import save
from archive.web import periods
from archive.web.say import Words
from archive.web.trend.counted import Tally
from archive.web.trend.page import _cell
from tests.web.dated_episodes import dated_episodes
from tests.web.site import links, site, text


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    path = tmp_path_factory.mktemp("dated") / "dated.db"
    engine = open_archive(path, create=True)
    outcomes = list(save(engine, dated_episodes()))
    engine.dispose()
    assert [outcome.status for outcome in outcomes] == ["inserted"] * len(dated_episodes()), outcomes
    return path


@pytest.fixture(scope="module")
def get(dated):
    with site(dated) as get:
        yield get


def trend(get, address):
    response = get(f"/archive/-/trend.json?{address}")
    assert response.status_code == 200, response.text
    return response.json()


def by_period(found, line=0):
    cells = zip(found["periods"], found["lines"][line]["cells"], strict=True)
    return {period["label"]: (cell["mentions"], cell["hours"], cell["per_hour"]) for period, cell in cells}


def test_mentions_per_hour_by_year_are_as_counted_by_hand(get):
    found = trend(get, "q=open&by=year")
    assert by_period(found) == {
        "2015": (0, 0.5, 0),
        "2016–2022": (0, None, None),
        "2023": (1, 1.0, 1.0),
        # January: 1 in 1 h; February: 2 + 2 in 2 h and one without times; and 2024 without a month: 1 in 1 h.
        "2024": (7, 4.0, 1.5),
    }
    line = found["lines"][0]
    assert line["all"]["mentions"] == 9
    assert line["all"]["untimed"] == 1
    assert (line["undated"]["mentions"], line["undated"]["hours"]) == (1, 1.0)


def test_by_month_what_has_only_a_year_is_a_gap_that_is_said(get):
    found = trend(get, "q=open&by=month&year=2023&year=2024")
    assert by_period(found) == {
        "Nov 2023": (1, 1.0, 1.0),
        "Dec 2023": (0, None, None),
        "Jan 2024": (1, 1.0, 1.0),
        "Feb 2024": (5, 2.0, 2.0),
    }
    assert found["lines"][0]["vague"]["mentions"] == 1
    page = text(get("/archive/-/trend?q=open&by=month"))
    assert "open: 1 mention is in an episode of which only the year is known" in page
    assert "open: 1 mention is in an episode without a date , with 1.0 hours of speech" in page
    assert "open: 1 mention is in a transcript without times" in page


@pytest.mark.parametrize("by", ["month", "year"])
@pytest.mark.parametrize(
    "asked",
    [
        "q=open",
        "q=open+after%3A2024-02+before%3A2024-02-20",
        "q=speaker%3Aada+open&q=closed",
        "q=closed+OR+open&podcast=1",
        "q=open&split=podcast",
        "q=open&split=speaker",
        "q=",
        "q=%22open+source%22&role=host&role=guest",
        "q=-open",
    ],
)
def test_every_bar_opens_as_many_utterances_as_it_counts(get, asked, by):
    """The sum of all of them is what the search counts, too."""
    found = trend(get, f"{asked}&by={by}")
    for line in found["lines"]:
        parts = [*line["cells"], line["undated"], line["vague"]]
        assert sum(cell["mentions"] for cell in parts) == line["all"]["mentions"]
        for cell in [*parts, line["all"]]:
            if cell["mentions"]:
                opened = get(cell["href"].replace("/search?", "/search.json?")).json()
                assert opened["total"] == cell["mentions"], cell["href"]
            else:
                assert cell["href"] is None


def test_totals_are_those_of_the_search(get, dated):
    with sqlite3.connect(f"file:{dated}?mode=ro", uri=True) as connection:
        for q in ("open", "closed", "open -source", "kitchen", "speaker:cleo", "o"):
            total = search(connection, understand(q)).total
            assert trend(get, f"q={q}")["lines"][0]["all"]["mentions"] == total, q
    connection.close()


def test_a_split_shares_out_all_mentions_and_all_hours(get):
    whole = trend(get, "q=open&by=year")["lines"][0]["all"]
    for split in ("podcast", "speaker"):
        lines = trend(get, f"q=open&by=year&split={split}")["lines"]
        assert sum(line["all"]["mentions"] for line in lines) == whole["mentions"]
    said = {line["name"]: line["all"] for line in lines}
    # The speaker's own time, whatever is said in it, is what a speaker's mentions are divided by.
    assert {name: (cell["mentions"], cell["hours"]) for name, cell in said.items()} == {
        "Ada Lovelace": (3, 2.5),
        "Bob Kahn": (2, 1.5),
        "=Cleo, the <b>Third</b>": (3, 1.5),
        "unknown speaker": (1, 1.0),
    }


def test_hours_are_those_of_the_selection(get):
    assert trend(get, "q=open&podcast=1")["lines"][0]["all"]["hours"] == 3.0
    assert trend(get, "q=open&speaker=1")["lines"][0]["all"]["hours"] == 2.5
    assert trend(get, "q=open+speaker%3Abob")["lines"][0]["all"]["hours"] == 1.5
    assert trend(get, "q=open&year=2015")["lines"][0]["all"]["hours"] == 0.5


def test_the_time_that_is_spanned_chooses_months_or_years(get):
    assert trend(get, "q=open")["by"] == "year"
    assert trend(get, "q=open&podcast=1")["by"] == "month"
    assert trend(get, "q=open&podcast=2")["by"] == "year"  # of one of its episodes only the year is known


def test_the_hours_of_a_period_open_the_episodes_that_have_them(get):
    found = trend(get, "q=open&by=month&podcast=2")
    period = next(one for one in found["periods"] if one["first"] == "2024-02")
    rows = get(period["href"].replace("/episodes?", "/episodes.json?")).json()["rows"]
    assert [row["title"] for row in rows] == ["Episode 4"]


def test_csv_has_the_same_figures_and_no_formulas(get):
    response = get("/archive/-/trend.csv?q=open&split=speaker&by=year")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert "'=Cleo, the <b>Third</b>" in {row["name"] for row in rows}
    assert sum(int(row["mentions"]) for row in rows) == 9
    of_2024 = next(row for row in rows if row["period"] == "2024" and row["name"] == "Bob Kahn")
    assert (of_2024["mentions"], of_2024["hours"], of_2024["mentions_per_hour"]) == ("2", "1.0", "2.0")
    first = next(csv.DictReader(io.StringIO(get("/archive/-/trend.csv?q=%3D1%2B1").text)))
    assert first["query"] == "'=1+1"


def test_the_page_shows_plot_table_and_form_with_what_was_asked(get):
    response = get("/archive/-/trend?q=open&q=%3Cscript%3Ealert(1)%3C/script%3E&by=year&podcast=2")
    assert "<script>alert" not in response.text
    assert re.search(r'<input type="search" id="q1" name="q" value="open"', response.text)
    assert 'name="podcast" value="2"' in response.text
    assert "Podcast: Kitchen &amp; Co" in response.text.replace('<strong dir="auto">', "")
    assert 'role="group"' in response.text
    for href in links(response):
        if "/search?" in href:
            assert get(href).status_code == 200


@pytest.mark.parametrize("address", ["", "q=", "q=+", "by=month"])
def test_nothing_asked_is_a_form(get, address):
    assert "Type a word or a phrase" in text(get(f"/archive/-/trend?{address}"))


def test_what_nobody_says_is_a_line_of_zeros(get):
    found = trend(get, "q=zeppelin")
    assert found["lines"][0]["all"]["mentions"] == 0
    assert found["lines"][0]["all"]["per_hour"] == 0
    assert get("/archive/-/trend?q=zeppelin&split=speaker").status_code == 200


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("q=a&by=colour", "by: “colour” is none; it is one of month, year"),
        ("q=a&split=mood", "split: “mood” is none"),
        ("q=a&q=b&split=podcast", "split: 2 queries cannot be split"),
        ("&".join(f"q={n}" for n in range(7)), "q: 7 queries are more"),
        (f"q={'x' * 301}", "q: 301 letters are too many"),
        ("q=*", "q: “*” holds no word to look for (“*” is not a word)"),
        ("q=open&q=before:yesterday", "q: “before:yesterday” holds no word to look for"),
        ("q=a&colour=red", "colour: this page has no such parameter"),
        (
            "q=a" + "".join(f"&speaker={n}" for n in range(60)),
            "selected: 60 values of 110 letters are too many",
        ),
    ],
)
def test_what_makes_no_sense_is_a_400_that_says_so(get, address, says):
    for suffix in ("", ".json", ".csv"):
        response = get(f"/archive/-/trend{suffix}?{address}")
        assert response.status_code == 400
        said = response.json()["error"] if suffix == ".json" else html.unescape(response.text)
        assert says in said


@pytest.mark.parametrize(
    ("address", "typed", "field"),
    [
        ("q=open&q=closed&split=speaker&by=month", ["open", "closed"], "split"),
        ("q=open&by=colour", ["open"], "by"),
        ("q=open&split=mood", ["open"], "split"),
        ("q=open&q=*&podcast=2", ["open", "*"], "q2"),
        ("&".join(f"q=n{n}" for n in range(9)), [f"n{n}" for n in range(9)], "q7"),
        (f"q={'x' * 301}", ["x" * 301], "q1"),
        ("q=%22%3E%3Cb%3E&colour=red", ['"><b>'], None),
    ],
)
def test_who_typed_what_cannot_be_drawn_gets_it_back_to_mend(get, address, typed, field):
    response = get(f"/archive/-/trend?{address}")
    assert response.status_code == 400
    assert response.text.count('role="alert"') == 1
    given = re.findall(r'<input type="search" id="q\d+" name="q" value="([^"]*)"', response.text)
    assert [html.unescape(value) for value in given] == typed
    wrong = re.findall(
        r'id="(\w+)" name="\w+"[^>]*aria-invalid="true" aria-describedby="wrong"', response.text
    )
    assert wrong == ([] if field is None else [field])
    for name, value in (("split", "speaker"), ("by", "month")):
        assert (f'<option value="{value}" selected>' in response.text) == (f"{name}={value}" in address)
    assert ('<input type="hidden" name="podcast" value="2">' in response.text) == ("podcast=2" in address)
    assert "<svg" not in response.text


def test_what_takes_too_long_is_given_back_too(get, monkeypatch):
    def interrupted(*_):
        raise sqlite3.OperationalError("interrupted")

    monkeypatch.setattr("archive.web.trend.page.grouped", interrupted)
    response = get("/archive/-/trend?q=open&podcast=2")
    assert response.status_code == 400
    assert "this took longer than the server allows" in response.text
    assert 'name="q" value="open"' in response.text


def test_odd_addresses_are_given_back_within_bounds(get):
    many = get("/archive/-/trend?" + "&".join(f"q=n{n}" for n in range(2_000)))
    assert many.status_code == 400
    assert many.text.count('name="q"') == 12
    selected = get("/archive/-/trend?q=*" + "".join(f"&speaker={n}" for n in range(2_000)))
    assert selected.status_code == 400
    assert 'type="hidden"' not in selected.text


def test_odd_selections_find_nothing_and_fail_nowhere(get):
    for odd in ("podcast=99", "speaker=abc", "year=%00", "episode=99999999999999999999", "role=%27"):
        assert get(f"/archive/-/trend?q=open&{odd}").status_code == 200, odd


def test_periods():
    assert periods.period_of("2024-02-29T23:00:00+00:00", "month") == "2024-02"
    assert periods.period_of("2024", "month") is None
    assert periods.period_of("2024-13", "month") is None
    assert periods.period_of("once", "year") is None
    assert periods.following("2023-12", "month") == "2024-01"
    assert periods.axis(["2020-01", "2020-03"], "month") == [
        (one, one) for one in ("2020-01", "2020-02", "2020-03")
    ]
    assert periods.axis(["1970", "2020"], "year") == [("1970", "1970"), ("1971", "2019"), ("2020", "2020")]
    assert periods.label(("1971", "2019"), Words()) == "1971–2019"
    assert periods.fitting(["2021-05", "2024-04-30"]) == "month"
    assert periods.fitting(["2021-05", "2024-05"]) == "year"
    assert periods.fitting([]) == "year"


def test_mentions_without_a_time_are_no_rate_of_zero():
    hours = {"ms": 7_200_000}
    assert _cell(Tally(mentions=3, untimed=3, **hours), None).per_hour is None
    assert _cell(Tally(mentions=3, untimed=1, **hours), None).per_hour == 1
    assert _cell(Tally(**hours), None).per_hour == 0
    assert _cell(Tally(mentions=3, untimed=3), None).per_hour is None
