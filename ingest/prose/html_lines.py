"""HTML pages as lines of Markdown, for the one grammar of prose: an article's words, headings, bold names.

<p><strong>Ada Lovelace:</strong> Good morning.</p>      **Ada Lovelace:** Good morning.
<h2>Flour</h2>                                           ## Flour
<li>0:00 Intro</li>                                      - 0:00 Intro
<td>Ada</td><td>Good morning.</td>                       **Ada:**, and below it: Good morning.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest import labels

from . import stamps
from .page_article import article
from .page_blocks import Block, Box, blocks, words

_LONGEST_LABEL = 60
_MARKUP = re.compile(r"[\\*_`]|(?<=\])(?=\()|<|&(?=[A-Za-z#])")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_FIRST = re.compile(r"^(?=#{1,6}\s|~~~|(?:[-=~] ?){3,}$)")
_PIECES = re.compile(r"(\n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The lines of the article, the paragraph that each is of, and how many words around it were left out."""

    lines: list[str]
    paragraphs: list[int]
    dropped: int


def page(text: str, name: str) -> Page:
    """The article of a page; no lines if it has no words. Raises MalformedTranscript as `blocks` does."""
    found, boxes = blocks(text, name)
    _label_cells(found, boxes)
    kept = article(found, boxes)
    lines: list[str] = []
    paragraphs: list[int] = []
    for number, block in enumerate(kept, 1):
        for line in _lines(block):
            lines.append(line)
            paragraphs.append(number)
        lines.append("")
        paragraphs.append(number)
    everything = sum(words(block.text) for block in found)
    return Page(
        lines=lines, paragraphs=paragraphs, dropped=everything - sum(words(block.text) for block in kept)
    )


def _label_cells(found: Sequence[Block], boxes: Sequence[Box]) -> None:
    """In a row of two or three cells the short ones before the last are a time and a name."""
    for box in boxes:
        if box.name != "tr" or not 2 <= box.ends - box.begins <= 3:
            continue
        row = found[box.begins : box.ends]
        if len({block.box for block in row}) < len(row):
            continue
        if all(boxes[block.box].name == "th" for block in row):
            for block in row:
                block.hard = True
        for block in row[:-1]:
            name = block.text.strip()
            if len(name) <= _LONGEST_LABEL and not stamps.alone(name) and labels.may_be(name.rstrip(":：")):
                block.label = True


def _lines(block: Block) -> Iterator[str]:
    """A block's lines; two line breaks make a paragraph, as they do for the eye."""
    text = block.text.strip()
    if block.label and len(text) <= _LONGEST_LABEL and not stamps.alone(text):
        yield f"**{_escaped(' '.join(text.rstrip(':： ').split()))}:**"
        return
    if re.fullmatch(r"h[1-6]|summary", block.kind):
        level = int(block.kind[1]) if block.kind[1].isdigit() else 2
        yield "#" * level + " " + _escaped(" ".join(text.split()))
        return
    mark = "- " if block.kind == "li" else ""
    for line in _split(block):
        marked = _marked(line)
        yield mark + _FIRST.sub(r"\\", marked) if marked else ""
        mark = ""


def _split(block: Block) -> Iterator[list[tuple[str, bool]]]:
    line: list[tuple[str, bool]] = []
    for text, bold, _ in block.runs:
        for piece in _PIECES.split(text):
            if piece == "\n":
                yield line
                line = []
            elif piece:
                line.append((piece, bold))
    yield line


def _marked(runs: Sequence[tuple[str, bool]]) -> str:
    """The runs as one line; what is bold at its beginning keeps its mark, for it may be a name."""
    joined = [
        ("".join(text for text, _ in same), bold)
        for bold, same in groupby(_with_blanks_joined(runs), key=lambda run: run[1])
    ]
    line = ""
    for text, bold in joined:
        said = _escaped(" ".join(text.split()))
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() else ""
        is_first = not line.strip() or stamps.alone(line)
        line += f"{before}**{said}**{after}" if bold and said and is_first else f"{before}{said}{after}"
    return re.sub(r" {2,}", " ", line).strip()


def _with_blanks_joined(runs: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The runs, what is only blank being set as the run before it is."""
    before = next((bold for text, bold in runs if text.strip()), False)
    for text, bold in runs:
        before = bold if text.strip() else before
        yield text, before


def _escaped(text: str) -> str:
    """The text so that Markdown says the same: what a page shows as `<div>` is a word."""
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], "\\" + found[0]), text)
