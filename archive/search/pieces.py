"""A typed text cut into words, quotes, fields, brackets and OR, each with its place in the text."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

QUOTES = '"“”„‟«»'
_FIELD = re.compile(r"([^\W\d_]+):(?=\S)")
_BARE = re.compile(rf"[^\s{QUOTES}]+")

Kind = Literal["words", "open", "close", "or", "and"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """`text[start:end]` of what was typed, with its minus; `text` is it without minus, field and quotes.

    The field is in lower case, whether we know it or not. `bare`: without quotes.
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    minus: bool = False
    field: str | None = None
    bare: bool = True


def cut(text: str, fields: Container[str]) -> Iterator[Piece]:
    """The pieces in order. A bracket opens before a word and closes after one: `f(x)` is one piece."""
    at = depth = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        minus = text[at] == "-" and at + 1 < len(text) and not text[at + 1].isspace()
        at += minus
        if text[at] == "(":
            depth += 1
            at += 1
            yield Piece(kind="open", start=start, end=at, minus=minus)
            continue
        if text[at] == ")":
            depth = max(depth - 1, 0)
            at += 1
            yield Piece(kind="close", start=start, end=at, text=text[start:at])
            continue
        piece = _words(text, start, at, minus, depth, fields)
        at = piece.end
        yield piece


def _words(text: str, start: int, at: int, minus: bool, depth: int, fields: Container[str]) -> Piece:
    """The piece at `at`, which is no blank and no bracket."""
    field: str | None = None
    if found := _FIELD.match(text, at):
        field = found[1].casefold()
        if field in fields:
            at = found.end()
        elif text.startswith("//", found.end()):
            field = None  # https://example.org: nobody meant a field
    elif (lone := _BARE.match(text, at)) and lone[0][-1] == ":" and lone[0][:-1].casefold() in fields:
        name = lone[0][:-1].casefold()
        return Piece(kind="words", start=start, end=lone.end(), minus=minus, field=name)
    if text[at] in QUOTES:
        end = next((place for place in range(at + 1, len(text)) if text[place] in QUOTES), len(text))
        said = text[at + 1 : end]
        end = min(end + 1, len(text))
        return Piece(kind="words", start=start, end=end, text=said, minus=minus, field=field, bare=False)
    bare = _BARE.match(text, at)
    assert bare is not None  # noqa: S101 - tells mypy that what is no blank and no quote is there
    end = _closing(bare[0], depth) + at
    said = text[at:end]
    if not minus and field is None and said in ("OR", "AND"):
        return Piece(kind="or" if said == "OR" else "and", start=start, end=end, text=said)
    return Piece(kind="words", start=start, end=end, text=said, minus=minus, field=field)


def _closing(bare: str, depth: int) -> int:
    """Where a bracket that was opened before this piece closes in it, or else its end."""
    if not depth:
        return len(bare)
    opened = 0
    for at, character in enumerate(bare):
        opened += (character == "(") - (character == ")")
        if opened < 0:
            return at
    return len(bare)
