"""Tables in Markdown: their rows, and where a header says so, the time and the speaker of each.

| Time | Speaker | Text    |      in any order, without a time or without a speaker
|------|---------|---------|
| 0:12 | Ada     | Good …  |

Of a table that says nothing of the kind each row is words, and who speaks there is not known. Tables are
those of https://github.github.com/gfm/#tables-extension-.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import stamps

_LONGEST_RULE = 400
_LONGEST_CELL = 60
"""Characters of a cell with a time or a name; what is longer is words."""

_RULE = re.compile(r"\s*+\|?(?:\s*+:?-++:?\s*+\|)++(?:\s*+:?-++:?)?\s*+")
_BAR = re.compile(r"(?<!\\)\|")
_COLUMNS = {
    **dict.fromkeys(("time", "timestamp", "timecode", "start", "start time", "zeit", "hora"), "time"),
    **dict.fromkeys(("speaker", "name", "who", "person", "voice", "sprecher", "sprecherin"), "speaker"),
    **dict.fromkeys(("text", "words", "transcript", "transcription", "dialogue", "utterance"), "words"),
    **dict.fromkeys(("content", "speech", "line", "quote", "what"), "words"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row's words, and what its cells say of them, as printed."""

    words: str
    time: str | None = None
    speaker: str | None = None


def rows(lines: Sequence[str]) -> dict[int, Row | None]:
    """The rows of all tables by the index of their line; None for what is a header or a rule."""
    found: dict[int, Row | None] = {}
    place = 1
    while place < len(lines):
        header = _cells(lines[place - 1])
        if place - 1 in found or not _is_rule(lines[place]) or len(_cells(lines[place])) != len(header):
            place += 1
            continue
        columns = [_COLUMNS.get(cell.strip("*_ :").casefold()) for cell in header]
        named = _are_named(columns)
        found[place - 1] = None if named else Row(words=" ".join(filter(None, header)))
        found[place] = None
        place += 1
        while place < len(lines) and "|" in lines[place]:
            cells = _cells(lines[place])
            found[place] = _named(columns, cells) if named else Row(words=" ".join(filter(None, cells)))
            place += 1
        place += 1
    return found


def spoken(lines: Sequence[str]) -> frozenset[int]:
    """The lines of tables that have times or speakers: no chapters."""
    return frozenset(place for place, row in rows(lines).items() if row and (row.time or row.speaker))


def _is_rule(line: str) -> bool:
    return len(line) <= _LONGEST_RULE and "|" in line and bool(_RULE.fullmatch(line))


def _cells(line: str) -> list[str]:
    cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(line.strip())]
    return cells[not cells[0] : len(cells) - (not cells[-1] and len(cells) > 1)]


def _are_named(columns: Sequence[str | None]) -> bool:
    """Whether words and a time or a speaker have one column each."""
    return columns.count("words") == 1 and 0 < columns.count("time") + columns.count("speaker") <= 2


def _named(columns: Sequence[str | None], cells: Sequence[str]) -> Row:
    """A row; columns that are none of the three, and cells too many, are words."""
    by_name: dict[str, str] = {}
    words: list[str] = []
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        fits = len(cell) <= _LONGEST_CELL and (column != "time" or stamps.times(cell)[0] is not None)
        if column in ("time", "speaker") and column not in by_name and fits:
            by_name[column] = cell
        elif cell:
            words.append(cell)
    return Row(words=" ".join(words), time=by_name.get("time"), speaker=by_name.get("speaker"))
