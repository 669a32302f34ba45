"""Chapter lists in prose: lines such as `0:00 Intro`, in any order of time and title.

    0:00 Intro                       [00:12:03] The oven               1. 1:02:03.500 – Salt
    - Title - *00:13:05*.            1h02m03s Flour                    🎙 (5:17) Yeast
    1:00–2:00 Both ends              [00:12](https://…&t=12) Linked    Title (12:03)

In one list the time stands either first or last; the minority's lines are none of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive import timecode
from archive.records import Warning
from ingest.reading import ChapterMark, spoken

from .chapter_times import reread
from .weblinks import address

FEWEST = 3
"""Lines that make a list; YouTube itself shows chapters from three on."""

FEWEST_HEADED = 2

_WIDEST_GAP = 2
"""Lines of something else inside a list: a heading between two of its parts, a line about a chapter."""

_LONGEST_LINE = 4_000
"""Characters, with addresses; no chapter's line is longer."""

_LONGEST_TITLE = 500
"""Characters: prose stands in longer lines, no chapter does."""

_CLOCK = r"\d{1,4}:\d{1,2}:\d\d(?:[.,]\d{1,3})?|\d{1,4}:\d\d(?:[.,]\d{1,3})?"
_TIME = re.compile(
    rf"(?<![^\W_])(?<![:.,/$€£])(?:(?P<clock>{_CLOCK})"
    r"|(?P<h>\d{1,3})h ?(?P<m>\d{1,2})m(?: ?(?P<s>\d{1,2})s)?|(?P<minutes>\d{1,4})m ?(?P<seconds>\d{1,2})s)"
    r"(?![^\W_])(?![%°])(?![.,:]\d)(?!\s?[ap]\.?m\b)",
    re.IGNORECASE,
)
# Part of any time, and found at once: most lines have none.
_NUMBER = re.compile(r"\d[:hm]", re.IGNORECASE)
# Bullets, brackets, emoji; a number, also as an emoji, which is a digit with two marks behind it.
_LEAD = re.compile(r"[^\w]*+(?:\d{1,3}(?:[.):]|\ufe0f?\u20e3)?[^\w]++)?")
_NUMBERED = re.compile(r"\s*(?:[-*•]\s+)?\d{1,3}[.)]\s+")
_RANGE = re.compile(r"[\])*_ ]*(?:[-–—~→]|to|bis|until)?[\[(*_ ]*", re.IGNORECASE)
_PARTED = re.compile(r"[-–—:|(\[*_@~→\t]\s*$|\s{2}$")
_LINK = re.compile(r"!?\[([^\[\]]*+)\]\(<?((?:[^()\s<>]|\([^()\s]*+\))*+)>?(?:\s+\"[^\"]*+\")?\)")
_ESCAPED = re.compile(r"\\([\[\]()*_.:#+~-])")
_STARS = re.compile(r"(?<![^\W_])(\*{1,3})(?=\S)([^*]++)\1(?![^\W_])")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_]++)\1(?!\w)")
_HEADING = re.compile(
    r"[^\w]*(?:(?:episode|video|show|podcast)\s+)?"
    r"(?:chapters?|(?:chapter\s+)?time ?-?(?:stamps?|codes?|line)|topics|outline|sections|in this episode"
    r"|kapitel(?:marken)?|zeitmarken|inhalt|chapitres|capítulos|minutaje|capitoli|hoofdstukken"
    r"|таймкоды|тайм-коды|главы|темы|チャプター|目次|タイムスタンプ|时间轴|章节)"
    r"[^\w]*(?:\([^()]{0,60}\))?[^\w]*",
    re.IGNORECASE,
)

