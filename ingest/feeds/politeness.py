"""Many requests: results as they come, one at a time to each host, and no host holds up the others.

    for request, outcome in gather(requests, lambda request: fetch(request, client), at_once=8):
        …                                        outcome is a Fetched, NotModified, …, or an ArchiveError

Hosts take turns, so that the first feed of the hundredth host does not wait for a thousand transcripts of
the first. At most `at_once` results wait to be taken, each of which may hold megabytes: if who takes them is
slow, nothing more is fetched. Leaving the loop, also by Ctrl-C, starts nothing more and waits for nothing.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from archive.errors import ArchiveError
from ingest.feeds.answers import Request

_GLANCE = 0.5
"""Seconds after which a wait looks up: on some systems only then does Ctrl-C come through."""

R = TypeVar("R")


def gather(
    requests: Iterable[Request], worker: Callable[[Request], R], *, at_once: int = 8
) -> Iterator[tuple[Request, R | ArchiveError]]:
    """Each request with what became of it, in the order in which they are done.

    What the worker raises is a value too if it is an ArchiveError; anything else is a bug and is raised here.
    """
    rounds: _Rounds[R] = _Rounds(requests, at_once)
    for _ in range(min(at_once, rounds.left)):
        threading.Thread(target=rounds.work, args=(worker,), daemon=True, name="fetch").start()
    try:
        while rounds.left:
            request, outcome = rounds.next_done()
            if isinstance(outcome, BaseException) and not isinstance(outcome, ArchiveError):
                raise outcome
            yield request, outcome
    finally:
        rounds.stop()


class _Rounds(Generic[R]):
    """What waits, by host in turn; which hosts are being asked; what is done and not yet taken."""

    def __init__(self, requests: Iterable[Request], most_done: int) -> None:
        self._waiting: OrderedDict[str, deque[Request]] = OrderedDict()
        self._busy: set[str] = set()
        self._done: deque[tuple[Request, R | BaseException]] = deque()
        self._most_done = most_done
        self._stopped = False
        self._changed = threading.Condition()
        self.left = 0
        for request in requests:
            self._waiting.setdefault(_host(request), deque()).append(request)
            self.left += 1

    def work(self, worker: Callable[[Request], R]) -> None:
        """One thread's day."""
        while (taken := self._take()) is not None:
            host, request = taken
            outcome: R | BaseException
            try:
                outcome = worker(request)
            except BaseException as error:  # handed over: a thread has nobody to raise it to
                outcome = error
            with self._changed:
                self._busy.discard(host)
                self._done.append((request, outcome))
                self._changed.notify_all()

    def _take(self) -> tuple[str, Request] | None:
        with self._changed:
            while not self._stopped and self._waiting:
                host = next((each for each in self._waiting if each not in self._busy), None)
                if host is None or len(self._done) >= self._most_done:
                    self._changed.wait()
                    continue
                request = self._waiting[host].popleft()
                self._waiting.move_to_end(host)
                if not self._waiting[host]:
                    del self._waiting[host]
                self._busy.add(host)
                return host, request
        return None

    def next_done(self) -> tuple[Request, R | BaseException]:
        with self._changed:
            while not self._done:
                self._changed.wait(_GLANCE)
            self.left -= 1
            self._changed.notify_all()
            return self._done.popleft()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._done.clear()
            self._changed.notify_all()


def _host(request: Request) -> str:
    try:
        parts = urlsplit(request.url)
        return f"{parts.hostname}:{parts.port}"
    except ValueError:
        return request.url  # no address: the worker says so
