"""The stored queries: each against a count in Python over the records that were saved."""

import re
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from archive.database import open_archive
from archive.store import save
from archive.web.explore.page import _REACHED
from archive.web.explore.queries import QUERIES
from tests.web.dated_episodes import dated_episodes
from tests.web.site import links, site, text

HOUR = 3_600_000


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    path = tmp_path_factory.mktemp("dated") / "dated.db"
    engine = open_archive(path, create=True)
    assert all(outcome.status == "inserted" for outcome in save(engine, dated_episodes()))
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def get(dated):
    """Where nobody may write SQL of their own: the stored queries have to work there, too."""
    with site(dated, settings={"default_allow_sql": False}) as get:
        yield get


def rows(get, name, parameters=""):
    response = get(f"/archive/{name}.json?_shape=array{parameters and '&' + parameters}")
    assert response.status_code == 200, response.text
    return response.json()


def spoken(record):
    """(name, utterance) of what known people say in a record."""
    for utterance in record.utterances:
        if utterance.speaker is not None:
            yield record.speakers[utterance.speaker].person.name, utterance


def lasts(utterance):
    return 0 if utterance.start_ms is None else utterance.end_ms - utterance.start_ms


def people(podcast=None):
    """What everybody does, added up from the records."""
    figures = defaultdict(Counter)
    for record in dated_episodes():
        if podcast and (record.podcast is None or record.podcast.title != podcast):
            continue
        for name in {name for name, _ in spoken(record)}:
            figures[name]["episodes"] += 1
        for name, utterance in spoken(record):
            figures[name]["ms"] += lasts(utterance)
            figures[name]["words"] += utterance.words
            if lasts(utterance):
                figures[name]["timed words"] += utterance.words
                figures[name]["questions"] += utterance.text.count("?")
    return figures


@pytest.mark.parametrize(("podcast", "parameters"), [(None, ""), ("Kitchen & Co", "podcast=2")])
def test_talk_time(get, podcast, parameters):
    wanted = {
        name: (one["ms"] / HOUR, one["episodes"], one["words"]) for name, one in people(podcast).items()
    }
    found = rows(get, "talk_time", parameters)
    assert {row["person"]: (row["hours"], row["episodes"], row["words"]) for row in found} == wanted
    assert [row["hours"] for row in found] == sorted((row["hours"] for row in found), reverse=True)


def test_most_questions_and_words_per_minute(get):
    asked = {row["person"]: row["questions"] for row in rows(get, "most_questions")}
    assert asked == {name: one["questions"] for name, one in people().items()}
    pace = {row["person"]: row["words_per_minute"] for row in rows(get, "words_per_minute")}
    assert pace == {name: round(one["timed words"] * 60_000 / one["ms"]) for name, one in people().items()}
    assert rows(get, "most_questions", "minutes=100000") == []
    assert {row["per_hour"] for row in rows(get, "most_interruptions")} == {0.0}


def test_longest_monologues(get):
    found = rows(get, "longest_monologues", "person=ada")
    assert {row["person"] for row in found} == {"Ada Lovelace"}
    assert {row["minutes"] for row in found} == {30.0}
    assert len(found) == sum(
        any(name == "Ada Lovelace" for name, _ in spoken(one)) for one in dated_episodes()
    )


def test_who_met_whom(get):
    pairs = Counter()
    for record in dated_episodes():
        pairs.update(combinations(sorted({name for name, _ in spoken(record)}), 2))
    found = rows(get, "who_met_whom")
    assert {tuple(sorted((row["person"], row["other"]))): row["episodes"] for row in found} == pairs
    one = found[0]
    together = rows(get, "appearances", f"person={one['person_id']}&other={one['other_id']}")
    assert len(together) == one["episodes"]
    by_name = rows(get, "appearances", f"person={one['person'][:5]}&other={one['other'][-6:].lower()}")
    assert by_name == together
    alone = rows(get, "appearances", f"person={one['person_id']}&other={one['person'][:5]}")
    assert alone == []


def test_a_role_is_chosen_among_those_that_there_are(get):
    page = get("/archive/appearances?role=guest").text
    assert re.findall(r'<option value="(\w*)"( selected)?>(\w+)', page.partition('id="field-role"')[2])[
        :3
    ] == [
        ("", "", "any"),
        ("guest", " selected", "guest"),
        ("host", "", "host"),
    ]


