"""Chapter lists in prose: lines such as `0:00 Intro`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive import timecode

from .reading import ChapterMark, spoken

FEWEST = 3
"""Lines that make a list; YouTube itself shows chapters from three on."""

_LONGEST_LINE = 500
"""Characters: prose stands in longer lines, no chapter does."""

_LINE = re.compile(
    r"""^[\s\-–—•*▶]* [\[(]?\s*(?P<time>\d+:\d{1,2}(?::\d{1,2})?) [\])]?   # 00:05:17, [5:17], (5:17)
        \s* [-–—:|]? \s+ (?P<title>\S.*?)\s*$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterList:
    """The marks of a list in the order of the source, and the indices of the lines that hold them."""

    marks: tuple[ChapterMark, ...] = ()
    lines: frozenset[int] = frozenset()


def find(lines: Sequence[str], *, first_line: int = 1) -> ChapterList:
    """The longest block of `time title` lines; blank lines do not end it. Places count from `first_line`."""
    best: list[tuple[int, ChapterMark]] = []
    block: list[tuple[int, ChapterMark]] = []
    for index, line in enumerate(lines):
        mark = _mark(line, f"line {first_line + index}")
        if mark:
            block.append((index, mark))
        elif line.strip():
            block = []
        if len(block) > len(best):
            best = list(block)
    if len(best) < FEWEST:
        return ChapterList()
    return ChapterList(marks=tuple(mark for _, mark in best), lines=frozenset(index for index, _ in best))


def _mark(line: str, place: str) -> ChapterMark | None:
    found = _LINE.match(line.strip()) if len(line) <= _LONGEST_LINE else None
    if not found:
        return None
    try:
        return ChapterMark(start_ms=timecode.parse(found["time"]), title=spoken(found["title"]), place=place)
    except ValueError:  # `00:75:00`
        return None
