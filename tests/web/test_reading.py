"""Datasette's tables as they are read: title, show and date first, and a passage leads to its place."""

import re

import pytest

from archive.web.reading import FIRST
from tests.web.site import links, site, text


def headings(page):
    return re.findall(r'<th [^>]*data-column="([^"]+)"', page.text)


@pytest.mark.parametrize("table", FIRST)
def test_the_columns_that_are_read_come_first_and_none_is_lost(get, table):
    page = get(f"/archive/{table}")
    assert tuple(headings(page))[: len(FIRST[table])] == FIRST[table]
    assert set(headings(page)) == set(get(f"/archive/{table}.json").json()["rows"][0])


def test_cells_and_what_labels_them_on_a_phone_go_with_the_columns(get):
    page = get("/archive/said")
    names = headings(page)
    rows = re.findall(r"<tr[^>]*>\s*(<td.*?)</tr>", page.text, re.S)
    assert rows
    for row in rows:
        assert re.findall(r'<td class="col-(\w+)', row) == names
    labels = re.findall(r'td:nth-of-type\((\d+)\):before \{ content: "(\w+)"', page.text)
    assert [name for _, name in labels] == names


def test_of_chosen_columns_only_those_are_shown(get):
    assert headings(get("/archive/episodes?_col=slug&_col=title")) == ["id", "title", "slug"]


def test_the_newest_episodes_come_first_until_somebody_sorts(talking):
    dates = [row["published"] or "" for row in talking("/archive/episodes.json").json()["rows"]]
    assert len(set(dates)) > 1
    assert dates == sorted(dates, reverse=True)
    ids = [row["id"] for row in talking("/archive/episodes.json?_sort=id").json()["rows"]]
    assert ids == sorted(ids)
    names = [row["name"] for row in talking("/archive/people.json").json()["rows"]]
    assert names == sorted(names)


def test_a_sort_that_the_host_configured_stays(odd_archive):
    config = {"databases": {"odd": {"tables": {"episodes": {"sort": "id"}}}}}
    with site(odd_archive, config=config) as get:
        ids = [row["id"] for row in get("/archive/episodes.json").json()["rows"]]
        assert ids == sorted(ids)
        assert get("/archive/episodes").status_code == 200


def test_a_passage_leads_to_where_it_is_said(get):
    row = get("/archive/said.json?_size=1").json()["rows"][0]
    page = get("/archive/said?_size=1")
    found = [href for href in links(page) if href.endswith(f"#u{row['id']}")]
    assert len(found) == 2  # by its id and by its time
    assert get(found[0].partition("#")[0]).status_code == 200
    assert f"/archive/episodes/{row['episode_id']}" in links(page)
    # Where the columns that an address is made of are not there, the values are.
    assert str(row["time"]) in text(get("/archive/said?_size=1&_col=time"))


def test_a_table_of_that_name_in_another_file_is_as_it_was(tmp_path, anyname):
    import sqlite3

    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("create table episodes (slug text, title text, id integer primary key)")
        other.execute("insert into episodes values ('b', 'a', 1)")
    other.close()
    with site(anyname, path) as get:
        assert headings(get("/other/episodes")) == ["id", "slug", "title"]
