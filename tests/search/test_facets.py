"""Facets are exact: every number is what selecting the value gives."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.kinds import Origin
from archive.search import labels as labels_of
from archive.search import search, understand
from archive.search.facets import LISTED

QUERIES = st.sampled_from(["", "open", "-open", "weights", "speaker:smith", "-speaker:ada", "nowhere", "the"])
KEYS = {
    "podcast": ["1", "2", "none", "77"],
    "speaker": ["1", "2", "3", "label:SPEAKER_01", "none", "label:nobody"],
    "role": ["host", "guest", "none"],
    "year": ["2026", "2025", "none", "1900"],
    "tag": ["none", "nothing"],
    "origin": ["none", "human", "asr", "martian"],
    "episode": ["1", "2", "99", "x"],
    "chapter": ["1", "2", "none"],
}
SELECTIONS = st.fixed_dictionaries({name: st.lists(st.sampled_from(KEYS[name]), max_size=2) for name in KEYS})


def values(results, name):
    return {value.key: value for facet in results.facets if facet.name == name for value in facet.values}


def labels(results, name):
    return {value.label: value.count for value in values(results, name).values()}


def test_the_facets_of_a_search(find):
    results = find("open weights")
    assert [facet.name for facet in results.facets] == list(LISTED)
    assert labels(results, "podcast") == {"Engines of Thought": 2, "Kitchen & Cockpit": 1}
    assert labels(results, "speaker") == {"Ada Lovelace": 2, "SPEAKER_01": 1}
    assert labels(results, "role") == {"host": 2, "unknown role": 1}
    assert labels(results, "year") == {"2026": 2, "2025": 1}


@given(
    text=st.sampled_from(
        [
            "open weights",
            "nowhere zebra",
            "of AND that",
            "-speaker:ada",
            "-open",
            '"open weights"',
            "open OR the",
        ]
    ),
    selected=SELECTIONS,
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
)
def test_whoever_asks_for_hits_alone_gets_the_same_hits(connection, text, selected, sort):
    """Of one episode that is selected only that is looked through."""
    query = understand(text)
    whole = search(connection, query, selected=selected, limit=3, sort=sort)
    alone = search(connection, query, selected=selected, limit=3, sort=sort, only_hits=True)
    assert (alone.hits, alone.total, alone.has_next) == (whole.hits, whole.total, whole.has_next)
    assert (alone.facets, alone.statement, alone.suggestions) == ((), None, ())
    assert alone.notes == whole.notes


def test_what_is_unknown_is_a_value_too(find):
    results = find("")
    assert values(results, "podcast")["none"].label == "unknown podcast"
    assert values(results, "speaker")["none"].label == "unknown speaker"
    assert values(results, "year")["none"].label == "no date"
    assert find("", speaker=["none"]).total == values(results, "speaker")["none"].count == 3


def test_how_a_transcript_was_made_is_said_in_words():
    assert labels_of.of_key("origin", "asr") == "by speech recognition"
    assert labels_of.of_key("origin", "none") == "unknown kind of transcript"
    assert labels_of.of_key("origin", "martian") == "martian"
    for origin in get_args(Origin):
        assert labels_of.of_key("origin", origin).key == f"origin.{origin}"


def test_two_people_of_one_name_are_two_values(find):
    results = find("speaker:smith")
    assert labels(results, "speaker") == {
        "John Smith (https://example.org/john-the-pilot)": 2,
        "John Smith (https://example.org/john-the-baker)": 1,
    }
    alone = values(find("gpt"), "speaker")
    assert [value.label for value in alone.values()] == ["John Smith (https://example.org/john-the-pilot)"]


def test_several_values_of_a_facet_mean_any_of_them(find):
    both = find("", speaker=["1", "label:SPEAKER_01"])
    assert both.total == find("", speaker=["1"]).total + find("", speaker=["label:SPEAKER_01"]).total


def test_selections_in_several_facets_must_all_hold(find):
    assert find("open", year=["2026"], role=["host"]).total == 2
    assert find("open", year=["2025"], speaker=["1"]).total == 0


@pytest.mark.parametrize("key", ["1", "label:nobody", "99999999999999999999", "x'; --", ""])
def test_a_selected_value_without_hits_stays_to_be_removed(find, key):
    value = values(find("nowhere", speaker=[key]), "speaker")[key]
    assert (value.count, value.selected) == (0, True)


def test_an_unknown_facet_selects_nothing(find):
    assert find("open", colour=["red"]).total == find("open").total


def test_the_years_come_newest_first(find):
    assert list(values(find(""), "year")) == ["2026", "2025", "2024", "none"]


def test_nothing_of_utterances_is_read_to_count_all_of_them(connection):
    asked = []
    connection.set_trace_callback(asked.append)
    total = search(connection, understand(""), limit=0).total
    connection.set_trace_callback(None)
    assert total == connection.execute("select count(*) from utterances").fetchone()[0]
    assert not [sql for sql in asked if "count(" in sql or "utterances_fts" in sql]


@given(QUERIES, SELECTIONS, st.sampled_from(LISTED))
def test_every_number_is_what_selecting_gives(find, typed, selected, name):
    results = find(typed, **selected)
    assert results.total == len(results.hits)
    for key, value in values(results, name).items():
        assert value.selected == (key in selected[name])
        assert value.count == find(typed, **selected | {name: [key]}).total
    chosen = [value.count for value in values(results, name).values() if value.selected or not selected[name]]
    assert sum(chosen) == results.total
