"""The search page and its JSON: the same hits, who says them where and when, and no errors."""

import re
import shutil
import sqlite3
import threading
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from archive.search import understand
from tests.web.site import links, site, text

PAGE, JSON = "/archive/-/search", "/archive/-/search.json"


def ask(get, path, *pairs, **values):
    return get(f"{path}?{urlencode([*pairs, *values.items()])}")


def search_links(page):
    """The addresses of searches on a page, as lists of pairs."""
    return [parse_qsl(urlsplit(link).query) for link in links(page) if urlsplit(link).path == PAGE]


def test_the_words_are_marked_and_said_by_whom_where_and_when(get):
    page = ask(get, PAGE, q="second")
    assert "intelligence per <mark>second</mark> against" in page.text
    said = text(page)
    for expected in ("1 passage", "the word “second”", "Ada Lovelace", "Weighing engines", "Introduction"):
        assert expected in said
    assert "https://www.youtube.com/watch?v=engines0001&t=4" in links(page)
    assert "/archive/episodes/1?t=4&q=second#u1000001" in links(page)
    assert "/archive/people/1" in links(page)


def test_a_hit_links_to_the_time_before_its_first_word(get):
    page = ask(get, PAGE, q="welcome weights")
    assert "https://www.youtube.com/watch?v=engines0001&t=0" in links(page)
    assert "/archive/episodes/1?t=0&q=welcome+weights#u1000001" in links(page)


def test_the_box_keeps_its_text_and_the_selections(get):
    page = ask(get, PAGE, ("q", '"open weights" <b>'), ("role", "host"), ("sort", "newest"))
    assert 'value="&#34;open weights&#34; &lt;b&gt;"' in page.text
    assert '<input type="hidden" name="role" value="host">' in page.text
    assert '<input type="hidden" name="sort" value="newest">' in page.text


def test_it_says_how_it_was_understood_and_what_was_left_out(get):
    said = text(ask(get, PAGE, q="weights colour:red ( speaker:nobody"))
    assert "“colour:” is no field" in said
    assert "“(”" in said
    assert "No speaker in this archive is called “nobody”" in said


def test_json_has_the_same(get):
    found = ask(get, JSON, q="weights").json()
    page = ask(get, PAGE, q="weights")
    assert found["ok"]
    assert found["total"] == 3
    assert found["understood"] in text(page)
    assert {hit["address"] for hit in found["hits"]} <= set(links(page))
    marked = {piece["text"].lower() for piece in found["hits"][0]["snippet"] if piece["hit"]}
    assert marked == {"weights"}
    assert set(found["facets"]) >= {"podcast", "speaker", "role", "year"}


def test_nothing_asked_lists_everything_by_date(get):
    found = ask(get, JSON).json()
    assert found["total"] == 13
    assert found["sort"] == "newest"
    dates = [hit["published"] or "" for hit in found["hits"]]
    assert dates == sorted(dates, reverse=True)


def test_pages(get, monkeypatch):
    monkeypatch.setattr("archive.web.search.page.PAGE_SIZE", 5)
    seen, address = [], f"{JSON}?q="
    while address:
        found = get(address).json()
        seen += [hit["utterance_id"] for hit in found["hits"]]
        address = found["next"]
    assert len(seen) == len(set(seen)) == 13
    second = ask(get, PAGE, q="", page=2)
    assert "6–10" in text(second)
    assert [("page", "3")] in search_links(second)
    assert [("page", "2")] not in search_links(second)
    assert "There is no page 9" in text(ask(get, PAGE, q="", page=9))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "\0",
        "a\0b",
        "x" * 10_000,
        "word " * 2_000,
        "(" * 300,
        '"',
        '"""',
        "NOT",
        "* AND OR",
        "foo-bar",
        "C++",
        "don't",
        "GPT-4.5",
        "😀",
        "speaker:",
        "-",
        "\ud83d",
        "'; drop table utterances; --",
        "<script>alert(1)</script>",
    ],
)
def test_whatever_is_typed_is_answered(get, query):
    encoded = urlencode({"q": query}, errors="surrogatepass")
    for path in (PAGE, JSON):
        assert get(f"{path}?{encoded}").status_code == 200
    assert "<script>alert" not in get(f"{PAGE}?{encoded}").text


def test_a_long_text_makes_no_long_page(get):
    page = ask(get, PAGE, ("year", "2026"), q="word " * 10_000)
    assert page.status_code == 200
    assert max(len(link) for link in links(page)) < 5_000
    assert "characters" in text(page)


def test_a_text_is_understood_where_it_holds_nobody_up(get, monkeypatch):
    """Words nobody has typed before cost a while: not that of everybody else whom the server answers."""
    threads = []

    def seen(text):
        threads.append(threading.current_thread())
        return understand(text)

    monkeypatch.setattr("archive.web.search.answer.understand", seen)
    for path in (PAGE, JSON):
        assert ask(get, path, q="weights").status_code == 200
    assert len(threads) == 2
    assert threading.main_thread() not in threads