def test_returning_guests_and_people_in_several_podcasts(get):
    guests, shows = Counter(), defaultdict(set)
    for record in dated_episodes():
        for speaker in record.speakers:
            guests[speaker.person.name] += speaker.role == "guest"
            if record.podcast:
                shows[speaker.person.name].add(record.podcast.title)
    found = {row["person"]: row["episodes"] for row in rows(get, "returning_guests")}
    assert found == {name: number for name, number in guests.items() if number}
    several = {row["person"]: row["podcasts"] for row in rows(get, "in_most_podcasts")}
    assert several == {name: len(titles) for name, titles in shows.items() if len(titles) > 1}


def test_first_mention_is_the_earliest_of_each_episode(get):
    first = {
        record.title: next((one.text for one in record.utterances if "open" in one.text.casefold()), None)
        for record in dated_episodes()
    }
    found = rows(get, "first_mention", "words=open")
    assert {row["episode"]: row["quotation"] for row in found} == {k: v for k, v in first.items() if v}
    dates = [row["published"] for row in found]
    assert dates[-1] is None
    assert dates[:-1] == sorted(dates[:-1])
    assert {row["episode"]: row["mentions"] for row in found}["Episode 3"] == 2


def test_said_most_and_quotations(get):
    mentions, quoted = Counter(), []
    for record in dated_episodes():
        mentions.update(name for name, one in spoken(record) if "open" in one.text.casefold())
        quoted += [one.text for one in record.utterances if "open" in one.text.casefold()]
    assert {row["person"]: row["mentions"] for row in rows(get, "said_most", "words=open")} == mentions
    assert sorted(row["quotation"] for row in rows(get, "quotations", "words=open")) == sorted(quoted)
    source = rows(get, "quotations", "words=open+source&person=ada")
    assert [row["quotation"] for row in source] == ["Open source is open. Is it?"]


def test_a_rate_is_of_what_has_times_as_in_a_trend(get):
    """What Cleo says in the transcript without times is counted, and is in no hour."""
    lines = get("/archive/-/trend.json?q=open&split=speaker").json()["ranked"]
    cells = {line["name"]: line["all"] for line in lines}
    assert any(cell["untimed"] for cell in cells.values())
    found = rows(get, "said_most", "words=open")
    assert found
    for row in found:
        assert row["mentions"] == cells[row["person"]]["mentions"]
        assert row["per_hour"] == round(cells[row["person"]]["per_hour"], 2)


def test_episodes_per_month(get):
    months = Counter(
        one.published[:7] for one in dated_episodes() if one.published and len(one.published) > 4
    )
    assert {row["month"]: row["episodes"] for row in rows(get, "episodes_per_month")} == months
    page = get("/archive/episodes_per_month")
    # June 2015, a run of 100 months, November 2023, December without any, January and February 2024.
    named = re.findall(r"<title>([^<:]+): (\d+) episodes", page.text)
    assert named == [
        ("Jun 2015", "1"),
        ("Jul 2015–Oct 2023", "0"),
        ("Nov 2023", "1"),
        ("Dec 2023", "0"),
        ("Jan 2024", "1"),
        ("Feb 2024", "3"),
    ]
    assert "February 2024" in text(page)


def test_longest_episodes_and_chapters(get):
    hours = {one.title: sum(map(lasts, one.utterances)) / HOUR for one in dated_episodes()}
    found = {row["episode"]: row["hours"] for row in rows(get, "longest_episodes")}
    assert found == {title: number for title, number in hours.items() if number}
    assert [row["episode"] for row in rows(get, "chapters_by_title", "words=PART+3")] == ["Episode 3"]
    assert len(rows(get, "chapters_by_title")) == len(dated_episodes())


def test_shares_of_talk(get):
    ms = defaultdict(Counter)
    for record in dated_episodes():
        title = record.podcast.title if record.podcast else None
        for utterance in record.utterances:
            role = None if utterance.speaker is None else record.speakers[utterance.speaker].role
            ms[title][role] += lasts(utterance)
    found = {row["podcast"]: row for row in rows(get, "host_share")}
    assert found.keys() == ms.keys()
    for title, roles in ms.items():
        whole = roles.total()
        assert found[title]["host_share"] == pytest.approx(roles["host"] / whole)
        assert found[title]["guest_share"] == pytest.approx(roles["guest"] / whole)
        assert found[title]["unknown_share"] == pytest.approx(roles[None] / whole)
    known = {row["podcast"]: row["known_share"] for row in rows(get, "known_share")}
    assert known == {title: pytest.approx(1 - roles[None] / roles.total()) for title, roles in ms.items()}


def test_doubtful_transcripts(odd_archive):
    with site(odd_archive) as get:
        found = {row["episode"]: row for row in rows(get, "doubtful_transcripts")}
    assert "repetition" in found["evening show"]["flags"]
    assert found["evening show"]["warnings"] == 1


