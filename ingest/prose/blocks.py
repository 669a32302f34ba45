"""A text as its lines with words: Markdown's headings told apart, rules, comments and other marks gone.

# Heading         Heading           a heading; also underlined
## Heading        =======
> quoted          - item            the words, without the mark
---  ***          <!-- … -->        nothing
```               [1]: https://…    nothing
> [!quote] Ada    | Ada | words |   without the mark; a row of a table
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.readers.oddities import Oddities

from . import inline, tables
from .stamps import ROUND, SQUARE

_LONGEST_MARK = 400
"""Characters: no line that is only a mark is longer."""

_RULE = re.compile(
    r"\s*+([-*_=~])(?:[ \t]*+\1){2,}+\s*+|\s*+\|?(?:[ \t]*+:?-{2,}+:?[ \t]*+[|+])++[ \t]*+:?-*+:?\s*+"
)
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)[\w -]{0,40}\s*+")
_DEFINITION = re.compile(r"\s{0,3}\[[^\[\]^]{1,80}\]:\s++<?https?://\S++(?:\s++\S.*+)?")
_FOOTNOTE = re.compile(r"\s{0,3}\[\^[^\[\]\s]{1,30}\]:")
_HEADING = re.compile(r"\s{0,3}(#{1,6})[ \t]++(?=\S)")
_UNDERLINE = re.compile(r"\s{0,3}(?P<mark>=|-){3,}\s*+")
_HEADING_LENGTH = 120
_QUOTE = re.compile(r"\s*+>(?!>)\s*+")
_CALLOUT = re.compile(r"\[![\w-]{1,30}\][+-]?\s*+")
_ITEM = re.compile(r"\s*+[-*+•‣▪]\s++")
_BEGINS_EMPHASISED = re.compile(
    rf"\s*+(?:\d+[.)]\s++)?(?:\\?\[?{SQUARE}\]?\s*+|{ROUND}\s*+)?(?:\*{{1,3}}|_{{1,3}})(?=[^\s*_])"
)
_DASHED = re.compile(rf"\s*+(?:\[?{SQUARE}\]?\s*+)?(\*{{1,3}}|_{{1,3}})[^\s*_][^*_]{{0,80}}\1\s*+[—–-]\s")
_ALL_EMPHASISED = re.compile(r"\s*+(\*{1,3}|_{1,3})(?=[^\s*_])[^*_]++\1[:：]?\s*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with words. `heading` is its level, 0 for none.

    `emphasised` says that its first words are in bold or italics, `alone` that all of them are. `first` is
    the first line of a paragraph, `item` one of a list, `quoted` one of a quotation. `dashed` says that a
    dash stands behind what is emphasised, and `row` is the row of a table whose words these are.
    """

    number: int
    text: str
    heading: int = 0
    first: bool = True
    emphasised: bool = False
    alone: bool = False
    item: bool = False
    quoted: bool = False
    dashed: bool = False
    row: tables.Row | None = None


def lines(raw: Sequence[str], first_line: int, oddities: Oddities) -> list[Line]:
    """The lines with words, numbered from `first_line`."""
    found: list[Line] = []
    paragraph: list[tuple[int, str]] = []
    rows = tables.rows(raw)
    for number, line in _without_comments(raw, first_line, oddities):
        if number - first_line in rows:
            found += _paragraph(paragraph, oddities)
            paragraph = []
            found += _row(number, rows[number - first_line], oddities)
            continue
        heading = _HEADING.match(line)
        underline = _UNDERLINE.fullmatch(line) if len(paragraph) == 1 and len(line) <= _LONGEST_MARK else None
        if underline and _may_be_heading(paragraph[0][1]):
            level = 1 if underline["mark"] == "=" else 2
            found += _heading(*paragraph[0], level, oddities)
            paragraph = []
        elif heading:
            found += _paragraph(paragraph, oddities)
            paragraph = []
            found += _heading(number, line[heading.end() :].rstrip().rstrip("#"), len(heading[1]), oddities)
        elif not line.strip() or _is_mark(line):
            found += _paragraph(paragraph, oddities)
            paragraph = []
        elif _FOOTNOTE.match(line):
            oddities.note("footnote", f"line {number}", "the text of a footnote was left out")
            found += _paragraph(paragraph, oddities)
            paragraph = []
        else:
            paragraph.append((number, line))
    return found + _paragraph(paragraph, oddities)


