"""A phrase is found where it runs over the border of two utterances, and counted exactly."""

import contextlib
import random
import shutil
from collections import Counter
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.database import open_archive, open_readonly
from archive.records import EpisodeRecord, Identifier, Recording
from archive.search import borders, search, understand
from archive.store import save
from tests.episodes import ADA, GRACE, said, source, transcript, voice

COLOURS = ("red", "green", "blue", "grey")
TURNS = 40


def coloured(number):
    """Turns of one to four utterances of one to six words: by Ada, by Grace, by nobody known."""
    chance = random.Random(number)
    lines = []
    for turn in range(1, TURNS + 1):
        speaker = (0, 1, None)[turn % 3]
        for _ in range(chance.randint(1, 4)):
            text = " ".join(chance.choices(COLOURS, k=chance.randint(1, 6))) + chance.choice((".", ",", ""))
            start = len(lines) * 1000
            numbered = None if speaker is None else turn
            lines.append(
                said(text, start, end_ms=start + 1000, speaker=speaker, turn=numbered, cue=len(lines))
            )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value=f"/shows/colours{number}.txt"),),
        derivation='{"test": "colours"}',
        slug=f"colours-{number}",
        recordings=(Recording(kind="youtube", url=f"https://www.youtube.com/watch?v=colours{number}"),),
        sources=(source(f"/shows/colours{number}.txt", str(number)),),
        transcripts=(transcript(lines),),
        speakers=(voice("Ada", ADA, "host", 0, lines), voice("Grace", GRACE, "guest", 1, lines)),
        utterances=tuple(lines),
    )


@pytest.fixture(scope="module")
def colours(made_archives, tmp_path_factory):
    path = shutil.copy(made_archives[0], tmp_path_factory.mktemp("borders") / "archive.db")
    engine = open_archive(path)
    assert {outcome.status for outcome in save(engine, [coloured(1), coloured(2)])} == {"inserted"}
    engine.dispose()
    with contextlib.closing(open_readonly(path)) as opened:
        yield opened


def holding(connection, phrase):
    """The ids of utterances where the phrase begins, found by walking through all of them."""
    rows = connection.execute("select id, speaker_id, turn, text from utterances").fetchall()
    after = {row[0]: row for row in rows}
    length, found = len(phrase), set()
    for key, speaker, turn, text in rows:
        own = text.rstrip(".,").split()
        following = after.get(key + 1)
        same = following is not None and following[1:3] == (speaker, turn)
        words = own + (following[3].rstrip(".,").split() if same else [])
        if any(words[at : at + length] == phrase for at in range(len(own))):
            found.add(key)
    return found


@given(st.lists(st.sampled_from(COLOURS), min_size=2, max_size=8), st.sampled_from(["relevance", "newest"]))
@example(["red"] * 4, "relevance")
def test_a_phrase_is_found_wherever_it_begins(colours, phrase, sort):
    results = search(colours, understand(f'"{" ".join(phrase)}"'), limit=10_000, sort=sort)
    assert {hit.utterance_id for hit in results.hits} == holding(colours, phrase)
    assert results.total == len(results.hits)
    for hit in results.hits:
        marked = " ".join(text for text, is_hit in hit.snippet if is_hit).replace(",", "").replace(".", "")
        assert " ".join(phrase) in marked


@given(
    st.lists(st.sampled_from(COLOURS), min_size=2, max_size=3),
    st.sampled_from(COLOURS),
    st.sampled_from(COLOURS),
)
def test_what_else_is_required_or_unwanted_holds_there_too(colours, phrase, required, unwanted):
    texts = dict(colours.execute("select id, text from utterances").fetchall())
    results = search(colours, understand(f'"{" ".join(phrase)}" {required} -{unwanted}'), limit=10_000)
    assert {hit.utterance_id for hit in results.hits} == {
        key for key in holding(colours, phrase) if required in texts[key] and unwanted not in texts[key]
    }


@given(st.lists(st.sampled_from(COLOURS), min_size=2, max_size=3))
def test_facets_and_pages_count_them(colours, phrase):
    query = understand(f'"{" ".join(phrase)}"')
    whole = search(colours, query, limit=10_000)
    parts = [
        hit
        for offset in range(0, whole.total + 3, 3)
        for hit in search(colours, query, limit=3, offset=offset).hits
    ]
    assert parts == list(whole.hits)
    for facet in whole.facets:
        assert sum(value.count for value in facet.values) == whole.total
        for value in facet.values:
            narrowed = search(colours, query, selected={facet.name: [value.key]}, limit=10_000)
            assert narrowed.total == len(narrowed.hits) == value.count


