"""From lines to cues: a label holds until the next one, a time for the words that follow it.

It holds no longer below a heading, nor from a word before a colon on that may be a name or not: who speaks
there is not known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers import turn_marks
from ingest.reading import ChapterMark, Cue, spoken

from . import stamps
from .blocks import Line
from .heads import Head
from .style import FileStyle

WIDEST = 120
"""Characters: text that was wrapped by hand or by a program has no longer lines."""

_FEWEST_WRAPPED = 3
_ENDS = (".", "!", "?", "…", "。", "！", "？", '"', "”", "’", ")", "]", ":", "-", "–", "—")
_HEADING_TIME = re.compile(
    rf"(?P<first>{stamps.ANY})\s*+(?:[-–—|:]\s++)?(?P<title>.*+)|(?P<before>[^\[\](]*+)(?P<last>{stamps.SQUARE}|{stamps.ROUND})\s*+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    cues: tuple[Cue, ...] = ()
    chapters: tuple[ChapterMark, ...] = ()


@dataclass(slots=True)
class _Open:
    """The words since the last label, time or paragraph, and what holds for them."""

    texts: list[str]
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None

    def close(self) -> Iterator[Cue]:
        text = spoken(" ".join(self.texts))
        self.texts = []
        if text:
            yield Cue(text=text, start_ms=self.start_ms, end_ms=self.end_ms, speaker=self.speaker)
            self.start_ms = self.end_ms = None

    def at(self, start_ms: int | None, end_ms: int | None) -> None:
        if start_ms is not None:
            later = end_ms is not None and end_ms > start_ms
            self.start_ms, self.end_ms = start_ms, end_ms if later else None


def turns(lines: Sequence[Line], heads: Sequence[tuple[Head, bool]], style: FileStyle) -> Turns:
    """The cues in the order of the lines, and the headings as chapters."""
    cues: list[Cue] = []
    chapters: list[ChapterMark] = []
    open_ = _Open([])
    wrapped = _wrapped(lines, heads, style)
    for line, (head, is_time) in zip(lines, heads, strict=True):
        label = style.label(head)
        if line.heading and label is None:
            cues += open_.close()
            open_.speaker = None
            chapters.append(_chapter(line, len(cues)))
            continue
        if is_time and style.alone:
            cues += open_.close()
            open_.at(*stamps.times(line.text))
            continue
        leads = style.leads(head)
        if label is not None or leads or line.first or line.item or not wrapped:
            cues += open_.close()
        text = line.text
        if leads and head.lead:
            open_.at(*stamps.times(head.lead))
            text = line.text[head.after_lead :]
        unsure = head.label and head.words < len(line.text.rstrip()) and (line.first or not wrapped)
        if label is None and (unsure or (line.first and not style.carries)):
            open_.speaker = None
        if label is not None:
            open_.speaker = label
            text = line.text[head.words :]
            if head.own:
                open_.at(*stamps.times(head.own))
        for number, (start, end, piece) in enumerate(stamps.cut(text, round_too=style.round_inside)):
            if number:
                cues += open_.close()
                open_.at(start, end)
            open_.texts.append(piece)
    cues += open_.close()
    found = tuple(cues)
    if not style.labelled:
        found, chapters = _marked(found, chapters)
    return Turns(cues=found, chapters=tuple(chapters))


def _marked(cues: tuple[Cue, ...], chapters: list[ChapterMark]) -> tuple[tuple[Cue, ...], list[ChapterMark]]:
    """The cues with the names after `>>`, which may cut them: chapters begin with the same words as before.

    Below a heading nobody is known to speak until the next mark.
    """
    borders = sorted({0, *(mark.cue or 0 for mark in chapters), len(cues)})
    marked: list[Cue] = []
    moved = {0: 0}
    for begin, end in pairwise(borders):
        marked += turn_marks.labelled(cues[begin:end])
        moved[end] = len(marked)
    return tuple(marked), [replace(mark, cue=moved[mark.cue or 0]) for mark in chapters]


def _wrapped(lines: Sequence[Line], heads: Sequence[tuple[Head, bool]], style: FileStyle) -> bool:
    """Whether lines end where they are full, not where a sentence or a thought does."""
    followed = [
        line.text.rstrip()
        for line, later, (head, _) in zip(lines, lines[1:], heads[1:], strict=False)
        if not (later.first or later.item or style.leads(head) or style.label(head))
    ]
    open_ = sum(not text.endswith(_ENDS) for text in followed)
    narrow = sum(len(text) <= WIDEST for text in followed)
    return (
        len(followed) >= _FEWEST_WRAPPED and open_ * 2 >= len(followed) and narrow * 10 >= len(followed) * 9
    )


def _chapter(line: Line, cue: int) -> ChapterMark:
    found = _HEADING_TIME.fullmatch(line.text.strip())
    title, start = line.text, None
    if found:
        start = stamps.times(found["first"] or found["last"])[0]
        if start is not None:
            title = found["title"] if found["first"] else found["before"]
    return ChapterMark(
        start_ms=start, cue=cue, title=spoken(title).rstrip(" -–—|:") or None, place=f"line {line.number}"
    )
