"""Passages that are nearly the same are shown once, on every page alike."""

import contextlib
import random
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.database import open_archive, open_readonly
from archive.records import EpisodeRecord, Identifier, Recording
from archive.search import folding, search, understand
from archive.store import save
from tests.parts import said, source, transcript

SPONSOR = (
    "This episode is brought to you by Linode, our cloud server of choice. Get one of the fastest, most"
    " efficient SSD cloud servers for only five dollars a month. Head to linode.com/changelog to get started."
)
MISHEARD = (
    SPONSOR.replace("Linode,", "Lynnode,")
    .replace("efficient SSD", "efficient as a steed")
    .replace("Head to", "Had to")
)
CUT = SPONSOR.partition(". ")[2]
ANOTHER = (
    "Welcome back to the show, everybody, it is Thursday again and so we talk about how to choose a cloud"
    " server for only a few people, and what else happened this month."
)
SHORT = "Thank you for that server."


def heard(text: str, chance: random.Random) -> str:
    """As another recogniser would write it: now and then a word is another one."""
    return " ".join(
        chance.choice(("steed", "hmm")) if chance.random() < 0.02 else one for one in text.split()
    )


def episode(number: int) -> EpisodeRecord:
    chance = random.Random(number)
    own = " ".join(chance.choices(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta"], k=14))
    texts = [heard(SPONSOR, chance), f"A server for {own}.", SHORT, f"Another server, {own[::-1]}."]
    lines = [said(text, at * 1000, end_ms=at * 1000 + 1000, cue=at) for at, text in enumerate(texts)]
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value=f"/shows/sponsored{number}.txt"),),
        derivation=f'{{"test": "sponsored {number}"}}',
        slug=f"sponsored-{number}",
        title=f"Number {number}",
        published=f"2024-01-{number + 1:02}",
        published_precision="day",
        recordings=(Recording(kind="unknown"),),
        sources=(source(f"/shows/sponsored{number}.txt", str(number)),),
        transcripts=(transcript(lines),),
        utterances=tuple(lines),
    )


@pytest.fixture(scope="module")
def sponsored(made_archives, tmp_path_factory):
    path = shutil.copy(made_archives[0], tmp_path_factory.mktemp("folding") / "archive.db")
    engine = open_archive(path)
    assert {one.status for one in save(engine, [episode(number) for number in range(12)])} == {"inserted"}
    engine.dispose()
    with contextlib.closing(open_readonly(path)) as opened:
        yield opened


def share(one: str, other: str) -> float:
    first, second = folding._runs(one), folding._runs(other)
    return len(first & second) / len(first | second)


def test_what_is_nearly_the_same():
    assert share(SPONSOR, SPONSOR.upper().replace(",", "")) == 1
    assert share(SPONSOR, MISHEARD) >= folding.ALIKE
    assert share(SPONSOR, CUT) >= folding.ALIKE
    assert share(SPONSOR, ANOTHER) < 0.1
    assert folding._runs(SHORT) == set()


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "added"])
def test_a_sponsors_text_is_shown_once_with_how_often_it_was_read(sponsored, sort):
    results = search(sponsored, understand("server"), limit=100, sort=sort, fold=True)
    assert results.total == 48
    [sponsor] = [hit for hit in results.hits if "brought" in hit.text]
    assert sponsor.alike == len(sponsor.alike_ids) == 11
    assert {one // 1_000_000 for one in (sponsor.utterance_id, *sponsor.alike_ids)} == set(range(1, 13))
    assert [hit.alike for hit in results.hits if hit is not sponsor] == [0] * 36
    assert sum(1 + hit.alike for hit in results.hits) == results.total


@pytest.mark.parametrize("sort", ["relevance", "oldest"])
def test_the_first_in_the_order_stands_for_the_others(sponsored, sort):
    plain = search(sponsored, understand("server"), limit=100, sort=sort)
    folded = search(sponsored, understand("server"), limit=100, sort=sort, fold=True)
    gone = {one for hit in folded.hits for one in hit.alike_ids}
    shown = [hit.utterance_id for hit in folded.hits]
    assert shown == [hit.utterance_id for hit in plain.hits if hit.utterance_id not in gone]


@given(
    st.integers(1, 12),
    st.sampled_from(["relevance", "newest"]),
    st.sampled_from(["server", "server -alpha", "", "linode", "nowhere"]),
    st.sampled_from([5, 7, 400]),
)
def test_pages_hold_each_passage_once(sponsored, size, sort, text, window):
    query = understand(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(folding, "WINDOW", window)
        whole = search(sponsored, query, limit=100, sort=sort, fold=True)
        parts, at, more = [], 0, True
        while more:
            page = search(sponsored, query, limit=size, offset=at, sort=sort, fold=True)
            parts += page.hits
            at, more = at + size, page.has_next
            assert len(page.hits) == size or not more
    assert parts == list(whole.hits)
    assert sum(1 + hit.alike for hit in parts) == whole.total


def test_no_more_is_read_than_a_stretch(sponsored, monkeypatch):
    monkeypatch.setattr(folding, "WINDOW", 6)
    asked = []

    def counted(length):
        asked.append(length)
        return list(range(1_000_001, 1_000_005))[:length]

    passages, more = folding.page(sponsored, counted, 3, 0)
    assert (asked, len(passages), more) == ([6], 3, True)


def test_the_ids_of_what_is_folded_are_bounded(sponsored, monkeypatch):
    monkeypatch.setattr(folding, "MAX_IDS", 3)
    [sponsor] = [
        hit for hit in search(sponsored, understand("linode OR brought"), fold=True).hits if hit.alike
    ]
    assert (sponsor.alike, len(sponsor.alike_ids)) == (11, 3)
