"""Titles of chapters that a transcript's panel shows between cues, each on a line before its first cue."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.reading import ChapterMark, spoken

from .pasted import Run

HEADED = 0.8
"""The part of the listed chapters that must have their heading for the headings to be the panel's."""

CHAPTER_MS = 10_000
"""A chapter's title stands before a cue that begins this near to the chapter's printed time."""

RARE = 3
"""Where no list tells, at most one cue in so many may have a second line for that to be a chapter's title."""

_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """The lines that are headings, and those that may be, and so stay words."""

    lines: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()


def find(lines: Sequence[str], run: Run, first: int | None, listed: Sequence[ChapterMark]) -> Headings:
    """`first` is the last line before the first time, if it may be a heading."""
    return _by_list(lines, run, first, listed) if listed else _by_shape(lines, run, first)


def chapters(lines: Sequence[str], run: Run, found: Headings) -> tuple[ChapterMark, ...]:
    """Each heading as a chapter that begins at the time below it."""
    marks = []
    held = set(found.lines)
    above = [
        next((line for line in reversed(range(stamp.line)) if lines[line].strip()), -1)
        for stamp in run.stamps
    ]
    for line, stamp in zip(above, run.stamps, strict=True):
        if line in held:
            marks.append(ChapterMark(start_ms=stamp.ms, title=spoken(lines[line]), place=f"line {line + 1}"))
    return tuple(marks)


def _by_list(lines: Sequence[str], run: Run, first: int | None, listed: Sequence[ChapterMark]) -> Headings:
    """Lines that repeat a listed title before the time of its first cue.

    Such a line is never the only text of a cue. A panel has one for every chapter, the first before all
    words: where it has not, the lines are what somebody said.
    """
    # Several chapters may have one title, "Break" for one.
    starts: dict[str, list[int]] = {}
    for mark in listed:
        starts.setdefault(mark.title or "", []).append(mark.start_ms or 0)
    last = [first, *(numbers[-1] if len(numbers) > 1 else None for numbers in run.below[:-1])]
    found = [
        line
        for line, stamp in zip(last, run.stamps, strict=True)
        if line is not None
        and any(abs(start - stamp.ms) <= CHAPTER_MS for start in starts.get(lines[line].strip(), ()))
    ]
    reached = [mark for mark in listed if (mark.start_ms or 0) <= run.stamps[-1].ms]
    panel = bool(found) and found[0] == first and len(found) >= HEADED * len(reached)
    return Headings(lines=tuple(found)) if panel else Headings(doubtful=tuple(found))


def _by_shape(lines: Sequence[str], run: Run, first: int | None) -> Headings:
    """Second lines, where every other cue has one: titles if there is one before all words too."""
    counts = [len(numbers) + bool(stamp.words) for stamp, numbers in zip(run.stamps, run.below, strict=True)]
    seconds = [numbers[-1] for numbers, count in zip(run.below[:-1], counts[:-1], strict=True) if count == 2]
    short = all(len(lines[line]) <= _LONGEST_TITLE for line in seconds)
    if not seconds or max(counts[:-1]) > 2 or len(seconds) * RARE > len(counts) or not short:
        return Headings()
    if first is not None and len(lines[first]) <= _LONGEST_TITLE:
        return Headings(lines=(first, *seconds))
    return Headings(doubtful=tuple(seconds)) if len(seconds) > 1 else Headings()
