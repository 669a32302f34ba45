"""What is found, in what order, and where its link leads."""

import contextlib
import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.database import open_readonly
from archive.search import order, search, understand
from archive.search.results import as_json


def texts(results):
    return [hit.text for hit in results.hits]


@pytest.mark.parametrize(
    ("typed", "starts"),
    [
        ("welcome", ["Welcome."]),
        ('"open weights" patience', []),
        ("open patience", ["Bread needs"]),
        ("OPEN WEIGHTS -flour -welcome", ["Open weights again"]),
        ("weights -flour -welcome", ["Open weights again"]),
        ("café", ["Thank you"]),
        ("cafe c++", ["Thank you"]),
        ("don't", ["Don't"]),
        ("don’t", ["Don't"]),
        ("GPT-4.5", ["Don't"]),
        ("speaker:pilot", []),
        ("speaker:lovelace", ["Welcome.", "Open weights again"]),
        ("speaker:ADA weight", ["Welcome.", "Open weights again"]),
        ("speaker:SPEAKER_01", ["And weights?"]),
        ("speaker:hopper letter", ["A letter"]),
        ("speaker:lovelace speaker:speaker_01 again", ["Open weights again"]),
        ("open -speaker:ada -podcast:kitchen", ["They call it open"]),
        ('podcast:"kitchen cockpit" bread', ["Bread needs"]),
        ("podcast:engines software", ["source software"]),
        ("'; drop table utterances; --", ["'; drop table"]),
    ],
)
def test_what_is_found(find, typed, starts):
    found = texts(find(typed))
    assert len(found) == len(starts)
    for start in starts:
        assert any(text.startswith(start) for text in found)


def test_a_hit_says_who_where_and_when(find):
    [hit] = find('"intelligence per second"').hits
    assert (hit.podcast, hit.episode, hit.published) == (
        "Engines of Thought",
        "Weighing engines",
        "2026-02-04",
    )
    assert (hit.speaker, hit.role, hit.chapter) == ("Ada Lovelace", "host", "Introduction")
    assert hit.snippet == (
        ("Welcome. Today we weigh ", False),
        ("intelligence per second", True),
        (" against open weights.", False),
    )
    assert "".join(text for text, _ in hit.snippet) == hit.text


def test_the_link_leads_to_the_mark_before_the_first_matched_word(find):
    [hit] = find("intelligence").hits
    assert (hit.start_ms, hit.moment_ms) == (0, 0)
    [hit] = find("second").hits
    assert (hit.moment_ms, hit.link) == (4_000, "https://www.youtube.com/watch?v=engines0001&t=4")
    [hit] = find('"an hour later"').hits
    assert (hit.moment_ms, hit.link) == (3_782_000, "https://www.youtube.com/watch?v=engines0001&t=3782")


@pytest.mark.parametrize(("typed", "seeks"), [("open weights", True), ("open weigh*", False)])
def test_the_beginning_of_a_word_is_looked_up_once_for_all_hits(connection, typed, seeks):
    """Each row that is sought on its own would gather all words that begin so anew."""
    asked = []
    connection.set_trace_callback(asked.append)
    assert search(connection, understand(typed)).hits[0].snippet
    connection.set_trace_callback(None)
    [marking] = [sql for sql in asked if "highlight(" in sql]
    plan = " ".join(row[3] for row in connection.execute(f"explain query plan {marking}"))
    assert ("=" in plan.partition("VIRTUAL TABLE INDEX")[2].split()[0]) is seeks


def test_what_is_unknown_is_none(find):
    [hit] = find("letter aloud").hits
    assert (hit.podcast, hit.episode, hit.published, hit.role, hit.chapter) == (None,) * 5
    assert (hit.start_ms, hit.moment_ms, hit.link) == (None, None, None)
    [hit] = find("laughs").hits
    assert (hit.speaker, hit.person_id) == (None, None)


def test_a_script_as_address_is_no_link(find):
    [hit] = find("alert utterance").hits
    assert hit.moment_ms == 0
    assert hit.link is None


def test_the_best_come_first(find):
    assert texts(find("weights"))[0] == "And weights? Open weights of flour."


def test_without_words_hits_come_by_date_then_time(find):
    results = find("")
    assert results.total == len(results.hits)
    dates = [hit.published or "" for hit in results.hits]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == "2026-03"
    for before, after in zip(results.hits, results.hits[1:], strict=False):
        assert before.episode_id != after.episode_id or before.utterance_id < after.utterance_id


