"""No address is an error of ours: what makes no sense gets a clear 400, a 404, or a page without it.

Every address of ours is asked with every kind of nonsense, as a page and in every other form that it has.
"""

import html
import http.client
import re
from urllib.parse import urlsplit

import pytest

from archive.web import register_routes, routes
from archive.web.explore.queries import QUERIES
from tests.web.site import site, text

ADDRESSES = (
    "/",
    "/archive/episodes/1",
    "/archive/people/1",
    "/archive/podcasts/1",
    "/archive/-/home.json",
    "/archive/-/episodes/1.json",
    "/archive/-/people/1.json",
    "/archive/-/podcasts/1.json",
    "/archive/-/search",
    "/archive/-/search.json",
    "/archive/-/search.csv",
    "/archive/-/search.atom",
    "/archive/-/episodes.atom",
    "/archive/-/oembed",
    "/sitemap.xml",
    "/sitemap-episodes-1.xml",
    "/robots.txt",
    *(f"/archive/-/{own.name}" for own in routes.OWN),
    *(f"/archive/-/{own.name}.json" for own in routes.OWN),
    "/archive/-/moment?u=1000001",
    "/archive/-/moment.json?u=1000001",
    "/archive/-/trend.csv",
    "/archive/-/trend?q=weights",
    *(f"/archive/{name}" for name in QUERIES),
)

NONSENSE = (
    "t=abc",
    "t=-1",
    "t=nan",
    "t=1e999",
    "t=" + "9" * 400,
    "t=12:99",
    "t=5,1",
    "t=%00",
    "t=1&t=2",
    "page=1000000000",
    "page=" + "9" * 500,
    "page=-1",
    "page=0",
    "page=%D9%A1",
    "page=1.5",
    "page=abc",
    "sort=wisest",
    "sort=relevance&sort=newest",
    "colour=blue",
    "speaker=nobody",
    "speaker=99999999999999999999999",
    "speaker=-1&podcast=1e9&year=20000",
    "speaker=1%20or%201=1",
    "role=%00",
    "year=MMXXVI",
    "tag=%ED%A0%BD",
    "origin=heaven",
    "episode=1&episode=2&chapter=1",
    "episode=99999999999999999999",
    "chapter=99999999999999999999",
    "facet=height",
    "facet=speaker&page=7",
    "q=%00",
    "q=%ED%A0%BD",
    "q=%FF%FE",
    "q=" + "x" * 60_000,
    "q=" + "word+" * 5_000,
    "q=" + "(" * 3_000,
    "q=" + "%22" * 3_001,
    "q=" + "a+OR+" * 2_000,
    "q=speaker:",
    "q=before:yesterday",
    "q=after:99999-99-99",
    "q=a*",
    "q=*",
    "q=-",
    "q=%F0%9F%99%82",
    "by=fortnight",
    "split=hairs",
    "q=a&q=b&q=c&q=d&q=e&q=f&q=g&q=h",
    "url=javascript:alert(1)",
    "url=" + "x" * 20_000,
    "maxwidth=-1&maxheight=abc",
    "format=xml",
    "u=1e9",
    "u=%00",
    "u=99999999999999999999",
    "u=1&u=2",
    "_shape=nonsense",
    "&&&===&%",
    "__proto__=1&constructor=2",
)

NO_KEYS = ("0", "-1", "9" * 9, "9" * 18, "9" * 30, "abc", "1e99", "inf", "nan", "%00", "%ED%A0%BD", "%D9%A1")

PATHS = (
    *(f"/archive/{table}/{key}" for table in ("episodes", "people", "podcasts") for key in NO_KEYS),
    *(f"/archive/-/{table}/{key}.json" for table in ("episodes", "people", "podcasts") for key in NO_KEYS),
    "/archive/-/utterances/1.json",
    "/archive/-/search.xml",
    "/archive/-/nothing",
    "/archive/-/",
    "/archive/-/%00",
    "/sitemap-episodes-999999.xml",
    "/sitemap-episodes-0.xml",
    "/sitemap-utterances-1.xml",
)


@pytest.fixture(scope="module")
def ask(anyname):
    with site(anyname) as ask:
        yield ask


