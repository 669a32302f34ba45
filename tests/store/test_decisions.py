"""What a person decided is never lost, whoever else writes meanwhile."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.check import check
from archive.database import open_readonly
from archive.errors import InvalidRecord, RecordOutOfDate
from archive.evidence import load_corrections
from archive.outcome import Outcome
from archive.records import Correction, Warning
from tests.episodes import engines, untimed
from tests.parts import again

Save = Callable[..., list[Outcome]]
Ask = Callable[[str], list[tuple[object, ...]]]

SPRING = "2026-03-01T00:00:00Z"
SUMMER = "2026-06-01T00:00:00Z"
FRESH = Correction(at_ms=None, words="Welcome", speaker=None, origin="by hand", made_at=SPRING)


@pytest.fixture
def decisions(archive_path: Path) -> Callable[[], tuple[Correction, ...]]:
    """Those on the first episode, as they are stored."""

    def load() -> tuple[Correction, ...]:
        with closing(open_readonly(archive_path)) as connection:
            return load_corrections(connection, 1)

    return load


Decisions = Callable[[], tuple[Correction, ...]]


def test_only_the_undoing_of_a_decision_changes(save: Save, ask: Ask, decisions: Decisions) -> None:
    save(engines())
    first, second = decisions()
    undone = replace(first, undone_at=SPRING, words="never written")
    lost = Warning(code="correction-lost", place="here", message="gone", correction=2)
    save(again(engines(), corrections=(undone, second, FRESH), warnings=(lost,)))
    kept = decisions()
    assert kept == (replace(undone, words=first.words), second, replace(FRESH, id=3))
    assert ask("select correction_id from warnings") == [(3,)]
    stranger = again(again(engines()), corrections=(*kept, replace(first, id=77)), warnings=())
    (outcome,) = save(stranger)
    assert isinstance(outcome.error, InvalidRecord)
    assert "decision 77 is not one on this episode" in str(outcome.error)


def refused(outcomes: list[Outcome]) -> str:
    """The error of the only outcome, which must be that the record is out of date."""
    (outcome,) = outcomes
    assert outcome.status == "failed"
    assert outcome.episode_id == 1
    assert isinstance(outcome.error, RecordOutOfDate)
    return str(outcome.error)


def test_a_decision_made_while_the_episode_was_read_is_not_lost(
    save: Save, ask: Ask, decisions: Decisions, archive_path: Path
) -> None:
    save(engines())
    read = decisions()
    save(again(engines(), corrections=(*read, FRESH)))
    kept = decisions()
    late = replace(again(engines(), title="Read before", corrections=read), derivation="late")
    assert refused(save(late)) == (
        "/shows/engines.txt: its decisions changed while it was read; run the same command again"
    )
    assert decisions() == kept
    assert ask("select title from episodes") == [("Weighing engines",)]
    assert [each.status for each in save(replace(late, corrections=kept), untimed())] == [
        "updated",
        "inserted",
    ]
    assert decisions() == kept
    assert check(archive_path) == []


@pytest.mark.parametrize("late", [None, SUMMER])
def test_a_decision_undone_while_the_episode_was_read_stays_so(
    save: Save, decisions: Decisions, late: str | None
) -> None:
    save(engines())
    first, second = decisions()
    save(again(engines(), corrections=(replace(first, undone_at=SPRING), second)))
    kept = decisions()
    assert kept[0].undone_at == SPRING
    stale = again(engines(), title="Read before", corrections=(replace(first, undone_at=late), second))
    refused(save(replace(stale, derivation="late")))
    assert decisions() == kept


def test_one_file_ingested_twice_at_once_decides_once(save: Save, decisions: Decisions) -> None:
    save(engines())
    kept = decisions()
    assert [each.status for each in save(engines())] == ["unchanged"]
    refused(save(replace(engines(), derivation="with other options")))
    twice = replace(engines().corrections[0], made_at=SUMMER)
    refused(save(again(engines(), corrections=(*kept, twice))))
    assert decisions() == kept


def test_a_decision_may_be_made_again_where_it_is_undone(save: Save, decisions: Decisions) -> None:
    save(engines())
    first, second = decisions()
    undone, anew = replace(first, undone_at=SPRING), replace(first, id=None, made_at=SPRING)
    (outcome,) = save(again(engines(), corrections=(undone, second, anew)))
    assert outcome.status == "updated"
    assert decisions() == (undone, second, replace(anew, id=3))
