"""What the store writes, keeps and leaves alone."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import store
from archive.check import check
from archive.database import open_archive, open_readonly
from archive.errors import InvalidRecord
from archive.evidence import find_episode, load_corrections, load_sources, stored_states
from archive.records import Correction, EpisodeRecord, Identifier, Podcast, Recording, Warning
from archive.search.index import ADD, FORGET
from archive.store import Outcome
from tests.episodes import ENGINES, JOHN_THE_PILOT, all_episodes, bread, engines, said, source, untimed
from tests.store.back import found, read_back


@pytest.fixture
def save(archive_path: Path) -> Callable[..., list[Outcome]]:
    def run(*records: EpisodeRecord | Outcome) -> list[Outcome]:
        engine = open_archive(archive_path)
        outcomes = list(store.save(engine, records))
        engine.dispose()
        return outcomes

    return run


@pytest.fixture
def ask(archive_path: Path) -> Callable[[str], list[tuple[object, ...]]]:
    def run(sql: str) -> list[tuple[object, ...]]:
        with closing(open_readonly(archive_path)) as connection:
            return connection.execute(sql).fetchall()

    return run


Save = Callable[..., list[Outcome]]
Ask = Callable[[str], list[tuple[object, ...]]]


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def again(record: EpisodeRecord, **changes: object) -> EpisodeRecord:
    """The same episode, derived anew."""
    return replace(record, derivation=f"{record.derivation} again", **changes)  # type: ignore[arg-type]


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


def test_what_is_unchanged_writes_nothing_at_all(filled_archive: Path) -> None:
    before = filled_archive.read_bytes()
    engine = open_archive(filled_archive)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        connection.rollback()
    changes = raw.total_changes
    mentioned = Outcome(status="unchanged", place="elsewhere.txt")
    assert statuses(list(store.save(engine, [mentioned, *all_episodes()]))) == ["unchanged"] * 6
    wal = filled_archive.with_name(filled_archive.name + "-wal")
    assert raw.total_changes == changes
    assert wal.stat().st_size == 0
    engine.dispose()
    assert filled_archive.read_bytes() == before


def test_an_update_replaces_what_derives_and_nothing_else(save: Save, ask: Ask, archive_path: Path) -> None:
    save(*all_episodes())
    evidence = ask("select * from sources order by id") + ask("select * from source_bytes order by source_id")
    others = "select * from utterances where episode_id != 1 order by id"
    untouched = ask(others)
    lines = (said("Quite other words.", 0, end_ms=10), said("And a few more.", 10, end_ms=20))
    changed = again(engines(), utterances=lines, speakers=(), title="Another title", corrections=())
    changed = replace(changed, warnings=(), slug="another-slug", transcripts=engines().transcripts)
    assert statuses(save(changed)) == ["updated"]
    with closing(open_readonly(archive_path)) as connection:
        stored = read_back(connection, 1)
        assert stored.slug == "weighing-engines"
        assert len(load_corrections(connection, 1)) == 2
        assert replace(stored, slug="another-slug", corrections=()) == changed
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
        (state,) = stored_states(connection, "/shows/engines.txt")
        assert (state.episode_id, state.sha256) == (1, newer.sha256)
        assert state.derivation == again(engines()).derivation
        assert stored_states(connection, "/shows/engines.words.toml") == ()


def test_only_the_undoing_of_a_decision_changes(save: Save, ask: Ask, archive_path: Path) -> None:
    save(engines())
    with closing(open_readonly(archive_path)) as connection:
        first, second = load_corrections(connection, 1)
    undone = replace(first, undone_at="2026-03-01T00:00:00Z", words="never written")
    fresh = Correction(
        at_ms=None, words="Welcome", speaker=None, origin="by hand", made_at="2026-03-01T00:00:00Z"
    )
    lost = Warning(code="correction-lost", place="here", message="gone", correction=2)
    save(again(engines(), corrections=(undone, second, fresh), warnings=(lost,)))
    with closing(open_readonly(archive_path)) as connection:
        kept = load_corrections(connection, 1)
    assert kept == (replace(undone, words=first.words), second, replace(fresh, id=3))
    assert ask("select correction_id from warnings") == [(3,)]
    (outcome,) = save(again(again(engines()), corrections=(replace(first, id=77),), warnings=()))
    assert outcome.status == "failed"
    assert "decision 77 is not one on this episode" in str(outcome.error)


def test_the_strongest_name_wins_and_none_is_stolen(save: Save, ask: Ask, archive_path: Path) -> None:
    save(engines(), bread())
    names = (
        Identifier(scheme="youtube", value="bread000001"),
        Identifier(scheme="youtube", value="engines0001"),
    )
    (outcome,) = save(again(bread(), identifiers=names))
    assert (outcome.status, outcome.episode_id) == ("updated", 2)
    assert ask("select value, episode_id from identifiers where scheme = 'youtube' order by value") == [
        ("bread000001", 2),
        ("engines0001", 1),
    ]
    with closing(open_readonly(archive_path)) as connection:
        assert find_episode(connection, reversed(names)) == 1
        assert find_episode(connection, names) == 2
        assert find_episode(connection, [Identifier(scheme="youtube", value="nobody")]) is None


def test_one_episode_twice_in_a_batch_is_stored_once(save: Save, ask: Ask, archive_path: Path) -> None:
    newer = again(engines(), title="Newer")
    assert statuses(save(engines(), newer, newer)) == ["inserted", "updated", "unchanged"]
    assert ask("select title from episodes") == [("Newer",)]
    assert check(archive_path) == []


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


def test_what_the_tables_refuse_fails_alone_and_keeps_the_old(
    save: Save, ask: Ask, archive_path: Path
) -> None:
    save(engines(), bread())
    bad = Recording(kind="wax cylinder", url=None)  # type: ignore[arg-type]
    line = (said("Unheard of."),)
    refused = again(engines(), utterances=line, speakers=(), chapters=(), recordings=(bad,), transcripts=())
    unborn = replace(untimed(), recordings=(bad,), transcripts=())
    changed = again(bread(), title="Bread, again")
    outcomes = save(refused, unborn, changed)
    assert statuses(outcomes) == ["failed", "failed", "updated"]
    assert all(isinstance(outcome.error, InvalidRecord) for outcome in outcomes[:2])
    assert "/shows/engines.txt: the tables refuse it (CHECK constraint failed: ck_recordings_kind)" in str(
        outcomes[0].error
    )
    with closing(open_readonly(archive_path)) as connection:
        stored = read_back(connection, 1)
        assert stored.utterances == engines().utterances
        assert found(connection, "intelligence") == [1_000_001]
        assert found(connection, "unheard") == []
    assert ask("select count(*) from people where name = 'Grace Hopper'") == [(1,)]
    assert ask("select inserted, updated, failed from ingests where id = 2") == [(0, 1, 2)]
    assert check(archive_path) == []


@pytest.mark.parametrize("statement", [FORGET, ADD])
def test_indexing_a_batch_goes_by_ranges_of_rowid(archive_path: Path, statement: str) -> None:
    with closing(open_readonly(archive_path)) as connection:
        plan = [row[3] for row in connection.execute(f"explain query plan {statement}", ("[1]",))]
    assert any(
        "SEARCH utterances USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in step for step in plan
    ), plan


def test_only_failures_leave_no_trace(save: Save, ask: Ask) -> None:
    bad = Recording(kind="wax cylinder", url=None)  # type: ignore[arg-type]
    assert statuses(save(replace(engines(), recordings=(bad,)))) == ["failed"]
    assert ask("select count(*) from ingests union all select count(*) from podcasts") == [(0,), (0,)]


def test_outcomes_keep_their_order_and_come_after_the_commit(
    archive_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BATCH_EPISODES", 2)
    names = [f"{n}.txt" for n in range(5)]
    passed = Outcome(
        status="failed", place="broken.txt", error=InvalidRecord("broken.txt", "it is", "mend it")
    )

    def records() -> Iterator[EpisodeRecord | Outcome]:
        for name in names:
            identifier = Identifier(scheme="file", value=name)
            yield replace(untimed(), identifiers=(identifier,), sources=(source(name, name),), slug=name)
            if name == "1.txt":
                yield passed

    engine = open_archive(archive_path)
    seen = []
    for outcome in store.save(engine, records()):
        seen.append(outcome.place)
        if outcome.status == "inserted":
            with closing(open_readonly(archive_path)) as connection:
                stored = connection.execute("select id from episodes where id = ?", (outcome.episode_id,))
                assert stored.fetchone() is not None
    engine.dispose()
    assert seen == ["0.txt", "1.txt", "broken.txt", "2.txt", "3.txt", "4.txt"]
    with closing(open_readonly(archive_path)) as connection:
        (row,) = connection.execute("select inserted, failed, finished_at is not null, command from ingests")
    assert row == (5, 1, 1, "ingest")


def test_a_slow_source_does_not_hold_the_others_back(
    archive_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BATCH_SECONDS", 0.0)
    engine = open_archive(archive_path)
    outcomes = store.save(engine, iter([engines(), bread()]))
    time.sleep(0.001)
    assert next(outcomes).status == "inserted"
    with closing(open_readonly(archive_path)) as connection:
        assert connection.execute("select count(*), finished_at from episodes, ingests").fetchone() == (
            1,
            None,
        )
    assert statuses(list(outcomes)) == ["inserted"]
    engine.dispose()


def test_a_person_may_get_another_name_but_not_another_address(save: Save, ask: Ask) -> None:
    save(bread())
    pilot = replace(bread().speakers[0], person=replace(JOHN_THE_PILOT, name="Captain John Smith"))
    save(again(bread(), speakers=(pilot, *bread().speakers[1:])))
    assert ask("select id, slug, name from people where href is not null") == [
        (1, "john-smith", "Captain John Smith")
    ]
