"""What a second process gains us, beside what it gains two plain Python processes in the same minutes.

On a busy or a small machine two processes are not twice as fast, whatever they do.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench import captions
from tests.bench.process import take_in

HEAVY = ("YouTube's automatic VTT", "Whisper with words")
"""Formats that take long to read, as those do for which more processes are wanted."""

LOOPS = 100_000
"""Of plain Python for each of our files: about as long as one of them takes."""

_BUSY = "total = 0\nfor number in range({}): total += number * number % 7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """How many times the work of one process two get done, plain ones and ours; our files in a second."""

    plain: float
    ours: float
    rate: float


def measure(folder: Path, count: int, rounds: int, say: Callable[[str], None]) -> Gains:
    """Medians of rounds, in each of which all take their turn."""
    place = folder / "heavy"
    for number, format in enumerate(HEAVY):
        apart = place / str(number)
        apart.mkdir(parents=True)
        captions.write(apart, format, numbers=range(number, count, len(HEAVY)))
    plain, ours, seconds = [], [], []
    for number in range(rounds):
        say(f"two processes, round {number + 1} of {rounds}")
        plain.append(2 * _busy(1, count * LOOPS) / _busy(2, count * LOOPS))
        one, two = (take_in(folder / f"jobs-{number}-{jobs}.db", place, jobs).seconds for jobs in (1, 2))
        ours.append(one / two)
        seconds.append(two)
    return Gains(plain=median(plain), ours=median(ours), rate=count / median(seconds))


def _busy(processes: int, loops: int) -> float:
    """Seconds until so many processes have each counted to `loops`."""
    command = [sys.executable, "-c", _BUSY.format(loops)]
    began = perf_counter()
    for process in [subprocess.Popen(command) for _ in range(processes)]:
        process.wait()
    return perf_counter() - began