Order = Literal["first", "last"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterList:
    """The marks of a list in the order of the source, and the indices of the lines that hold them.

    `heading` is the index of the line "Chapters" above them, if there is one.
    """

    marks: tuple[ChapterMark, ...] = ()
    lines: frozenset[int] = frozenset()
    heading: int | None = None
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line with a time at its beginning or its end, or at both, and how either is read."""

    index: int
    first: ChapterMark | None
    last: ChapterMark | None
    has_hour: bool
    parted: bool


def find(lines: Sequence[str], *, first_line: int = 1, headed: bool = False) -> ChapterList:
    """The longest list in `lines`, the first of several such; empty if there is none.

    Blank lines do not end a list. Places count from `first_line`. `headed` says that something above `lines`
    calls them chapters: then two lines are a list.
    """
    best = ChapterList()
    for heading, block in _blocks(lines, first_line):
        found = _list(block, headed=headed or heading is not None)
        if len(found.marks) > len(best.marks):
            best = replace(found, heading=heading)
    return best


def _blocks(lines: Sequence[str], first_line: int) -> list[tuple[int | None, list[_Line]]]:
    """Lines with times that stand together, each block with the index of its heading."""
    blocks: list[tuple[int | None, list[_Line]]] = []
    others: list[int] = []  # the lines without a time since the last one that has one
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        stamped = _line(index, line, f"line {first_line + index}")
        if not stamped:
            others.append(index)
            continue
        if blocks and (not others or _carries_on(blocks[-1][1], stamped, len(others))):
            blocks[-1][1].append(stamped)
        else:
            heading = others[-1] if others and _is_heading(lines[others[-1]]) else None
            blocks.append((heading, [stamped]))
        others = []
    return blocks


def _is_heading(line: str) -> bool:
    return len(line) < 100 and bool(_HEADING.fullmatch(line.strip()))


def _carries_on(block: Sequence[_Line], line: _Line, others: int) -> bool:
    """Whether a list goes on after lines of something else: only if it is one already, and time goes on."""
    if others > _WIDEST_GAP or len(block) < FEWEST_HEADED:
        return False
    for before, after in ((block[-1].first, line.first), (block[-1].last, line.last)):
        if before and after and (before.start_ms or 0) < (after.start_ms or 0):
            return True
    return False


def _list(block: Sequence[_Line], *, headed: bool) -> ChapterList:
    first, last = ([line for line in block if getattr(line, order)] for order in ("first", "last"))
    order: Order = "first" if len(first) >= len(last) else "last"
    kept = first if order == "first" else last
    marks = [mark for line in kept if (mark := line.first if order == "first" else line.last)]
    if len(marks) < (FEWEST_HEADED if headed else FEWEST):
        return ChapterList()
    if order == "last" and not headed and not all(line.parted for line in kept) and not _run_from_zero(marks):
        return ChapterList()  # John 3:16, Luke 2:10, Romans 8:28
    times, warnings = reread(
        [mark.start_ms or 0 for mark in marks], [line.has_hour for line in kept], place=marks[0].place
    )
    return ChapterList(
        marks=tuple(
            mark if mark.start_ms == time else replace(mark, start_ms=time, end_ms=None)
            for mark, time in zip(marks, times, strict=True)
        ),
        lines=frozenset(line.index for line in kept),
        warnings=warnings,
    )


def _run_from_zero(marks: Sequence[ChapterMark]) -> bool:
    times = [mark.start_ms or 0 for mark in marks]
    return times[0] < 60_000 and times == sorted(times)


def _line(index: int, line: str, place: str) -> _Line | None:
    if len(line) > _LONGEST_LINE or not _NUMBER.search(line) or not _TIME.search(line):
        return None
    plain = _ESCAPED.sub(r"\1", line)
    links = list(_LINK.finditer(plain))
    text = _STARS.sub(r"\2", _LINK.sub(r"\1", plain))
    text = _UNDERSCORES.sub(r"\2", text).strip(" \t|")
    times = list(_TIME.finditer(text)) if len(text) <= _LONGEST_TITLE else []
    if not times:
        return None
    # A link around the title leads to what the chapter is about, one around the time to the recording.
    targets = [link for link in links if not _TIME.search(link[1])]
    href = address(targets[0][2]) if len(targets) == 1 else None
    title_link = spoken(targets[0][1]) if href else None
    first = _first(text, times, place)
    last = _last(text, times, place)
    if not first and not last:
        return None
    first, last = (
        replace(mark, href=href) if mark and title_link and mark.title == title_link else mark
        for mark in (first, last)
    )
    one = times[0] if first else times[-1]
    clock = one["clock"] or ""
    return _Line(
        index=index,
        first=first,
        last=last,
        has_hour=clock.count(":") == 2 or not clock,
        parted=bool(_PARTED.search(text[: times[-1].start()])) or bool(_NUMBERED.match(text)),
    )


def _first(text: str, times: Sequence[re.Match[str]], place: str) -> ChapterMark | None:
    """The chapter of a line that begins with its time, or with the times of its two ends."""
    if not _LEAD.fullmatch(text, 0, times[0].start()):
        return None
    start_ms, end_ms, ends = _ms(times[0]), None, times[0].end()
    if start_ms is None:
        return None
    if len(times) > 1 and _RANGE.fullmatch(text, times[0].end(), times[1].start()):
        second = _ms(times[1])
        if second is not None and second > start_ms:
            end_ms, ends = second, times[1].end()
    title = spoken(re.sub(r"^(?:[\s\])}>*_:|•·=~→►▶–—-]|[.,](?=\s))+", "", text[ends:]))
    return _mark(title, start_ms, end_ms, place)


def _last(text: str, times: Sequence[re.Match[str]], place: str) -> ChapterMark | None:
    """The chapter of a line that ends with its time, or with the times of its two ends."""
    if re.search(r"\w", text[times[-1].end() :]):
        return None
    one, end_ms = times[-1], None
    if len(times) > 1 and _RANGE.fullmatch(text, times[-2].end(), one.start()):
        before, after = _ms(times[-2]), _ms(one)
        if before is not None and after is not None and before < after:
            one, end_ms = times[-2], after
    start_ms = _ms(one)
    if start_ms is None:
        return None
    title = re.sub(r"[\s\[({<*_:|•·=~→@,–—-]+$", "", text[: one.start()])
    title = _NUMBERED.sub("", title, count=1)
    return _mark(spoken(re.sub(r"^[\s*•▶►·–—-]+(?=\S)", "", title)), start_ms, end_ms, place)


def _mark(title: str, start_ms: int, end_ms: int | None, place: str) -> ChapterMark | None:
    if not re.search(r"\w", title):
        return None
    return ChapterMark(start_ms=start_ms, title=title, end_ms=end_ms, place=place)


def _ms(found: re.Match[str]) -> int | None:
    clock = found["clock"] or (
        f"{found['h']}:{found['m']}:{found['s'] or 0}"
        if found["h"]
        else f"{found['minutes']}:{found['seconds']}"
    )
    try:
        return timecode.parse(clock)
    except ValueError:  # `00:75:00`
        return None
