"""From lines to cues: a label holds until the next one, a time for the words that follow it.

It holds no longer below a heading, nor from a word before a colon on that may be a name or not, nor from a
line on that announces advertising or is set in capitals as headings are: who speaks there is not known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers import captions
from ingest.reading import ChapterMark, Cue, spoken

from . import stamps
from .blocks import Line
from .heads import RECURRING, Head
from .style import FileStyle

WIDEST = 120
"""Characters: text that was wrapped by hand or by a program has no longer lines."""

_FEWEST_WRAPPED = 3
_SENTENCE = (".", "!", "?", "…", ",", ")", "]")
_ENDS = (".", "!", "?", "…", "。", "！", "？", '"', "”", "’", ")", "]", ":", "-", "–", "—")
_MOST_CAPITALS = 10
"""One line in so many is set in capitals where those are headings."""

_LONGEST_CAPITALS = 80
_ADVERTISING = re.compile(
    r"\s*+[(\[*]{1,3}\s*+(?:(?:a\s)?(?:short\s)?(?:ads?|advert(?:isement|ising)?s?|commercials?|sponsors?|sponsored"
    r"|mid-?roll|pre-?roll|promo|word from our sponsors?|werbung|anzeige|publicit[ée]|publicidad)"
    r"(?:[\s-](?:break|message|read|segment|spot|begins|starts))?|break)\s*+[.:]?[)\]*]{1,3}\s*+",
    re.IGNORECASE,
)
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
    quoted = False  # the label that holds stands in a quotation
    wrapped = _wrapped(lines, heads, style)
    capitals = not wrapped and sum(map(_in_capitals, lines)) * _MOST_CAPITALS <= len(lines)
    for line, (head, is_time) in zip(lines, heads, strict=True):
        if line.row:
            cues += open_.close()
            row = _Open([line.text], line.row.speaker)
            row.at(*stamps.times(line.row.time or ""))
            cues += row.close()
            open_ = _Open([])
            continue
        label = style.label(head)
        if line.first and not line.quoted and quoted:
            cues += open_.close()
            open_.speaker = None  # what stands below a quotation is not said by who is quoted
        if label is not None or line.first:
            quoted = line.quoted and (label is not None or quoted)
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
        ends = label is None and (_is_advertising(line) or (capitals and _in_capitals(line)))
        if label is not None or leads or line.first or line.item or ends or not wrapped:
            cues += open_.close()
        text = line.text
        if leads and head.lead:
            open_.at(*stamps.times(head.lead))
            text = line.text[head.after_lead :]
        unsure = (
            head.label
            and head.style not in RECURRING
            and head.words < len(line.text.rstrip())
            and (line.first or not wrapped)
        )
        if label is None and (unsure or ends or (line.first and not style.carries)):
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
    if not style.labelled and not any(line.row for line in lines):
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
        marked += captions.label_turns(cues[begin:end])
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


def _is_advertising(line: Line) -> bool:
    return len(line.text) <= _LONGEST_CAPITALS and bool(_ADVERTISING.fullmatch(line.text))


def _in_capitals(line: Line) -> bool:
    """Whether a line is set as a heading is: `PART TWO: THE SEA`."""
    text = line.text.strip()
    return len(text) <= _LONGEST_CAPITALS and text.isupper() and " " in text and not text.endswith(_SENTENCE)


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
