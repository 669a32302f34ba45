"""What comes with hits: their neighbours; and with none: what would be found."""

import pytest

from archive.search import search, suggesting, understand
from archive.search.results import as_json


def test_a_hit_has_the_utterances_around_it_in_its_episode(connection):
    rows = connection.execute("select id, text from utterances").fetchall()
    texts = dict(rows)
    results = search(connection, understand(""), limit=100, context=True)
    assert len(results.hits) == len(rows)
    for hit in results.hits:
        for step, beside in ((-1, hit.before), (1, hit.after)):
            assert (beside and beside.text) == texts.get(hit.utterance_id + step)
            assert beside is None or beside.utterance_id == hit.utterance_id + step
    assert {hit.before and hit.before.speaker for hit in results.hits} >= {"Ada Lovelace", None}
    assert all(hit.before is hit.after is None for hit in search(connection, understand("")).hits)


def test_how_the_speaker_is_known_comes_with_a_hit(find):
    [hit] = find("intelligence").hits
    assert (hit.method, hit.confidence, hit.end_ms) == ("printed", 1.0, 9_000)


def found(results):
    return {(each.what, each.q, each.selected): each.total for each in results.suggestions}


def test_nothing_found_says_what_would_be_found_without_a_word(find):
    assert found(find("open nowhere")) == {("without nowhere", "open", ()): find("open").total}
    assert found(find("weights -open")) == {("without -open", "weights", ()): 3}
    assert found(find('weights "no such phrase" (nor OR neither)')) == {}


def test_nothing_found_says_what_would_be_found_without_a_field_or_a_selection(find):
    assert found(find("weights speaker:hopper")) == {
        ("without weights", "speaker:hopper", ()): 2,
        ("without speaker:hopper", "weights", ()): 3,
    }
    results = find("weights", year=["1900", "1901"], role=["host"])
    assert found(results) == {
        ("without the selection “1900” or “1901”", "weights", (("role", "host"),)): find(
            "weights", role=["host"]
        ).total
    }
    assert "without the selection “Ada Lovelace”" in [
        each.what for each in find("letter", speaker=["1"]).suggestions
    ]


@pytest.mark.parametrize(
    ("typed", "selected"),
    [
        ("open nowhere", {}),
        ("weights speaker:hopper -flour", {"year": ["2026"]}),
        ("weights -open nowhere", {"role": ["host"], "podcast": ["2"]}),
        ('(open OR closed) "no phrase" tag:x', {"episode": ["2"], "chapter": ["9"]}),
        ("open (nowhere", {}),
    ],
)
def test_each_suggestion_finds_what_it_says(find, typed, selected):
    results = find(typed, **selected)
    assert results.total == 0
    for each in results.suggestions:
        kept = {}
        for name, key in each.selected:
            kept.setdefault(name, []).append(key)
        assert find(each.q, **kept).total == each.total > 0
    assert as_json(results)["suggestions"] == [
        {"what": each.what, "q": each.q, "selected": each.selected, "total": each.total}
        for each in results.suggestions
    ]


def test_a_search_that_finds_something_has_no_suggestions(find):
    assert find("open").suggestions == ()
    assert find("nowhere").suggestions == ()  # without its only word it would be everything


def test_so_many_suggestions_are_tried_and_no_more():
    tried = []

    def total(query, selected):
        tried.append(query)
        return 0

    suggesting.suggestions(understand(" ".join(f"word{n}" for n in range(40))), {}, {}, total)
    assert len(tried) == suggesting.MAX_TRIED
