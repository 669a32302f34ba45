"""The search page where scripts have no blanks between words."""

from urllib.parse import urlencode

import pytest

from tests.web.site import site, text

PAGE = "/archive/-/search"


@pytest.fixture(scope="module")
def get_odd(odd_archive):
    with site(odd_archive) as get:
        yield get


def test_a_word_inside_a_text_is_one_mark_in_the_language_of_its_episode(get_odd):
    page = get_odd(f"{PAGE}?q=章で")
    assert " passages the word “章で” " in text(page)
    assert 'lang="ja">第1<mark>章で</mark>す。' in page.text


def test_letters_and_words_stand_beside_each_other(get_odd):
    found = get_odd(f"{PAGE}.json?q=第7章です שלום").json()
    assert found["total"] == 1
    assert found["understood"] == "all of the words “第7章です”, “שלום”"


def test_the_statement_finds_the_same(get_odd):
    found = get_odd(f"{PAGE}.json?q=章です -第1").json()
    sql, parameters = found["statement"]["sql"], found["statement"]["parameters"]
    asked = urlencode({"sql": sql, "_size": "max", **parameters})
    rows = get_odd(f"/archive/-/query.json?{asked}").json()["rows"]
    assert len(rows) == found["total"] > 0


def test_where_all_is_left_out_nothing_is_shown(get_odd):
    said = text(get_odd(f"{PAGE}?q=ab*"))
    assert "0 passages nothing, since all of it was left out" in said
    assert "“ab*” has less than three letters before the star." in said
