"""What Datasette asks of every table is asked once, and again when something was written."""

import asyncio
import sqlite3

import pytest
from datasette.database import Database

from archive.web import known_tables
from archive.web.datasette_internals import archive_of
from archive.web.known_tables import stamp
from tests.web.site import site


@pytest.fixture
def asked(monkeypatch):
    """The statements that were run on the archive, and the names of the functions."""
    found = []
    execute, execute_fn = Database.execute, Database.execute_fn

    async def noted(self, sql, *arguments, **options):
        if self.name == "archive":
            found.append(sql)
        return await execute(self, sql, *arguments, **options)

    async def noted_fn(self, function, *arguments, **options):
        if self.name == "archive":
            found.append(function.__name__)
        return await execute_fn(self, function, *arguments, **options)

    monkeypatch.setattr(Database, "execute", noted)
    monkeypatch.setattr(Database, "execute_fn", noted_fn)
    return found


def about_tables(asked):
    names = ("_table_columns", "_primary_keys", "_fts_table")
    return [one for one in asked if one in names or one.startswith("select count(*) from (select * from")]


@pytest.mark.parametrize("address", ["/", "/archive", "/archive/talk_time"])
def test_tables_are_asked_about_once(anyname, asked, address):
    with site(anyname) as get:
        get(address)
        assert len(about_tables(asked)) > 20
        asked.clear()
        assert get(address).status_code == 200
        assert about_tables(asked) == []
        assert get("/archive/people").status_code == 200


def test_what_was_written_meanwhile_is_seen(anyname, tmp_path):
    path = tmp_path / "changing.db"
    path.write_bytes(anyname.read_bytes())
    with site(path) as get:

        def counts():
            database = archive_of(get.datasette)
            return asyncio.run(database.table_counts(10_000)), asyncio.run(database.table_columns("warnings"))

        get("/")
        before, columns = counts()
        people = before["people"]
        before["people"] = -1  # whoever gets them may do with them what they like
        assert counts()[0]["people"] == people
        with sqlite3.connect(path) as connection:
            connection.execute("insert into people (name, slug) values ('Hedy Lamarr', 'hedy-lamarr')")
        connection.close()
        assert counts()[0]["people"] == people + 1
        with sqlite3.connect(path) as connection:
            connection.execute("alter table warnings add column seen text")
        connection.close()
        assert counts()[1] == [*columns, "seen"]


def test_counting_that_took_too_long_is_tried_again(anyname, monkeypatch):
    answers = [{"people": None}, {"people": 3}, {"people": 4}]

    async def counted(self, limit=10):
        return answers.pop(0)

    with site(anyname) as get:
        get("/archive/people")
        monkeypatch.setattr(Database, "table_counts", counted)
        database = archive_of(get.datasette)

        def people():
            return asyncio.run(database.table_counts(99))["people"]

        assert [people() for _ in range(3)] == [None, None, None]
        monkeypatch.setattr(known_tables, "AGAIN", 0)
        database._answers.clear()
        answers.insert(0, {"people": None})
        assert [people() for _ in range(4)] == [None, 3, 3, 3]


def test_a_file_without_a_log_has_a_stamp(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"12")
    first = stamp(str(path))
    assert first[1] is None
    assert first[0][1] == 2
    (tmp_path / "file-wal").write_bytes(b"")
    assert stamp(str(path)) != first
