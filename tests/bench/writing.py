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
from archive.outcome import Outcome
from ingest import pipeline, storing
from ingest.files.folders import Group, find
from ingest.options import Options
from tests.bench import captions, generate
from tests.bench.floor import Floor

_END = object()


@dataclass(slots=True)
class Times:
    """Seconds of one ingest: to `read` (gather, recognise, assemble), and to `store`; the cues it had."""

    read: float = 0.0
    store: float = 0.0
    cues: int = 0

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OneFormat:
    """The floor, and an ingest of captions in one format."""

    floor: float
    first: Times


def measure(folder: Path, count: int, edition: int) -> Round:
    """One round with pastes, in an archive of its own, `folder`/archive.db, which it leaves there."""
    pastes = folder / "pastes"
    pastes.mkdir()
    generate.write(pastes, numbers=range(count), edition=edition)
    floor, first = _first(folder, pastes)
    archive = folder / "archive.db"
    second = _ingest(archive, find([pastes]).groups, "unchanged")
    generate.write(pastes, numbers=range(count), edition=edition + 1)
    changed = _ingest(archive, find([pastes]).groups, "updated")
    return Round(floor=floor, first=first, second=second, changed=changed)


def measure_format(folder: Path, format: str, count: int, edition: int) -> OneFormat:
    """One round with `count` captions of one format, in an archive of its own."""
    written = folder / "captions"
    written.mkdir()
    captions.write(written, format, numbers=range(count), edition=edition)
    floor, first = _first(folder, written)
    return OneFormat(floor=floor, first=first)


def _first(folder: Path, sources: Path) -> tuple[float, Times]:
    archive = folder / "archive.db"
    open_archive(archive, create=True).dispose()
    floor = Floor(folder / "floor.db", archive)
    first = _ingest(archive, find([sources]).groups, "inserted", floor)
    floor.finish()
    (folder / "floor.db").unlink()
    return floor.seconds, first


def _ingest(archive: Path, groups: Sequence[Group], expected: str, floor: Floor | None = None) -> Times:
    times = Times()

    def watched(archive: Path, records: Iterable[Any], **options: Any) -> Iterator[Outcome]:
        return storing.stored(archive, _clocked(records, times), **options)

    with patch.object(pipeline, "stored", watched):
        outcomes = pipeline.ingest(archive, groups, Options())
        began = perf_counter()
        for number in itertools.count(1):
            outcome = next(outcomes, None)
            if outcome is None:
                break
            if outcome.status != expected:
                raise SystemExit(f"{outcome.place}: {outcome.status} ({outcome.error}), not {expected}")
            if outcome.record:
                times.cues += sum(each.cues for each in outcome.record.transcripts)
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
        record = next(made, _END)
        times.read += perf_counter() - began
        if record is _END:
            return
        yield record
