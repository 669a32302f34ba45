"""The home page: its figures are those of the rows that they lead to."""

import re
import sqlite3

import pytest

from archive.web import remembered
from archive.web.artwork import initials
from tests.web.site import links, site, text


@pytest.fixture
def home(talking):
    return talking("/archive/-/home.json").json()


def rows(get, address):
    """How many rows Datasette's page at the address lists."""
    path, _, query = address.partition("?")
    return len(get(f"{path}.json?{query}&_size=max").json()["rows"])


def test_shows_have_their_hours_and_how_much_of_them_is_known(home):
    engines, oceans = home["podcasts"]
    assert (engines["title"], engines["episodes"], engines["worded"]) == ("The Engine Room", 7, 6)
    # Timed are 3 passages of Ada in five episodes, 2 of Grace in two, one of nobody knows whom.
    assert engines["known_share"] == pytest.approx((5 * 3 + 2 * 2) / (5 * 3 + 2 * 2 + 1))
    assert (oceans["title"], oceans["episodes"], oceans["known_share"]) == ("Oceans", 1, 1.0)
    assert engines["picture"] == {"url": None, "initials": "ER", "colour": 2}


def test_of_a_show_with_words_of_a_part_the_share_is_of_that_part(talking):
    """A full bar beside “1 episode without a transcript” would say too much."""
    engines, oceans = re.findall(
        r'<li>\s*<span class="pa-art.*?</li>', talking("/").text.replace("\xa0", " "), re.S
    )[:2]
    assert "95 % of the transcribed talk by known speakers" in engines
    assert "pa-share" not in engines
    assert "100 % of the talk by known speakers" in oceans
    assert "pa-share" in oceans


def test_who_speaks_most_comes_first(home):
    assert [(one["name"], one["talk_ms"], one["episodes"]) for one in home["speakers"]] == [
        ("Ada Lovelace", 5 * 30_000, 6),
        ("Grace Hopper", 2 * 20_000, 2),
        ("Carl Sagan", 20_000, 1),
    ]
    assert home["speakers"][0]["share"] == 1.0


def test_what_is_missing_is_said_and_leads_to_its_rows(talking, home):
    lacks = {lack["name"]: lack for lack in home["lacks"]}
    assert {name: lack["number"] for name, lack in lacks.items()} == {
        "without_transcript": 1,
        "without_times": 1,
        "guessed": 1,
        "unattributed": 0,
    }
    assert lacks["unattributed"]["ms"] == 10_000
    for name in ("without_transcript", "without_times", "guessed", "unattributed"):
        assert rows(talking, lacks[name]["href"]) == 1, name
    page = talking("/")
    assert {lack["href"] for lack in lacks.values()} <= set(links(page))
    assert "episode without a transcript 1" in text(page)


def test_a_stored_query_tells_of_one_show_and_one_month(talking):
    found = talking("/archive/episodes_with_transcript.json?podcast=1&published=2021").json()["rows"]
    assert [row["episode"] for row in found] == ["Episode 7", "Episode 5", "Episode 4"]
    found = talking("/archive/episodes_with_transcript.json?podcast=&published=2021-05").json()["rows"]
    assert [row["episode"] for row in found] == ["Episode 5"]


def test_an_empty_archive_says_how_to_fill_it(made_archives):
    with site(made_archives[0]) as get:
        page = get("/")
    assert "Nothing is in this archive yet. Bring an episode in with podarchive ingest" in text(page)
    assert "Who speaks most" not in page.text


def test_pictures_come_from_the_web_only_and_have_initials_behind_them(fed_archive):
    with site(fed_archive) as get:
        page = get("/").text
    assert (
        '<img src="https://example.org/cover.png" alt="" loading="lazy" referrerpolicy="no-referrer">' in page
    )
    assert "javascript:" not in page
    assert ">TC</text>" in page


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("The Engine Room", "ER"),
        ("title", "T"),
        ("The", "T"),
        ("ßharp", "S"),
        ("«Привет» мир", "ПМ"),
        ("\u202e<b>evil", "B"),
        ("...", ""),
        (None, ""),
        ("#100 days", "1D"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_what_was_worked_out_is_worked_out_anew_when_the_archive_changed(filled_archive):
    connection = sqlite3.connect(filled_archive)
    connection.row_factory = sqlite3.Row
    made = []

    def make():
        made.append(len(made))
        return made[-1]

    assert remembered.remembered(connection, "test", make) == 0
    assert remembered.remembered(connection, "test", make) == 0
    connection.execute("update ingests set updated = updated + 1")
    assert remembered.remembered(connection, "test", make) == 1
    connection.close()


def summed(get, page, column):
    """Of the rows that a page's number opens, which are those that have any."""
    [address] = {link for link in links(get(page)) if f"{column}__gt=0" in link}
    path, _, query = address.partition("?")
    return sum(row[column] for row in get(f"{path}.json?{query}&_size=max").json()["rows"])


@pytest.mark.parametrize("page", ["/", "/archive/-/about"])
def test_hours_open_the_episodes_that_they_are_the_sum_of(talking, home, page):
    assert summed(talking, page, "speech_ms") == home["coverage"]["speech_ms"] > 0


def test_talk_and_questions_of_a_person_open_where_they_are(talking, home):
    counted = 0
    for person in home["speakers"]:
        of_all = talking(f"/archive/-/people/{person['id']}.json").json()["of_all"]
        for column in ("talk_ms", "questions"):
            if of_all[column]:
                assert summed(talking, f"/archive/people/{person['id']}", column) == of_all[column]
                counted += 1
    assert counted >= len(home["speakers"])
