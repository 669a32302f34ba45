r"""SubRip (no specification; what players take): everything with timing lines that is not WebVTT.

    12
    00:01:02,000 --> 00:01:04,500
    Leo Dion (host): {\an8}Welcome <i>back</i>,
    everyone.

Numbers, blank lines and the comma may be missing, the arrow may be tight. A cue's text goes on to the next
timing line, over blank lines too, without the number that stands before that. Files that are WebVTT but for
their first line are read the same, with the voices in them.
"""

import re
from collections.abc import Sequence

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import cue_blocks, cuetext
from ingest.readers.cue_blocks import Block
from ingest.reading import Reading
from ingest.registry import Format

_SIGNATURE = re.compile(r"[\ufeff\s]*+WEBVTT(?=\s|$)")
_NUMBER = re.compile(
    r"\ufeff?\s*+(?:\d{1,7}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[/\d-]*+)\s*+"
)

NUMBERED = 0.8
"""The part of the cues with a number directly above their times, from which on every such line is one."""

FIRST_LINES = 8
"""A document that quotes captions further down is none."""


def _sniff(head: Head) -> bool:
    if not head.captions or head.json or head.html or head.root or _SIGNATURE.match(head.text):
        return False
    first = [line for line in head.lines if line.strip()][:FIRST_LINES]
    return any("-->" in line and cuetext.timing(line) for line in first)


def _read(source: Source) -> Reading:
    lines = re.split(r"\r\n?|\n", source.text)
    blocks = _blocks(lines)
    return cue_blocks.reading(source, blocks, between="“-->”")


def _blocks(lines: Sequence[str]) -> list[Block]:
    """What stands before the first times, and then every cue."""
    timings = [
        (number, times)
        for number, line in enumerate(lines)
        if "-->" in line and (times := cuetext.timing(line))
    ]
    above = [number > 0 and bool(_NUMBER.fullmatch(lines[number - 1])) for number, _ in timings]
    numbered = sum(above) >= NUMBERED * len(timings)
    # Where a cue's own lines begin: at its number, if it has one.
    begins = [
        number - 1 if has and (numbered or number == 1 or not lines[number - 2].strip()) else number
        for (number, _), has in zip(timings, above, strict=True)
    ]
    ends = [*begins, len(lines)]
    before = [line.strip("\ufeff") for line in lines[: ends[0]]]
    blocks = [Block(line=0, times=None, lines=before)]
    for (number, times), begin, end in zip(timings, begins, ends[1:], strict=True):
        text = [times.text] if times.text else []
        own, untimed = _split(lines, begin, number + 1, end)
        blocks.append(Block(line=number, times=times, lines=[*text, *lines[number + 1 : own]]))
        if untimed:
            blocks.append(Block(line=own, times=None, lines=list(lines[own + 1 : end])))
    return blocks


def _split(lines: Sequence[str], begins: int, text: int, ends: int) -> tuple[int, bool]:
    """Where a cue's text ends: at `ends`, or at the number of a next cue whose times are missing."""
    own, after = _integer(lines[begins]), _integer(lines[ends]) if ends < len(lines) else None
    if own is None or after != own + 2:
        return ends, False
    for number in range(text, ends):
        if not lines[number - 1].strip() and _integer(lines[number]) == own + 1:
            return number, True
    return ends, False


def _integer(line: str) -> int | None:
    text = line.strip("\ufeff \t")
    return int(text) if text.isdecimal() and len(text) < 8 else None


FORMAT = Format(
    name="srt",
    title="SubRip captions",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".srt",),
    gives=("times", "speakers"),
)
