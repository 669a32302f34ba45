"""The page of a person: appearances, company, first and latest words, and the words that are theirs."""

import math
import re
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from archive.web.person import counting, everyone, sample, vocabulary
from tests.web.site import links, text
from tests.web.talking_episodes import ADA_SAYS, COMMON


@pytest.fixture(scope="module")
def ids(talking):
    return {row["name"]: row["id"] for row in talking("/archive/people.json").json()["rows"]}


@pytest.fixture(scope="module")
def ada(talking, ids):
    return talking(f"/archive/-/people/{ids['Ada Lovelace']}.json").json()


@pytest.fixture(scope="module")
def grace(talking, ids):
    return talking(f"/archive/-/people/{ids['Grace Hopper']}.json").json()


def test_appearances_are_listed_by_role_period_show_and_company(talking, ids):
    address = f"/archive/-/people/{ids['Ada Lovelace']}.json"

    def titles(query):
        return [row["title"][-1] for row in talking(f"{address}?{query}").json()["appearances"]["rows"]]

    assert titles("") == ["7", "6", "5", "4", "3", "2", "1"]
    assert titles("in=2021") == ["7", "6", "5", "4"]
    assert titles("in=2021-05") == ["5"]
    assert titles("role=guest") == []
    assert titles(f"with={ids['Grace Hopper']}") == ["4", "2"]
    assert titles(f"with={ids['Grace Hopper']}&in=2020") == ["2"]
    assert titles("podcast=1&role=host") == ["7", "6", "5", "4", "3", "2", "1"]
    assert titles("podcast=2") == []
    assert titles("page=2") == []


def _headings(page):
    return re.findall(r'<h2 id="([^"]+)"', page.text)


def test_a_few_appearances_come_before_the_words(talking, ids):
    page = talking(f"/archive/people/{ids['Ada Lovelace']}")
    assert _headings(page)[:3] == ["appearances-heading", "words", "company"]
    assert page.text.count('id="appearances"') == 1


def test_of_many_appearances_the_plot_comes_first_and_the_list_last(talking, ids, monkeypatch):
    address = f"/archive/people/{ids['Ada Lovelace']}"
    monkeypatch.setattr("archive.web.person.appearances.PAGE", 3)
    page = talking(address)
    assert _headings(page)[:4] == ["over-time", "words", "company", "appearances-heading"]
    assert page.text.index("pa-plot") < page.text.index('id="words"')
    assert page.text.count('id="appearances"') == 1


@pytest.mark.parametrize(
    "query", ["in=soon", "with=ada", "podcast=x", "page=0", "page=1e9", "in=2021-99999", "with=" + "9" * 40]
)
def test_what_makes_no_sense_is_a_bad_address(talking, ids, query):
    address = f"/archive/-/people/{ids['Ada Lovelace']}.json?{query}"
    response = talking(address)
    assert response.status_code == 400
    assert response.json()["error"].startswith(query.partition("=")[0] + ": ")
    assert talking(f"/archive/people/{ids['Ada Lovelace']}?{query}").status_code == 400


def test_the_bars_lead_to_as_many_appearances_as_they_show(talking, ids):
    page = talking(f"/archive/people/{ids['Ada Lovelace']}")
    bars = [link for link in links(page) if "?in=" in link and "role=host" in link]
    assert bars
    assert {bar.partition("in=")[2][:7] for bar in bars} == {f"202{n // 4}-0{n}" for n in range(1, 8)}
    for bar in bars[:1]:
        assert "1 appearance:" in text(talking(bar.partition("#")[0]))


def test_who_they_talk_with_leads_to_the_episodes(talking, ada):
    (grace,) = ada["company"]
    assert (grace["name"], grace["episodes"], grace["talk_ms"]) == ("Grace Hopper", 2, 40_000)
    page = text(talking(grace["href"].partition("#")[0]))
    assert "2 appearances: with Grace Hopper" in page


def test_first_and_latest_words_lead_to_their_moments(ada):
    assert ada["first"]["text"] == ADA_SAYS[0]
    assert ada["first"]["href"] == "/archive/episodes/1?t=0#u1000001"
    assert ada["latest"]["text"] == ADA_SAYS[2]
    # Nothing is timed there.
    assert ada["latest"]["href"] == "/archive/episodes/7#u7000003"


