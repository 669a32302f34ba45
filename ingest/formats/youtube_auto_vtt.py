"""YouTube's automatic captions as yt-dlp saves them: WebVTT whose lines roll; there is no specification.

    WEBVTT
    Kind: captions
    Language: en
    Style:                                             in older files, up to a line `##`

    00:00:00.000 --> 00:00:02.119 align:start position:0%

    there's<00:00:00.210><c> no</c><00:00:00.359><c> denying</c>     a new line, with a time before each word

    00:00:02.119 --> 00:00:02.129 align:start position:0%
    there's no denying                                 the same again, for 10 ms


    00:00:02.129 --> 00:00:05.360 align:start position:0%
    there's no denying                                 and as the upper line, while the next one comes

Every word stands there three times. The lines that a cue takes over from the one before are left out; lines
with times in them are always new, so that what is said twice stays twice. Colours (`<c.colorE5E5E5>`) cross
the words' tags, and in translated tracks the blank stands inside the tag. A file of the same shape that does
not roll, made by people for singing along, is read line for line.
"""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from archive import timecode
from archive.records import Warning
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import captions, word_times
from ingest.readers.languages import tag
from ingest.reading import Cue, Reading
from ingest.registry import Format

ROLLING = 0.2
"""The part of the cues that begin with lines of the one before, from which on a file is said to roll."""

MOST_ROWS = 4
"""Rows that a window of captions can have."""

