"""How far off a moment of one recording is on the clock of another, at words that were hidden while learning.

Alone, `python -m tests.bench.clocks [FOLDER]` prints a table of pairs: FOLDER has two folders of captions, in
which files of one episode begin with the same three digits.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from archive import clocks
from ingest import alignment, registry
from ingest.files.source import read_source
from ingest.reading import Cue
from ingest.words import Words
from tests.bench.table import Row
from tests.held_back import Off, measure
from tests.recordings import captions, misheard, played, quickened, talk, transcript

MEDIAN_AT_MOST = 1
P95_AT_MOST = 5
"""Seconds."""

HOURS = 3
_WORDS_AN_HOUR = 12_000


def rows() -> Iterator[Row]:
    """Of generated recordings: one cut, quickened and with advertisements, one as it was; both misheard."""
    talks = talk(1, 12_000)
    audio = [
        *quickened(talks[:4000]),
        *talk(2, 150),
        *quickened(talks[4400:9000]),
        *talk(3, 90),
        *talks[9000:],
    ]
    stream = [*talk(4, 500), *talks]
    ours, theirs = misheard(played(audio), 0.03, 1), misheard(played(stream), 0.03, 2)
    off = measure(captions(ours), captions(theirs), _learned)
    where = f"{len(off.errors):,} hidden runs, {off.unanswered:,} without an answer"
    yield Row(
        what="clocks of two recordings, median error",
        ratio=off.median_ms / 1000,
        of="a second",
        most=MEDIAN_AT_MOST,
        here=where,
    )
    yield Row(
        what="clocks of two recordings, 95th percentile",
        ratio=off.p95_ms / 1000,
        of="a second",
        most=P95_AT_MOST,
        here=where,
    )
    words = talk(5, HOURS * _WORDS_AN_HOUR)
    long, other = transcript(played(words)), transcript(played(quickened(words)))
    begun = time.perf_counter()
    assert alignment.learn(long, other) is not None
    taken = time.perf_counter() - begun
    yield Row(
        what=f"learning the clocks of {HOURS} hours",
        ratio=taken,
        of="a second",
        here=f"{taken * 1000:.0f} ms",
    )


def pairs(folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """(the name's three digits, a file of one folder, the file of the other)."""
    one, other = sorted(each for each in folder.iterdir() if any(each.glob("*.vtt")))
    theirs = {path.name[:3]: path for path in other.glob("*.vtt")}
    for path in sorted(one.glob("*.vtt")):
        if path.name[:3] in theirs:
            yield path.name[:3], path, theirs[path.name[:3]]


def _learned(ours: Sequence[Cue], theirs: Sequence[Cue]) -> Callable[[int], int | None]:
    found = alignment.learn(Words(ours), Words(theirs))
    return lambda ms: None if found is None else clocks.at(found.pieces, ms)


def _cues(path: Path) -> tuple[Cue, ...]:
    source = read_source(path, path.parent)
    return registry.detect(source).read(source).cues


def _line(name: str, off: Off) -> str:
    part = off.unanswered / (off.unanswered + len(off.errors))
    return f"{name:8}{len(off.errors):8,}{off.median_ms / 1000:9.2f}{off.p95_ms / 1000:9.2f}{part:12.0%}"


def main(folder: Path) -> None:
    print(
        f"{'':8}{'runs':>8}{'median s':>9}{'p95 s':>9}{'unanswered':>12}{'learned':>12}  covered, own errors"
    )
    every: list[Off] = []
    for name, one, other in pairs(folder):
        ours, theirs = _cues(one), _cues(other)
        words = Words(ours), Words(theirs)
        begun = time.perf_counter()
        found = alignment.learn(*words)
        taken = 1000 * (time.perf_counter() - begun)
        every.append(measure(ours, theirs, _learned))
        own = (
            "no map"
            if found is None
            else f"{found.covered:.0%} {found.to_covered:.0%}, "
            f"{found.median_error_ms / 1000:.2f} {found.p95_error_ms / 1000:.2f}"
        )
        print(f"{_line(name, every[-1])}{taken:9.0f} ms  {own}")
    errors = tuple(error for off in every for error in off.errors)
    print(_line("all", Off(errors=errors, unanswered=sum(off.unanswered for off in every))))
    print(f"median of the medians {median(off.median_ms for off in every) / 1000:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
