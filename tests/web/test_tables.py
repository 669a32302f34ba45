"""Datasette's own pages on our tables: readable cells, a search box that remembers, hostile text inert."""

import re

import pytest

from archive.web.wording import count, date, decimal, length, paragraphs, percent, source
from tests.web.site import links, text

PAGES = [
    "/",
    "/archive",
    "/archive/episodes",
    "/archive/episodes/5",
    "/archive/people",
    "/archive/people/4",
    "/archive/people/5",
    "/archive/podcasts",
    "/archive/podcasts/3",
    "/archive/speakers",
    "/archive/chapters",
    "/archive/utterances",
    "/archive/utterances?_facet=episode_id",
    "/archive/said",
    "/archive/warnings",
    "/archive/sources",
    "/archive/recordings",
    "/archive/identifiers",
    "/archive/utterances/5000001",
    "/archive/-/query?sql=select+*+from+said",
    "/archive/-/search",
    "/archive/-/search?q=alert",
    "/archive/-/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
]


@pytest.mark.parametrize("address", PAGES)
def test_hostile_text_is_inert(get, address):
    page = get(address)
    assert page.status_code == 200
    for tag in ("<script>alert", "<img src=x", "<i>nobody", "<b>host", "<b>line", "<b>nothing"):
        assert tag not in page.text
    assert [link for link in links(page) if link.strip().lower().startswith("javascript:")] == []


def test_the_search_box_of_a_table_keeps_its_text(get):
    """Datasette 1.0a41 forgets it. The day this passes without `search_box`, that module may go."""
    for table in ("utterances", "said"):
        page = get(f"/archive/{table}?_search=open+%22weights")
        assert '<input id="_search" type="search" name="_search" value="open &#34;weights">' in page.text


@pytest.mark.parametrize(
    "search", ["_search=", "_search=open&_search=", "_search=&_search=open", "_search=+"]
)
def test_an_empty_search_is_no_error(get, search):
    page = get(f"/archive/utterances?{search}")
    assert page.status_code == 200
    value = "open" if "open" in search else ""
    assert f'name="_search" value="{value}">' in page.text
    assert get(f"/archive/utterances.json?{search}").status_code == 200


def test_times_read_as_clock_and_keep_their_number(get):
    page = get("/archive/utterances?_sort=id")
    assert '<span class="clock" title="3782000 ms">1:03:02</span>' in page.text
    assert get("/archive/utterances/1000004.json").json()["rows"][0]["start_ms"] == 3782000
    assert (
        '<span class="clock" title="4000 ms">0:04</span>'
        in get("/archive/-/query?sql=select+4000+as+a_ms").text
    )


def test_references_show_titles(get):
    page = text(get("/archive/utterances"))
    for title in ("Weighing engines", "Engines of Thought", "Ada Lovelace", "Introduction"):
        assert title in page
    for slug in ("weighing-engines", "engines-of-thought", "bread-at-altitude"):
        assert slug not in page


@pytest.mark.parametrize(
    "address", ["/archive/utterances?episode_id=3", "/archive/speakers", "/archive/utterances/3000001"]
)
def test_what_has_no_title_is_called_so(get, address):
    page = get(address)
    assert '<a href="/archive/episodes/3">Untitled</a>' in page.text
    assert ">None<" not in page.text


def test_a_facet_calls_it_so_too(get):
    page = get("/archive/utterances?_facet=episode_id")
    assert re.search(r'data-facet-value="3" dir="auto">Untitled</a>', page.text)
    assert 'data-facet-value="1" dir="auto">Weighing engines</a>' in page.text


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        ("chapters/1", "Introduction"),
        ("speakers/2", "John Smith"),
        ("utterances/1000003", "Somebody laughs in the back."),
        ("sources/1", "/shows/engines.txt"),
    ],
)
def test_a_row_is_headed_by_what_it_is_called(get, row, heading):
    page = get(f"/archive/{row}")
    assert f'<h1 dir="auto">{heading}</h1>' in page.text
    assert get(f"/archive/{row}.json").status_code == 200


def test_names_lead_to_their_pages(get):
    assert '<a href="/archive/episodes/3">Untitled</a>' in get("/archive/episodes").text
    assert '<a href="/archive/people/1">Ada Lovelace</a>' in get("/archive/people").text
    assert '<a href="/archive/podcasts/1">Engines of Thought</a>' in get("/archive/podcasts").text


@pytest.mark.parametrize(
    "address",
    ["/archive/said.csv", "/archive/said.json", "/archive.json", "/archive/utterances.csv?_search=open"],
)
def test_data_stays_data(get, address):
    answer = get(address)
    assert answer.status_code == 200
    assert "Untitled" not in answer.text


def test_no_page_fetches_anything_from_elsewhere(get):
    for address in PAGES:
        page = get(address).text
        fetched = re.findall(r'<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc="([^"]*)"', page)
        fetched += re.findall(r'<link\b[^>]*rel="stylesheet"[^>]*href="([^"]*)"', page)
        assert fetched
        assert [one for one in fetched if not one.startswith("/-/static")] == []


def test_our_own_pages_add_no_inline_script(get):
    inline = re.compile(r"<script(?![^>]*(?:\bsrc=|ld\+json))|<style|<[^>]*\s(?:style|on[a-z]+)=")
    for address in ("/", "/archive/-/search?q=weights", "/archive/people/1", "/archive/podcasts/1"):
        assert inline.findall(get(address).text) == []


def test_the_stylesheets_and_the_script_are_there(get):
    page = get("/archive/episodes/1").text
    found = re.findall(r'"(/-/static-plugins/podcast-archive/[^"]*)"', page)
    assert sorted(re.sub(r".*/|\?.*", "", one) for one in found) == [
        "datasette.css",
        "episode.css",
        "lengths.css",
        "moment.js",
        "passages.js",
        "player.js",
        "podarchive.css",
        "site.js",
    ]
    for address in found:
        answer = get(address)
        assert answer.status_code == 200
        assert "url(" not in answer.text
        assert "@import" not in answer.text


def test_wording():
    assert [
        date(one)
        for one in ("2026-02-04", "2026-02", "2026", "2026-02-04T10:00:00Z", "2026-13-40", "soon", None)
    ] == [
        "4 February 2026",
        "February 2026",
        "2026",
        "4 February 2026",
        "2026-13-40",
        "soon",
        "",
    ]
    assert [length(ms) for ms in (None, 0, 1_500, 59_000, 60_000, 3_600_000, 4_080_000, 3_599_999)] == [
        "",
        "0.0 s",
        "1.5 s",
        "59 s",
        "1 min",
        "1 h",
        "1 h 8 min",
        "1 h",
    ]
    assert [count(1, "person", "people"), count(1550, "episode"), count(None, "word")] == [
        "1 person",
        "1,550 episodes",
        "0 words",
    ]
    assert [decimal(12.0), decimal(12.5), percent(0.634), percent(None)] == [
        "12",
        "12.5",
        "63\N{NO-BREAK SPACE}%",
        "",
    ]
    shares = (0, 0.001, 0.006, 0.994, 0.995, 0.99999, 1)
    assert [percent(one).removesuffix("\N{NO-BREAK SPACE}%") for one in shares] == [
        "0", "<1", "1", "99", ">99", ">99", "100",
    ]  # fmt: skip
    assert paragraphs("a\nb\r\n\r\n\n c ") == [["a", "b"], ["c"]]
    assert paragraphs(None) == []
    assert [source(one) for one in ("/shows/ep.txt", "C:\\shows\\ep.txt", "https://example.org/a")] == [
        "ep.txt",
        "ep.txt",
        "https://example.org/a",
    ]
