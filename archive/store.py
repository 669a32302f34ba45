"""EpisodeRecords to rows, a batch at a time: the right-hand end of the arrow. Nothing else writes utterances.

The order inside a batch keeps index and words the same: old words leave the index while the rows still hold
them, then each episode is replaced inside a savepoint, last the whole batch is indexed in one statement.
"""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from archive import __version__, rows, schema
from archive.engine import driver, writing
from archive.errors import ArchiveError, InvalidRecord, RecordOutOfDate
from archive.evidence import find_episode, find_episodes
from archive.outcome import Change, Outcome, Part, Status
from archive.records import EpisodeRecord, ShowRecord
from archive.refusals import saying_why
from archive.replacing import Batch, replace_episode, resettle
from archive.search.index import ADD, FORGET
from archive.shows import doubted, put_show
from archive.ties import Ties
from archive.validate import place, validate

BATCH_EPISODES = 50
BATCH_SECONDS = 3.0
"""A batch is what a kill can lose: so many episodes, or so much time since its first one arrived."""

_ALWAYS_ONE = ("guid", "youtube", "sha256")
"""Names of these kinds stand for one episode, or it was decided that they do not."""

_COUNTED: tuple[Status, ...] = ("inserted", "updated", "unchanged", "failed")


Stored = EpisodeRecord | Change | ShowRecord | Outcome | None
"""None: all before it is to be stored before more is asked for."""


def save(engine: Engine, records: Iterable[Stored], *, command: str = "ingest") -> Iterator[Outcome]:
    """Store `records`; give one outcome for each, in order, once it is committed. It works as it is iterated.

    An episode's record replaces the stored episode that has the first of its identifiers which any has. A
    change says which episodes it replaces, and has an outcome for each of its parts; what is said of a show
    has none.

    An episode whose `derivation` is already stored is unchanged and not written; a run in which nothing
    changed writes nothing at all. What breaks a rule fails alone. Raises CannotWrite when nothing more can be
    stored; everything that had an outcome by then is safe.
    """
    run = Run(command=command, started_at=now())
    for batch in _batches(records):
        with saying_why(_path(engine), run.stored()):
            outcomes = _store(engine, batch, run)
        run.tally.update(outcome.status for outcome in outcomes)
        yield from outcomes
        # Else a batch would still be in memory while the next one is read.
        del batch, outcomes
    if run.id is not None:
        with saying_why(_path(engine), run.stored()), writing(engine) as connection:
            run.write(connection, run.tally, finished_at=now())


@dataclass(slots=True, kw_only=True)
class Run:
    """One row of `ingests`, made with the first batch that changes something."""

    command: str
    started_at: str
    id: int | None = None
    tally: Counter[str] = field(default_factory=Counter)
    ties: Ties = field(default_factory=Ties)

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


def _batches(records: Iterable[Stored]) -> Iterator[list[Stored]]:
    """Everything in order, in lists of at most BATCH_EPISODES records; no transaction waits for a reader."""
    batch: list[Stored] = []
    episodes, began = 0, 0.0
    for record in records:
        if record is None:
            if batch:
                yield batch
            batch, episodes = [], 0
            continue
        if not isinstance(record, Outcome):
            began = began if episodes else time.monotonic()
            episodes += 1
        batch.append(record)
        if not 0 < episodes < BATCH_EPISODES or time.monotonic() - began > BATCH_SECONDS:
            yield batch
            batch, episodes = [], 0
    if batch:
        yield batch


def _store(engine: Engine, batch: Sequence[Stored], run: Run) -> list[Outcome]:
    """The outcomes of a batch, after it was committed."""
    checked = [_checked(each) for each in batch]
    if all(isinstance(each, Outcome) for each in checked):
        return [each for each in checked if isinstance(each, Outcome)]
    with writing(engine) as connection:
        outcomes = _write(connection, checked, run.ties)
        tally: Counter[str] = Counter(outcome.status for outcome in outcomes)
        shows = any(isinstance(each, ShowRecord) for each in checked)
        if tally["inserted"] or tally["updated"] or shows:
            run_id: int | None = run.write(connection, run.tally + tally)
        else:
            run_id = run.id
            connection.rollback()
    run.id = run_id
    return outcomes


def _checked(each: Stored) -> Stored:
    records = [part.record for part in each.parts] if isinstance(each, Change) else [each]
    try:
        for record in records:
            if isinstance(record, EpisodeRecord):
                validate(record)
    except InvalidRecord as error:
        whole = each if isinstance(each, EpisodeRecord) else None
        name = place(whole) if whole else error.place
        return Outcome(status="failed", place=name, record=whole, error=error)
    return each


