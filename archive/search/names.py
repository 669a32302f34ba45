"""Names as people type them: without case and accents, whole or some of the words in their order."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from archive.search import words
from archive.search.language import Query

Key = TypeVar("Key", int, str)


def chapters_named(connection: sqlite3.Connection, values: Sequence[str]) -> tuple[set[int], list[str]]:
    """The ids of chapters that one of the values names, and the values that name none."""
    rows = connection.execute("select id, title from chapters where title is not null").fetchall()
    return named([(key, title) for key, title in rows], values)


def values_of(query: Query, field: str, *, excluded: bool = False) -> list[str]:
    given = query.excluded_fields if excluded else query.fields
    return [one.value for one in given if one.field == field]


def named(rows: Sequence[tuple[Key, str]], values: Sequence[str]) -> tuple[set[Key], list[str]]:
    """The keys of names that one of the values names, and the values that name none."""
    found: set[Key] = set()
    nobody: list[str] = []
    for value in values:
        wanted = _pieces(value)
        keys = {key for key, name in rows if _within(wanted, _folded(name))}
        found |= keys
        if not keys:
            nobody.append(value)
    return found, nobody


def _within(wanted: Sequence[tuple[str, ...]], name: tuple[str, ...]) -> bool:
    """Whether all pieces of `wanted` stand in `name` in this order; other words may stand between them."""
    at = 0
    for piece in wanted:
        ends = len(name) - len(piece) + 1
        found = next((place for place in range(at, ends) if name[place : place + len(piece)] == piece), None)
        if found is None:
            return False
        at = found + len(piece)
    return True


def _pieces(value: str) -> list[tuple[str, ...]]:
    """The words that were typed; the letters of a script without blanks, each of them a word, together."""
    plain = words.folded(value)
    pieces: list[tuple[str, ...]] = []
    last = -1
    for start, end in words.spans(plain):
        before = pieces.pop() if start == last else ()
        pieces.append((*before, plain[start:end]))
        last = end
    return pieces


@lru_cache(maxsize=65_536)
def _folded(name: str) -> tuple[str, ...]:
    plain = words.folded(name)
    return tuple(plain[start:end] for start, end in words.spans(plain))
