"""Decisions: how a file is read, where one takes effect, what becomes of it when the words change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.corrections import anchor, holding, merge, parse
from archive.errors import InvalidCorrections
from archive.records import Correction
from ingest.words import Words

from .transcripts import cues


def decision(words: str, at_ms: int | None = 0, speaker: str | None = "Ada", **more: object) -> Correction:
    return Correction(
        at_ms=at_ms, words=words, speaker=speaker, origin="a.toml", made_at="2026-01-01T00:00:00Z", **more
    )  # type: ignore[arg-type]


def read(text: str) -> tuple[Correction, ...]:
    return parse(text.encode(), name="a.toml", origin="/a.toml", made_at="2026-01-01T00:00:00Z")


def test_a_file_is_read() -> None:
    found = read(
        '[[turn]]\nat = "1:02"\nwords = "Oh,  yeah."\nspeaker = "Ada"\n[[turn]]\nwords = "No"\nspeaker = ""'
    )
    assert [(c.at_ms, c.words, c.speaker, c.origin) for c in found] == [
        (62_000, "Oh, yeah.", "Ada", "/a.toml"),
        (None, "No", None, "/a.toml"),
    ]


def test_a_file_may_say_nothing() -> None:
    assert read("# later") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("turn = ", "a.toml: is not TOML: "),
        ("a = " + "[" * 5_000, "a.toml: is not TOML: "),
        ("a = 1" + "0" * 5_000, "a.toml: is not TOML: "),
        ("[[tern]]", "a.toml: has an unknown key 'tern'; decisions are written as [[turn]]"),
        ("turn = 3", "a.toml: turn is not a list of tables; write each decision as [[turn]]"),
        ('[[turn]]\nwords="a"\nspeaker="b"\nwho="c"', "a.toml turn 1: has an unknown key 'who'; "),
        ('[[turn]]\nwords="a"', "a.toml turn 1: has no speaker; "),
        ('[[turn]]\nspeaker="a"', "a.toml turn 1: has no words; "),
        ('[[turn]]\nwords=" "\nspeaker="a"', "a.toml turn 1: words is empty; "),
        ('[[turn]]\nwords=1\nspeaker="a"', "a.toml turn 1: words is not a text; "),
        ('[[turn]]\nwords="a"\nspeaker="a"\nat="1:75"', "a.toml turn 1: at is no time: '1:75'; "),
    ],
)
def test_what_cannot_be_understood_is_refused(text: str, said: str) -> None:
    with pytest.raises(InvalidCorrections) as refused:
        read(text)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


TEXT = "Yes. I agree. So do I. yes, I agree with that. Yes. Yes."
TIMES = {0: 0, 5: 4_000, 14: 10_000, 23: 20_000, 47: 100_000, 52: 101_000}


def printed_at(offset: int) -> int:
    return TIMES[max(start for start in TIMES if start <= offset)]


@pytest.mark.parametrize(
    ("words", "at_ms", "offset"),
    [
        ("I agree.", 4_000, 5),
        ("i AGREE", 20_000, 28),  # without regard to case and punctuation, the nearer one
        ("I agree.", 13_000, 5),  # letter for letter, if it is about as near
        ("I agree.", 19_000, 28),  # but not if it is further by more than a cue or two
        ("I agree.", 33_000, None),  # few words recur by chance: only near
        ("I agree with", 45_000, 28),
        ("Yes.", 100_900, 52),
        ("Yes.", 100_100, 47),
        ("Yes, I agree", 60_000, None),  # further than half a minute
        ("Yes, I agree with that. Yes.", 21_000, 23),
        ("no such words", 0, None),
        ("Yes. Yes. Yes.", 101_000, None),  # runs over the end
        ("So do", None, 14),  # no time, but only once
        ("Yes.", None, None),  # no time, several times
    ],
)
def test_where_a_decision_takes_effect(words: str, at_ms: int | None, offset: int | None) -> None:
    anchored, unfit = anchor([decision(words, at_ms)], TEXT, printed_at)
    assert [found.offset for found in anchored] == ([] if offset is None else [offset])
    assert unfit == ((0,) if offset is None else ())


def test_an_undone_decision_takes_no_effect_and_is_not_missed() -> None:
    undone = decision("no such words", undone_at="2026-01-02T00:00:00Z")
    assert anchor([undone], TEXT, printed_at) == ((), ())


@given(cues(), st.data())
def test_any_words_of_a_transcript_are_found_again_at_their_time(spoken, data) -> None:  # type: ignore[no-untyped-def]
    words = Words(spoken)
    if not words.starts or words.printed_at(0) is None:
        return
    first = data.draw(st.integers(0, len(words.starts) - 1))
    last = data.draw(st.integers(first, len(words.starts) - 1))
    start = words.starts[first]
    heard = words.text[start : words.ends[last]]
    anchored, unfit = anchor([decision(heard, words.printed_at(start))], words.text, words.printed_at)
    assert unfit == ()
    assert words.text[anchored[0].offset :].startswith(heard)
    assert words.printed_at(anchored[0].offset) == words.printed_at(start)


NOW = "2026-05-05T00:00:00Z"


def again(
    stored: list[Correction], incoming: list[Correction], *, redo: bool = False
) -> tuple[Correction, ...]:
    return merge(stored, incoming, origin="a.toml", now=NOW, redo=redo)


def test_a_decision_is_stored_once() -> None:
    stored = [decision("One", id=1)]
    assert again(stored, [decision("One")]) == tuple(stored)


def test_a_line_that_left_its_file_is_undone_and_kept() -> None:
    (left,) = again([decision("One", id=1)], [])
    assert (left.id, left.undone_at) == (1, NOW)


def test_another_files_decisions_stay() -> None:
    other = decision("One", id=1)
    assert merge([other], [], origin="b.toml", now=NOW, redo=False) == (other,)


def test_what_a_person_undid_stays_undone_until_the_file_is_handed_in_again() -> None:
    undone = decision("One", id=1, undone_at="2026-01-02T00:00:00Z", undone_by="person")
    assert again([undone], [decision("One")]) == (undone,)
    kept, new = again([undone], [decision("One")], redo=True)
    assert kept == undone
    assert (new.id, new.undone_at) == (None, None)


def test_a_line_that_comes_back_to_its_file_is_decided_again() -> None:
    left = decision("One", id=1, undone_at="2026-01-02T00:00:00Z", undone_by="file")
    assert again([left], [decision("One")]) == (left, decision("One"))


def test_a_changed_line_is_a_new_decision() -> None:
    old, new = again([decision("One", id=1)], [decision("One", speaker=None)])
    assert old.undone_at == NOW
    assert holding([old, new]) == (new,)
