"""Chinese, Japanese and Thai in the search of Datasette's tables and in the stored queries."""

from dataclasses import replace

import pytest

from archive.database import open_archive
from archive.store import save
from tests.web.site import site, text
from tests.web.talking_episodes import talking_episodes

SAID = ("今天我们谈谈人工智能。", "東京タワーへ行きました", "วันนี้อากาศดีมาก", "Open source 人工智能 is open.")


@pytest.fixture(scope="module")
def get(tmp_path_factory):
    path = tmp_path_factory.mktemp("letters") / "letters.db"
    one = next(each for each in talking_episodes() if len(each.utterances) >= len(SAID))
    said = [replace(each, text=words) for each, words in zip(one.utterances, SAID, strict=False)]
    engine = open_archive(path, create=True)
    assert [outcome.status for outcome in save(engine, [replace(one, utterances=said)])] == ["inserted"]
    engine.dispose()
    with site(path) as get:
        yield get


WANTED = [
    ("人工智能", [0, 3]),
    ("智", [0, 3]),
    ("東京", [1]),
    ("タワーへ", [1]),
    ("อากาศ", [2]),
    ("open 人工", [3]),
    ("source", [3]),
    ("京東", []),
]


@pytest.mark.parametrize(("typed", "wanted"), WANTED)
@pytest.mark.parametrize("table", ["said", "utterances"])
def test_a_table_is_searched_letter_by_letter(get, table, typed, wanted):
    found = get(f"/archive/{table}.json", params={"_search": typed, "_shape": "array"}).json()
    assert [row["text"] for row in found] == [SAID[at] for at in wanted]


@pytest.mark.parametrize(("typed", "wanted"), [pair for pair in WANTED if " " not in pair[0]])
def test_the_stored_queries_find_as_many_as_the_search(get, typed, wanted):
    found = get("/archive/quotations.json", params={"words": typed, "_shape": "array"}).json()
    assert sorted(row["text"] if "text" in row else row["quotation"] for row in found) == sorted(
        SAID[at] for at in wanted
    )
    first = get("/archive/first_mention.json", params={"words": typed, "_shape": "array"}).json()
    assert sum(row["mentions"] for row in first) == len(wanted)
    assert get("/archive/-/search.json", params={"q": f'"{typed}"'}).json()["total"] == len(wanted)


def test_the_statement_of_a_search_can_be_changed_and_asked(get):
    sql = "select count(*) as n from utterances where id in"
    sql += " (select rowid from utterances_fts where utterances_fts match escape_fts(:search))"
    page = get("/archive/-/query", params={"sql": sql, "search": "人工智能"})
    assert "1 row" in text(page)
    found = get("/archive/-/query.json", params={"sql": sql, "search": "人工智能", "_shape": "array"})
    assert found.json() == [{"n": 2}]


def test_quotes_and_nothing_are_as_datasette_has_them(get):
    for typed in ('"open', "*", "NEAR(", "-1"):
        assert get("/archive/said.json", params={"_search": typed}).status_code == 200, typed
    found = get(
        "/archive/-/query.json", params={"sql": "select letters_apart(null) as a, escape_fts(null) as b"}
    )
    assert found.json()["rows"] == [{"a": None, "b": None}]