def _write(connection: Connection, batch: Sequence[Stored], ties: Ties) -> list[Outcome]:
    raw = driver(connection)
    changes = [_change(raw, each) if isinstance(each, EpisodeRecord) else each for each in batch]
    forgotten = {id_ for each in changes if isinstance(each, Change) for id_ in _replaced(raw, each)}
    if forgotten:
        connection.exec_driver_sql(FORGET, (json.dumps(sorted(forgotten)),))
    shared = Batch(raw, now(), ties)
    inserted: set[int] = set()
    outcomes: list[Outcome] = []
    for each, change in zip(batch, changes, strict=True):
        if isinstance(change, Outcome):
            outcomes.append(change)
        elif isinstance(change, ShowRecord):
            put_show(connection, change, shared.now, ties)
        elif isinstance(change, Change):
            known = not isinstance(each, EpisodeRecord)
            made = _save(connection, change, known, inserted, shared)
            inserted |= {one.episode_id for one in made if one.status == "inserted" and one.episode_id}
            outcomes += made
    # The old words of an episode that failed go back in with the others.
    if forgotten or inserted:
        connection.exec_driver_sql(ADD, (json.dumps(sorted(forgotten | inserted)),))
    return outcomes


def _change(raw: sqlite3.Connection, record: EpisodeRecord) -> Change:
    """The change that puts `record` in the place of the stored episode that it is."""
    id_ = find_episode(raw, record.identifiers)
    return Change(parts=(Part(record=record, episode_id=id_),), place=place(record))


def _replaced(raw: sqlite3.Connection, change: Change) -> set[int]:
    """The ids of the stored episodes whose words a change may replace."""
    if _is_stored(raw, change):
        return set()
    ids = {part.episode_id for part in change.parts if part.episode_id is not None}
    return ids | {id_ for part in change.parts for id_ in part.absorbed}


def _is_stored(raw: sqlite3.Connection, change: Change) -> bool:
    """Whether all that a change says was derived from the same before."""
    for part in change.parts:
        sql = "select derivation from episodes where id = ?"
        found = raw.execute(sql, (part.episode_id,)).fetchone()
        if part.absorbed or found is None or found[0] != part.record.derivation:
            return False
    return True


def _save(
    connection: Connection, change: Change, known: bool, inserted: set[int], batch: Batch
) -> list[Outcome]:
    """The outcome of each part. `inserted` are the episodes that are new since the batch began.

    What is `known` was assembled for just the episodes that it names; a record that was not goes to the
    episode that has its name now, which an earlier one of the batch may have made.
    """
    raw = driver(connection)
    changed = False
    if not known:
        (part,) = change.parts
        found = find_episode(raw, part.record.identifiers)
        if part.episode_id is None and found in inserted:
            change = replace(change, parts=(replace(part, episode_id=found),))
        else:
            changed = found != part.episode_id
    if _is_stored(raw, change):
        return [_outcome("unchanged", change, part, part.episode_id) for part in change.parts]
    # The evidence and decisions in a record are those of the episodes it was assembled for, and the words of
    # another may still be in the index: written over it, two episodes would be mixed.
    if changed or (known and _is_out_of_date(raw, change)):
        problem = "what it has been known by went to another episode, with a file just before it"
        error = RecordOutOfDate(change.place, problem, "run the same command again")
        return [_outcome("failed", change, part, part.episode_id, error) for part in change.parts]
    parts = (replace(part, record=doubted(raw, part.record)) for part in change.parts)
    change = replace(change, parts=tuple(parts))
    savepoint = connection.begin_nested()
    try:
        if len(change.parts) > 1 or change.parts[0].absorbed:
            ids = resettle(connection, change.parts, batch)
        else:
            (part,) = change.parts
            ids = [replace_episode(connection, part.record, part.episode_id, batch)]
    except (IntegrityError, InvalidRecord, RecordOutOfDate) as error:
        # A full disk makes SQLite roll back everything by itself: then there is nothing to go on with.
        if not raw.in_transaction:
            raise
        savepoint.rollback()
        batch.ties.clear()
        refusal = _refusal(change.place, error)
        return [_outcome("failed", change, part, part.episode_id, refusal) for part in change.parts]
    savepoint.commit()
    return [
        _outcome("updated" if part.episode_id else "inserted", change, part, id_)
        for part, id_ in zip(change.parts, ids, strict=True)
    ]


def _is_out_of_date(raw: sqlite3.Connection, change: Change) -> bool:
    """Whether an episode that the change does not know of has one of its names."""
    known = {id_ for part in change.parts for id_ in (part.episode_id, *part.absorbed)} | {*change.beside}
    names = {name for part in change.parts for name in part.record.identifiers if name.scheme in _ALWAYS_ONE}
    return not find_episodes(raw, names) <= known


def _outcome(
    status: Status, change: Change, part: Part, episode_id: int | None, error: ArchiveError | None = None
) -> Outcome:
    return Outcome(status=status, place=change.place, episode_id=episode_id, record=part.record, error=error)


def _refusal(name: str, error: IntegrityError | ArchiveError) -> ArchiveError:
    if isinstance(error, ArchiveError):
        return error
    return InvalidRecord(name, f"the tables refuse it ({error.orig})", "report this with the source")


def _path(engine: Engine) -> Path:
    return Path(engine.url.database or "")


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
