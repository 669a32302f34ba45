"""Home, episode, person and podcast, on the five episodes of `tests.episodes`."""

import re
import shutil
import sqlite3

import pytest

from archive.web import queries
from archive.web.episode.asked import Span, span
from archive.web.home import COUNTS
from archive.web.say import Words
from tests.web.site import links, site, text

YOUTUBE = "https://www.youtube.com/watch?v=engines0001"


def passages(response):
    """id → whether the page marks it as the moment asked for."""
    found = re.findall(r'<div id="u(\d+)"( aria-current)?', response.text)
    return {int(key): bool(current) for key, current in found}


def test_home_has_a_search_box_podcasts_episodes_and_counts(get):
    page = get("/")
    assert 'action="/archive/-/search"' in page.text
    said = text(page)
    for expected in (
        "5 episodes",
        "3 podcasts",
        "Engines of Thought",
        "Weighing engines",
        "Untitled letter.txt",
    ):
        assert expected in said
    assert said.index("Who speaks?") < said.index("Weighing engines") < said.index("Bread at altitude")
    assert {"/archive/episodes/1", "/archive/podcasts/1"} <= set(links(page))


def test_home_of_an_empty_archive(made_archives):
    with site(made_archives[0]) as get:
        assert "Nothing is in this archive yet" in text(get("/"))
        assert "Nothing in this archive matches" in text(get("/archive/-/search?q=words"))


def test_an_episode_has_its_facts_people_chapters_and_words(get):
    page = get("/archive/episodes/1")
    said = text(page)
    for expected in (
        "Weighing engines",
        "Engines of Thought",
        "4 February 2026",
        "1 h 3 min",
        "No. 1.5",
        "And on weights.",
        "Ada Lovelace host",
        "John Smith guest",
        "0:00 Introduction",
        "Laughter & later",
        "Unknown speaker",
        "Welcome. Today we weigh intelligence per second",
        "the time is printed twice",
    ):
        assert expected in said
    assert "Ada Lovelace" in re.search(r'<div class="pa-block voice-1\b.*?</h3>', page.text, re.S)[0]
    assert "John Smith" in re.search(r'<div class="pa-block voice-2\b.*?</h3>', page.text, re.S)[0]
    assert len(passages(page)) == 4
    assert not any(passages(page).values())


def test_times_lead_to_the_second_in_the_recording(get):
    page = get("/archive/episodes/1")
    for number, second in enumerate((0, 9, 15, 3782), 1):
        assert f"../-/moment?u={1_000_000 + number}" in links(page)
        addresses = links(get(f"/archive/-/moment?u={1_000_000 + number}"))
        assert f"{YOUTUBE}&t={second}" in addresses
    assert "/archive/episodes/1?t=3782#u1000004" in addresses


@pytest.mark.parametrize(
    ("asked", "utterance"),
    [("0", 1), ("8.999", 1), ("9", 2), ("0:12", 2), ("16.5", 3), ("1:03:02", 4), ("3782", 4)],
)
def test_an_address_opens_at_the_moment(get, asked, utterance):
    page = get(f"/archive/episodes/1?t={asked}")
    assert [key for key, current in passages(page).items() if current] == [1_000_000 + utterance]
    assert f"#u{1_000_000 + utterance}" in links(page)
    assert "moment.js" in page.text


def test_an_empty_moment_is_none(get):
    assert not any(passages(get("/archive/episodes/1?t=")).values())


@pytest.mark.parametrize(
    "asked",
    ["soon", "-1", "nan", "1e999", "9" * 400, "%00", "12:99", "1:2:3:4", "9,", ",9", "12,9", "9,9", "1,2,3"],
)
def test_a_moment_that_is_none_is_said_to_be_none(get, asked):
    for address in ("/archive/episodes/1", "/archive/-/episodes/1.json"):
        page = get(f"{address}?t={asked}")
        assert page.status_code == 400
        assert "t: " in page.text


