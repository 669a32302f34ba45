"""JSON lists of turns, whatever their keys: no word is lost, and nothing but an input error is raised."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ingest import registry
from ingest.errors import InputError
from ingest.files.source import from_bytes

KEYS = ("text", "line", "content", "speaker", "name", "start_time", "timestamp", "end", "other")
anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just({"name": "Ada"})
turns = st.lists(st.dictionaries(st.sampled_from(KEYS), anything, max_size=6), max_size=6)
words = st.lists(st.text(st.characters(categories=("L",)), min_size=1, max_size=8), min_size=1, max_size=5)


@given(st.lists(st.tuples(st.sampled_from(("Ada", "Bo", None)), words), min_size=1, max_size=8))
def test_every_word_comes_out_with_its_speaker(said: list[tuple[str | None, list[str]]]) -> None:
    held = {"transcript": [{"name": who, "line": " ".join(text)} for who, text in said]}
    source = from_bytes(json.dumps(held).encode(), uri="it", name="it")
    reading = registry.detect(source).read(source)
    assert [(cue.speaker, cue.text.split()) for cue in reading.cues] == said


@given(turns, st.sampled_from(("", "transcript", "segments", "turns")))
def test_any_list_gives_cues_or_an_input_error(listed: list[dict[str, object]], holder: str) -> None:
    held = {holder: listed} if holder else listed
    source = from_bytes(json.dumps(held).encode(), uri="it", name="it")
    try:
        reading = registry.detect(source).read(source)
    except InputError:
        return
    assert reading.cues
    assert all(cue.text for cue in reading.cues)
