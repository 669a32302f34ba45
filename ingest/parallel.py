"""Work spread over processes, its results in order.

The caller's process may do something else meanwhile (write a batch, say): some items are given out ahead, and
no more until some results are taken. So memory does not grow with the number of items.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count, islice
from multiprocessing.connection import wait
from typing import Generic, TypeVar, cast

from .errors import InputError
from .workers import Pipe, Worker, WorkerDied, hire, result

T = TypeVar("T")
R = TypeVar("R")

MOST_JOBS = 8
"""More would wait for the one process that writes."""

AHEAD = 16
"""Items that are given to a worker at once: it has enough to do while a batch of the others' is stored."""

FEW = 3
"""So few are done sooner than a worker is started."""


def default_jobs() -> int:
    """The processors that this process may use, at most eight."""
    affinity = getattr(os, "sched_getaffinity", None)
    return min(MOST_JOBS, len(affinity(0)) if affinity else os.cpu_count() or 1)


def in_order(
    work: Callable[[T], R],
    items: Iterable[T],
    *,
    jobs: int,
    start: Callable[[], None] | None = None,
    lost: Callable[[T, InputError], R] | None = None,
    name: Callable[[T], str] = str,
) -> Iterator[R]:
    """`work` of each item, in the order of the items; `start` is called first in each process that works.

    `work`, items and results must be such that they can be pickled. An exception in `work` is raised here. If
    an item costs a worker its life, its result is what `lost` says, or else WorkerDied is raised, whose place
    is the item's `name`. With one job, or few items, all is done in this process.
    """
    waiting = iter(items)
    first = list(islice(waiting, FEW + 1)) if jobs > 1 else []
    if len(first) <= FEW:
        if start:
            start()
        yield from map(work, chain(first, waiting))
        return
    pool: _Pool[T, R] = _Pool(work=work, start=start, lost=lost, name=name)
    try:
        for _ in range(jobs):
            pool.hire()
        yield from pool.run(chain(first, waiting))
        pool.dismiss()
    finally:
        pool.end()


@dataclass(slots=True, kw_only=True)
class _Pool(Generic[T, R]):
    work: Callable[[T], R]
    start: Callable[[], None] | None
    lost: Callable[[T, InputError], R] | None
    name: Callable[[T], str]
    workers: list[Worker[T]] = field(default_factory=list)
    done: dict[int, Callable[[], R]] = field(default_factory=dict)

    def run(self, items: Iterator[T]) -> Iterator[R]:
        numbered = enumerate(items)
        for number in count():
            self._give_out(numbered)
            while number not in self.done:
                busy = {worker.connection: worker for worker in self.workers if worker.given}
                if not busy:
                    return
                for connection in wait(list(busy)):
                    self._take(busy[cast(Pipe, connection)])
                self._give_out(numbered)
            yield self.done.pop(number)()

    def _give_out(self, numbered: Iterator[tuple[int, T]]) -> None:
        out = len(self.done) + sum(len(worker.given) for worker in self.workers)
        for number, item in islice(numbered, max(0, len(self.workers) * AHEAD - out)):
            min(self.workers, key=lambda worker: len(worker.given)).give(number, item)

    def _take(self, worker: Worker[T]) -> None:
        try:
            content = worker.answer()
        except EOFError:
            self._replace(worker)
            return
        if content:
            number, _ = worker.given.popleft()
            self.done[number] = partial(result, content)

    def _replace(self, dead: Worker[T]) -> None:
        """Which item it died of is not known: what it had is done again, one after the other."""
        self.workers.remove(dead)
        dead.cause()
        fresh = self.hire()
        for number, item in dead.given:
            fresh.give(number, item)
            try:
                while not (content := fresh.answer()):
                    pass
                self.done[number] = partial(result, content)
                fresh.given.clear()
            except EOFError:
                self.workers.remove(fresh)
                self.done[number] = partial(self._lost, item, fresh.cause())
                fresh = self.hire()

    def _lost(self, item: T, cause: str) -> R:
        error = WorkerDied(
            self.name(item), f"the process that read it {cause}", "take it in alone to see why"
        )
        if self.lost:
            return self.lost(item, error)
        raise error

    def hire(self) -> Worker[T]:
        self.workers.append(hire(self.work, self.start))
        return self.workers[-1]

    def dismiss(self) -> None:
        """Let them end."""
        for worker in self.workers:
            worker.connection.close()
        for worker in self.workers:
            worker.process.join(2)

    def end(self) -> None:
        """End those that still run, at once."""
        for worker in self.workers:
            worker.process.terminate()
            worker.connection.close()
        for worker in self.workers:
            worker.process.join(2)
