"""A batch: what fails in it, what it skips, and when its outcomes are told."""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import store
from archive.check import check
from archive.database import open_archive, open_readonly
from archive.errors import InvalidRecord, RecordOutOfDate
from archive.outcome import Outcome
from archive.records import EpisodeRecord, Identifier, Recording
from archive.search.index import ADD, FORGET
from tests.episodes import all_episodes, bread, engines, small, untimed
from tests.parts import again, said, source
from tests.store.back import found, read_back

Save = Callable[..., list[Outcome]]
Ask = Callable[[str], list[tuple[object, ...]]]


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


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


def test_one_episode_twice_in_a_batch_is_stored_once(save: Save, ask: Ask, archive_path: Path) -> None:
    newer = again(engines(), title="Newer")
    assert statuses(save(engines(), newer, newer)) == ["inserted", "updated", "unchanged"]
    assert ask("select title from episodes") == [("Newer",)]
    assert check(archive_path) == []


def named(record: EpisodeRecord, words: str, *names: str) -> EpisodeRecord:
    """`record` with other names and words."""
    identifiers = tuple(Identifier(scheme="sha256", value=name) for name in names)
    return replace(record, identifiers=identifiers, utterances=(said(words, 0),), derivation=words)


def bare(uri: str) -> EpisodeRecord:
    return replace(small(0), speakers=(), transcripts=(), sources=(source(uri, uri),))


def test_a_record_whose_episode_went_to_another_file_of_the_batch_fails_alone(
    save: Save, ask: Ask, archive_path: Path
) -> None:
    """As when the text of a file is copied over another one, and the first gets new text."""
    a, b = bare("/a.txt"), bare("/b.txt")
    save(named(a, "alpha", "text a", "/a.txt"), named(b, "beta", "text b", "/b.txt"))
    gamma = named(a, "gamma", "text c", "/a.txt")
    moved = named(b, "alpha anew", "text a", "/b.txt")
    outcomes = save(gamma, moved, untimed())
    assert statuses(outcomes) == ["updated", "failed", "inserted"]
    assert isinstance(outcomes[1].error, RecordOutOfDate)
    assert str(outcomes[1].error) == (
        "/b.txt: what it has been known by went to another episode, with a file just before it;"
        " run the same command again"
    )
    assert ask("select episode_id, text from utterances where episode_id < 3") == [(1, "gamma"), (2, "beta")]
    assert check(archive_path) == []
    assert statuses(save(gamma, moved, untimed())) == ["unchanged", "updated", "unchanged"]
    assert ask("select episode_id, text from utterances where episode_id < 3") == [
        (1, "gamma"),
        (2, "alpha anew"),
    ]
    assert check(archive_path) == []


NAMES = st.lists(st.sampled_from("abcd"), min_size=1, max_size=2, unique=True)


@settings(max_examples=100)
@given(batches=st.lists(st.lists(NAMES, min_size=2, max_size=4), min_size=1, max_size=2))
def test_whatever_names_a_batch_has_index_and_words_agree(
    made_archives: tuple[Path, Path], batches: list[list[list[str]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(made_archives[0], Path(folder) / "archive.db"))
        engine = open_archive(path)
        for n, batch in enumerate([[["a", "b"], ["c", "d"]], *batches]):
            records = [named(bare("/a.txt"), f"words {n} {m}", *names) for m, names in enumerate(batch)]
            changed = {"inserted", "updated"} & set(statuses(list(store.save(engine, records))))
            assert changed
        engine.dispose()
        assert check(path) == []


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
