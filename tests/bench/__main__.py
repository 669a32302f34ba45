"""`make bench`: how fast and how lean, in ratios that mean the same on any machine.

Exits 1 if a target is missed. All files are in a temporary folder, which is gone at the end.
"""

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from archive.store import BATCH_EPISODES
from tests.bench import generate, memory, searching, table, writing
from tests.bench.searching import Search
from tests.bench.table import Row
from tests.bench.writing import Round

MEMORY_AT_MOST = 1.2
"""Flat, with room for the allocator, which settles within some hundred episodes (95, 99, 101 MB, then 101).
Keeping so much as a tenth of the records would make it 1.3."""

SEARCH_AT_MOST = 25
"""A page of results is a few passes over the matches and their rows; counting is one over the index."""

MANY_HITS = 100_000


@click.command()
@click.option("--episodes", default=1000, show_default=True, help="How many pastes to take in.")
@click.option("--rounds", default=3, show_default=True, help="How often; medians are shown.")
def main(episodes: int, rounds: int) -> None:
    """Measure taking in, storing, memory and searching on generated pastes."""
    with TemporaryDirectory(prefix="podarchive-bench-") as folder:
        few, few_mb, many_mb = _memory(Path(folder), episodes)
        measured = []
        for number in range(rounds):
            _say(f"round {number + 1} of {rounds}")
            place = Path(folder) / f"round-{number}"
            place.mkdir()
            measured.append(writing.measure(place, episodes, 2 * number))
            if number < rounds - 1:
                shutil.rmtree(place)
        _say("searching")
        searches = searching.measure(place / "archive.db")
    rows = [
        *_writing(measured),
        Row(
            what=f"peak memory of {episodes:,} episodes",
            ratio=many_mb / few_mb,
            of=f"that of {few:,}",
            # Below a batch or two the peak is that of the batch, which is still growing.
            target=MEMORY_AT_MOST if few >= 2 * BATCH_EPISODES else None,
        ),
        *map(_searched, searches),
    ]
    click.echo(f"{episodes:,} generated pastes, medians of {rounds} rounds\n\n{table.text(rows)}\n")
    click.echo(_aside(measured, searches, many_mb))
    sys.exit(0 if all(row.holds for row in rows) else 1)


def _memory(folder: Path, episodes: int) -> tuple[int, float, float]:
    """(a tenth of `episodes`, the peak while taking in so few, the peak while taking in all) in MB."""
    _say("memory")
    place = folder / "memory"
    place.mkdir()
    generate.write(place, numbers=range(episodes), edition=0)
    few = max(1, episodes // 10)
    peaks = [memory.peak(place / f"{count}.db", place, count) for count in (few, episodes)]
    shutil.rmtree(place)
    return few, *peaks


def _writing(rounds: Sequence[Round]) -> list[Row]:
    def ratio(of: Callable[[Round], float]) -> float:
        return median(map(of, rounds))

    return [
        Row(what="read", ratio=ratio(lambda r: r.first.read / r.floor), of="bare sqlite3"),
        Row(what="store", ratio=ratio(lambda r: r.first.store / r.floor), of="bare sqlite3", target=2),
        Row(
            what="store again what changed",
            ratio=ratio(lambda r: r.changed.store / r.first.store),
            of="storing it first",
            target=3,
        ),
        Row(
            what="second run, nothing changed",
            ratio=ratio(lambda r: r.second.all / r.first.all),
            of="the first run",
            target=1 / 20,
        ),
    ]


def _searched(found: Search) -> Row:
    # Where few are found, what is left is the time of a few dozen small questions, whatever the index.
    return Row(
        what=f"search {found.name} ({found.hits:,} hits)",
        ratio=found.page / found.count,
        of="count(*) … match",
        target=SEARCH_AT_MOST if found.hits >= MANY_HITS else None,
    )


def _aside(rounds: Sequence[Round], searches: Sequence[Search], many_mb: float) -> str:
    """Absolute figures, which say as much of the machine and what else it did."""
    floor, read, store = (
        median(values)
        for values in zip(*((r.floor, r.first.read, r.first.store) for r in rounds), strict=True)
    )
    pages = ", ".join(f"{found.page * 1000:.0f} ms" for found in searches)
    return (
        f"Here and now: floor {floor:.1f} s, read {read:.1f} s, store {store:.1f} s;"
        f" {many_mb:.0f} MB; searches {pages}."
    )


def _say(what: str) -> None:
    click.echo(what, err=True)


if __name__ == "__main__":
    main()
