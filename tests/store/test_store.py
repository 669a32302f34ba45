"""What the store writes, keeps and leaves alone."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.check import check
from archive.database import open_readonly
from archive.evidence import find_episode, load_sources
from archive.outcome import Outcome
from archive.records import Chapter, EpisodeRecord, Identifier, Podcast, Recording
from tests.episodes import ENGINES, JOHN_THE_PILOT, all_episodes, bread, engines, untimed
from tests.parts import again, said, source
from tests.store.back import found, read_back

Save = Callable[..., list[Outcome]]
Ask = Callable[[str], list[tuple[object, ...]]]


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_everything_comes_back_as_it_was_stored(filled_archive: Path) -> None:
    with closing(open_readonly(filled_archive)) as connection:
        for episode_id, record in enumerate(all_episodes(), start=1):
            stored = read_back(connection, episode_id)
            plain = tuple(replace(correction, id=None) for correction in stored.corrections)
            assert replace(stored, corrections=plain) == record
        assert connection.execute("select count(*) from utterances where rowid = id").fetchone() == (13,)
        people = connection.execute(
            "select name, href from people where name = 'John Smith' order by id"
        ).fetchall()
        assert people == [
            ("John Smith", "https://example.org/john-the-baker"),
            ("John Smith", "https://example.org/john-the-pilot"),
        ]
        # Grace Hopper has no address and one name: she is one person in two episodes.
        assert connection.execute(
            "select count(*), count(distinct person_id) from speakers where label = 'Grace Hopper'"
        ).fetchone() == (2, 1)


def test_what_only_some_sources_say_comes_back(save: Save, archive_path: Path) -> None:
    record = bread()
    full = replace(
        record,
        guessed=("title", "number"),
        fingerprint=(-5, 7),
        recordings=(
            Recording(kind="audio", url="https://example.org/a.mp3", mime_type="audio/mpeg", duration_ms=9),
        ),
        speakers=tuple(replace(each, kind="group") for each in record.speakers),
        chapters=(Chapter(title="Untimed", href="https://example.org/", image_url="https://example.org/i"),),
        transcripts=tuple(
            replace(each, language="de", flags=("repetition",), origin="asr") for each in record.transcripts
        ),
        utterances=tuple(
            replace(
                each, word_confidence=0.25, chapter=None, method=None if each.speaker is None else "overlap"
            )
            for each in record.utterances
        ),
    )
    assert statuses(save(full)) == ["inserted"]
    with closing(open_readonly(archive_path)) as connection:
        assert read_back(connection, 1) == full
        links = connection.execute("select link from said where start_ms is not null").fetchall()
        assert links[0] == ("https://example.org/a.mp3#t=1",)
    assert statuses(save(record)) == ["unchanged"]
    assert statuses(save(replace(record, derivation="another"))) == ["updated"]
    with closing(open_readonly(archive_path)) as connection:
        assert connection.execute("select count(*) from fingerprints").fetchone() == (0,)


def test_the_view_says_names_and_links(filled_archive: Path) -> None:
    with closing(open_readonly(filled_archive)) as connection:
        columns = "podcast, episode, published, chapter, speaker, role, time, link"
        line = connection.execute(f"select {columns} from said where id = 1000004").fetchone()
        assert line == (
            "Engines of Thought",
            "Weighing engines",
            "2026-02-04",
            "Laughter & later",
            "Ada Lovelace",
            "host",
            "1:03:02",
            "https://www.youtube.com/watch?v=engines0001&t=3782",
        )
        assert connection.execute("select count(*), count(distinct id) from said").fetchone() == (13, 13)
        voices = connection.execute(
            "select distinct speaker from said where episode_id = 2 order by id"
        ).fetchall()
        assert voices == [("John Smith",), ("SPEAKER_01",)]
        assert connection.execute("select time, link, podcast from said where id = 3000001").fetchone() == (
            None,
            None,
            None,
        )
        # A source's `javascript:` address is no link, wherever it came from.
        assert connection.execute("select link from said where episode_id = 5").fetchall() == [
            (None,),
            (None,),
        ]


def test_a_link_without_a_query_gets_one(save: Save, ask: Ask) -> None:
    save(replace(engines(), recordings=(Recording(kind="youtube", url="https://youtu.be/engines0001"),)))
    assert ask("select link from said where id = 1000002") == [("https://youtu.be/engines0001?t=9",)]


def test_an_update_replaces_what_derives_and_nothing_else(save: Save, ask: Ask, archive_path: Path) -> None:
    save(*all_episodes())
    evidence = ask("select * from sources order by id") + ask("select * from source_bytes order by source_id")
    others = "select * from utterances where episode_id != 1 order by id"
    untouched = ask(others)
    lines = (said("Quite other words.", 0, end_ms=10), said("And a few more.", 10, end_ms=20))
    changed = again(engines(), utterances=lines, speakers=(), title="Another title")
    changed = replace(changed, warnings=(), slug="another-slug", transcripts=engines().transcripts)
    assert statuses(save(changed)) == ["updated"]
    with closing(open_readonly(archive_path)) as connection:
        stored = read_back(connection, 1)
        assert stored.slug == "weighing-engines"
        assert replace(stored, slug="another-slug") == changed
        assert found(connection, "quite other") == [1_000_001]
        assert found(connection, "intelligence") == []
    assert (
        ask("select * from sources order by id") + ask("select * from source_bytes order by source_id")
        == evidence
    )
    assert ask(others) == untouched
    assert ask("select inserted, updated, unchanged, failed from ingests order by id") == [
        (5, 0, 0, 0),
        (0, 1, 0, 0),
    ]
    assert check(archive_path) == []


def test_a_changed_source_supersedes_the_old_one(save: Save, ask: Ask, archive_path: Path) -> None:
    save(engines())
    newer = source("/shows/engines.txt", "Other words")
    save(again(engines(), sources=(newer,)))
    current = "select uri, superseded_at is null from sources order by id"
    assert ask(current) == [
        ("/shows/engines.txt", 0),
        ("/shows/engines.words.toml", 0),
        ("/shows/engines.txt", 1),
    ]
    with closing(open_readonly(archive_path)) as connection:
        assert load_sources(connection, 1) == (newer,)


def test_the_strongest_name_wins_and_one_name_may_stand_at_two_episodes(
    save: Save, ask: Ask, archive_path: Path
) -> None:
    save(engines(), bread())
    names = (
        Identifier(scheme="youtube", value="bread000001"),
        Identifier(scheme="youtube", value="engines0001"),
    )
    (outcome,) = save(again(bread(), identifiers=names))
    assert (outcome.status, outcome.episode_id) == ("updated", 2)
    assert ask(
        "select value, episode_id from identifiers where scheme = 'youtube' order by value, episode_id"
    ) == [
        ("bread000001", 2),
        ("engines0001", 1),
        ("engines0001", 2),
    ]
    with closing(open_readonly(archive_path)) as connection:
        assert find_episode(connection, reversed(names)) == 1
        assert find_episode(connection, names) == 2
        assert find_episode(connection, [Identifier(scheme="youtube", value="nobody")]) is None


def test_slugs_are_unique_and_titles_with_one_slug_two_shows(save: Save, ask: Ask) -> None:
    shows = [
        ENGINES,
        replace(ENGINES, title="Engines of thought!"),
        replace(ENGINES, title="Engines — of — Thought"),
    ]
    for n, show in enumerate(shows):
        name = Identifier(scheme="file", value=f"/{n}.txt")
        save(replace(engines(), identifiers=(name,), podcast=show, sources=(), transcripts=()))
    slugs = [("engines-of-thought",), ("engines-of-thought-2",), ("engines-of-thought-3",)]
    assert ask("select slug from podcasts order by id") == slugs
    assert ask("select slug from episodes order by id") == [
        ("weighing-engines",),
        ("weighing-engines-2",),
        ("weighing-engines-3",),
    ]


def test_a_show_learns_and_forgets_nothing(save: Save, ask: Ask) -> None:
    save(replace(engines(), podcast=Podcast(title="Engines of Thought", author="Ada")))
    save(again(engines(), podcast=Podcast(title="Engines of Thought", description="On engines")))
    assert ask("select author, description from podcasts") == [("Ada", "On engines")]


def test_whom_nothing_mentions_any_more_leaves_and_no_id_returns(
    save: Save, ask: Ask, archive_path: Path
) -> None:
    save(bread())
    quiet = tuple(
        replace(line, speaker=None, turn=None, method=None, confidence=None) for line in bread().utterances
    )
    save(again(bread(), speakers=(), utterances=quiet, podcast=None))
    assert ask("select count(*) from people") == [(0,)]
    assert ask("select count(*) from podcasts") == [(0,)]
    save(bread(), untimed())
    assert min(ask("select id from people")) > (2,)
    assert ask("select id from podcasts") == [(2,)]
    connection = sqlite3.connect(archive_path)
    connection.execute("pragma foreign_keys = on")
    connection.execute("insert into utterances_fts (utterances_fts) values ('delete-all')")
    for table in ("utterances", "transcripts", "episodes"):
        connection.execute(f"delete from {table}")
    connection.commit()
    connection.close()
    (outcome,) = save(untimed())
    assert outcome.episode_id == 3
    assert ask("select min(id) from utterances") == [(3_000_001,)]


def calling(record: EpisodeRecord, name: str) -> EpisodeRecord:
    """`record`, whose first speaker is the pilot under another name."""
    pilot = replace(record.speakers[0], label=name, person=replace(JOHN_THE_PILOT, name=name))
    return again(record, speakers=(pilot, *record.speakers[1:]))


PILOTS = "select id, slug, name from people where href like '%pilot'"


def test_a_person_may_get_another_name_but_not_another_address(save: Save, ask: Ask) -> None:
    save(bread(), engines())
    save(calling(bread(), "Captain John Smith"))
    assert ask(PILOTS) == [(1, "john-smith", "Captain John Smith")]


def test_a_page_that_two_names_have_joins_neither(save: Save, ask: Ask, archive_path: Path) -> None:
    """A sidecar may have taken over somebody else's address by mistake."""
    save(bread(), calling(untimed(), "Hopper"))
    assert ask(PILOTS) == []
    labels = (
        "select episode_id, label, people.name from speakers join people on people.id = person_id"
        " where label in ('John Smith', 'Captain John Smith', 'Hopper') order by episode_id"
    )
    assert ask(labels) == [(1, "John Smith", "John Smith"), (2, "Hopper", "Hopper")]
    assert statuses(save(again(calling(bread(), "Captain John Smith")))) == ["updated"]
    assert ask(PILOTS) == []
    # Mended: the address is one episode's again, and the name with it.
    save(again(again(untimed())))
    save(calling(bread(), "Captain John Smith"))
    assert ask(PILOTS) == [(1, "john-smith", "Captain John Smith")]
    assert check(archive_path) == []
