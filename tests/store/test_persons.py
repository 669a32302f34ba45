"""Who is who, after anything that can happen to an archive: a function of all that its episodes name.

Random episodes with few names, pages and pictures come, change, are joined and parted and go, and people are
merged, renamed and given back; after each step the rows of people are what `archive.sameness` makes of all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from archive import mentions, persons, sameness
from archive.database import open_archive
from archive.engine import driver
from archive.outcome import Outcome, Part
from archive.records import ClockMap, EpisodeRecord, Identifier, Person, Podcast, Recording, Speaker
from archive.replacing import Batch, remove_episode, replace_episode, resettle
from archive.sameness import people
from tests.parts import said, source, transcript

NOW = "2026-01-01T00:00:00Z"
EPISODES = range(4)
NAMES = ("Maya Okafor", "MAYA OKAFOR", "Maya Oka\0for", "Leo Okafor", "Maya", "Dan", "DAN", "Dan Stone")
PAGES = ("https://a.example/", "https://b.example/", "https://c.example/")
SHOWS = (
    None,
    Podcast(title="A"),
    Podcast(title="A", guid="a"),
    Podcast(title="B"),
    Podcast(title="B", guid="a"),  # what was called A
)

Cast = tuple[tuple[Person, bool], ...]

PEOPLE = st.builds(
    Person,
    name=st.sampled_from(NAMES),
    href=st.sampled_from((None, *PAGES)),
    image_url=st.sampled_from((None, "1.png", "2.png")),
)
CASTS = st.lists(st.tuples(PEOPLE, st.booleans()), max_size=3).map(tuple)
NUMBERS = st.sampled_from(EPISODES)
STEPS = st.one_of(
    st.tuples(st.just("put"), NUMBERS, st.sampled_from(SHOWS), CASTS),
    st.tuples(st.just("drop"), NUMBERS),
    st.tuples(st.just("join"), NUMBERS, NUMBERS, CASTS),
    st.tuples(st.just("part"), NUMBERS, NUMBERS, CASTS, CASTS),
    st.tuples(st.just("merge"), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("rename"), st.integers(0, 9), PEOPLE),
    st.tuples(st.just("give back"), st.integers(0, 9), PEOPLE),
)


@pytest.fixture(scope="module")
def empty(made_archives: tuple[Path, Path]) -> Iterator[Engine]:
    engine = open_archive(made_archives[0])
    yield engine
    engine.dispose()


@contextmanager
def trying(engine: Engine) -> "Iterator[Archive]":
    """An archive that is empty again afterwards."""
    with engine.connect().execution_options(writes=True) as connection:
        yield Archive(connection)
        connection.rollback()


@pytest.mark.parametrize("most", [1, 2, sameness.MOST_NAMES])
@settings(max_examples=60)
@given(steps=st.lists(STEPS, min_size=2, max_size=9))
def test_people_are_what_all_mentions_make(empty: Engine, steps: list[tuple[object, ...]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch, trying(empty) as archive:
        patch.setattr(sameness, "MOST_NAMES", most)
        for step in steps:
            archive.do(*step)
            archive.prove()


MAYA, LEO = ((Person(name=name), False) for name in ("Maya Okafor", "Leo Dion"))


def test_whose_address_leads_on_has_it_again_though_somebody_came_with_that_name(empty: Engine) -> None:
    with trying(empty) as archive:
        archive.put(0, None, (MAYA, LEO))
        archive.merge(0, 1)
        archive.put(1, None, (LEO,))
        assert archive.slugs() == ["leo-dion-2", "maya-okafor"]
        # An archive that an old version wrote, which gave the address that leads on to somebody else.
        archive.raw.execute("update people set slug = 'leo-dion' where slug = 'leo-dion-2'")
        archive.put(0, None, (MAYA, (Person(name="Leo Dion", href=PAGES[0]), False)))
        archive.put(2, None, ((Person(name="Leo Dion", href=PAGES[1]), False),))
        assert len(set(archive.slugs())) == len(archive.slugs()) >= 3


@pytest.mark.parametrize("goes", [(), (LEO,), ((Person(name="Leo Dion", href=PAGES[1]), False),)])
def test_a_page_is_one_persons_again_when_another_name_drops_it(empty: Engine, goes: Cast) -> None:
    own = Person(name="Maya Okafor", href=PAGES[0])
    with trying(empty) as archive:
        archive.put(0, None, ((own, False),))
        archive.put(1, None, ((Person(name="Leo Dion", href=PAGES[0]), False),))
        shown = "select href from people where name = 'Maya Okafor'"
        assert archive.raw.execute(shown).fetchall() == [(None,)]
        archive.put(1, None, goes)
        assert archive.raw.execute(shown).fetchall() == [(PAGES[0],)]


def test_two_of_one_label_leave_together(empty: Engine) -> None:
    with trying(empty) as archive:
        archive.put(0, None, tuple((Person(name="Leo Dion", href=href), False) for href in PAGES))
        assert len(archive.slugs()) == 3
        archive.put(0, None, ())
        assert archive.slugs() == []


def test_a_given_name_of_two_shows_is_one_persons_when_the_shows_are_one(empty: Engine) -> None:
    with trying(empty) as archive:
        for number, show in enumerate(SHOWS[2:4]):
            archive.put(number, show, ((Person(name="Dan"), False),))
        assert archive.slugs() == ["dan", "dan-2"]
        archive.put(2, SHOWS[4], (MAYA,))
        assert archive.slugs() == ["dan", "maya-okafor"]
        archive.prove()


def test_a_picture_that_goes_with_one_part_of_an_episode_is_still_shown(empty: Engine) -> None:
    pictured = (replace(MAYA[0], href=PAGES[0], image_url="1.png"), True)
    with trying(empty) as archive:
        archive.put(0, None, (pictured,))
        archive.part(0, 1, ((replace(MAYA[0], href=PAGES[0]), False),), (pictured,))
        archive.prove()


def test_whom_a_refused_episode_brought_is_somebody_new_in_the_next(
    save: Callable[..., list[Outcome]], ask: Callable[[str], list[tuple[object, ...]]]
) -> None:
    nowhere = ClockMap(
        from_recording=7,
        to_recording=8,
        pieces=((0, 10, 5, 15),),
        matches=1,
        covered=1.0,
        to_covered=1.0,
        median_error_ms=0,
        p95_error_ms=0,
    )
    refused = replace(record(0, None, (MAYA,)), clock_maps=(nowhere,))
    outcomes = save(refused, record(1, None, (MAYA,)), record(2, None, (MAYA, LEO)))
    assert [each.status for each in outcomes] == ["failed", "inserted", "inserted"]
    assert ask("select count(*), count(distinct person_id) from speakers") == [(3, 2)]


class Archive:
    """An archive of a few episodes, known by their numbers."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.raw = driver(connection)
        self.batch = Batch(self.raw, NOW)
        self.ids: dict[int, int] = {}
        self.shows: dict[int, Podcast | None] = {}

    def do(self, what: object, *values: object) -> None:
        getattr(self, str(what).replace(" ", "_"))(*values)

    def put(self, number: int, show: Podcast | None, cast: Cast) -> None:
        self.shows[number] = show
        made = record(number, show, cast)
        self.ids[number] = replace_episode(self.connection, made, self.ids.get(number), self.batch)

    def drop(self, number: int) -> None:
        if number in self.ids:
            remove_episode(self.connection, self.ids.pop(number), self.batch.ties)

    def join(self, one: int, other: int, cast: Cast) -> None:
        if one == other or not {one, other} <= self.ids.keys():
            return
        absorbed = (self.ids.pop(other),)
        part = Part(record=record(one, self.shows[one], cast), episode_id=self.ids[one], absorbed=absorbed)
        resettle(self.connection, [part], self.batch)

    def part(self, one: int, new: int, cast: Cast, other_cast: Cast) -> None:
        if one not in self.ids or new in self.ids:
            return
        self.shows[new] = self.shows[one]
        parts = [
            Part(record=record(one, self.shows[one], cast), episode_id=self.ids[one]),
            Part(record=record(new, self.shows[one], other_cast)),
        ]
        _, self.ids[new] = resettle(self.connection, parts, self.batch)

    def merge(self, kept: int, merged: int) -> None:
        if (stays := self.person(kept)) and (goes := self.person(merged)) and stays != goes:
            self.call(goes[0], stays[1], stays[2], decided=True, keep=stays[0])

    def rename(self, number: int, person: Person) -> None:
        if found := self.person(number):
            self.call(found[0], person.name, found[2], decided=True, keep=found[0])

    def give_back(self, number: int, person: Person) -> None:
        if found := self.person(number):
            self.call(found[0], person.name, person.href, decided=False)

    def call(self, id_: int, name: str, href: str | None, *, decided: bool, keep: int | None = None) -> None:
        found = self.raw.execute("select id from speakers where person_id = ?", (id_,)).fetchall()
        own = [speaker for (speaker,) in found]
        persons.call(self.connection, own, name, href, NOW, decided=decided, keep=keep)
        self.batch.ties.clear()  # another command, in between

    def person(self, number: int) -> tuple[int, str, str | None] | None:
        found = self.raw.execute("select id, name, href from people order by id").fetchall()
        return found[number % len(found)] if found else None

    def slugs(self) -> list[str]:
        return [slug for (slug,) in self.raw.execute("select slug from people order by slug")]

    def prove(self) -> None:
        expected = {
            (frozenset(one.mentions), one.name, one.href, one.image_url)
            for one in people(mentions.every(self.raw))
        }
        held: dict[int, set[object]] = {}
        for (episode,) in self.raw.execute("select id from episodes").fetchall():
            for each in mentions.named(self.raw, episode):
                assert each.person_id is not None
                held.setdefault(each.person_id, set()).add(each.mention)
        rows = self.raw.execute("select id, name, href, image_url from people").fetchall()
        assert sorted(held) == sorted(id_ for id_, *_ in rows)
        assert {(frozenset(held[id_]), *shown) for id_, *shown in rows} == expected
        asked = "select count(*) from utterances join speakers on speakers.id = speaker_id"
        wrong = self.raw.execute(f"{asked} where utterances.person_id is not speakers.person_id").fetchone()
        assert wrong == (0,)
        # An address that leads on is nobody else's, and leads to somebody.
        former = "select slug, moved_to from former_addresses where kind = 'person' and moved_to is not null"
        slugs = {slug for (slug,) in self.raw.execute("select slug from people")}
        for slug, moved_to in self.raw.execute(former).fetchall():
            assert slug not in slugs
            assert moved_to in held


def record(number: int, show: Podcast | None, cast: Cast) -> EpisodeRecord:
    """An episode in which everybody of `cast` says a line."""
    lines = tuple(
        said(f"Line {n} of {number}.", speaker=n, turn=n + 1, cue=n, start_ms=n * 1000, end_ms=n * 1000 + 900)
        for n in range(len(cast))
    )
    speakers = tuple(
        Speaker(
            label=person.name,
            person=person,
            method="alias" if decided else "printed",
            confidence=1.0,
            talk_ms=900,
            turns=1,
            words=4,
        )
        for person, decided in cast
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="youtube", value=f"persons{number:04}"),),
        derivation=f"{number} {cast}",
        slug=f"persons-{number}",
        podcast=show,
        recordings=(Recording(kind="unknown"),),
        sources=(source(f"/{number}.txt", f"{cast}"),),
        transcripts=(transcript(lines),),
        speakers=speakers,
        utterances=lines,
    )
