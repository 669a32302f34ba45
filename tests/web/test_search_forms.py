"""A search as CSV and Atom: what one would cite, and what is new; nothing of it runs anywhere."""

import csv
import io
import re
import shutil
import sqlite3
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from archive.web.search.table import COLUMNS
from archive.web.spreadsheets import inert
from tests.web.site import links, site

PAGE, CSV, ATOM = "/archive/-/search", "/archive/-/search.csv", "/archive/-/search.atom"
A = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG = re.compile(r"tag:[A-Za-z0-9.-]+,\d{4}(-\d\d)?(-\d\d)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]+")


def ask(get, path, **values):
    return get(f"{path}?{urlencode(values, errors='surrogatepass')}")


def table(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def feed(answer):
    """The feed, after what RFC 4287 asks of every feed."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{A}feed"
    entries = root.findall(f"{A}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{A}{name}")) == 1
        assert TAG.fullmatch(element.findtext(f"{A}id"))
        for instant in (*element.findall(f"{A}updated"), *element.findall(f"{A}published")):
            assert INSTANT.fullmatch(instant.text)
        assert element.findtext(f"{A}author/{A}name")
        alternates = [link for link in element.findall(f"{A}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert all(link.get("href").startswith("http://") for link in element.findall(f"{A}link"))
    assert len([link for link in root.findall(f"{A}link") if link.get("rel") == "self"]) == 1
    ids = [entry.findtext(f"{A}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    return root, entries


def test_a_table_has_what_one_would_cite(get):
    answer = ask(get, CSV, q="intelligence")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = table(answer)
    assert tuple(row) == COLUMNS
    assert row == {
        "podcast": "Engines of Thought",
        "episode": "Weighing engines",
        "published": "2026-02-04",
        "speaker": "Ada Lovelace",
        "role": "host",
        "speaker_method": "printed",
        "speaker_confidence": row["speaker_confidence"],
        "chapter": "Introduction",
        "time": "0:00",
        "start_seconds": "0",
        "time_estimated": "0",
        "text": "Welcome. Today we weigh intelligence per second against open weights.",
        "link": "https://www.youtube.com/watch?v=engines0001&t=0",
        "page": "http://localhost/archive/episodes/1?t=0#u1000001",
        "episode_id": "1",
        "utterance_id": "1000001",
    }
    assert float(row["speaker_confidence"]) == 1.0


def test_what_is_not_known_is_an_empty_cell(get):
    (row,) = table(ask(get, CSV, q="letter"))
    assert (row["podcast"], row["episode"], row["published"], row["time"], row["link"]) == ("",) * 5


def test_a_long_table_comes_in_pieces_and_says_so(get, monkeypatch):
    monkeypatch.setattr("archive.web.search.table.TABLE_ROWS", 5)
    seen, address, answers = [], f"{CSV}?sort=oldest", 0
    while address:
        answer = get(address)
        assert answer.headers["x-limit"] == "5"
        assert answer.headers["x-total-count"] == "13"
        seen += [row["utterance_id"] for row in table(answer)]
        found = re.fullmatch(r'<(.*)>; rel="next"', answer.headers.get("link", ""))
        address, answers = found and found[1].removeprefix("http://localhost"), answers + 1
    assert answers == 3
    assert len(seen) == len(set(seen)) == 13


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    assert inert(f"{start}SUM(1)") == f"'{start}SUM(1)"
    assert inert(f"a{start}b") == f"a{start}b"


def test_cells_have_no_control_characters():
    assert inert("\0\x1b[1mbold\x7f") == "[1mbold"
    assert inert("\x00=1+1") == "'=1+1"
    assert inert(None) == ""


@pytest.fixture(scope="module")
def formulas(anyname, tmp_path_factory):
    """An archive whose every text is a formula, and holds what no XML does."""
    path = shutil.copy(anyname, tmp_path_factory.mktemp("formulas") / "formulas.db")
    with sqlite3.connect(path) as connection:
        for table_, column in (
            ("podcasts", "title"),
            ("episodes", "title"),
            ("people", "name"),
            ("speakers", "role"),
            ("chapters", "title"),
        ):
            connection.execute(
                f"update {table_} set {column} = '=HYPERLINK(\"x\")' || char(1, 27, 65534) || id"
            )
    connection.close()
    with site(path) as get:
        yield get


def test_a_hostile_archive_is_inert_in_a_table(formulas):
    rows = table(formulas(CSV))
    assert len(rows) == 13
    for row in rows:
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert not re.search("[\x00-\x08\x0b-\x1f]", value)
    assert rows[0]["episode"].startswith("'=HYPERLINK")


def test_a_hostile_archive_makes_a_sound_feed(formulas, get):
    for archive in (formulas, get):
        _, entries = feed(archive(ATOM))
        assert len(entries) == 13
    found = ask(get, ATOM, q="alert")
    _, entries = feed(found)
    assert "<script" not in found.text
    assert any("<script>" in entry.findtext(f"{A}content") for entry in entries)  # as the text that it is
    assert all(len(entry.find(f"{A}content")) == 0 for entry in entries)
    assert {entry.find(f"{A}content").get("type") for entry in entries} == {"text"}


@pytest.mark.parametrize(
    "q", ["<script>alert(1)</script>", "\0\x1b", "]]>", "&amp;", "\ud83d", "x" * 9_000, ""]
)
def test_a_hostile_text_is_inert_in_table_and_feed(get, q):
    root, _ = feed(ask(get, ATOM, q=q))
    assert len(root.findtext(f"{A}title")) < 300
    table(ask(get, CSV, q=q))


def test_a_feed_has_what_came_in_last_first(get):
    root, entries = feed(ask(get, ATOM, q="weights", sort="oldest"))
    ids = [entry.findtext(f"{A}id") for entry in entries]
    assert [re.search(r"episodes/(\d+)", one)[1] for one in ids] == ["2", "1", "1"]
    assert root.findtext(f"{A}title") == "weights – Podcast Archive"
    assert root.findtext(f"{A}updated") == max(entry.findtext(f"{A}updated") for entry in entries)


def test_an_entry_is_a_passage(get, anyname):
    _, (entry,) = feed(ask(get, ATOM, q="intelligence", speaker="1"))
    assert entry.findtext(f"{A}id") == "tag:localhost,2026:archive/episodes/1/u1000001"
    assert entry.findtext(f"{A}title").startswith("Ada Lovelace in Weighing engines, 0:00: Welcome.")
    assert entry.findtext(f"{A}author/{A}name") == "Ada Lovelace"
    assert entry.find(f"{A}link").get("href") == "http://localhost/archive/episodes/1?t=0#u1000001"
    assert entry.find(f"{A}content").get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    with sqlite3.connect(anyname) as connection:
        (added,) = connection.execute("select min(added_at) from sources where episode_id = 1").fetchone()
    connection.close()
    assert entry.findtext(f"{A}updated") == added


def test_a_feed_is_the_same_whatever_order_the_page_is_in(get):
    feeds = [feed(ask(get, ATOM, q="weights", sort=sort))[0] for sort in ("newest", "oldest")]
    assert ElementTree.tostring(feeds[0]) == ElementTree.tostring(feeds[1])


def test_nothing_found_is_a_table_and_a_feed_too(get):
    assert table(ask(get, CSV, q="nowhere")) == []
    _, entries = feed(ask(get, ATOM, q="nowhere"))
    assert entries == []


def test_the_page_leads_to_its_other_forms(get):
    page = ask(get, PAGE, q="weights", role="host", sort="newest")
    assert "/archive/-/search.json?q=weights&role=host&sort=newest" in links(page)
    assert "/archive/-/search.csv?q=weights&role=host&sort=newest" in links(page)
    assert "/archive/-/search.atom?q=weights&role=host" in links(page)
    for kind in ("application/json", "text/csv", "application/atom+xml"):
        assert f'<link rel="alternate" type="{kind}"' in page.text


def test_other_sites_may_read_them_only_if_the_server_says_so(anyname):
    for cors in (False, True):
        with site(anyname, cors=cors) as get:
            for path in (CSV, ATOM):
                assert ("access-control-allow-origin" in ask(get, path, q="weights").headers) is cors


def test_the_feed_names_the_server_as_it_is_known_outside(anyname):
    with site(anyname, settings={"base_url": "/talks/"}) as get:
        _, (entry,) = feed(get("/archive/-/search.atom?q=intelligence"))
        assert entry.find(f"{A}link").get("href") == "http://localhost/talks/archive/episodes/1?t=0#u1000001"
