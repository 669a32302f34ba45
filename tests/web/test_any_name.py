"""Plain `datasette anyname.db` shows our archive, and nothing else becomes one."""

import shutil
import sqlite3

import pytest

from archive import schema, views
from archive.web.metadata import LABELS
from tests.web.site import site, text

TABLES = sorted(schema.metadata.tables)


def columns(path, table):
    connection = sqlite3.connect(path)
    names = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    connection.close()
    return names


def test_the_file_is_called_archive_whatever_its_name(get):
    assert get("/some-show").status_code == 404
    assert get("/archive.json").json()["database"] == "archive"
    assert "Weighing engines" in text(get("/archive/episodes/1"))


@pytest.mark.parametrize("table", [*TABLES, "said"])
def test_every_table_and_column_has_a_description(get, anyname, table):
    metadata = get(f"/archive/{table}.json?_extra=metadata&_size=0").json()["metadata"]
    assert metadata["description"].endswith(".")
    described = {name for name, sentence in metadata["columns"].items() if sentence}
    assert described >= set(columns(anyname, table))


def test_descriptions_are_those_of_the_schema(get):
    page = text(get("/archive/utterances"))
    assert schema.metadata.tables["utterances"].comment in page
    assert schema.metadata.tables["utterances"].columns["marks"].comment in page
    assert views.COLUMNS["speaker"] in text(get("/archive/said"))


def test_every_table_has_a_label_but_the_hidden_ones():
    without = {"source_bytes", "fingerprints", "voices", "transcripts", "clock_maps", "withheld"}
    assert set(LABELS) == set(TABLES) - without


def test_what_is_no_reading_is_hidden(get):
    shown = [table["name"] for table in get("/archive.json").json()["tables"] if not table["hidden"]]
    assert sorted(shown) == sorted(set(TABLES) - {"source_bytes", "fingerprints", "voices"})


def test_utterances_have_facets_with_names(get):
    facets = get("/archive/utterances.json?_extra=facet_results").json()["facet_results"]["results"]
    assert list(facets) == ["person_id", "podcast_id"]
    assert {value["label"] for value in facets["podcast_id"]["results"]} >= {
        "Engines of Thought",
        "Kitchen & Cockpit",
    }
    assert "Ada Lovelace" in {value["label"] for value in facets["person_id"]["results"]}


def test_the_view_is_searched(get):
    found = get("/archive/said.json?_search=flour&_extra=facet_results").json()
    assert [row["episode"] for row in found["rows"]] == ["Bread at altitude"] * 2


@pytest.mark.parametrize("name", ["said", "corrections"])
def test_what_takes_too_long_or_tells_nothing_is_no_facet(get, name):
    """The facets of the view ran into the time limit; those of decisions were the paths of files."""
    found = get(f"/archive/{name}.json?_extra=facet_results").json()
    assert not found["facet_results"]["results"]
    assert found["rows"]


@pytest.mark.parametrize("column", ["start_ms", "text", "marks"])
def test_the_largest_table_is_not_sorted_without_an_index(get, column):
    assert get(f"/archive/utterances?_sort={column}").status_code == 400


def test_sorting_by_the_id_is_fine(get):
    assert get("/archive/utterances?_sort_desc=id").status_code == 200


def test_the_users_own_configuration_stays(anyname):
    own = {
        "databases": {
            "some-show": {
                "tables": {"utterances": {"facets": ["timing"], "size": 3}, "people": {"allow": False}},
                "queries": {"mine": "select 1 as one"},
            }
        }
    }
    metadata = {"databases": {"some-show": {"tables": {"podcasts": {"description": "My own words"}}}}}
    with site(anyname, config=own, metadata=metadata) as get:
        found = get("/archive/utterances.json?_extra=facet_results,metadata").json()
        assert list(found["facet_results"]["results"]) == ["timing"]
        assert len(found["rows"]) == 3
        assert found["metadata"]["description"].startswith("One speaker")
        assert get("/archive/people").status_code == 403
        assert get("/archive/mine.json").json()["rows"] == [{"one": 1}]
        assert "My own words" in text(get("/archive/podcasts"))


def test_a_second_archive_stays_as_datasette_shows_it(anyname, tmp_path):
    second = shutil.copy(anyname, tmp_path / "other.db")
    with site(anyname, second) as get:
        assert "Weighing engines" in text(get("/archive/episodes/1"))
        assert "Chapters" not in text(get("/other/episodes/1"))
        assert "other" in text(get("/"))


def test_one_that_is_called_archive_already_is_the_one(anyname, tmp_path):
    called = shutil.copy(anyname, tmp_path / "archive.db")
    with site(anyname, called) as get:
        assert {each["name"] for each in get("/.json").json()["databases"]} == {"archive", "some-show"}
        assert "Weighing engines" in text(get("/archive/episodes/1"))


def test_another_database_called_archive_keeps_its_name(anyname, tmp_path, caplog):
    other = tmp_path / "archive.db"
    connection = sqlite3.connect(other)
    connection.execute("create table episodes (id integer primary key, title text)")
    connection.execute("insert into episodes values (1, 'not ours')")
    connection.commit()
    connection.close()
    with site(other, anyname) as get:
        assert "Transcript" not in text(get("/archive/episodes/1"))
        assert get("/some-show/episodes").status_code == 200
    assert "another database is called" in caplog.text


def test_an_older_archive_stays_generic_and_is_named(anyname, tmp_path, caplog):
    older = shutil.copy(anyname, tmp_path / "older.db")
    connection = sqlite3.connect(older)
    connection.execute("update alembic_version set version_num = '0000'")
    connection.commit()
    connection.close()
    with site(older) as get:
        assert get("/older/episodes").status_code == 200
    assert "podarchive upgrade" in caplog.text


def test_without_an_archive_datasette_is_what_it_was(tmp_path):
    plain = tmp_path / "plain.db"
    connection = sqlite3.connect(plain)
    connection.execute("create table t (start_ms integer)")
    connection.execute("insert into t values (61000)")
    connection.commit()
    connection.close()
    with site(plain) as get:
        assert "podarchive.css" not in get("/").text
        assert "61000" in text(get("/plain/t"))
        assert get("/archive/-/search").status_code == 404


def test_an_immutable_archive_has_the_same_pages(anyname, tmp_path):
    still = shutil.copy(anyname, tmp_path / "still.db")
    with site(immutables=[str(still)]) as get:
        assert "Weighing engines" in text(get("/archive/episodes/1"))
        assert get("/archive/-/search?q=weights").status_code == 200