def test_how_it_is_known_that_it_is_them_leads_to_the_rows(talking, ids):
    page = talking(f"/archive/people/{ids['Ada Lovelace']}")
    assert f"/archive/speakers?person_id={ids['Ada Lovelace']}&method=printed" in links(page)
    assert "The name is printed in the transcript in 6 episodes" in text(page)


def test_the_words_that_are_theirs_are_found_and_counted(ada, grace, ids):
    words = ada["vocabulary"]
    assert words["complete"]
    assert words["passages"] == 6 * 3
    (compilers,) = words["used"]
    # "compilers" eight times and "compiler" once in each of six episodes: one word, in its commonest form.
    assert (compilers["word"], compilers["times"]) == ("compilers", 54)
    own = 6 * (18 + 19 + 20)  # "It's" is one word, as in all that she says
    assert words["words"] == words["of_words"] == ada["of_all"]["words"] == own
    assert compilers["rate"] == pytest.approx(1000 * 54 / own)
    assert words["everyday"] == []  # less than half a stretch of others' words
    assert compilers["rest"] == 0
    assert compilers["href"] == f"/archive/-/search?q=compilers&speaker={ids['Ada Lovelace']}"
    # What Grace says of ships is too little to say anything surely.
    assert grace["vocabulary"]["used"] == []
    assert (grace["vocabulary"]["words"], grace["vocabulary"]["rest_words"]) == (2 * (16 + 19), own + 14)


def test_names_and_what_is_in_few_episodes_are_no_words_of_anybody():
    counts = Counter({"compil": 54, "ada": 40, "rare": 30, "today": 30})
    spread = {"compil": 6, "ada": 6, "rare": 2, "today": 6}
    own = sample.Sample(texts={}, words=154, counts=counts, spread=spread, by_passage=False)
    rest = Counter({"today": 60, "ship": 50})
    found = vocabulary.ranked(own, rest, without=counting.terms_of(["Ada Lovelace"]))
    assert [one.term for one in found] == ["compil"]


def everything_said(said):
    """A sample of all that several say: (person, text) by the ids of passages."""
    terms = counting.said((id_, text) for id_, (_, text) in said.items())
    persons = {id_: person for id_, (person, _) in said.items()}
    return everyone.ArchiveSample(
        persons=persons,
        words={id_: len(text.split()) for id_, (_, text) in said.items()},
        terms=terms,
        counts=Counter(term for found in terms.values() for term in found),
        stretches=everyone.stretches(persons, {id_: len(found) for id_, found in terms.items()}),
    )


def test_everyday_words_are_those_in_half_of_what_others_say():
    def passages(person, *texts):
        return {person * 1_000 + at: (person, text) for at, text in enumerate(texts)}

    # Each says a thousand words; a "gadget" is said as often as "well", by one of them only.
    said = passages(1, *["well and so on"] * 250)
    for person in (2, 3, 4, 5):
        own = ["well and gadget gadget"] * 100 if person == 2 else ["well and then again"] * 25
        said |= passages(person, *own, *[f"word{person} and so on"] * (250 - len(own)))
    rest = everything_said(said).without(1)
    assert rest.everyday == {"well", "and", "so", "on", "then", "again"}
    assert rest.counts["gadget"] > rest.counts["well"]
    assert (rest.passages, rest.words) == (1_000, 4_000)
    assert vocabulary.alike(Counter({"well": 10, "and": 20, "compil": 30}), rest)
    assert not vocabulary.alike(Counter({"und": 30, "gut": 30, "so": 2}), rest)
    # Of fewer words than half a stretch nobody knows what everybody says.
    few = everything_said({1: (1, "well"), 2: (2, "well well well well and")}).without(1)
    assert few.everyday == frozenset()
    assert vocabulary.alike(Counter({"gut": 30}), few)


