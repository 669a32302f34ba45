"""SubViewer as YouTube writes it (no specification): two times with a comma between, then text.

    0:00:01.000,0:00:03.000
    >> ANN: Welcome[br]back.

Text goes on to the next line of times; `[br]` is a line break.
"""

import re
from collections.abc import Sequence

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import cue_blocks, cuetext
from ingest.readers.cue_blocks import Block
from ingest.reading import Reading
from ingest.registry import Format

_TIMES = re.compile(r"\ufeff?\s*+(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3}),(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3})\s*+")
_ODD_TIMES = re.compile(r"\ufeff?\s*+(\d[\w.]{0,9}:[\w:.]{1,20}),(\d[\w.]{0,9}:[\w:.]{1,20})\s*+")
_BREAK = re.compile(r"\[br\]", re.IGNORECASE)


def _sniff(head: Head) -> bool:
    """The first line that is not blank is one of times, as nothing else has them."""
    first = next((line for line in head.lines if line.strip("\ufeff \t")), "")
    return bool(_TIMES.fullmatch(first)) and not head.captions


def _read(source: Source) -> Reading:
    lines = re.split(r"\r\n?|\n", source.text)
    blocks = list(_blocks(lines))
    return cue_blocks.reading(source, blocks, between="a comma")


def _blocks(lines: Sequence[str]) -> list[Block]:
    """What stands before the first times, and then every cue."""
    blocks = [Block(line=0, times=None, lines=[])]
    for number, line in enumerate(lines):
        found = _TIMES.fullmatch(line) or _ODD_TIMES.fullmatch(line)
        times = cuetext.timing(f"{found[1]} --> {found[2]}") if found else None
        if times:
            blocks.append(Block(line=number, times=times, lines=[]))
        else:
            blocks[-1].lines.append(_BREAK.sub("\n", line.strip("\ufeff")))
    return blocks


FORMAT = Format(
    name="sbv",
    title="SubViewer captions (YouTube)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".sbv",),
    gives=("times", "speakers"),
)