def test_every_address_of_ours_is_asked():
    ours = [pattern for pattern, _ in register_routes()]
    assert [pattern for pattern in ours if not any(re.search(pattern, one) for one in ADDRESSES)] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_nonsense_is_no_error_of_ours(ask, address):
    wrong = {}
    for query in NONSENSE:
        answered = ask(f"{address}{'&' if '?' in address else '?'}{query}")
        said = message(answered) if answered.status_code == 400 else "-" * 20
        clear = 20 <= len(said) < 600 and "Traceback" not in said and "sqlite" not in said.lower()
        if answered.status_code not in (200, 302, 400, 404) or not clear:
            wrong[query[:60]] = answered.status_code, said[-200:]
    assert wrong == {}


def message(answered):
    """What an answer says is wrong, in whatever form it came."""
    kind = answered.headers["content-type"]
    if kind.startswith("application/json"):
        body = answered.json()
        assert body["ok"] is False
        assert body["status"] == answered.status_code
        return body["error"]
    if kind.startswith("text/html"):
        alert = re.search(r'role="alert"[^>]*>(.*?)</p>', answered.text, re.S)
        said = alert[1] if alert else answered.text.partition("<main")[2]
        return " ".join(re.sub(r"<[^>]+>", " ", said).split())[:500]
    return answered.text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/archive/episodes/1?t=abc", "t: “abc” is no time; write seconds"),
        ("/archive/-/episodes/1.json?t=abc", "t: “abc” is no time; write seconds"),
        ("/archive/-/search?q=a&page=0", "page: "),
        ("/archive/-/search?q=a&page=abc", "page: "),
        ("/archive/-/search?q=a&colour=blue", "colour"),
        ("/archive/-/search.json?q=a&sort=wisest", "sort: "),
        ("/archive/-/search.csv?q=a&sort=wisest", "sort: "),
        ("/archive/-/search.atom?q=a&colour=blue", "colour"),
    ],
)
def test_what_is_wrong_is_said(ask, address, says):
    answered = ask(address)
    assert answered.status_code == 400
    assert says in html.unescape(message(answered))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:60])
def test_what_is_not_there_is_not_found(ask, path):
    answered = ask(path)
    if answered.status_code == 302:  # Datasette's own way of writing such signs, and without a last slash
        answered = ask(answered.headers["location"])
    assert answered.status_code in (400, 404)


@pytest.mark.parametrize(
    "address",
    [
        "/archive/-/moment.json?u=999",
        "/archive/episodes/99999.json",
        "/archive/nothing.csv",
        "/archive/episodes?_sort=nothing",
    ],
)
def test_a_wrong_address_fills_no_log(ask, capfd, address):
    """Printing all variables on the way to it takes seconds, in which nobody else is answered."""
    assert ask(address).status_code in (400, 404)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "address", ["/archive/episodes.atom", "/archive/said.xlsx", "/archive/people.atom?_size=1"]
)
def test_a_form_that_no_table_has_is_not_found(ask, address):
    answered = ask(address)
    assert answered.status_code == 404
    path, _, form = address.partition("?")[0].rpartition(".")
    told = f"{path}.{form}: a table has no form called {form}; its rows are there as .json and as .csv"
    assert answered.text.rstrip("\n") == told


def test_a_number_that_nothing_has_is_told_in_our_words(ask):
    answered = ask("/archive/episodes/99999")
    assert answered.status_code == 404
    assert "episodes/99999: there is nothing of that number in this archive" in answered.text


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_a_page_beyond_the_last_is_empty(ask, suffix):
    answered = ask(f"/archive/-/search{suffix}?q=weights&page=1000000000")
    assert answered.status_code == 200
    if suffix:
        assert answered.json()["hits"] == []
    else:
        assert "pa-block" not in answered.text
        assert text(answered)


@pytest.mark.parametrize("address", [one for one in ADDRESSES if "search" in one or "trend" in one])
def test_as_many_values_as_fit_into_an_address_are_refused(ask, address):
    answered = ask(f"{address}?q=weights" + "".join(f"&speaker={n}" for n in range(4_000)))
    assert answered.status_code == 400
    assert "select" in message(answered)


def test_what_no_server_takes_ends_no_server(filled):
    """Longer than a request may be: whatever it says to that, it goes on."""
    host = urlsplit(filled).netloc
    for length in (60_000, 600_000):
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", "/archive/-/search?q=" + "a" * length)
        assert connection.getresponse().status in (200, 400, 414, 431)
        connection.close()
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", "/archive/-/search?q=weights")
    assert connection.getresponse().status == 200
    connection.close()
