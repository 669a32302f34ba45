"""Work in rounds: what shares a name with something before it waits until that is stored, and is done again.

Groups of files, items of feeds, stored episodes that are derived again: all are prepared in several processes
at once, each of which sees only what is committed.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from archive.outcome import Outcome
from archive.withholding import TakenOut

from . import parallel
from .errors import InputError
from .feeds.combining import combined
from .feeds.listing import compare
from .files.raw import Raw
from .prepared import Prepared
from .rivals import Rivals
from .workers import Begin

if TYPE_CHECKING:
    from archive.store import Stored

T = TypeVar("T")

WORKERS_HAVE = "ingest.warm"
"""The module that a process which reads has from the start."""


def rounds(
    connection: sqlite3.Connection,
    works: Iterable[T],
    begin: Begin[T, Prepared],
    *,
    jobs: int,
    place: Callable[[Any], str],
) -> "Iterator[Stored]":
    """What is to be stored: of all `works`, then of those that had to wait, until none is left.

    The feeds among them are taken apart, and their episodes are the work of the next round. `place` is what
    messages call a piece of work.
    """
    rivals = Rivals(connection)
    waiting: Iterable[Any] = works
    while True:
        asked, given = tee(waiting)
        made = parallel.in_order(
            begin, given, jobs=jobs, lost=partial(_lost, place), name=place, preload=[WORKERS_HAVE]
        )
        feeds: list[Raw] = []
        for prepared, work in zip(made, asked, strict=False):
            feeds += prepared.feeds
            yield from rivals.settle(prepared, work)
        yield from _listed(feeds, connection, rivals)
        waiting = rivals.next_round()
        if not waiting:
            return
        # They are read when all that is before them is stored.
        yield None


def _listed(feeds: Sequence[Raw], connection: sqlite3.Connection, rivals: Rivals) -> "Iterator[Stored]":
    """What is to be stored of feeds that lie in files: shows now, their episodes in the next round."""
    for each in combined(feeds):
        if isinstance(each, Outcome):
            yield each
            continue
        raw, feed = each
        try:
            found = compare(raw, feed, connection)
        except TakenOut as error:
            yield Outcome(status="withheld", place=raw.name, error=error)
            continue
        if found.show is not None:
            yield found.show
        yield from found.unchanged
        rivals.waiting += found.listed


def _lost(place: Callable[[Any], str], work: Any, error: InputError) -> Prepared:
    name = place(work)
    return Prepared(place=Path(name), episode=Outcome(status="failed", place=name, error=error))
