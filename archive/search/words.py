"""What counts as a word: asked of SQLite's own tokeniser, so that queries and index cannot disagree."""

import sqlite3
import threading
from functools import lru_cache
from typing import Literal

from archive.search.index import TOKENIZER

Kind = Literal["word", "mark", "gap"]


class _Tokenizer:
    """An empty full-text index in memory, only to see what the tokeniser makes of a text."""

    def __init__(self) -> None:
        # Datasette understands queries in several threads.
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def count(self, text: str) -> int:
        with self._lock:
            if self._connection is None:
                self._connection = sqlite3.connect(":memory:", check_same_thread=False)
                self._connection.execute(
                    f'create virtual table texts using fts5(text, tokenize="{TOKENIZER}")'
                )
                self._connection.execute("create virtual table found using fts5vocab(texts, instance)")
            self._connection.execute("delete from texts")
            self._connection.execute("insert into texts values (?)", (text,))
            number: int = self._connection.execute("select count(*) from found").fetchone()[0]
            return number


_tokenizer = _Tokenizer()


@lru_cache(maxsize=65_536)
def _kind(character: str) -> Kind:
    """word: part of a word by itself; mark: only inside one (a combining accent); gap: between words."""
    if _tokenizer.count(character):
        return "word"
    return "mark" if _tokenizer.count(f"a{character}a") == 1 else "gap"


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
