"""`make bench`: how fast and how lean, in ratios that mean the same on any machine.

Exits 1 if a target is missed. All files are in a temporary folder, which is gone at the end; yt-fts is
installed in build/, once.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from archive.store import BATCH_EPISODES
from ingest.parallel import default_jobs
from tests.bench import (
    again,
    captions,
    clocks,
    memory,
    namesakes,
    processes,
    refresh,
    rival,
    scale,
    searching,
    site,
    table,
    writing,
)
from tests.bench.searching import Search
from tests.bench.table import Row
from tests.bench.writing import OneFormat, Round

MEMORY_AT_MOST = 1.2
"""Flat, with room for the allocator, which settles within some hundred episodes."""

SEARCH_AT_MOST = 25
"""A page of results is a few passes over the matches and their rows; counting is one over the index."""

YTFTS_AT_LEAST = 3
GAIN_AT_LEAST = 0.8
MANY_HITS = 100_000


@click.command()
@click.option("--episodes", default=1000, show_default=True, help="How many pastes to take in.")
@click.option("--files", default=300, show_default=True, help="How many captions of each format.")
@click.option("--many", default=5000, show_default=True, help="How many files the memory is measured with.")
@click.option("--scale", "large", default=scale.EPISODES, show_default=True, help="Episodes to serve.")
@click.option("--visits", default=site.ROUNDS, show_default=True, help="How often each page is asked for.")
@click.option("--names", default=namesakes.MANY, show_default=True, help="Episodes of people of one name.")
@click.option("--rounds", default=3, show_default=True, help="How often; medians are shown.")
@click.option(
    "--rival/--no-rival", "with_rival", default=True, show_default=True, help="Compare with yt-fts."
)
def main(
    episodes: int, files: int, many: int, large: int, visits: int, names: int, rounds: int, with_rival: bool
) -> None:
    """Measure taking in, storing, memory, searching and the site on generated files."""
    with TemporaryDirectory(prefix="podarchive-bench-") as name:
        folder = Path(name)
        rows = [*_memory(folder, many), *_formats(folder, files, rounds)]
        rows += _two(folder, files, rounds)
        why = rival.install() if with_rival else "left out"
        if why is None:
            rows += _rival(folder, files, rounds)
        rows += _pastes(folder, episodes, rounds)
        rows += _again(folder, files, rounds)
        rows += site.measure(scale.ready(folder, large, _say), visits, _say)
    _say("people of one name")
    rows += [*clocks.rows(), *refresh.rows(), *namesakes.rows(names)]
    click.echo(f"Medians of {rounds} rounds; load at the end {_load()}\n\n{table.text(rows)}")
    if why is not None:
        click.echo(f"\nyt-fts was not measured: {why}")
    sys.exit(0 if all(row.holds for row in rows) else 1)


def _memory(folder: Path, many: int) -> Iterator[Row]:
    _say("memory")
    few = max(1, many // 50)
    held = memory.peaks(folder, (few, many))
    yield Row(
        what=f"peak memory of {many:,} files",
        ratio=held[1] / held[0],
        of=f"that of {few:,}",
        # Below a batch or two the peak is that of the batch, which is still growing.
        most=MEMORY_AT_MOST if few >= 2 * BATCH_EPISODES else None,
        here=f"{held[1]:.0f} MB",
    )


def _formats(folder: Path, files: int, rounds: int) -> Iterator[Row]:
    measured: dict[str, list[OneFormat]] = {format: [] for format in captions.FORMATS}
    for number in range(rounds):
        _say(f"formats, round {number + 1} of {rounds}")
        for format, found in measured.items():
            place = folder / "format"
            place.mkdir()
            found.append(writing.measure_format(place, format, files, number))
            shutil.rmtree(place)
    for format, found in measured.items():
        yield Row(
            what=f"read and store {format}",
            ratio=median(each.first.all / each.floor for each in found),
            of="bare sqlite3",
            here=f"{median(each.first.cues / each.first.all for each in found):,.0f} cues/s",
        )


def _two(folder: Path, files: int, rounds: int) -> Iterator[Row]:
    gains = processes.measure(folder, files, rounds, _say)
    yield Row(
        what="gain of a second process",
        ratio=gains.ours / gains.plain,
        of="that of plain Python",
        least=GAIN_AT_LEAST,
        here=f"{gains.ours:.2f} and {gains.plain:.2f} times one, {gains.rate:.0f} files/s",
    )


def _again(folder: Path, files: int, rounds: int) -> Iterator[Row]:
    for jobs in sorted({1, default_jobs()}):
        measured = []
        for number in range(rounds):
            _say(f"the command again, {jobs} job{'' if jobs == 1 else 's'}, round {number + 1} of {rounds}")
            place = folder / "again"
            place.mkdir()
            measured.append(again.measure(place, files, jobs))
            shutil.rmtree(place)
        yield Row(
            what=f"the whole command again, --jobs {jobs}",
            ratio=median(each.second / each.first for each in measured),
            of="the first time",
            most=1 / 20,
            here=f"{median(each.second for each in measured):.2f} s of {files} files",
        )


def _rival(folder: Path, files: int, rounds: int) -> Iterator[Row]:
    jobs = default_jobs()
    found = rival.measure(folder, files, rounds, jobs, _say)
    theirs = f"yt-fts {files / found.theirs:.0f}"
    for what, ours, promised in (
        ("in one process", found.alone, None),
        (f"in {jobs}", found.shared, YTFTS_AT_LEAST),
    ):
        yield Row(
            what=f"speed with automatic VTT, {what}",
            ratio=found.theirs / ours,
            of="yt-fts",
            least=promised,
            here=f"{files / ours:.0f} files/s, {theirs}",
        )


def _pastes(folder: Path, episodes: int, rounds: int) -> Iterator[Row]:
    measured = []
    for number in range(rounds):
        _say(f"pastes, round {number + 1} of {rounds}")
        place = folder / f"round-{number}"
        place.mkdir()
        measured.append(writing.measure(place, episodes, 2 * number))
        if number < rounds - 1:
            shutil.rmtree(place)
    yield from _writing(measured, episodes)
    _say("searching")
    yield from map(_searched, searching.measure(place / "archive.db"))


def _writing(rounds: Sequence[Round], episodes: int) -> list[Row]:
    def ratio(of: Callable[[Round], float]) -> float:
        return median(map(of, rounds))

    def rate(of: Callable[[Round], float]) -> str:
        return f"{episodes / median(map(of, rounds)):.0f} pastes/s"

    return [
        Row(
            what="read pastes",
            ratio=ratio(lambda r: r.first.read / r.floor),
            of="bare sqlite3",
            here=rate(lambda r: r.first.read),
        ),
        Row(
            what="store pastes",
            ratio=ratio(lambda r: r.first.store / r.floor),
            of="bare sqlite3",
            most=2,
            here=rate(lambda r: r.first.store),
        ),
        Row(
            what="store again what changed",
            ratio=ratio(lambda r: r.changed.store / r.first.store),
            of="storing it first",
            most=3,
            here=rate(lambda r: r.changed.store),
        ),
        Row(
            what="second run, nothing changed",
            ratio=ratio(lambda r: r.second.all / r.first.all),
            of="the first run",
            most=1 / 20,
            here=rate(lambda r: r.second.all),
        ),
    ]


def _searched(found: Search) -> Row:
    # Where few are found, what is left is the time of a few dozen small questions, whatever the index.
    return Row(
        what=f"search {found.name} ({found.hits:,} hits)",
        ratio=found.page / found.count,
        of="count(*) … match",
        most=SEARCH_AT_MOST if found.hits >= MANY_HITS else None,
        here=f"{found.page * 1000:.0f} ms",
    )


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _say(what: str) -> None:
    click.echo(what, err=True)


if __name__ == "__main__":
    main()
