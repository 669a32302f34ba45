"""What counts as a word: asked of SQLite's own tokeniser, so that queries and index cannot disagree."""

import sqlite3
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from typing import Literal

from archive.search import unspaced
from archive.search.index import TOKENIZER

Kind = Literal["word", "mark", "gap"]


MAX_KNOWN = 65_536
"""So many characters are remembered, of more than a million that there are."""

_known: dict[str, Kind] = {}


def kinds(text: str) -> Mapping[str, Kind]:
    """What each character of `text` is, which must hold neither NUL nor lone surrogates.

    word: part of a word by itself; mark: only inside one (a combining accent); gap: between words. However
    many characters are new, the tokeniser is asked once; for all of a text is also for all of its parts.
    """
    found = {character: kind for character in set(text) if (kind := _known.get(character))}
    if new := sorted(set(text) - found.keys()):
        asked = _ask(new)
        found |= asked
        if len(_known) + len(asked) > MAX_KNOWN:
            _known.clear()
        _known.update(islice(asked.items(), MAX_KNOWN))
    return found


def _ask(characters: Sequence[str]) -> dict[str, Kind]:
    """The words that the tokeniser finds, seen in an index made for nothing else."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f'create virtual table texts using fts5(text, tokenize="{TOKENIZER}")')
        connection.execute("create virtual table found using fts5vocab(texts, instance)")
        texts = [text for one in characters for text in (one, f"a{one}a")]
        connection.executemany("insert into texts (rowid, text) values (?, ?)", enumerate(texts))
        numbers = dict(connection.execute("select doc, count(*) from found group by doc"))
    return {
        one: "word" if numbers.get(2 * at) else "mark" if numbers[2 * at + 1] == 1 else "gap"
        for at, one in enumerate(characters)
    }


def spans(text: str) -> list[tuple[int, int]]:
    """The half-open ranges of the words in `text`, which must hold neither NUL nor lone surrogates.

    Each letter of a script without blanks is a word.
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    of = kinds(text)
    borders = set(unspaced.borders(text))
    for at, character in enumerate(text):
        kind = of[character]
        if start is not None and (kind == "gap" or at in borders):
            found.append((start, at))
            start = None
        if start is None and kind == "word":
            start = at
    if start is not None:
        found.append((start, len(text)))
    return found


def any_in(text: str) -> bool:
    """Whether `text` holds a word."""
    return "word" in kinds(text).values()


@lru_cache(maxsize=4_096)
def stem(word: str) -> str:
    """What the index has for a word; what it looks for at the beginning of words for a prefix."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f'create virtual table texts using fts5(text, tokenize="{TOKENIZER}")')
        connection.execute("create virtual table found using fts5vocab(texts, row)")
        connection.execute("insert into texts values (?)", (word,))
        return "".join(term or "" for (term,) in connection.execute("select term from found"))


def folded(text: str) -> str:
    """Without case and accents, as names are compared."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", text)
        if unicodedata.category(character) not in ("Mn", "Cc", "Cs")
    ).casefold()