def test_a_moment_beyond_the_end_is_said_to_be_there(get):
    page = get("/archive/episodes/1?t=99999")
    assert not any(passages(page).values())
    assert "nothing is said at 27:46:39" in text(page)


def test_a_span_is_marked(get):
    page = get("/archive/episodes/1?t=9,16")
    assert [key for key, current in passages(page).items() if current] == [1_000_002]
    assert re.findall(r'id="u(\d+)"[^>]* data-span', page.text) == ["1000002", "1000003"]
    assert "Go to 0:09 – 0:16" in text(page)


def test_moments():
    words = Words()
    assert [span(asked, words) for asked in ("754.2", "754s", "12:34", " 1:02:03 ", None)] == [
        Span(start_ms=754_200),
        Span(start_ms=754_000),
        Span(start_ms=754_000),
        Span(start_ms=3_723_000),
        None,
    ]
    assert span("754,790", words) == span("12:34,13:10", words) == Span(start_ms=754_000, end_ms=790_000)


def test_an_episode_without_title_podcast_or_times(get):
    page = get("/archive/episodes/3?t=5")
    said = text(page)
    assert "Untitled Known as letter.txt" in said
    assert "This transcript has no times: 0:05 cannot be found in it." in said
    assert "/shows/" not in page.text.split("Everything stored in this row")[0]
    assert "A letter read aloud, without a clock." in said
    assert not [address for address in links(page) if "?t=" in address and ".json" not in address]
    assert len(passages(page)) == 2


def test_an_episode_without_speakers(get):
    said = text(get("/archive/episodes/4"))
    assert "No source says who speaks in this episode." in said
    assert "Unknown speaker" not in said
    assert "0:02 Untitled" in said
    assert "March 2026" in said


def test_a_voice_without_a_name_and_a_guest_without_words(get):
    said = text(get("/archive/episodes/2"))
    assert "SPEAKER_01" in said
    assert "Grace Hopper guest announced; no words are attributed" in said


def test_a_person_lists_appearances(get):
    page = get("/archive/people/1")
    said = text(page)
    assert "Ada Lovelace 1 appearance 17 s of talk 16 words" in said
    assert "Weighing engines" in said
    assert "printed as “Ada”" in said
    assert "/archive/-/search?speaker=1" in links(page)


def test_people_of_one_name_are_told_apart(get):
    ids = [row["id"] for row in get("/archive/people.json?name=John+Smith").json()["rows"]]
    first, second = (get(f"/archive/people/{key}") for key in ids)
    assert "Not to be confused with another John Smith (https://example.org/john-the-pilot)" in text(first)
    assert "Weighing engines" in text(first)
    assert "Weighing engines" not in text(second)
    assert "Bread at altitude" in text(second)


def test_a_podcast_lists_episodes_and_people(get):
    said = text(get("/archive/podcasts/1"))
    for expected in (
        "Engines of Thought",
        "2 episodes",
        "Weighing engines",
        "Who speaks?",
        "Ada Lovelace",
        "host",
    ):
        assert expected in said
    assert "Bread at altitude" not in said


@pytest.mark.parametrize("table", ["episodes", "people", "podcasts"])
def test_rows_are_still_data(get, table):
    assert get(f"/archive/{table}/1.json").json()["rows"][0]["id"] == 1
    assert "What refers to it" in text(get(f"/archive/{table}/1"))
    assert get(f"/archive/{table}/77").status_code == 404


def test_whoever_may_not_see_the_words_gets_datasettes_own_page(anyname):
    config = {"databases": {"archive": {"tables": {"utterances": {"allow": {"id": "root"}}}}}}
    with site(anyname, config=config) as get:
        for address in ("/", "/archive/episodes/1", "/archive/people/1", "/archive/podcasts/1"):
            page = get(address)
            assert page.status_code == 200
            assert "Welcome. Today" not in page.text
            assert "pa-block" not in page.text
        assert get("/archive/-/search?q=welcome").status_code == 403
        assert get("/archive/-/search.json?q=welcome").status_code == 403


