"""EpisodeRecords to rows, a batch at a time: the right-hand end of the arrow. Nothing else writes utterances.

The order inside a batch keeps index and words the same: old words leave the index while the rows still hold
them, then each episode is replaced inside a savepoint, last the whole batch is indexed in one statement.
"""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from archive import __version__, rows, schema
from archive.engine import driver, writing
from archive.errors import ArchiveError, InvalidRecord, RecordOutOfDate
from archive.evidence import find_episode
from archive.outcome import Outcome, Status
from archive.records import EpisodeRecord
from archive.refusals import saying_why
from archive.replacing import Batch, remove_episode, replace_episode
from archive.search.index import ADD, FORGET
from archive.validate import place, validate

BATCH_EPISODES = 50
BATCH_SECONDS = 3.0
"""A batch is what a kill can lose: so many episodes, or so much time since its first one arrived."""

_COUNTED: tuple[Status, ...] = ("inserted", "updated", "unchanged", "failed")


def save(
    engine: Engine, records: Iterable[EpisodeRecord | Outcome], *, command: str = "ingest"
) -> Iterator[Outcome]:
    """Store `records`; give one outcome for each, in order, once it is committed. It works as it is iterated.

    An episode whose `derivation` is already stored is unchanged and not written; a run in which nothing
    changed writes nothing at all. What breaks a rule fails alone. Raises CannotWrite when nothing more can be
    stored; everything that had an outcome by then is safe.
    """
    run = _Run(command=command, started_at=_now())
    for batch in _batches(records):
        with saying_why(_path(engine), run.stored()):
            outcomes = _store(engine, batch, run)
        run.tally.update(outcome.status for outcome in outcomes)
        yield from outcomes
        # Else a batch would still be in memory while the next one is read.
        del batch, outcomes
    if run.id is not None:
        with saying_why(_path(engine), run.stored()), writing(engine) as connection:
            run.write(connection, run.tally, finished_at=_now())


def remove(engine: Engine, episodes: Sequence[tuple[int, str]]) -> Iterator[Outcome]:
    """Take episodes, given as (id, what to call it), out of the archive: an outcome for each, once committed.

    Their ids are never given again. One with decisions by a person fails alone, since those are kept for
    ever. What was said stays in the file until it is vacuumed. Raises CannotWrite like `save`.
    """
    if not episodes:
        return
    run = _Run(command="prune", started_at=_now())
    with saying_why(_path(engine)), writing(engine) as connection:
        raw = driver(connection)
        outcomes = []
        for id_, name in episodes:
            held = raw.execute("select count(*) from corrections where episode_id = ?", (id_,)).fetchone()[0]
            if held:
                problem = f"a person's decisions hang on it ({held}), so it stays"
                error = InvalidRecord(name, problem, "its words are still in the archive")
                outcomes.append(Outcome(status="failed", place=name, episode_id=id_, error=error))
                continue
            connection.exec_driver_sql(FORGET, (json.dumps([id_]),))
            remove_episode(connection, id_)
            outcomes.append(Outcome(status="removed", place=name, episode_id=id_))
        run.tally.update(outcome.status for outcome in outcomes)
        run.write(connection, run.tally, finished_at=_now())
    yield from outcomes


@dataclass(slots=True, kw_only=True)
class _Run:
    """One row of `ingests`, made with the first batch that changes something."""

    command: str
    started_at: str
    id: int | None = None
    tally: Counter[str] = field(default_factory=Counter)

    def write(self, connection: Connection, tally: Counter[str], finished_at: str | None = None) -> int:
        counts = tuple(tally[status] for status in _COUNTED)
        if self.id is None:
            row = (None, self.command, self.started_at, finished_at, *counts, __version__, tally["removed"])
            return int(connection.exec_driver_sql(rows.insert_sql(schema.ingests), row).lastrowid)
        columns = ("finished_at", *_COUNTED, "removed")
        values = (finished_at, *counts, tally["removed"], self.id)
        connection.exec_driver_sql(rows.update_sql(schema.ingests, *columns), values)
        return self.id

    def stored(self) -> str:
        """What is safe, for the message of a run that had to stop."""
        done = self.tally["inserted"] + self.tally["updated"]
        return f"{done} episode{'' if done == 1 else 's'} of this run had been stored"


