"""Work for `test_parallel`: in a module of its own, since workers import it."""

import os
import signal
import time

from ingest.parallel import in_order

STARTED = []


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


def begin():
    STARTED.append(os.getpid())


def starts(_):
    return len(STARTED)


def ends():
    os._exit(3)


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
        time.sleep(60)
    time.sleep(0.05)
    return os.getpid()


def interrupted():
    """For a process of its own: says who works, and is then interrupted."""
    results = in_order(says_who_then_stays, range(100), jobs=2)
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
