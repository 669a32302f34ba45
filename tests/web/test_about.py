"""About this archive: the datasheet's figures, and that nothing is said that may not be seen."""

import sqlite3

import pytest

from tests.web.site import links, site, text


@pytest.fixture(scope="module")
def about(talking):
    return talking("/archive/-/about.json").json()


def test_the_datasheet_counts_what_is_there(talking, about):
    totals = about["contents"]["totals"]
    assert totals["episodes"] == 8
    assert totals["passages"] == len(talking("/archive/utterances.json?_size=max").json()["rows"]) == 25
    assert totals["words"] == sum(row["words"] for row in about["contents"]["origins"])
    assert {row["origin"]: row["episodes"] for row in about["contents"]["origins"]} == {"none": 5, "human": 2}
    assert {row["method"]: row["voices"] for row in about["contents"]["methods"]} == {
        "printed": 9,
        "declared": 1,
    }
    assert [(row["kind"], row["voices"]) for row in about["contents"]["others"]] == [("name", 1)]
    assert [(one["said"], one["stated"]) for one in about["contents"]["licences"]] == [
        ("All rights reserved", "copyright"),
        ("CC-BY-4.0", "license"),
    ]


def test_coverage_by_show_and_year(about):
    covered = about["covered"]
    assert covered["years"] == ["2022", "2021", "2020"]
    assert [(line["title"], line["all"]["worded"], line["all"]["episodes"]) for line in covered["lines"]] == [
        ("The Engine Room", 6, 7),
        ("Oceans", 1, 1),
    ]
    cells = covered["lines"][0]["cells"]
    assert cells[0] is None
    assert [(cell["worded"], cell["episodes"]) for cell in cells[1:]] == [(3, 4), (3, 3)]


def test_every_figure_that_leads_to_rows_leads_to_as_many(talking, about):
    for line in about["covered"]["lines"]:
        for cell in (line["all"], *(cell for cell in line["cells"] if cell)):
            path, _, query = cell["href"].partition("?")
            assert len(talking(f"{path}.json?{query}").json()["rows"]) == cell["episodes"], cell
    page = talking("/archive/-/about")
    for row in about["contents"]["methods"]:
        address = f"/archive/speakers?person_id__notnull=1&method={row['method']}"
        assert address in links(page)
        path, _, query = address.partition("?")
        assert len(talking(f"{path}.json?{query}").json()["rows"]) == row["voices"]


def test_decisions_and_what_was_noticed_and_taken_out_are_counted(filled_archive):
    with sqlite3.connect(filled_archive) as connection:
        connection.execute(
            "insert into former_addresses (kind, former_id, slug, reason, since) values"
            " ('episode', 99, 'secret-name', 'asked to', '2026-01-01')"
        )
        connection.execute(
            "insert into person_aliases (kind, name, person_name, made_at, undone_at) values"
            " ('alias', 'A', 'Ada', '2026', null), ('alias', 'B', 'Ada', '2026', '2026')"
        )
    connection.close()
    with site(filled_archive) as get:
        about = get("/archive/-/about.json").json()
        page = get("/archive/-/about")
    made = about["making"]
    assert [(row["kind"], row["addresses"], row["removed"]) for row in made["removed"]] == [("episode", 1, 1)]
    assert ("person_aliases", "alias", 1, 1) in [
        (row["of"], row["kind"], row["holding"], row["undone"]) for row in made["decisions"]
    ]
    assert "secret-name" not in page.text
    assert made["all_runs"]["runs"] == len(made["runs"]) == 1
    assert "1 address" in text(page)


def test_what_may_not_be_seen_is_not_said(filled_archive):
    hidden = {
        "databases": {"archive": {"tables": {"warnings": {"allow": False}, "ingests": {"allow": False}}}}
    }
    with site(filled_archive, config=hidden) as get:
        about = get("/archive/-/about.json").json()
        page = get("/archive/-/about")
    assert about["making"]["warnings"] is about["making"]["runs"] is about["as_of"] is None
    assert "This server does not show it." in text(page)


def test_hostile_texts_and_an_empty_archive(get, made_archives):
    page = get("/archive/-/about")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "javascript:" not in page.text
    with site(made_archives[0]) as empty:
        assert empty("/archive/-/about").status_code == 200
        assert empty("/archive/-/about.json").json()["contents"]["totals"]["episodes"] == 0


def test_what_no_voice_is_told_apart_for_is_counted_as_the_rest(filled_archive):
    with site(filled_archive) as get:
        about = get("/archive/-/about.json").json()
        rows = get("/archive/utterances.json?speaker_id__isnull=1&_size=max").json()["rows"]
        page = text(get("/archive/-/about"))
    assert about["voiceless_words"] == sum(row["words"] for row in rows)
    assert ("No voice is told apart" in page) is (about["voiceless_words"] > 0)
