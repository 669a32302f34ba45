"""What comes slowly is given in handfuls, in order, and what goes wrong where it comes from is raised."""

import time
from collections.abc import Iterator

import pytest

from ingest.feeds.arrivals import arrivals


def test_everything_comes_once_in_its_order() -> None:
    handfuls = list(arrivals(iter(range(10)), most=4))
    assert [each for handful in handfuls for each in handful] == list(range(10))
    assert all(len(handful) <= 4 for handful in handfuls)


def test_what_has_come_does_not_wait_for_what_has_not() -> None:
    def slow() -> Iterator[int]:
        yield 1
        time.sleep(0.5)
        yield 2

    assert list(arrivals(slow(), most=4, patience=0.05)) == [[1], [2]]


def test_a_fault_is_raised_after_what_came_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    given = arrivals(broken(), most=4)
    assert next(given) == [1]
    with pytest.raises(ZeroDivisionError):
        next(given)


def test_nothing_is_given_of_nothing() -> None:
    assert list(arrivals(iter(()), most=4)) == []