GIVEN = {"words": "open", "podcast": "2", "origin": "none", "format": "webvtt"}
"""What the queries that need something are asked with."""

WITHOUT_ROWS = (
    "doubtful_transcripts",
    "episodes_by_format",
    "episodes_without_transcript",
    "episodes_without_people",
)
"""In this archive."""


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_has_a_page_of_ours_with_form_links_csv_and_json(get, name):
    needs = "words" if name == "chapters_by_title" else QUERIES[name].needs
    words = f"{needs}={'part' if name == 'chapters_by_title' else GIVEN[needs]}" if needs else ""
    response = get(f"/archive/{name}?{words}")
    assert response.status_code == 200
    assert "script-src 'self';" in response.headers["content-security-policy"]
    for parameter in QUERIES[name].parameters:
        assert f'<label for="field-{parameter}">' in response.text
    assert ("<caption" in response.text) == (name not in WITHOUT_ROWS)
    assert (get(f"/archive/{name}.csv?{words}").text.count("\n") > 1) == (name not in WITHOUT_ROWS)
    for href in links(response):
        if href.startswith(("/archive/episodes/", "/archive/people/", "/archive/podcasts/")):
            assert get(href.partition("#")[0]).status_code == 200, href


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("talk_time", "episodes"),
        ("who_met_whom", "episodes"),
        ("returning_guests", "episodes"),
        ("host_share", "episodes"),
        ("known_share", "episodes"),
        ("episodes_per_month", "episodes"),
        ("said_most", "mentions"),
        ("first_mention", "mentions"),
        ("people_of_a_podcast", "episodes"),
    ],
)
def test_a_count_opens_the_rows_that_it_counts(get, name, column):
    from archive.web.addresses import Addresses

    needs = QUERIES[name].needs
    values = {needs: GIVEN[needs]} if needs else {}
    found = rows(get, name, f"{needs}={GIVEN[needs]}" if needs else "")
    assert found
    for row in found:
        path, _, query = QUERIES[name].counts[column](Addresses(get.datasette), row, values).partition("?")
        opened = get(f"{path}.json?{query}&_size=max").json()
        number = opened["total"] if "total" in opened else len(opened["rows"])
        assert number == row[column], (path, query)


HOSTILE = (
    "'",
    '"',
    '" OR text:x',
    "*",
    "%",
    "NEAR(",
    "\x00",
    "x" * 10_000,
    "<script>alert(1)</script>",
    "-1",
    "9" * 40,
)


@pytest.mark.parametrize("name", QUERIES)
def test_whatever_is_typed_is_no_error(get, name):
    for odd in HOSTILE:
        response = get(f"/archive/{name}", params=dict.fromkeys(QUERIES[name].parameters, odd))
        assert response.status_code == 200
        assert "could not be asked" not in response.text, odd
        assert "<script>alert" not in response.text


def test_names_are_inert(get):
    page = get("/archive/talk_time").text
    assert "<b>Third</b>" not in page
    assert "=Cleo, the &lt;b&gt;Third&lt;/b&gt;" in page


def test_the_list_has_every_question_and_each_leads_to_its_answer(get):
    page = get("/archive/-/explore")
    found = get("/archive/-/explore.json").json()
    names = [each["name"] for group in found["groups"] for each in group["questions"]]
    assert set(QUERIES) == {*names, *_REACHED}
    assert set(names).isdisjoint(_REACHED)
    for group in found["groups"]:
        for question in group["questions"]:
            assert question["question"] in text(page)
            assert get(question["href"]).status_code == 200
            assert get(question["json"]).status_code == 200


def test_a_query_of_the_users_own_wins(dated):
    config = {"databases": {"dated": {"queries": {"talk_time": "select 'mine' as own"}}}}
    with site(dated, config=config) as get:
        assert rows(get, "talk_time") == [{"own": "mine"}]
        assert "pa-query-page" not in get("/archive/talk_time").text
        assert get("/archive/who_met_whom").status_code == 200


def test_who_may_not_see_a_table_may_not_ask_of_it(dated):
    config = {"databases": {"dated": {"tables": {"speakers": {"allow": False}}}}}
    with site(dated, config=config) as get:
        for name in QUERIES:
            for suffix in ("", ".json", ".csv"):
                assert get(f"/archive/{name}{suffix}").status_code == 403, name


def test_sql_of_ones_own_is_shown_by_datasette(dated):
    with site(dated) as get:
        response = get("/archive/-/query?sql=select+1+as+one")
        assert response.status_code == 200
        assert "Custom SQL query" in response.text
