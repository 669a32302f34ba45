"""What the address of a search may ask for: nothing in it is guessed at, and none of it is our error."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from archive.web.parameters import MOST_SELECTED
from archive.web.search.asked import LAST_PAGE
from tests.web.site import links, text

PAGE = "/archive/-/search"
FORMS = (PAGE, f"{PAGE}.json", f"{PAGE}.csv", f"{PAGE}.atom")


def ask(get, path, *pairs, **values):
    return get(f"{path}?{urlencode([*pairs, *values.items()])}")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"speakr": "2"}, "speakr: this page has no such parameter"),
        ({"sort": "x"}, "sort: “x” is none"),
        ({"facet": "colour"}, "facet: “colour” is none"),
        ({"page": "0"}, "page: “0” is no number of a page"),
        ({"page": "-1"}, "page: “-1” is no number of a page"),
        ({"page": "1.5"}, "page: “1.5” is no number of a page"),
        ({"page": "²"}, "page: “²” is no number of a page"),
        ({"chapter": "1"}, "chapter: chapters are those of one episode"),
        ({"chapter": "1", "episode": ""}, "chapter: chapters are those of one episode"),
        ({"year": "1" * 5_000}, "select at most 50, of up to 4,000 letters"),
    ],
)
def test_what_no_search_has_is_said(get, form, wrong, said):
    answer = ask(get, form, q="weights", **wrong)
    assert answer.status_code == 400
    if form.endswith(".json"):
        assert answer.json() == {"ok": False, "error": answer.json()["error"], "status": 400}
        assert said in answer.json()["error"]
    else:
        assert said in answer.text
    if form == PAGE:
        assert 'value="weights"' in answer.text  # the box, to try again


def test_an_unknown_parameter_is_answered_with_those_there_are(get):
    error = ask(get, f"{PAGE}.json", speakers="2").json()["error"]
    for name in ("q", "sort", "page", "facet", "podcast", "speaker", "role", "year", "tag", "origin"):
        assert f" {name}" in error
    assert len(ask(get, f"{PAGE}.json", **{"x" * 9_000: "1"}).json()["error"]) < 500


@pytest.mark.parametrize("form", FORMS)
def test_more_values_than_anybody_selects_are_refused(get, form):
    values = [("speaker", str(number)) for number in range(MOST_SELECTED)]
    assert ask(get, form, *values, q="weights").status_code == 200
    refused = ask(get, form, *values, ("speaker", "one more"), q="weights")
    assert refused.status_code == 400
    assert "selected: 51 values of" in refused.text
    assert len(refused.text) < 20_000


def test_what_others_append_is_let_pass_and_not_passed_on(get):
    theirs = {"utm_source": "mail", "_x": "1", "fbclid": "a", "gclid": "b", "ref": "c"}
    page = ask(get, PAGE, q="weights", **theirs)
    assert "3 passages" in text(page)
    ours = [parse_qsl(urlsplit(link).query) for link in links(page) if urlsplit(link).path == PAGE]
    assert not {name for pairs in ours for name, _ in pairs} & set(theirs)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("page", [str(LAST_PAGE + 1), "1000000000", "9" * 5_000])
def test_a_page_beyond_all_is_empty(get, form, page):
    answer = ask(get, form, q="weights", page=page)
    assert answer.status_code == 200
    assert "Open weights" not in answer.text
    if form == PAGE:
        assert "There is no page" in text(answer)
        assert f"/archive/-/search?q=weights&page={LAST_PAGE}" in links(answer)


def test_a_page_beyond_these_results_is_empty(get):
    assert "There is no page 7 of these results" in text(ask(get, PAGE, q="weights", page="7"))
    assert ask(get, f"{PAGE}.json", q="weights", page="7").json()["hits"] == []


@pytest.mark.parametrize(
    "name", ["podcast", "speaker", "role", "year", "tag", "origin", "episode", "chapter"]
)
def test_a_value_that_nothing_has_finds_nothing(get, name):
    within = {"episode": "1"} if name == "chapter" else {}
    back = "/archive/-/search?q=weights" + ("&episode=1" if within else "")
    for value in ("nobody", "\0", "-1", "9" * 400):
        page = ask(get, PAGE, q="weights", **within, **{name: value})
        assert "0 passages" in text(page), value
        assert back in links(page)
    hostile = "\"><script>alert('x')</script>"
    for form in FORMS:
        answer = ask(get, form, q="weights", **within, **{name: hostile})
        assert answer.status_code == 200
        assert "Open weights" not in answer.text
        assert "<script>alert('x')" not in answer.text or form.endswith(".json")
