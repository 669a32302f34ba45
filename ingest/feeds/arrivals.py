"""What comes from somewhere slow, in handfuls: whoever takes them does not wait for the slowest of all.

for handful in arrivals(gather(…), most=64):        [a, b, c] … [d]
"""

import threading
from collections.abc import Iterator
from queue import Empty, Full, Queue
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds in which nothing comes, after which what has come is given."""


def arrivals(source: Iterator[T], *, most: int, patience: float = PATIENCE) -> Iterator[list[T]]:
    """Everything from `source`, in its order, at most so many at once. What it raises is raised here."""
    queue: Queue[T | BaseException | None] = Queue(maxsize=most)
    stopped = threading.Event()

    def put(each: T | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                queue.put(each, timeout=0.5)
                return
            except Full:
                continue

    def pull() -> None:
        try:
            for each in source:
                put(each)
                if stopped.is_set():
                    return
            put(None)
        except BaseException as error:  # handed over: a thread has nobody to raise it to
            put(error)

    threading.Thread(target=pull, daemon=True, name="arrivals").start()
    handful: list[T] = []
    try:
        while True:
            try:
                each = queue.get(timeout=patience)
            except Empty:
                if handful:
                    yield handful
                    handful = []
                continue
            if each is None or isinstance(each, BaseException):
                if handful:
                    yield handful
                if each is not None:
                    raise each
                return
            handful.append(each)
            if len(handful) >= most:
                yield handful
                handful = []
    finally:
        stopped.set()
