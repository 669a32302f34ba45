"""What takes longer than the server's limit is answered in words, where Datasette 1.0a41 fails with 500."""

import contextlib
import json
import shutil
import sqlite3
from dataclasses import replace

import pytest

from tests.web.site import links, site

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select i as id, 'x' as text from n"


@pytest.fixture
def get(anyname, tmp_path):
    path = shutil.copy(anyname, tmp_path / "slow.db")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"create view slow as {ENDLESS} order by random()")
        connection.commit()
    with site(path, settings={"sql_time_limit_ms": 100}) as get:
        yield get


def test_a_table_that_takes_too_long_says_so_and_leads_to_the_search(get):
    page = get("/archive/slow?_search=open+%3Cweights%3E")
    assert page.status_code == 400
    assert "took longer than the server allows" in page.text
    assert "/archive/-/search?q=open+%3Cweights%3E" in links(page)
    assert "<weights>" not in page.text
    assert "Search all that was said" not in get("/archive/slow").text


def test_programs_are_told_in_their_form(get):
    answer = get("/archive/slow.json")
    assert answer.status_code == 400
    said = json.loads(answer.text)
    assert said["ok"] is False
    assert said["status"] == 400
    assert "took longer than the server allows" in said["error"]
    answer = get("/archive/slow.csv")
    assert answer.status_code == 400
    assert answer.text.startswith("/archive/slow.csv: this took longer")


def test_a_server_without_an_archive_says_so_at_every_address_of_ours(tmp_path):
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("create table things (id integer primary key)")
    with site(path) as get:
        for name in ("about", "trend.csv", "trend.json", "search", "search.json", "episodes.atom"):
            answer = get(f"/archive/-/{name}")
            assert answer.status_code == 404, name
            assert "No podcast archive is attached to this server." in answer.text, name


def test_a_stored_query_says_so_without_its_statement(anyname, monkeypatch):
    from archive.web.explore import queries

    slow = f"select * from ({ENDLESS}) order by random()"
    talk = queries.QUERIES["quotations"]
    monkeypatch.setitem(queries.QUERIES, "quotations", replace(talk, sql=slow))
    with site(anyname, settings={"sql_time_limit_ms": 100}) as get:
        page = get("/archive/quotations?words=open+weights")
        assert page.status_code == 400
        assert "took longer than the server allows; ask it of one podcast" in page.text
        assert "/archive/-/search?q=open+weights" in links(page)
        assert "recursive" not in page.text
        answer = get("/archive/quotations.json?words=open")
        assert answer.status_code == 400
        assert "took longer" in answer.json()["error"]
        # Of a statement of their own people get it back.
        assert "recursive" in get("/archive/-/query", params={"sql": slow}).text
