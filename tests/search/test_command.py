"""`podarchive search`: what is printed."""

import contextlib
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from archive.cli import search
from archive.database import open_readonly
from archive.errors import NotAnArchive
from archive.search import search as find
from archive.search import understand
from archive.search.results import Results
from archive.search.terminal import table
from ingest.cli import main


def run(*arguments):
    ran = CliRunner().invoke(search, [str(argument) for argument in arguments], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def test_a_search(filled_archive):
    assert run(filled_archive, '"an hour later"') == (
        "Searched for: the phrase “an hour later”.\n"
        "1 hit.\n"
        "\n"
        "1:03:02  Ada Lovelace  Engines of Thought · Weighing engines  [Laughter & later]\n"
        "    Open weights again, «an hour later».\n"
        "    https://www.youtube.com/watch?v=engines0001&t=3782\n"
    )


def test_what_is_left_out_and_what_nobody_is_called_is_said(filled_archive):
    assert run(filled_archive, "* speaker:nobody").splitlines() == [
        "Searched for: everything; spoken by “nobody”.",
        "Left out: “*” is not a word.",
        "Note: no speaker in this archive is called “nobody”.",
        "0 hits.",
    ]


def test_what_would_be_found_is_said(filled_archive):
    assert run(filled_archive, "weights nowhere").splitlines() == [
        "Searched for: all of the words “weights”, “nowhere”.",
        "0 hits.",
        "Without nowhere: 3 would be found.",
    ]


def test_the_order_can_be_chosen(filled_archive):
    def dates(sort):
        found = json.loads(run(filled_archive, "open", "--sort", sort, "--json"))
        assert found["sort"] == sort
        return [hit["published"] for hit in found["hits"]]

    assert dates("newest") == ["2026-03", "2026-02-04", "2026-02-04", "2025", "2025"]
    assert dates("oldest") == ["2025", "2025", "2026-02-04", "2026-02-04", "2026-03"]
    assert dates("added") == ["2026-03", "2025", "2025", "2026-02-04", "2026-02-04"]


def test_nearly_the_same_is_shown_once_and_counted(filled_archive):
    with contextlib.closing(open_readonly(filled_archive)) as connection:
        results = find(connection, understand("weights"))
    folded = replace(results, hits=(replace(results.hits[0], alike=2),))
    printed = table(folded, colour=False)
    assert "3 hits.\n" in printed
    assert printed.endswith("    and 2 more passages nearly the same\n")


def test_what_is_unknown_is_said(filled_archive):
    assert "no time  Grace Hopper  Untitled (episode 3)" in run(filled_archive, "letter aloud")
    assert "0:02  unknown speaker  Engines of Thought · Who speaks?\n" in run(filled_archive, '"call it"')


@pytest.mark.parametrize("arguments", [["-flour", "open"], ["open -flour"], ["--", "-flour", "open"]])
def test_a_minus_is_part_of_the_query(filled_archive, arguments):
    assert run(filled_archive, *arguments).startswith("Searched for: the word “open”; without “flour”.\n")


@pytest.mark.parametrize("word", ["hello", "v", "json-ld", "limitless", "é"])
def test_no_word_after_a_minus_is_taken_for_an_option(filled_archive, word):
    ran = CliRunner().invoke(main, ["search", str(filled_archive), f"-{word}"])
    assert ran.stdout.startswith("Searched for: everything; without ")


def test_a_query_that_begins_with_a_quote_after_a_minus(filled_archive):
    said = run(filled_archive, '-"open weights"', "--limit", 2)
    assert said.startswith(
        "Searched for: everything; without the phrase “open weights”.\n10 hits, the first 2 here."
    )
    assert said.count("\n\n") == 2


def test_no_query_lists_the_newest(filled_archive):
    assert run(filled_archive).startswith("Searched for: everything.\n13 hits.\n")


def test_json(filled_archive):
    found = json.loads(run(filled_archive, "open weights", "--json", "--limit", "1"))
    assert (found["total"], len(found["hits"])) == (3, 1)
    assert {"text": "Open", "hit": True} in found["hits"][0]["snippet"]
    assert found["facets"]["year"][0] == {"key": "2026", "label": "2026", "count": 2, "selected": False}


def test_in_colour_the_words_are_bold(filled_archive, connection):
    assert "\x1b[1mhour\x1b[0m" in table(find(connection, understand("hour")), colour=True)


def test_ranked_among_is_said():
    results = Results(
        query=understand("the"), sort="relevance", total=30_000, hits=(), facets=(), ranked_among=20_000
    )
    assert "Only the newest 20,000 of them were ranked." in table(results, colour=False).splitlines()


def test_nothing_printed_steers_the_terminal():
    results = Results(
        query=understand("a\x1b[2J\u202e"), sort="relevance", total=0, hits=(), facets=(), notes=("\x1b]0;x",)
    )
    printed = table(results, colour=True)
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_no_archive(tmp_path):
    with pytest.raises(NotAnArchive):
        run(tmp_path / "nowhere.db", "open")