def _batches(records: Iterable[EpisodeRecord | Outcome]) -> Iterator[list[EpisodeRecord | Outcome]]:
    """Everything in order, in lists of at most BATCH_EPISODES records; no transaction waits for a reader."""
    batch: list[EpisodeRecord | Outcome] = []
    episodes, began = 0, 0.0
    for record in records:
        if isinstance(record, EpisodeRecord):
            began = began if episodes else time.monotonic()
            episodes += 1
        batch.append(record)
        if not 0 < episodes < BATCH_EPISODES or time.monotonic() - began > BATCH_SECONDS:
            yield batch
            batch, episodes = [], 0
    if batch:
        yield batch


def _store(engine: Engine, batch: Sequence[EpisodeRecord | Outcome], run: _Run) -> list[Outcome]:
    """The outcomes of a batch, after it was committed."""
    checked = [_checked(each) if isinstance(each, EpisodeRecord) else each for each in batch]
    if all(isinstance(each, Outcome) for each in checked):
        return [each for each in checked if isinstance(each, Outcome)]
    with writing(engine) as connection:
        outcomes = _write(connection, checked)
        tally: Counter[str] = Counter(outcome.status for outcome in outcomes)
        if tally["inserted"] or tally["updated"]:
            run_id: int | None = run.write(connection, run.tally + tally)
        else:
            run_id = run.id
            connection.rollback()
    run.id = run_id
    return outcomes


def _checked(record: EpisodeRecord) -> EpisodeRecord | Outcome:
    try:
        validate(record)
    except InvalidRecord as error:
        return Outcome(status="failed", place=place(record), record=record, error=error)
    return record


def _write(connection: Connection, batch: Sequence[EpisodeRecord | Outcome]) -> list[Outcome]:
    raw = driver(connection)
    known = [_known(raw, each) if isinstance(each, EpisodeRecord) else (None, False) for each in batch]
    forgotten = {id_ for id_, unchanged in known if id_ is not None and not unchanged}
    if forgotten:
        connection.exec_driver_sql(FORGET, (json.dumps(sorted(forgotten)),))
    shared = Batch(raw, _now())
    inserted: set[int] = set()
    outcomes = []
    for each, (before, _) in zip(batch, known, strict=True):
        if isinstance(each, EpisodeRecord):
            outcome = _save(connection, each, before, inserted, shared)
            if outcome.status == "inserted" and outcome.episode_id is not None:
                inserted.add(outcome.episode_id)
        else:
            outcome = each
        outcomes.append(outcome)
    # The old words of an episode that failed go back in with the others.
    if forgotten or inserted:
        connection.exec_driver_sql(ADD, (json.dumps(sorted(forgotten | inserted)),))
    return outcomes


def _known(raw: sqlite3.Connection, record: EpisodeRecord) -> tuple[int | None, bool]:
    """(the id of the stored episode that `record` is, whether it was derived from the same)."""
    id_ = find_episode(raw, record.identifiers)
    if id_ is None:
        return None, False
    (derivation,) = raw.execute("select derivation from episodes where id = ?", (id_,)).fetchone()
    return id_, derivation == record.derivation


def _save(
    connection: Connection, record: EpisodeRecord, before: int | None, inserted: set[int], batch: Batch
) -> Outcome:
    """`before` is the episode that `record` was when the batch began; `inserted` are new since then."""
    # Asked again, since an earlier episode of the batch may have taken a name, or be the same one.
    id_, unchanged = _known(driver(connection), record)
    name = place(record)
    if unchanged:
        return Outcome(status="unchanged", place=name, episode_id=id_, record=record)
    # The evidence and decisions in the record are those of `before`, and the words of `id_` may still be in
    # the index: written over it, two episodes would be mixed and the index no longer true.
    if id_ != before and not (before is None and id_ in inserted):
        problem = "what it has been known by went to another episode, with a file just before it"
        error = RecordOutOfDate(name, problem, "run the same command again")
        return Outcome(status="failed", place=name, episode_id=before, record=record, error=error)
    savepoint = connection.begin_nested()
    try:
        stored = replace_episode(connection, record, id_, batch)
    except (IntegrityError, InvalidRecord, RecordOutOfDate) as error:
        # A full disk makes SQLite roll back everything by itself: then there is nothing to go on with.
        if not driver(connection).in_transaction:
            raise
        savepoint.rollback()
        return Outcome(
            status="failed", place=name, episode_id=id_, record=record, error=_refusal(name, error)
        )
    savepoint.commit()
    return Outcome(status="updated" if id_ else "inserted", place=name, episode_id=stored, record=record)


def _refusal(name: str, error: IntegrityError | ArchiveError) -> ArchiveError:
    if isinstance(error, ArchiveError):
        return error
    return InvalidRecord(name, f"the tables refuse it ({error.orig})", "report this with the source")


def _path(engine: Engine) -> Path:
    return Path(engine.url.database or "")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
