"""yt-fts, which loads YouTube's captions into SQLite for search, on the same files in the same minutes.

It is installed into an environment of its own, once. What both do is not the same: yt-fts keeps the rows of
captions and the time of each; we keep the time of every word, the source and its hash, and look who speaks.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import captions
from tests.bench.process import CHECKOUT, take_in

PACKAGE = "yt-fts==0.1.62"
FORMAT = "YouTube's automatic VTT"
CHANNEL = "UCbench"
_ENVIRONMENT = CHECKOUT / "build" / "ytfts"
_PYTHON = _ENVIRONMENT / "bin" / "python"
_LOADER = Path(__file__).with_name("ytfts_loader.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Seconds for the same files, by yt-fts and by us, in one process and in as many as an ingest has."""

    theirs: float
    alone: float
    shared: float


def install() -> str | None:
    """See that yt-fts is there: why it is not, in one line, or None."""
    if _PYTHON.exists() and not _failure([_PYTHON, "-c", "import yt_fts.download.download_handler"]):
        return None
    made = _failure([sys.executable, "-m", "venv", "--clear", _ENVIRONMENT])
    return made or _failure([_PYTHON, "-m", "pip", "install", "--quiet", PACKAGE])


def measure(folder: Path, count: int, rounds: int, jobs: int, say: Callable[[str], None]) -> Compared:
    """Medians of rounds, in each of which all three take their turn."""
    place = folder / "youtube"
    place.mkdir()
    captions.write(place, FORMAT, numbers=range(count))
    captions.write_info(place, numbers=range(count), channel=CHANNEL)
    taken = []
    for number in range(rounds):
        say(f"yt-fts, round {number + 1} of {rounds}")
        theirs = _load(place, folder / f"theirs-{number}.db")
        alone, shared = (
            take_in(folder / f"ours-{number}-{each}.db", place, each).seconds for each in (1, jobs)
        )
        taken.append((theirs, alone, shared))
    theirs, alone, shared = map(median, zip(*taken, strict=True))
    return Compared(theirs=theirs, alone=alone, shared=shared)


def _load(folder: Path, database: Path) -> float:
    command: list[str | Path] = [_PYTHON, _LOADER, folder, database, CHANNEL]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _failure(command: list[str | Path]) -> str | None:
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=1200)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return None if ran.returncode == 0 else (ran.stderr.strip().splitlines() or ["it failed"])[-1]
