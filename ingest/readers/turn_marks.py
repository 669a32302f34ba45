"""`>>` in texts made from captions: from here on another voice speaks; `>> NAME:` says which.

Captioners for the deaf write it; `captions` finds it in captions themselves. A mark without a name stays in
the text, as the only sign of the change; a name after it becomes the label of all words up to the next mark.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import labels
from ingest.reading import Cue

_MARK = re.compile(r">{2,3}\s?(?:(?P<name>[^\s:>][^:>\n]{0,58}):(?=\s|\Z)\s?)?")


def labelled(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues with the names after `>>` as labels; a cue is cut where the voice changes inside it.

    Where no mark has a name, the cues are as they were.
    """
    if not any(_name(found) for cue in cues for found in _MARK.finditer(cue.text)):
        return tuple(cues)
    return tuple(_labelled(cues))


def _name(found: re.Match[str]) -> str | None:
    name = found["name"]
    return name.strip() if name and labels.may_be(name) else None


def _labelled(cues: Sequence[Cue]) -> Iterator[Cue]:
    speaker: str | None = None
    for cue in cues:
        marks = list(_MARK.finditer(cue.text))
        borders = [found.start() for found in marks] + [len(cue.text)]
        if borders[0] > 0 or not cue.text:
            yield _part(cue, 0, 0, borders[0], speaker)
        for found, end in zip(marks, borders[1:], strict=True):
            speaker = _name(found)
            begins = found.end() if speaker else found.start()
            if cue.text[begins:end].strip():
                yield _part(cue, found.start(), begins, end, speaker)


def _part(cue: Cue, begins: int, start: int, end: int, speaker: str | None) -> Cue:
    """The text from `start`, behind a label that `begins` before it, to `end` as a cue of its own.

    Inside a cue its time is known if a mark gives it.
    """
    if begins == start == 0 and end == len(cue.text):
        return replace(cue, speaker=speaker)
    first = bisect_left(cue.marks, (begins,))
    last = bisect_left(cue.marks, (end,), lo=first)
    # Of the times inside the label, the last is that of the words behind it.
    marks = tuple({max(0, offset - start): ms for offset, ms in cue.marks[first:last]}.items())
    start_ms = cue.start_ms if begins == 0 else None
    if begins and marks and marks[0][0] == 0:
        start_ms, marks = marks[0][1], marks[1:]
    end_ms = cue.end_ms if end == len(cue.text) and start_ms is not None else None
    text = cue.text[start:end].rstrip()
    return replace(cue, text=text, start_ms=start_ms, end_ms=end_ms, speaker=speaker, marks=marks)