@pytest.mark.parametrize(
    "rule", [{"allow": False}, {"allow": {"id": "root"}}, {"permissions": {"view-table": {"id": "root"}}}]
)
@pytest.mark.parametrize("table", ["utterances", "Utterances"])
def test_words_that_are_denied_are_denied_under_every_name(anyname, rule, table):
    tables = {table: rule, "said": {"size": 2}}
    with site(anyname, config={"databases": {"some-show": {"tables": tables}}}) as get:
        for name in ("utterances", "said", "utterances_fts"):
            for suffix in ("", ".json", ".csv"):
                assert get(f"/archive/{name}{suffix}").status_code == 403
        assert get("/archive/episodes").status_code == 200


def test_a_rule_of_its_own_stays(anyname):
    tables = {"utterances": {"allow": False}, "said": {"allow": True}}
    with site(anyname, config={"databases": {"some-show": {"tables": tables}}}) as get:
        assert get("/archive/said").status_code == 200
        assert get("/archive/utterances").status_code == 403
        assert get("/archive/utterances_fts").status_code == 403


def test_an_episode_goes_without_what_may_not_be_seen(get, anyname):
    there = text(get("/archive/episodes/1"))
    secret = ("Source: engines.txt", "the time is printed twice", "2 decisions of people")
    assert all(part in there for part in secret)
    denied = {table: {"allow": False} for table in ("sources", "warnings", "corrections")}
    with site(anyname, config={"databases": {"some-show": {"tables": denied}}}) as get_less:
        less = text(get_less("/archive/episodes/1"))
    assert "Welcome. Today we weigh" in less
    assert not any(part in less for part in secret)


@pytest.mark.parametrize("address", ["/", "/archive/episodes/1", "/archive/people/1", "/archive/podcasts/1"])
def test_a_page_is_of_one_moment(filled_archive, monkeypatch, address):
    """Somebody takes an episode in again while the page is read: its speakers have other ids then."""

    def ours(response):
        return text(response).split("Everything stored in this row")[0]

    with site(filled_archive) as get:
        before = ours(get(address))
    writer = sqlite3.connect(filled_archive, check_same_thread=False)
    read = queries.rows

    def interrupted(connection, sql, *values):
        found = read(connection, sql, *values)
        for table in ("speakers", "chapters", "utterances", "identifiers", "podcasts", "episodes"):
            writer.execute(f"delete from {table}")
        writer.commit()
        return found

    with site(filled_archive) as get:
        get("/archive/ingests")
        monkeypatch.setattr(queries, "rows", interrupted)
        assert ours(get(address)) == before
    assert writer.execute("select count(*) from episodes").fetchone() == (0,)
    writer.close()


@pytest.fixture
def fresh(anyname, tmp_path):
    """The archive in a file of its own, of which nothing is remembered."""
    return shutil.copy(anyname, tmp_path / "fresh.db")


def test_where_time_is_short_datasettes_own_page_is_shown(fresh, monkeypatch):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    monkeypatch.setattr("archive.web.home.COUNTS", endless)
    with site(fresh, settings={"sql_time_limit_ms": 100}) as get:
        assert "tables" in text(get("/"))
        assert "Newest episodes" not in text(get("/"))


def test_our_pages_may_have_a_time_limit_of_their_own(fresh, monkeypatch):
    n = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000)"
    slow = COUNTS.replace("select", f"select ({n} select max(i) from n) as n,", 1)
    monkeypatch.setattr("archive.web.home.COUNTS", slow)
    limits = {"sql_time_limit_ms": 100}
    with site(fresh, settings=limits) as get:
        assert "Newest episodes" not in text(get("/"))
    with site(
        fresh, settings=limits, config={"plugins": {"podcast-archive": {"page_time_limit_ms": 60_000}}}
    ) as get:
        assert "Newest episodes" in text(get("/"))