_CLOCK = r"(?:\d{1,6}:)?\d{1,6}:\d\d[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*+({_CLOCK})[ \t]*+-->[ \t]*+({_CLOCK})(?:[ \t].*+)?")
_SIGNATURE = re.compile(r"\ufeff?\s*+WEBVTT(?=\s|$)")
_STAMP = re.compile(rf"<({_CLOCK})>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_OPEN = re.compile(r"<[^<>\n]*+(?!>)")
_WORD_TAG = re.compile(r"<\d\d:\d\d:\d\d\.\d\d\d>")
_NOTE = re.compile(r"(?:NOTE|STYLE|REGION)\b")
_LANGUAGE = re.compile(r"Language:\s*([A-Za-z][\w-]{1,34})\s*", re.IGNORECASE)


class _Row(NamedTuple):
    """A row of a cue: its text without times and markup, and its pieces; `timed` if it has times in it."""

    text: str
    pieces: tuple[tuple[int | None, str], ...]
    timed: bool


class _Block(NamedTuple):
    """A cue as printed: its rows, also blank ones, since a blank first row means that nothing was kept."""

    line: int
    start_ms: int
    end_ms: int | None
    rows: list[_Row]


def _sniff(head: Head) -> bool:
    if not _SIGNATURE.match(head.text):
        return False
    return any("<c" in line and _WORD_TAG.search(line) for line in head.lines)


def _read(source: Source) -> Reading:
    lines = source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    timings = [
        (number, found)
        for number, line in enumerate(lines)
        if "-->" in line and (found := _timing(line)) is not None
    ]
    if not timings:
        raise MalformedTranscript(source.name, "has no line with a cue's times", "download it again")
    head = lines[: timings[0][0]]
    blocks = _blocks(lines, timings)
    kept = [_kept(before, block) for before, block in zip([None, *blocks], blocks, strict=False)]
    rolls = sum(map(bool, kept)) >= ROLLING * len(blocks) and len(blocks) > 1
    cues = tuple(_cues(blocks, kept if rolls else [0] * len(blocks)))
    if not any(cue.text for cue in cues):
        raise MalformedTranscript(source.name, "its times have no words", "download it again")
    language = next((named[1] for line in head if (named := _LANGUAGE.fullmatch(line.strip()))), None)
    labelled, unsure = captions.label_cues(cues)
    return Reading(
        cues=labelled,
        language=tag(language),
        origin="automatic captions" if rolls else None,
        warnings=(*_oddities(blocks), *unsure),
    )


def _timing(line: str) -> tuple[int, int] | None:
    found = _TIMING.fullmatch(line)
    try:
        return (timecode.parse(found[1]), timecode.parse(found[2])) if found else None
    except ValueError:  # `00:75:00.000`
        return None


def _blocks(lines: Sequence[str], timings: Sequence[tuple[int, tuple[int, int]]]) -> list[_Block]:
    ends = [number for number, _ in timings[1:]] + [len(lines)]
    printed = [_rows(lines[number + 1 : end]) for (number, _), end in zip(timings, ends, strict=True)]
    rows = iter(_understood([row for block in printed for row in block]))
    return [
        _Block(number + 1, start_ms, end_ms if end_ms >= start_ms else None, list(islice(rows, len(block))))
        for (number, (start_ms, end_ms)), block in zip(timings, printed, strict=True)
    ]


def _rows(below: Sequence[str]) -> Sequence[str]:
    """The rows of a cue out of all lines below its times.

    An empty line ends a cue, but an editor may have taken the blank out of a blank first row. What follows is
    a note or the next cue's name; anything else is taken for words rather than lost.
    """
    first = 0
    while first < len(below) and not below[first]:
        first += 1
    try:
        end = below.index("", first)
    except ValueError:
        return below
    after = list(filter(str.strip, below[end + 1 :]))
    if len(after) < 2 or _NOTE.match(after[0]):
        return below[:end]
    return below


def _understood(printed: Sequence[str]) -> list[_Row]:
    whole = "\n".join(printed)
    # Where no tag is left open, as in most files, all can go at once.
    bare = printed if _OPEN.search(whole) else _TAG.sub("", whole).split("\n")
    rows = {row: _row(row) for row in set(bare)}  # most stand there three times
    return [rows[row] for row in bare]


def _row(printed: str) -> _Row:
    if "<" not in printed and "&" not in printed:
        return _Row(" ".join(printed.split()), ((None, printed),), False)
    # The words before the first time, then a time and the words behind it, and so on.
    parts = _STAMP.split(printed)
    words, clocks = parts[::2], parts[1::2]
    text = "".join(words)
    if "<" in text or "&" in printed:  # markup may reach over a time
        text = _unmarked(_STAMP.sub("", printed))
        words = list(map(_unmarked, words))
    pieces = filter(itemgetter(1), zip([None, *map(_ms, clocks)], words, strict=True))
    return _Row(" ".join(text.split()), tuple(pieces), bool(clocks))


def _kept(before: _Block | None, block: _Block) -> int:
    """How many of the first rows are the last of the cue before, moved up: never one with times in it."""
    here = []
    for row in block.rows:
        if row.timed or not row.text:
            break
        here.append(row.text)
    if not here or before is None:
        return 0
    above = [row.text for row in before.rows if row.text]
    most = min(len(above), len(here), MOST_ROWS)
    return next((count for count in range(most, 0, -1) if here[:count] == above[-count:]), 0)


def _cues(blocks: Sequence[_Block], kept: Sequence[int]) -> Iterator[Cue]:
    for block, count in zip(blocks, kept, strict=True):
        pieces: list[tuple[int | None, str]] = [(block.start_ms, "")]
        for row in block.rows[count:]:
            if row.text or row.timed:
                pieces += [*row.pieces, (None, " ")]
        if len(pieces) == 1:
            continue
        text, marks = word_times.joined(pieces)
        if text:
            yield Cue(
                text=text,
                start_ms=block.start_ms,
                end_ms=block.end_ms,
                marks=word_times.without_start(marks, block.start_ms),
            )


def _unmarked(text: str) -> str:
    return html.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text


def _ms(clock: str) -> int | None:
    try:
        return timecode.parse(clock)
    except ValueError:
        return None


def _oddities(blocks: Sequence[_Block]) -> Iterator[Warning]:
    backwards = [block for block in blocks if block.end_ms is None]
    if backwards:
        message = f"cues that end before they begin, their ends left out: {len(backwards)}"
        yield Warning(code="end_before_start", place=f"line {backwards[0].line}", message=message)


FORMAT = Format(
    name="youtube_auto_vtt",
    title="YouTube automatic captions (WebVTT)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".vtt",),
    gives=("times", "word times"),
)