def test_a_search_that_takes_too_long_is_a_clear_page(anyname, monkeypatch):
    def endless(connection, *_, **__):
        connection.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
        )

    monkeypatch.setattr("archive.web.search.answer.search", endless)
    with site(anyname, settings={"sql_time_limit_ms": 50}) as get:
        page = ask(get, PAGE, q="weights")
        assert page.status_code == 400
        assert "took longer than the server allows; add a word" in page.text
        assert 'value="weights"' in page.text
        answer = ask(get, JSON, q="weights")
        assert answer.status_code == 400
        assert not answer.json()["ok"]


def test_other_sites_may_read_the_json_only_if_the_server_says_so(anyname):
    for cors in (False, True):
        with site(anyname, cors=cors) as get:
            assert ("access-control-allow-origin" in ask(get, JSON, q="weights").headers) is cors


def test_the_server_may_live_below_another_address(anyname):
    with site(anyname, settings={"base_url": "/talks/"}) as get:
        page = get("/archive/-/search?q=weights&role=host")
        assert page.status_code == 200
        outside = [link for link in links(page) if link.startswith("/") and not link.startswith("/talks/")]
        assert outside == []
        assert re.search(r'action="/talks/archive/-/search"', page.text)


def test_hits_of_one_episode_stand_together(get):
    page = ask(get, PAGE, q="weights")
    order = re.findall(r'<h2><a href="/archive/episodes/(\d)\?q=weights">', page.text)
    assert sorted(order) == ["1", "2"]
    first, second = page.text.split("<h2><a ")[1:3]
    assert {first.count('class="pa-hit"'), second.count('class="pa-hit"')} == {1, 2}
    assert "/archive/-/search?q=weights&episode=1" in links(page)
    assert "2 passages in this episode" in text(page)
    inside = ask(get, PAGE, q="weights", episode=1)
    assert "Episode: Weighing engines" in text(inside)
    assert "in this episode" not in text(inside)
    assert "/archive/-/search?q=weights&episode=1&chapter=2" in links(inside)


def test_what_is_said_before_and_after_is_there_on_demand(get):
    page = ask(get, PAGE, q="laughs")
    (context,) = re.findall(r'<details class="pa-context">.*?</details>', page.text, re.S)
    assert "A café in C++ is still a cafe." in context
    assert "Open weights again, an hour later." in context
    assert 'href="/archive/episodes/1?t=9#u1000002"' in context


def test_a_doubtful_speaker_is_said_to_be_doubtful(anyname, tmp_path):
    path = shutil.copy(anyname, tmp_path / "doubts.db")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "update utterances set method = 'overlap', confidence = 0.4 where id in (1000001, 3000001)"
        )
        # Nobody says how sure: of a diarisation that is doubt, of a name that is printed it is none.
        connection.execute("update utterances set method = 'overlap', confidence = null where id = 1000002")
        connection.execute("update utterances set confidence = null where id = 1000004")
    connection.close()
    with site(path) as get:
        assert "Ada Lovelace perhaps host" in text(ask(get, PAGE, q="intelligence"))
        episode, *moments = (
            text(get(address))
            for address in ("/archive/episodes/1", *(f"/archive/-/moment?u=100000{n}" for n in (1, 2, 4)))
        )
        assert [" perhaps " in each for each in moments] == [True, True, False]
        assert "does not say how sure it is" in moments[1]
        assert "John Smith perhaps" in episode
        assert "“Perhaps” stands where" in episode
        assert "“Perhaps” stands where" in text(ask(get, PAGE, q="intelligence"))
        assert "erhaps" not in text(ask(get, PAGE, q="later"))
        feed = get("/archive/-/search.atom?q=intelligence").text
        assert "<name>Ada Lovelace (perhaps)</name>" in feed


def test_the_orders_are_offered_and_kept(get):
    page = ask(get, PAGE, q="weights", role="host", sort="oldest")
    assert [("q", "weights"), ("role", "host"), ("sort", "newest")] in search_links(page)
    assert [("q", "weights"), ("sort", "oldest")] in search_links(page)  # the chip
    dates = [hit["published"] for hit in ask(get, JSON, q="weights", sort="oldest").json()["hits"]]
    assert dates == sorted(dates)
    assert "Best match" not in text(ask(get, PAGE))
    assert "Added last" in text(ask(get, PAGE, q="weights", sort="added"))
    assert "Added last" not in text(page)


def test_the_help_has_examples_that_search(get):
    page = ask(get, PAGE)
    for example in ('"open source"', "apple -iphone", "learn*", "(podcast OR radio) history"):
        assert [("q", example)] in search_links(page)
        assert not ask(get, JSON, q=example).json()["left_out"]
