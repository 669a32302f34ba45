"""`/archive/-/moment`: what is said there, how it is known who says it, and addresses that make no sense."""

from urllib.parse import urljoin

import pytest

from tests.web.site import links, site, text

PAGE = "/archive/-/moment"


@pytest.fixture(scope="module")
def odd(odd_archive):
    with site(odd_archive) as get:
        yield get


@pytest.fixture(scope="module")
def fed(fed_archive):
    with site(fed_archive) as get:
        yield get


def test_a_moment_has_its_words_and_what_is_around_them(get):
    page = get(f"{PAGE}?u=1000002")
    said = text(page)
    for expected in (
        "Before: Ada Lovelace",
        "John Smith",
        "Link http://localhost/archive/episodes/1?t=9#u1000002",
    ):
        assert expected in said
    assert "/archive/episodes/1?t=9#u1000002" in links(page)
    assert text(get(f"{PAGE}?episode=1&t=9.5")).count("0:09") == said.count("0:09")


def test_the_same_as_json(get):
    found = get(f"{PAGE}.json?u=1000002").json()
    assert found["ok"] is True
    assert [each["id"] for each in found["quoted"]] == [1_000_002]
    assert {each["style"] for each in found["citations"]} == {
        "apa", "mla", "chicago_note", "chicago", "bibtex", "csl",
    }  # fmt: skip
    assert found["before"]["id"] == 1_000_001


def test_a_span_quotes_all_that_is_said_in_it(get):
    found = get(f"{PAGE}.json?episode=1&t=9,16").json()
    assert [each["id"] for each in found["quoted"]] == [1_000_002, 1_000_003]
    assert found["path"] == "/archive/episodes/1?t=9,16#u1000002"


def test_every_passage_of_an_episode_leads_to_its_moment(get):
    path = "/archive/episodes/1"
    moments = [urljoin(path, address) for address in links(get(path)) if "moment?u=" in address]
    assert moments == [f"{PAGE}?u={1_000_000 + number}" for number in (1, 2, 3, 4)]
    for address in moments:
        assert get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?u=x", 400),
        ("?u=-1", 400),
        ("?u=" + "9" * 40, 400),
        ("?u=999999999999999999", 404),
        ("?episode=1", 400),
        ("?t=9", 400),
        ("?episode=1&t=abc", 400),
        ("?episode=1&t=99999", 400),
        ("?episode=77&t=1", 404),
        ("?episode=3&t=1", 404),
    ],
)
def test_what_makes_no_sense_is_said_to(get, query, status):
    for page in (PAGE, f"{PAGE}.json"):
        answer = get(f"{page}{query}")
        assert answer.status_code == status, answer.text[:300]


def test_what_is_doubtful_is_shown_as_that_and_not_attributed(odd):
    found = [odd(f"{PAGE}.json?u={id_}").json() for id_ in range(1_000_001, 1_000_004)]
    doubted = [each for each in found if each["how"]["doubtful"]]
    sure = [each for each in found if each["how"]["method"] == "overlap" and not each["how"]["doubtful"]]
    assert doubted
    assert sure
    page = text(odd(f"{PAGE}?u={doubted[0]['quoted'][0]['id']}"))
    assert "Doubtful: a diarisation hears this voice for only" in page
    assert "perhaps" in page
    assert doubted[0]["quotation"].split("” — ")[1].startswith("“")
    assert "sure." in text(odd(f"{PAGE}?u={sure[0]['quoted'][0]['id']}"))


def test_it_says_what_the_words_came_from(get, anyname):
    assert "Words from engines.txt , cue" in text(get(f"{PAGE}?u=1000001"))
    config = {"databases": {"some-show": {"tables": {"sources": {"allow": False}}}}}
    with site(anyname, config=config) as get_less:
        assert "engines.txt" not in text(get_less(f"{PAGE}?u=1000001"))


def test_a_decision_that_holds_is_shown(demo_archive):
    with site(demo_archive) as get:
        page = get(f"{PAGE}?u=1000002")
        assert "Somebody decided it." in text(page)
        decisions = [each for each in links(page) if each.startswith("/archive/corrections/")]
        assert len(decisions) == 1
        assert get(decisions[0]).status_code == 200


def test_a_moment_plays_in_both_recordings(fed):
    page = text(fed(f"{PAGE}?u=1000001"))
    assert "Listen" in page
    assert "YouTube ≈ 1:01 ± 2 s" in page


def test_hostile_words_are_inert(hostile_archive):
    with site(hostile_archive) as get:
        ids = [row["id"] for row in get("/archive/utterances.json?_size=40").json()["rows"]]
        assert ids
        for id_ in ids:
            page = get(f"{PAGE}?u={id_}")
            assert page.status_code == 200
            assert "<script>alert" not in page.text
            assert not [each for each in links(page) if each.lower().startswith("javascript:")]
