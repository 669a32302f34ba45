"""The page of a podcast: coverage, episodes over time, members, and the index of chapters."""

import pytest

from archive.web.periods import periods
from archive.web.show.contents import key_of
from tests.web.site import links, text


@pytest.fixture(scope="module")
def engines(talking):
    return talking("/archive/-/podcasts/1.json").json()


def test_coverage_is_of_all_episodes(engines):
    coverage = engines["coverage"]
    assert [coverage[name] for name in ("episodes", "with_transcript", "with_times", "with_people")] == [
        7,
        6,
        5,
        6,
    ]
    assert (coverage["speech_ms"], coverage["known_ms"]) == (200_000, 190_000)
    assert [(one["name"], one["episodes"]) for one in engines["origins"]] == [("none", 4), ("human", 2)]
    assert engines["length_ms"] == 200_000


def test_kinds_of_transcripts_lead_to_their_episodes(talking, engines):
    for origin in engines["origins"]:
        path, _, query = origin["href"].partition("?")
        assert len(talking(f"{path}.json?{query}").json()["rows"]) == origin["episodes"]


def test_bars_lead_to_the_episodes_of_their_month(talking):
    page = talking("/archive/podcasts/1")
    queries = ("/archive/episodes_with_transcript?", "/archive/episodes_without_transcript?")
    bars = {link for link in links(page) if link.startswith(queries) and not link.endswith("published=")}
    assert len(bars) == 7
    for bar in bars:
        path, _, query = bar.partition("?")
        assert len(talking(f"{path}.json?{query}").json()["rows"]) == 1, bar


def test_seasons_and_hosts_and_guests(talking, engines):
    assert [(season["number"], season["of_all"]) for season in engines["seasons"]] == [(1, 3), (None, 4)]
    groups = dict(engines["members"]["groups"])
    (ada,), (grace,) = groups["hosts"], groups["guests"]
    assert [(role["name"], role["episodes"]) for role in ada["roles"]] == [("host", 7)]
    assert [(role["name"], role["episodes"]) for role in grace["roles"]] == [("guest", 2)]
    listed = talking(grace["roles"][0]["href"].partition("#")[0])
    assert "2 appearances:" in text(listed)


def test_the_index_of_chapters_has_each_title_once_and_every_moment(talking, engines):
    assert engines["contents"]["titles"] == 3
    assert [letter["name"] for letter in engines["contents"]["letters"]] == ["E", "I"]
    index = talking("/archive/-/chapters.json?podcast=1").json()
    assert [(entry["title"], entry["of"]) for entry in index["entries"]] == [
        ("Épisode no. 1", 1),
        ("Épisode no. 2", 1),
        ("Intro", 2),
    ]
    assert index["entries"][2]["moments"][0]["href"] == "/archive/episodes/2?t=0"
    letter = talking("/archive/-/chapters.json?podcast=1&letter=E").json()
    assert letter["of"] == 2
    assert talking("/archive/-/chapters.json?podcast=1&page=2").json()["entries"] == []
    assert "/archive/episodes/1?t=10" in links(talking("/archive/-/chapters?podcast=1&letter=E"))


@pytest.mark.parametrize(
    "query", ["", "?podcast=x", "?podcast=999", "?podcast=1&page=0", "?podcast=" + "9" * 30]
)
def test_an_index_of_nothing_is_a_bad_address(talking, query):
    response = talking(f"/archive/-/chapters{query}")
    assert response.status_code == 400
    assert talking(f"/archive/-/chapters.json{query}").json()["ok"] is False


def test_subscribing_is_offered_where_the_address_has_no_secret(fed_archive):
    from tests.web.site import site

    with site(fed_archive) as get:
        assert get("/archive/-/podcasts/1.json").json()["subscribe"] is None


def test_titles_are_alike_without_case_accents_and_signs():
    assert key_of("«Épisode» 1") == key_of("episode» 1")
    assert key_of("  INTRO ") == "intro"
    assert key_of("?!") == "?!"


def test_no_month_is_left_out_and_a_vague_date_makes_years():
    def places(*dates):
        return [first if first == last else f"{first}–{last}" for first, last in periods(dates).places]

    assert places("2023-11-30", "2024-02") == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert places("2023", "2024-02-01") == ["2023", "2024"]
    assert places("2001-01", "2024-02-01") == [str(year) for year in range(2001, 2025)]
    assert places("0001-01-01", "2024-01-01") == ["0001", "0002–2023", "2024"]
    assert places(None, "", "soon") == []
    assert periods(["2024-02-01"]).of("2024") is None