def test_newest_first_if_wanted(connection):
    results = search(connection, understand("open"), sort="newest")
    assert [hit.published for hit in results.hits] == ["2026-03", "2026-02-04", "2026-02-04", "2025", "2025"]


@given(
    st.sampled_from(["", "open", "-open", "the", "speaker:smith", "weights or open", '"open weights"']),
    st.sampled_from(["relevance", "newest"]),
    st.sampled_from([{}, {"role": ["host"]}, {"speaker": ["none", "1"]}, {"year": ["2026", "none"]}]),
    st.integers(1, 5),
)
def test_pages_are_the_whole_cut_in_parts(connection, typed, sort, selected, size):
    def page(limit, offset):
        return search(connection, understand(typed), selected=selected, limit=limit, offset=offset, sort=sort)

    whole = page(1000, 0)
    assert whole.total == len(whole.hits) == len({hit.utterance_id for hit in whole.hits})
    parts = [hit for offset in range(0, whole.total + size, size) for hit in page(size, offset).hits]
    assert parts == list(whole.hits)


def test_a_name_that_nobody_has_is_said(find):
    results = find("open speaker:nobody podcast:nothing -speaker:noone")
    assert results.total == 0
    assert results.notes == (
        "no speaker in this archive is called “nobody”",
        "no podcast in this archive is called “nothing”",
        "no speaker in this archive is called “noone”",
    )
    assert find("open speaker:ada speaker:nobody").total == 2


@pytest.mark.parametrize(
    ("selected", "most", "newest"),
    [
        ({}, 1, ["2026-03"]),
        ({}, 2, ["2026-02-04", "2026-02-04", "2026-03"]),
        ({"year": ["2026"]}, 1, ["2026-03"]),
        ({"role": ["host"]}, 1, ["2026-02-04", "2026-02-04"]),
    ],
)
def test_only_the_newest_are_ranked_when_there_are_too_many(
    connection, find, monkeypatch, selected, most, newest
):
    """Newest by date: here the episodes were not stored in the order in which they were published."""
    everything = find("open", **selected)
    monkeypatch.setattr(order, "MAX_RANKED", most)
    results = search(connection, understand("open"), selected=selected)
    assert results.ranked_among == len(newest)
    assert results.total == everything.total > len(newest)
    assert sorted(hit.published for hit in results.hits) == newest
    parts = [search(connection, understand("open"), selected=selected, limit=1, offset=at) for at in range(9)]
    assert [hit for part in parts for hit in part.hits] == list(results.hits)
    monkeypatch.setattr(order, "MAX_RANKED", everything.total)
    assert search(connection, understand("open"), selected=selected).ranked_among is None


@given(st.text(max_size=40))
def test_anything_typed_is_searched_for(connection, typed):
    results = search(connection, understand(typed), limit=3)
    assert len(results.hits) == min(results.total, 3)
    json.dumps(as_json(results))


def test_every_utterance_is_found_by_its_own_words(connection, find):
    rows = connection.execute("select id, text from utterances").fetchall()
    assert rows
    for key, text in rows:
        words = " ".join(word.strip("-:\"';") for word in text.split())
        assert key in [hit.utterance_id for hit in find(words).hits], text
        phrase = '"' + text.replace('"', " ") + '"'
        assert key in [hit.utterance_id for hit in find(phrase).hits], text


def test_a_connection_of_datasette_gives_the_same(filled_archive, connection):
    with contextlib.closing(open_readonly(filled_archive)) as datasettes:
        datasettes.row_factory = sqlite3.Row
        for typed in ('"open source" -flour', "open weights speaker:ada", "-open", '"open weights"'):
            query = understand(typed)
            assert search(datasettes, query).hits
            assert search(datasettes, query) == search(connection, query)


@pytest.mark.parametrize("typed", ["ab*", '"---"', "-ab*", "( OR", "speaker:"])
def test_where_all_is_left_out_nothing_is_found(find, typed):
    """What was left out must not read as if it were everywhere."""
    for selected in ({}, {"role": ["host"]}):
        results = find(typed, **selected)
        assert (results.total, results.hits) == (0, ())
        assert results.query.left_out
        assert results.suggestions == ()
    assert find("speaker:ada ab*").total == find("speaker:ada").total > 0
    assert find(" ").total == find("").total > 0


def test_a_phrase_that_is_not_found_comes_with_how_it_was_looked_for(find):
    """It may be spoken by two people, one after the other."""
    said = "a phrase is looked for in what one speaker says without a break"
    assert find('"no such phrase"').notes == (said,)
    assert find("nowhere").notes == ()
