"""How much memory an ingest takes, of few files and of many: short ones, since only their number counts."""

import shutil
from pathlib import Path

from tests.bench import captions
from tests.bench.process import take_in

FORMAT = "SRT with names"
MINUTES = 2


def peaks(folder: Path, counts: tuple[int, int]) -> tuple[float, float]:
    """MB that a process of its own held at most while it took in so many files, for both counts."""
    held = []
    for count in counts:
        place = folder / f"memory-{count}"
        place.mkdir()
        captions.write(place, FORMAT, numbers=range(count), minutes=MINUTES)
        held.append(take_in(folder / f"memory-{count}.db", place).megabytes)
        shutil.rmtree(place)
    few, many = held
    return few, many
