"""Times inside a long stretch for which its source prints none: they are estimates, and said to be."""

import csv
import io
import subprocess
import sys

import pytest

from tests.web.site import links, site, text

TALK = """WEBVTT

00:00:00.000 --> 00:00:08.000
<v Ada>Welcome to the show.

00:00:08.000 --> 00:04:00.000
<v Grace>{}

00:04:00.000 --> 00:04:04.000
<v Ada>Thank you.
"""
SENTENCES = [f"This is sentence number {n} of a long answer about ships at sea." for n in range(60)]


@pytest.fixture(scope="module")
def get(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sparse")
    (folder / "talk.vtt").write_text(TALK.format(" ".join([*SENTENCES, "Then came the compiler."])), "utf-8")
    command = [sys.executable, "-c", "from ingest.cli import main; main()", "ingest"]
    subprocess.run([*command, folder / "talk.db", folder / "talk.vtt"], check=True, capture_output=True)
    with site(folder / "talk.db") as get:
        yield get


@pytest.fixture(scope="module")
def hit(get):
    """The passage that was searched for, somewhere in the four minutes that Grace speaks."""
    (found,) = get("/archive/-/search.json?q=compiler").json()["hits"]
    assert found["moment_ms"] == 8_000
    assert found["start_ms"] > 200_000
    return found


def test_a_hit_opens_its_own_passage_and_not_the_one_at_the_printed_time(get, hit):
    address, _, fragment = hit["address"].partition("#")
    page = get(address)
    assert page.text.count('aria-current="location"') == 1
    assert f'<div id="{fragment}" aria-current="location"' in page.text
    assert f"/archive/-/moment?u={hit['utterance_id']}" in links(page)


@pytest.mark.parametrize("form", ["", ".atom"])
def test_a_search_says_that_its_time_is_estimated(get, form):
    found = get(f"/archive/-/search{form}?q=compiler").text
    assert "≈ 3:4" in found
    assert "0:08" not in found


def test_so_does_the_time_of_what_is_said_before_a_hit(get):
    context = get("/archive/-/search?q=%22thank+you%22").text.partition('class="pa-context"')[2]
    assert "≈ 3:4" in context
    (hit,) = get("/archive/-/search.json?q=%22thank+you%22").json()["hits"]
    assert (hit["at_ms"], hit["estimated"], hit["before"]["estimated"]) == (240_000, False, True)


def test_a_table_says_so_too_and_plays_from_the_printed_time(get, hit):
    rows = {row["text"]: row for row in csv.DictReader(io.StringIO(get("/archive/-/search.csv").text))}
    assert rows[hit["text"]]["time"].startswith("3:4")
    assert rows[hit["text"]]["time_estimated"] == "1"
    assert rows["Thank you."]["time"] == "4:00"
    assert rows["Thank you."]["time_estimated"] == "0"
    assert rows[hit["text"]]["page"] == f"http://localhost{hit['address'].replace('&q=compiler', '')}"


def test_so_does_the_terminal(get):
    path = get.datasette.get_database("archive").path
    command = [sys.executable, "-c", "from ingest.cli import main; main()", "search", path, "compiler"]
    assert "≈ 3:4" in subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def test_an_episode_says_which_times_are_estimated(get, hit):
    page = get("/archive/episodes/1")
    assert f'<a href="../-/moment?u={hit["utterance_id"]}">≈ 3:4' in page.text
    assert f'<a href="../-/moment?u={hit["utterance_id"] + 1}">4:00</a>' in page.text
    assert "≈ is an estimated time" in text(page)
    assert "≈ is an estimated time" in text(get("/archive/-/search?q=compiler"))
    assert "≈ is an estimated time" not in text(get("/archive/-/search?q=welcome"))


def test_a_citation_says_about_when_and_between_which_times(get, hit):
    page = text(get(f"/archive/-/moment?u={hit['utterance_id']}"))
    assert "between 0:08 and 4:00, which are printed" in page
    found = get(f"/archive/-/moment.json?u={hit['utterance_id']}").json()
    assert found["at"].startswith("ca. 3:4")
    assert f", {found['at']}, http" in found["quotation"]
    assert all(
        found["at"] in each["text"] for each in found["citations"] if each["style"] in ("csl", "bibtex")
    )


def test_a_printed_time_is_told_as_it_is(get, hit):
    found = get(f"/archive/-/moment.json?u={hit['utterance_id'] + 1}").json()
    assert (found["at"], found["estimated"]) == ("4:00", False)


def test_a_moment_asked_for_is_called_by_its_own_time(get):
    assert " 1:40 " in text(get("/archive/-/moment?episode=1&t=100"))
    assert get("/archive/-/moment.json?episode=1&t=100").json()["at"] == "1:40"
    assert get("/archive/-/moment.json?episode=1&t=100,130").json()["at"] == "1:40–2:10"


def test_a_span_is_quoted_whole(get):
    page = get("/archive/episodes/1?t=100,130.5")
    (moment,) = (each for each in links(page) if each.startswith("/archive/-/moment?"))
    found = get(moment.replace("moment?", "moment.json?")).json()
    assert len(found["quoted"]) > 1
    assert found["path"].startswith("/archive/episodes/1?t=100,130.5#")
