"""Work spread over processes, its results in order.

What is done in less time than it takes to start a worker is done in the caller's process: an ingest in which
nothing changed, or a few files. Where it is more, the caller's process may do something else meanwhile (write
a batch, say): some items are given out ahead, and no more until some results are taken. So memory does not
grow with the number of items.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from .errors import InputError

if TYPE_CHECKING:
    from .workers import Begin

T = TypeVar("T")
R = TypeVar("R")

MOST_JOBS = 8
"""More would wait for the one process that writes."""

ALONE_SECONDS = 0.5
"""So long all is done here: about what workers need until they have imported what we have already."""

FEW = 3
"""So few as are left then are done sooner than a worker is started."""


def default_jobs() -> int:
    """The processors that this process may use, at most eight."""
    affinity = getattr(os, "sched_getaffinity", None)
    return min(MOST_JOBS, len(affinity(0)) if affinity else os.cpu_count() or 1)


def in_order(
    begin: "Begin[T, R]",
    items: Iterable[T],
    *,
    jobs: int,
    lost: Callable[[T, InputError], R] | None = None,
    name: Callable[[T], str] = str,
    preload: Sequence[str] = (),
) -> Iterator[R]:
    """The results of work on `items`, in their order; `begin` gives the work, once to each process.

    `begin`, items and results must be such that they can be pickled. An exception in the work is raised here.
    If an item costs a worker its life, its result is what `lost` says, or else WorkerDied is raised, whose
    place is the item's `name`. Workers have the modules `preload` from the start. With one job, or little to
    do, all is done in this process.
    """
    waiting = iter(items)
    with begin() as work:
        spent = 0.0
        while jobs == 1 or spent < ALONE_SECONDS:
            item = list(islice(waiting, 1))
            if not item:
                return
            began = perf_counter()
            made = work(*item)
            spent += perf_counter() - began
            yield made
            # Else it would still be in memory while the next one is read.
            del item, made
        ahead = list(islice(waiting, FEW + 1))
        if len(ahead) <= FEW:
            yield from map(work, ahead)
            return
    # Processes are no matter of what has little to do.
    from .pool import Pool

    pool: Pool[T, R] = Pool(begin=begin, lost=lost, name=name, preload=preload)
    try:
        for _ in range(jobs):
            pool.hire()
        yield from pool.run(chain(ahead, waiting))
        pool.dismiss()
    finally:
        pool.end()
