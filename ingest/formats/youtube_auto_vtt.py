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
from dataclasses import dataclass

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
_WORD_TAG = re.compile(r"<\d\d:\d\d:\d\d\.\d\d\d>")
_NOTE = re.compile(r"(?:NOTE|STYLE|REGION)\b")
_LANGUAGE = re.compile(r"Language:\s*([A-Za-z][\w-]{1,34})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A cue as printed: its rows, also blank ones, since a blank first row means that nothing was kept."""

    line: int
    start_ms: int
    end_ms: int | None
    rows: tuple[str, ...]


def _sniff(head: Head) -> bool:
    if not _SIGNATURE.match(head.text):
        return False
    return any("<c" in line and _WORD_TAG.search(line) for line in head.lines)


def _read(source: Source) -> Reading:
    lines = re.split(r"\r\n?|\n", source.text)
    timings = [(number, found) for number, line in enumerate(lines) if (found := _timing(line))]
    if not timings:
        raise MalformedTranscript(source.name, "has no line with a cue's times", "download it again")
    head = lines[: timings[0][0]]
    blocks = list(_blocks(lines, timings))
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
    found = _TIMING.fullmatch(line) if "-->" in line else None
    try:
        return (timecode.parse(found[1]), timecode.parse(found[2])) if found else None
    except ValueError:  # `00:75:00.000`
        return None


def _blocks(lines: Sequence[str], timings: Sequence[tuple[int, tuple[int, int]]]) -> Iterator[_Block]:
    ends = [number for number, _ in timings[1:]] + [len(lines)]
    for (number, (start_ms, end_ms)), end in zip(timings, ends, strict=True):
        yield _Block(
            line=number + 1,
            start_ms=start_ms,
            end_ms=end_ms if end_ms >= start_ms else None,
            rows=tuple(_rows(lines[number + 1 : end])),
        )


def _rows(below: Sequence[str]) -> Sequence[str]:
    """The rows of a cue out of all lines below its times.

    An empty line ends a cue, but an editor may have taken the blank out of a blank first row. What follows is
    a note or the next cue's name; anything else is taken for words rather than lost.
    """
    first = next((number for number, row in enumerate(below) if row), len(below))
    end = next((number for number in range(first, len(below)) if not below[number]), len(below))
    after = [row for row in below[end:] if row.strip()]
    if len(after) < 2 or _NOTE.match(after[0]):
        return below[:end]
    return below


def _kept(before: _Block | None, block: _Block) -> int:
    """How many of the first rows are the last of the cue before, moved up: never one with times in it."""
    if before is None:
        return 0
    here: list[str] = []
    for row in block.rows:
        if ("<" in row and _STAMP.search(row)) or not (plain := _plain(row)):
            break
        here.append(plain)
    if not here:
        return 0
    above = [plain for row in before.rows if (plain := _plain(row))]
    most = min(len(above), len(here), MOST_ROWS)
    return next((count for count in range(most, 0, -1) if here[:count] == above[-count:]), 0)


def _plain(row: str) -> str:
    return " ".join(_unmarked(_STAMP.sub("", row) if "<" in row else row).split())


def _cues(blocks: Sequence[_Block], kept: Sequence[int]) -> Iterator[Cue]:
    for block, count in zip(blocks, kept, strict=True):
        text, marks = word_times.joined(_pieces(block, block.rows[count:]))
        if text:
            yield Cue(
                text=text,
                start_ms=block.start_ms,
                end_ms=block.end_ms,
                marks=word_times.without_start(marks, block.start_ms),
            )


def _pieces(block: _Block, rows: Sequence[str]) -> Iterator[tuple[int | None, str]]:
    yield block.start_ms, ""
    for row in rows:
        # The words before the first time, then a time and the words behind it, and so on.
        first, *timed = _STAMP.split(row)
        yield None, _unmarked(first)
        for clock, words in zip(timed[::2], timed[1::2], strict=True):
            if text := _unmarked(words):
                yield _ms(clock), text
        yield None, "\n"


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
