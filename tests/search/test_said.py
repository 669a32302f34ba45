"""What a search says of itself can be said in another language."""

import copy
import json
import re
from pathlib import Path

import pytest

from archive.search import said, search, understand
from archive.search.results import as_json


def put(sentence):
    """Every text in brackets, with its key."""
    if not isinstance(sentence, said.Said):
        return str(sentence)
    parts = ", ".join(f"{name}={put(part)}" for name, part in sentence.parts.items())
    return f"[{sentence.key}: {parts}]"


@pytest.mark.parametrize(
    ("typed", "in_words"),
    [
        ("open", "[understood.word: term=[term.word: text=open]]"),
        (
            "open -(a b) -c tag:x",
            "[understood.also: first=[understood.also: first=[understood.word: term=[term.word: text=open]],"
            " second=[field.tag: values=[term.word: text=x]]],"
            " second=[understood.and_without: first=[understood.without: part=[understood.together:"
            " parts=[tree.and: first=[term.word: text=a], second=[term.word: text=b]]]],"
            " second=[understood.without: part=[term.word: text=c]]]]",
        ),
        ("ab*", "[understood.nothing: ]"),
    ],
)
def test_a_query_knows_what_its_words_are_made_of(typed, in_words):
    assert put(understand(typed).in_words) == in_words


def test_labels_notes_and_proposals_know_it_too(connection):
    found = search(connection, understand("nowhere tag:x"), selected={"role": ["none"]})
    assert [put(each) for each in found.notes] == ["[note.tag: name=x]"]
    labels = {value.label for facet in found.facets for value in facet.values if value.key == "none"}
    assert {put(each) for each in labels} == {"[label.role: ]"}
    found = search(connection, understand("open nowhere"))
    assert [put(each.what) for each in found.suggestions] == ["[without.part: text=nowhere]"]


def test_it_is_a_text_like_any_other():
    sentence = understand("th* open").left_out[0]
    assert sentence == "“th*” has less than three letters before the star"
    assert json.loads(json.dumps([sentence])) == [sentence]
    assert copy.deepcopy(sentence) == sentence


def test_results_are_json_with_it(connection):
    text = json.dumps(as_json(search(connection, understand("th* open nowhere"))))
    assert "without nowhere" in json.loads(text)["suggestions"][0]["what"]


def test_every_sentence_is_said_somewhere():
    folder = Path(said.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    begun = tuple(f"{name}." for name in re.findall(r'said\(f"(\w+)\.\{', code))
    assert [key for key in said._english() if f'"{key}"' not in code and not key.startswith(begun)] == []
