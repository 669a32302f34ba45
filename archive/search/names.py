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
        wanted = _folded(value)
        keys = {key for key, name in rows if _within(wanted, _folded(name))}
        found |= keys
        if not keys:
            nobody.append(value)
    return found, nobody


def _within(wanted: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether all words of `wanted` stand in `name` in this order; others may stand between them."""
    rest = iter(name)
    return all(word in rest for word in wanted)


@lru_cache(maxsize=65_536)
def _folded(name: str) -> tuple[str, ...]:
    plain = words.folded(name)
    return tuple(plain[start:end] for start, end in words.spans(plain))
