"""What counts as a word: asked of SQLite's own tokeniser, so that queries and index cannot disagree."""

import sqlite3
from contextlib import closing
from functools import lru_cache
from typing import Literal

from archive.search.index import TOKENIZER

Kind = Literal["word", "mark", "gap"]


def _count(text: str) -> int:
    """How many words the tokeniser finds, seen in an index made for this one text."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f'create virtual table texts using fts5(text, tokenize="{TOKENIZER}")')
        connection.execute("create virtual table found using fts5vocab(texts, instance)")
        connection.execute("insert into texts values (?)", (text,))
        number: int = connection.execute("select count(*) from found").fetchone()[0]
        return number


@lru_cache(maxsize=65_536)
def _kind(character: str) -> Kind:
    """word: part of a word by itself; mark: only inside one (a combining accent); gap: between words."""
    if _count(character):
        return "word"
    return "mark" if _count(f"a{character}a") == 1 else "gap"


def spans(text: str) -> list[tuple[int, int]]:
    """The half-open ranges of the words in `text`, which must hold neither NUL nor lone surrogates."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, character in enumerate(text):
        kind = _kind(character)
        if start is None and kind == "word":
            start = at
        elif start is not None and kind == "gap":
            found.append((start, at))
            start = None
    if start is not None:
        found.append((start, len(text)))
    return found


def any_in(text: str) -> bool:
    """Whether `text` holds a word."""
    return any(_kind(character) == "word" for character in text)
