"""That a made archive is what it says, however many episodes; how fast its pages are, `make bench` judges."""

import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from archive.database import open_readonly
from archive.validate import validate
from ingest.talk import counted
from tests.bench import facets, scale, tenfold
from tests.bench.made_episodes import LONGEST, episode, plan
from tests.bench.made_shows import PEOPLE, SHOWS
from tests.bench.servers import Answer


@pytest.fixture(scope="module")
def records():
    planned = plan(40, seed=2)
    return [episode(planned, number) for number in range(40)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("scale") / "scale.db"
    scale.make(path, 4)
    return path


def test_the_same_numbers_make_the_same_episodes(records):
    again = plan(40, seed=2)
    assert [episode(again, number) for number in (7, 3)] == [records[7], records[3]]
    assert episode(plan(40, seed=1), 3) != records[3]


def test_a_whole_archive_has_a_million_utterances_of_20_shows_and_400_people():
    planned = plan(scale.EPISODES, seed=1)
    assert sum(planned.lengths) == 1_000_000
    assert max(planned.lengths) == LONGEST
    assert planned.lengths.count(LONGEST) == 10
    assert 60 < planned.lengths.count(0) < 180
    assert len(planned.shows) == SHOWS
    people = {one.name for show in planned.shows for one in (*show.hosts, *show.guests)}
    assert 0.9 * PEOPLE < len(people) <= PEOPLE
    years = {day.year for show in planned.shows for day in show.days}
    assert years == set(range(2010, 2025))


def test_every_record_can_be_stored_and_its_figures_are_those_of_its_words(records):
    for record in records:
        validate(record)
        assert counted(record.speakers, record.utterances) == record.speakers
        turns = {}
        for each in record.utterances:
            if each.turn is not None:
                assert turns.setdefault(each.turn, each.speaker) == each.speaker


def test_words_are_as_frequent_as_in_real_speech(records):
    said = [f" {each.text.lower()} " for record in records for each in record.utterances]
    assert sum(len(each.split()) for each in said) / len(said) == pytest.approx(30, abs=1.5)

    def share(words):
        return sum(f" {words} " in each for each in said) / len(said)

    # In 552 real episodes of 34 shows: .60, .09 and .03, of 37 words each.
    assert 0.42 < share("the") < 0.6
    assert 0.04 < share("you know") < 0.15
    assert 0.002 < share("open source") < 0.06


def test_new_words_keep_coming_but_ever_fewer(records):
    words = [word for record in records for each in record.utterances for word in each.text.lower().split()]
    half = len(words) // 2
    first, all_ = len(set(words[:half])), len(set(words))
    assert 1.2 < all_ / first < 1.8
    # A twentieth of the vocabulary is most of what is said.
    often = sum(count for _, count in Counter(words).most_common(all_ // 20))
    assert often > 0.7 * len(words)


def test_hosts_say_two_fifths_and_few_are_unknown(records):
    named = [record for record in records if record.speakers and record.utterances]
    words = Counter()
    for record in named:
        for each in record.utterances:
            role = None if each.speaker is None else record.speakers[each.speaker].role
            words[role] += each.words
    total = words.total()
    assert 0.33 < words["host"] / total < 0.47
    assert 0.02 < words[None] / total < 0.07


def test_episodes_lack_what_real_ones_lack(records):
    assert any(not record.utterances for record in records)
    assert any(record.utterances and not record.speakers for record in records)
    assert any(record.utterances and record.duration_ms is None for record in records)
    assert any(len(record.recordings) > 1 for record in records)
    assert {each.origin for record in records for each in record.transcripts} >= {"human", "asr", None}


def test_a_made_archive_is_there_only_when_it_is_whole(made, monkeypatch, tmp_path):
    with closing(open_readonly(made)) as connection:
        said = connection.execute("select count(*) from utterances").fetchone()[0]
    assert said == sum(plan(4, seed=1).lengths)
    path = tmp_path / "stopped.db"
    monkeypatch.setattr(scale, "episode", lambda planned, number: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        scale.make(path, 4)
    assert not path.exists()


def test_copies_have_ids_people_and_rarer_words_of_their_own(made, tmp_path):
    path = tmp_path / "three.db"
    path.write_bytes(made.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:

        def number(sql):
            return connection.execute(sql).fetchone()[0]

        counted = [f"select count(*) from {name}" for name in ("utterances", "episodes", "people", "voices")]
        before = [number(sql) for sql in counted]
        names = "select count(distinct name) from people"
        people = number(names)
        tenfold.multiply(connection, 3, lambda said: None)
        assert [number(sql) for sql in counted] == [3 * each for each in before]
        assert number(names) == 3 * people
        connection.execute("insert into utterances_fts (utterances_fts, rank) values ('integrity-check', 1)")
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        found = "select count(*) from utterances_fts where utterances_fts match ?"
        (common,) = connection.execute(found, ('"you know"',)).fetchone()
        assert common % 3 == 0


class Saying:
    """A server whose search says what it is told to."""

    def __init__(self, body):
        self.body = body

    def good(self, address):
        return Answer(seconds=0.0, status=200, body=self.body)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('{"facets": {}, "total": 0}', "the facet podcast is missing"),
        ("The facets timed out", "something was timed out"),
    ],
)
def test_a_facet_that_is_missing_or_late_ends_the_measuring(made, body, problem):
    with closing(open_readonly(made)) as connection, pytest.raises(SystemExit, match=problem):
        facets.check(connection, Saying(body), "/archive/-/search?q=the")