def _is_mark(line: str) -> bool:
    return len(line) <= _LONGEST_MARK and any(
        pattern.fullmatch(line) for pattern in (_RULE, _FENCE, _DEFINITION)
    )


def _may_be_heading(line: str) -> bool:
    text = line.strip()
    return len(text) <= _HEADING_LENGTH and not text.endswith((".", ":", ",", ";")) and not _ITEM.match(line)


def _without_comments(raw: Sequence[str], first_line: int, oddities: Oddities) -> Iterator[tuple[int, str]]:
    """The numbered lines without comments. One that is never closed is none."""
    last = max((index for index, line in enumerate(raw) if "-->" in line), default=-1)
    inside = False
    for index, line in enumerate(raw):
        if not inside and "<!--" not in line:
            yield first_line + index, line
            continue
        kept, begins = [], 0
        while begins >= 0:
            if inside:
                ends = line.find("-->", begins)
                inside, begins = ends < 0, ends + 3 if ends >= 0 else -1
                continue
            opens = line.find("<!--", begins)
            if opens < 0 or (index == last and line.rfind("-->") < opens) or index > last:
                kept.append(line[begins:])
                break
            kept.append(line[begins:opens])
            message = "what stands in a comment was left out"
            oddities.note("comment", f"line {first_line + index}", message)
            inside, begins = True, opens + 4
        if any(part.strip() for part in kept):
            yield first_line + index, " ".join(kept)


def _heading(number: int, text: str, level: int, oddities: Oddities) -> list[Line]:
    words = _plain([(number, text)], oddities).strip()
    return [Line(number=number, text=words, heading=level)] if words else []


def _row(number: int, row: tables.Row | None, oddities: Oddities) -> list[Line]:
    words = _plain([(number, row.words)], oddities).strip() if row else ""
    if not row or not words:
        return []
    speaker = inline.plain(row.speaker).text.strip().rstrip(":： ") if row.speaker else None
    return [Line(number=number, text=words, row=replace(row, speaker=speaker or None))]


def _paragraph(paragraph: Sequence[tuple[int, str]], oddities: Oddities) -> list[Line]:
    if not paragraph:
        return []
    items: list[bool] = []
    quoted: list[bool] = []
    bare: list[tuple[int, str]] = []
    for number, line in paragraph:
        quote = _QUOTE.match(line)
        quoted.append(bool(quote))
        callout = _CALLOUT.match(line, quote.end()) if quote else None
        if callout:
            line, quote = line[callout.end() :], None
        while quote:
            line = line[quote.end() :]
            quote = _QUOTE.match(line)
        item = _ITEM.match(line)
        items.append(bool(item))
        bare.append((number, line[item.end() :] if item else line))
    found = []
    words = _plain(bare, oddities).split("\n")
    for place, ((number, line), text) in enumerate(zip(bare, words, strict=True)):
        if text.strip():
            found.append(
                Line(
                    number=number,
                    text=text,
                    first=place == 0,
                    emphasised=bool(_BEGINS_EMPHASISED.match(line)),
                    alone=bool(_ALL_EMPHASISED.fullmatch(line)),
                    item=items[place],
                    quoted=quoted[place],
                    dashed=bool(_DASHED.match(line)),
                )
            )
    return found


def _plain(numbered: Sequence[tuple[int, str]], oddities: Oddities) -> str:
    plain = inline.plain("\n".join(line for _, line in numbered))
    if plain.images:
        message = "the text that describes an image was left out"
        oddities.note("image", f"line {numbered[0][0]}", message)
    return plain.text
