"""Whisper's TSV (https://github.com/openai/whisper, `--output_format tsv`): start, end and text, in ms.

start	end	text
0	7240	Well, shoot.
"""

import re
from collections.abc import Iterator

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, milliseconds, reading
from ingest.reading import Reading
from ingest.registry import Format

_HEADER = re.compile(r"\s*start\tend\ttext[ \t]*", re.IGNORECASE)
_LINE = re.compile(r"[ \t]*(?P<start>-?\d{1,15})\t(?P<end>-?\d{1,15})\t(?P<text>.*)")
_BREAK = re.compile(r"\r\n?|\n")


def _sniff(head: Head) -> bool:
    return bool(_HEADER.fullmatch(head.lines[0].removeprefix("\ufeff")))


def _read(source: Source) -> Reading:
    odd = Oddities()
    return reading(source, _segments(_BREAK.split(source.text), odd), odd)


def _segments(lines: list[str], odd: Oddities) -> Iterator[Segment]:
    """One a line; a line without times is kept without."""
    held: Segment | None = None
    for number, line in enumerate(lines[1:], start=2):
        found = _LINE.fullmatch(line)
        if found:
            if held:
                yield held
            place = f"line {number}"
            held = Segment(
                text=found["text"],
                start_ms=milliseconds(odd, int(found["start"]), place),
                end_ms=milliseconds(odd, int(found["end"]), place),
            )
        elif line.strip():
            odd.note("line_without_times", f"line {number}", "has no times; its text was kept without")
            if held:
                yield held
            held = Segment(text=line)
    if held:
        yield held


FORMAT = Format(
    name="whisper_tsv",
    title="Whisper TSV",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".tsv",),
    gives=("times",),
)
