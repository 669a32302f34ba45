"""The whole command twice over the same files, as a person or a timer calls it: what the second time costs.

Half of the second time is Python's start and imports, which no timing inside the process would see.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench import captions
from tests.bench.process import CHECKOUT

COMMAND = "from ingest.cli import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Seconds of `podarchive ingest`: the first time, and the median of times when nothing had changed."""

    first: float
    second: float


def measure(folder: Path, count: int, jobs: int) -> Command:
    """Take in `count` captions, of all formats alike."""
    sources = folder / "captions"
    for place, format in enumerate(captions.FORMATS):
        apart = sources / str(place)
        apart.mkdir(parents=True)
        captions.write(apart, format, numbers=range(place, count, len(captions.FORMATS)))
    archive = folder / "again.db"
    first, *others = (_run(archive, sources, jobs) for _ in range(4))
    return Command(first=first, second=median(others))


def _run(archive: Path, sources: Path, jobs: int) -> float:
    command = [sys.executable, "-c", COMMAND, "ingest", str(archive), str(sources), "--jobs", str(jobs)]
    began = perf_counter()
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    return perf_counter() - began
