"""Who a printed label is: a person only where that is sure, and nobody where nobody knows."""

import pytest

from archive.records import Person
from ingest.cast import Cast
from ingest.reading import PersonMention

from .talks import evidence, record, spoken

LEO = Person(name="Leo Dion")


def cast(*printed: str, people: tuple[PersonMention, ...] = ()) -> tuple[Cast, list[int | None]]:
    """The cast of a transcript with these labels, and the speaker of each."""
    made = Cast(people, printed)
    return made, [made.printed(label) for label in printed]


@pytest.mark.parametrize("printed", [("Leo Dion", "Leo"), ("Leo", "Leo Dion"), ("Leo", "Ann", "Leo Dion")])
def test_a_first_name_is_the_one_person_here_who_has_it(printed: tuple[str, ...]) -> None:
    made, places = cast(*printed)
    by_label = dict(zip(printed, places, strict=True))
    assert by_label["Leo"] == by_label["Leo Dion"]
    found = made.speakers[by_label["Leo"] or 0]
    assert (found.label, found.person, found.method) == ("Leo Dion", LEO, "printed")
    assert sum(speaker.person == LEO for speaker in made.speakers) == 1
    assert made.warnings == []


@pytest.mark.parametrize("first", [True, False])
def test_a_first_name_that_two_people_have_is_neither(first: bool) -> None:
    full = ("Leo Dion", "Leo Marsh")
    printed = ("Leo", *full) if first else (*full, "Leo")
    made, places = cast(*printed)
    short = made.speakers[places[printed.index("Leo")] or 0]
    assert (short.label, short.person) == ("Leo", None)
    assert len(set(places)) == 3
    (warning,) = made.warnings
    assert (warning.code, warning.place) == ("ambiguous_speaker", "Leo")
    assert "Leo Dion, Leo Marsh" in warning.message


def test_a_first_name_that_a_declared_and_a_printed_person_share_is_neither() -> None:
    made, (_, short) = cast("Leo Marsh", "Leo", people=(PersonMention(name="Leo Dion"),))
    assert made.speakers[short or 0].person is None
    assert [warning.code for warning in made.warnings] == ["ambiguous_speaker"]


def test_two_declared_people_of_one_name_are_not_told_apart() -> None:
    people = tuple(PersonMention(name="Leo Dion", href=f"https://leo.example/{n}") for n in (1, 2))
    made, (place,) = cast("Leo Dion", people=people)
    assert made.speakers[place or 0].person is None
    assert [warning.code for warning in made.warnings] == ["ambiguous_speaker"]
    assert made.decided("Leo Dion") == made.decided("Leo Dion")
    assert made.speakers[made.decided("Leo Dion")].person is None


@pytest.mark.parametrize("declared", [None, "guest"])
def test_a_role_in_a_label_counts_where_nobody_says_another(declared: str | None) -> None:
    person = PersonMention(name="Leo Dion", role=declared, href="https://leo.example/")
    made, places = cast("Leo Dion (host)", people=(person,))
    assert places == [0]
    (found,) = made.speakers
    assert found.person == Person(name="Leo Dion", href="https://leo.example/")
    assert (found.role, found.method) == (declared or "host", "declared")


def test_a_role_does_not_hide_a_name() -> None:
    made, places = cast("Leo (host)", "Leo Dion")
    assert places == [0, 0]
    assert (made.speakers[0].person, made.speakers[0].role) == (LEO, "host")


def test_capitals_are_the_same_name() -> None:
    made, places = cast("LEO DION", "Leo", "LEO", people=(PersonMention(name="Leo Dion"),))
    assert places == [0, 0, 0]
    assert made.speakers[0].person == LEO
    made, places = cast("LEO DION", "Leo Dion", "leo dion")
    assert len(set(places)) == 1


@pytest.mark.parametrize("label", ["Unknown", "unknown speaker", "???", "Unidentified"])
def test_unknown_is_nobody(label: str) -> None:
    made, places = cast(label)
    assert (places, made.speakers) == ([None], [])


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("SPEAKER_00", "anonymous"),
        ("Speaker 1", "anonymous"),
        ("spk_0", "anonymous"),
        ("Host", "anonymous"),
        ("A", "anonymous"),
        ("Break", "sound"),
        ("Jingle", "sound"),
        ("Everyone", "group"),
        ("Leo Dion and Ann Lee", "group"),
    ],
)
def test_what_is_no_name_is_no_person(label: str, kind: str) -> None:
    made, places = cast(label, "Leo Dion", "Ann Lee")
    found = made.speakers[places[0] or 0]
    assert (found.label, found.kind, found.person) == (label, kind, None)
    assert len(set(places)) == 3


def test_one_word_is_a_person_only_if_somebody_declares_it() -> None:
    made, places = cast("Leo")
    assert [(each.label, each.kind, each.person) for each in made.speakers] == [("Leo", "name", None)]
    made, places = cast("Leo", people=(PersonMention(name="Leo", role="host"),))
    assert places == [0]
    assert [(each.person, each.role) for each in made.speakers] == [(Person(name="Leo"), "host")]


def test_who_is_declared_and_says_nothing_has_no_words() -> None:
    made = record(
        evidence(
            cues=spoken("Hello there.", "Good.", speakers=("Leo Dion", "Unknown")),
            people=(PersonMention(name="Ann Lee", role="guest"),),
        )
    )
    assert [(each.label, each.words, each.method) for each in made.speakers] == [
        ("Ann Lee", 0, "declared"),
        ("Leo Dion", 2, "printed"),
    ]
    assert [(each.speaker, each.turn) for each in made.utterances] == [(1, 1), (None, None)]


def test_a_name_that_a_person_decided() -> None:
    made, places = cast("Leo Dion", "SPEAKER_00")
    assert made.decided("Leo Dion") == places[0]
    assert made.decided("leo dion") == places[0]
    ann, voice = made.decided("Ann"), made.decided("SPEAKER_01")
    assert (made.speakers[ann].person, made.speakers[ann].method) == (Person(name="Ann"), "corrected")
    assert made.speakers[voice].person is None
    assert made.decided("SPEAKER_00") == places[1]
    assert made.decided("Ann") == ann


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x7f", "\x9b"])
def test_a_control_character_in_a_name_makes_nobody_else_of_it(sign: str) -> None:
    made = Cast([PersonMention(name=f"Leo{sign} Dion{sign}", role="host"), PersonMention(name=sign)])
    assert made.printed("Leo Dion") == made.printed(f"Leo Di{sign}on") == 0
    assert [(each.label, each.person) for each in made.speakers] == [("Leo Dion", LEO)]
    found, places = cast(f"Ann{sign} Lee", "Ann Lee")
    assert places == [0, 0]
    assert [(each.label, each.person) for each in found.speakers] == [("Ann Lee", Person(name="Ann Lee"))]