def test_what_everybody_says_is_listed_apart(talking_archive, ids, monkeypatch):
    connection = sqlite3.connect(talking_archive)
    connection.row_factory = sqlite3.Row
    monkeypatch.setattr(everyone, "STRETCH", 40)
    monkeypatch.setattr(vocabulary, "SURELY", -10)
    monkeypatch.setattr(everyone, "remembered", lambda connection, name, make: make())
    found = vocabulary._found(connection, ids["Ada Lovelace"], ["Ada Lovelace"])
    assert found.alike
    assert "compilers" in {used.word for used in found.used}
    everyday = {used.word for used in found.everyday}
    assert len(everyday) == vocabulary.MOST_EVERYDAY
    assert everyday < set(COMMON.split()) | {"about"}
    connection.close()


def test_letters_of_scripts_without_blanks_are_no_words():
    texts = {1: "東京は大きい town", 2: "東京に行く towns", 3: "また東京で town"}
    counts, spread = counting.counted(texts.items())
    assert counts["東"] == spread["東"] == 3
    often = Counter({term: 20 * times for term, times in counts.items()})
    own = sample.Sample(texts=texts, words=120, counts=often, spread=spread, by_passage=True)
    found = vocabulary.ranked(own, Counter({"river": 1_000}), without=())
    assert [one.term for one in found] == ["town"]
    with closing(counting.Written(texts)) as written:
        assert written.forms(["town", "東"], 2) == {"town": "town", "東": "東"}


def test_marks_of_a_transcriber_and_halves_of_words_are_no_words():
    texts = {1: "It's [laughter] a tree", 2: "Trees, [ laughter ] it's", 3: "tree [unheard] and laughter?"}
    with closing(counting.Written(texts)) as written:
        terms = ["s", "laughter", "unheard", "tree", "and"]
        assert written.forms(terms, 9) == {"tree": "tree", "and": "and"}
        assert written.forms(terms, 1) == {"tree": "tree"}


def test_the_link_of_a_word_finds_what_was_counted(talking, ada):
    used = ada["vocabulary"]["used"][0]
    address = used["href"].replace("/search?", "/search.json?")
    # Each passage of hers has it three times.
    assert 3 * talking(address).json()["total"] == used["times"]


def test_log_odds_are_those_of_the_paper():
    # Equations 16, 20 and 22, with a prior of 500 words.
    prior = 500 * (30 + 10) / 20_000
    delta = math.log((30 + prior) / (10_000 + 500 - 30 - prior)) - math.log(
        (10 + prior) / (10_000 + 500 - 10 - prior)
    )
    expected = delta / math.sqrt(1 / (30 + prior) + 1 / (10 + prior))
    assert vocabulary.log_odds(30, 10_000, 10, 10_000) == pytest.approx(expected)
    assert vocabulary.log_odds(10, 10_000, 10, 10_000) == pytest.approx(0)
    assert vocabulary.log_odds(10, 10_000, 30, 10_000) == pytest.approx(-expected)


def test_places_are_spread_evenly_over_the_words():
    found = list(sample.evenly([10, 0, 30, 60], 10))
    assert [(part, len(inside)) for part, inside in found] == [(0, 1), (2, 3), (3, 6)]
    assert all(0 <= place < 1 for _, inside in found for place in inside)
    assert list(sample.evenly([], 10)) == list(sample.evenly([0, 0], 10)) == []


def test_a_sample_of_many_is_bounded_and_of_all_parts(talking_archive, ids, monkeypatch):
    connection = sqlite3.connect(talking_archive)
    connection.row_factory = sqlite3.Row
    monkeypatch.setattr(sample, "PASSAGES", 6)
    found = sample.person_sample(connection, ids["Ada Lovelace"])
    assert not found.complete
    assert found.language == "en"
    assert len(found.sample.texts) == 6
    assert len({id_ // 1_000_000 for id_ in found.sample.texts}) == 6
    everybody = everyone._read(connection, "en")
    assert set(everybody.persons.values()) >= {ids["Ada Lovelace"], ids["Grace Hopper"], None}
    assert ids["Carl Sagan"] not in everybody.persons.values()  # whose show does not say its language
    connection.close()


def test_somebody_with_nobody_beside_them_has_no_words_of_their_own(talking, ids):
    carl = talking(f"/archive/-/people/{ids['Carl Sagan']}.json").json()
    assert carl["vocabulary"] is None
    assert carl["company"] == []
    page = talking(f"/archive/people/{ids['Carl Sagan']}")
    assert "Words said more than others" not in page.text
