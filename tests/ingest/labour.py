"""Work for `test_parallel`: in a module of its own, since workers import it."""

import multiprocessing
import os
import signal
import time
from contextlib import contextmanager, nullcontext
from functools import partial

from ingest import parallel
from ingest.parallel import in_order

STARTED = []


def to(work):
    """What begins `work` that needs nothing."""
    return partial(nullcontext, work)


class Peculiar(Exception):
    def __init__(self, number, more):
        super().__init__(number)


def same(item):
    return item


def own_process(_):
    time.sleep(0.001)
    return os.getpid()


def slow_if_even(number):
    time.sleep(0.02 * (number % 2 == 0))
    return number


@contextmanager
def beginning():
    STARTED.append(os.getpid())
    yield starts
    STARTED.pop()


def starts(_):
    return len(STARTED)


@contextmanager
def ending():
    if multiprocessing.parent_process():
        os._exit(3)
    yield same


def fails_at_seven(number):
    if number == 7:
        raise KeyError("seven")
    return number


def fails_peculiarly(number):
    raise Peculiar(number, None)


def dies_at_seven(number):
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_once_at_seven(item):
    number, mark = item
    if number == 7 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def says_who_then_stays(number):
    if number > 7:
        time.sleep(600)
    time.sleep(0.05)
    return os.getpid()


def interrupted():
    """For a process of its own: says who works, and is then interrupted."""
    parallel.ALONE_SECONDS = 0
    results = in_order(to(says_who_then_stays), range(100), jobs=2)
    try:
        print(*{next(results) for _ in range(8)}, flush=True)
        next(results)
    except KeyboardInterrupt:
        print("interrupted")


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
