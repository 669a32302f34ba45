"""What a search says beside its hits: what is nearly the same, what would match instead, itself as SQL."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.site import links, site, text
from tests.web.test_search_page import JSON, PAGE, ask


def number_of(page):
    return int(re.search(r'class="pa-total"[^>]*><strong>([\d,]+)', page.text)[1].replace(",", ""))


@pytest.fixture(scope="module")
def odd(odd_archive):
    with site(odd_archive) as get:
        yield get


def test_passages_that_are_nearly_the_same_are_shown_once(odd):
    found = ask(odd, JSON, q="word", episode="4").json()
    (folded,) = [hit for hit in found["hits"] if hit["alike"]]
    assert found["total"] == len(found["hits"]) + folded["alike"]
    page = ask(odd, PAGE, q="word", episode="4")
    assert page.text.count('class="pa-hit"') == len(found["hits"])
    assert f"and {folded['alike']} more nearly the same" in text(page)
    (table,) = [link for link in links(page) if "id__in" in link]
    listed = odd(f"{urlsplit(table).path}.json?{urlsplit(table).query}&_size=max&_shape=array").json()
    assert {row["id"] for row in listed} == {folded["utterance_id"], *folded["alike_ids"]}


def test_a_table_has_each_of_them(odd):
    found = ask(odd, JSON, q="word", episode="4").json()
    rows = ask(odd, "/archive/-/search.csv", q="word", episode="4").text.splitlines()
    assert len(rows) == 1 + found["total"] > 1 + len(found["hits"])


def test_nothing_found_says_what_would_match(get):
    page = ask(get, PAGE, q="bread intelligence", role="host")
    assert "Nothing in this archive matches" in text(page)
    (listed,) = re.findall(r'<div class="pa-nothing">.*?</ul>', page.text, re.S)
    suggested = re.findall(r'href="([^"]*)">([^<]*)</a> <span class="pa-count">(\d+) passage', listed)
    assert {what for _, what, _ in suggested} >= {"Without bread", "Without intelligence"}
    for address, _, number in suggested:
        assert number_of(get(html.unescape(address))) == int(number) > 0
    assert [
        each["address"] for each in ask(get, JSON, q="bread intelligence", role="host").json()["suggestions"]
    ] == [html.unescape(address) for address, _, _ in suggested]


def test_where_nothing_would_match_there_is_still_everything(get):
    page = ask(get, PAGE, q="nowhere")
    assert "/archive/-/search" in re.findall(r'<div class="pa-nothing">.*?href="([^"]*)"', page.text, re.S)


def test_the_search_is_a_statement_that_gives_the_same(get):
    page = ask(get, PAGE, q='"open weights" -hour', podcast="1")
    (address,) = [link for link in links(page) if "/-/query?" in link]
    assert "Open in Datasette" in text(page)
    pairs = parse_qs(urlsplit(address).query)
    assert html.escape(pairs["sql"][0], quote=False) in page.text.replace("&#39;", "'").replace("&#34;", '"')
    rows = get(f"/archive/-/query.json?{urlsplit(address).query}&_shape=array").json()
    assert [row["id"] for row in rows] == [
        hit["utterance_id"] for hit in ask(get, JSON, q='"open weights" -hour', podcast="1").json()["hits"]
    ]
    assert get(address).status_code == 200


def test_who_may_run_no_statement_is_shown_no_link(anyname):
    with site(anyname, settings={"default_allow_sql": False}) as get:
        page = ask(get, PAGE, q="weights")
        assert "As SQL" in text(page)
        assert "Open in Datasette" not in text(page)
        assert not [link for link in links(page) if "/-/query?" in link]


def test_who_may_not_see_a_table_may_not_search(anyname):
    config = {"databases": {"some-show": {"tables": {"utterances": {"allow": False}}}}}
    with site(anyname, config=config) as get:
        for path in (PAGE, JSON, "/archive/-/search.csv", "/archive/-/search.atom"):
            answer = ask(get, path, q="weights")
            assert answer.status_code == 403
            assert "Open weights" not in answer.text
