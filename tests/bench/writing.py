"""Taking in: the pipeline itself, timed in its two halves, with the floor written in step beside it."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

from archive import store
from archive.database import open_archive
from ingest import pipeline
from ingest.options import Options
from tests.bench import generate
from tests.bench.floor import Floor


@dataclass(slots=True)
class Times:
    """Seconds of one ingest: to `read` (gather, understand, assemble), and to `store`."""

    read: float = 0.0
    store: float = 0.0

    @property
    def all(self) -> float:
        return self.read + self.store


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The floor; a first ingest; a second one over the same files; one after every file has changed."""

    floor: float
    first: Times
    second: Times
    changed: Times


def measure(folder: Path, count: int, edition: int) -> Round:
    """One round in an archive of its own, `folder`/archive.db, which it leaves there."""
    archive = folder / "archive.db"
    pastes = folder / "pastes"
    pastes.mkdir()
    open_archive(archive, create=True).dispose()
    paths = generate.write(pastes, numbers=range(count), edition=edition)
    floor = Floor(folder / "floor.db", archive)
    first = _ingest(archive, paths, "inserted", floor)
    floor.finish()
    (folder / "floor.db").unlink()
    second = _ingest(archive, paths, "unchanged")
    generate.write(pastes, numbers=range(count), edition=edition + 1)
    changed = _ingest(archive, paths, "updated")
    return Round(floor=floor.seconds, first=first, second=second, changed=changed)


def _ingest(archive: Path, paths: Sequence[Path], expected: str, floor: Floor | None = None) -> Times:
    times = Times()

    def watched(engine: Any, records: Iterable[Any], **options: Any) -> Iterator[store.Outcome]:
        return store.save(engine, _clocked(records, times), **options)

    with patch.object(pipeline, "save", watched):
        outcomes = pipeline.ingest(archive, paths, Options())
        began = perf_counter()
        for number in itertools.count(1):
            outcome = next(outcomes, None)
            if outcome is None:
                break
            if outcome.status != expected:
                raise SystemExit(f"{outcome.place}: {outcome.status} ({outcome.error}), not {expected}")
            # In step, so that what else the machine does slows both alike.
            if floor and number % store.BATCH_EPISODES == 0:
                before = perf_counter()
                floor.take()
                began += perf_counter() - before
        times.store = perf_counter() - began - times.read
    if floor:
        floor.take()
    return times


def _clocked(records: Iterable[Any], times: Times) -> Iterator[Any]:
    """The same records; the time to make them is added to `times.read`."""
    made = iter(records)
    while True:
        began = perf_counter()
        record = next(made, None)
        times.read += perf_counter() - began
        if record is None:
            return
        yield record
