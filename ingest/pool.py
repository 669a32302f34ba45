"""Several workers: items are given out ahead, results are taken in order, one who dies is replaced."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from multiprocessing.connection import wait
from typing import Generic, TypeVar, cast

from .errors import InputError
from .workers import Begin, Pipe, Worker, WorkerDied, hire, result

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 16
"""Items that are given to a worker at once: it has enough to do while a batch of the others' is stored."""


@dataclass(slots=True, kw_only=True)
class Pool(Generic[T, R]):
    """Workers, and what they are to do: see `parallel.in_order`."""

    begin: Begin[T, R]
    lost: Callable[[T, InputError], R] | None
    name: Callable[[T], str]
    preload: Sequence[str]
    workers: list[Worker[T]] = field(default_factory=list)
    done: dict[int, Callable[[], R]] = field(default_factory=dict)

    def run(self, items: Iterator[T]) -> Iterator[R]:
        """The results of `items`, in their order."""
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
        self.workers.append(hire(self.begin, self.preload))
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