def test_it_is_shown_with_where_it_goes_on_and_linked_to_where_it_begins(find):
    [hit] = find('"open source software"').hits
    assert hit.snippet == (
        ("They call it ", False),
        ("open", True),
        (" ", False),
        ("source software", True),
        (", and nobody says who speaks.", False),
    )
    assert (hit.moment_ms, hit.link) == (2_000, "https://www.youtube.com/watch?v=nobody00001&t=2")


def test_words_of_two_turns_are_no_phrase(find):
    assert find('"weights thank"').total == 0
    assert find('"patience and weights"').total == 0


def test_a_phrase_that_is_too_common_is_found_inside_passages_and_this_is_said(colours, monkeypatch):
    typed = '"red green" "blue red"'
    whole = search(colours, understand(typed), limit=10_000)
    assert whole.notes == ()
    monkeypatch.setattr(borders, "MAX_LOOKED_AT", 3)
    results = search(colours, understand(typed), limit=10_000)
    assert results.notes == tuple(
        f"“{phrase}” is too common to be looked for where it runs from one passage into the next"
        for phrase in ("red green", "blue red")
    )
    inside = [hit for hit in whole.hits if all(phrase in hit.text for phrase in ("red green", "blue red"))]
    assert 0 < len(inside) < whole.total
    assert results.total == len(results.hits)
    assert list(results.hits) == inside


def test_inside_one_episode_a_phrase_is_looked_for_in_it_alone(colours, monkeypatch):
    query = understand('"red green"')
    whole = search(colours, query, limit=10_000)
    by_episode = Counter(hit.episode_id for hit in whole.hits)
    (episode, number), *_ = by_episode.most_common()
    begins = "select episode_id from utterances where text like 'green%'"
    begun = Counter(row[0] for row in colours.execute(begins))
    # The archive has more of them, the episode has not.
    monkeypatch.setattr(borders, "MAX_LOOKED_AT", begun[episode])
    assert search(colours, query, limit=10_000).total < whole.total
    alone = search(colours, query, selected={"episode": [str(episode)]}, limit=10_000, only_hits=True)
    assert (alone.total, alone.notes) == (number, ())
    ids = {hit.utterance_id for hit in whole.hits if hit.episode_id == episode}
    assert {hit.utterance_id for hit in alone.hits} == ids


def test_a_common_phrase_does_not_keep_a_rarer_one_from_being_found(colours, monkeypatch):
    texts = dict(colours.execute("select id, text from utterances").fetchall())
    begun = Counter(text.split()[0].rstrip(".,") for text in texts.values())
    (common, _), *_, (rare, few) = begun.most_common()
    monkeypatch.setattr(borders, "MAX_LOOKED_AT", few)
    running_on = set()
    for first, second in product(COLOURS, COLOURS):
        phrase, other = f"{first} {common}", f"{second} {rare}"
        results = search(colours, understand(f'"{phrase}" "{other}"'), limit=10_000)
        assert len(results.notes) == 1
        assert f"“{phrase}”" in results.notes[0]
        found = {hit.utterance_id for hit in results.hits}
        assert found == {key for key in holding(colours, other.split()) if phrase in texts[key]}
        running_on |= {key for key in found if other not in texts[key]}
    assert running_on


@given(st.lists(st.sampled_from(COLOURS), min_size=2, max_size=8), st.integers(0, 200))
@example(["red", "green"], 0)
def test_no_more_passages_are_looked_at_than_the_limit(colours, phrase, most):
    looked_at = []

    def counted(connection, wanted, among):
        looked_at.extend(among)
        return marked(connection, wanted, among)

    marked = borders._marked
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(borders, "MAX_LOOKED_AT", most)
        patched.setattr(borders, "_marked", counted)
        results = search(colours, understand(f'"{" ".join(phrase)}"'), limit=10_000)
    assert len(looked_at) <= most
    found = {hit.utterance_id for hit in results.hits}
    if results.notes:
        assert found <= holding(colours, phrase)
    else:
        assert found == holding(colours, phrase)
