"""Names as people type them: without case and accents, whole or some of the words in their order."""

import sqlite3
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from archive.search import words
from archive.search.language import FieldValue, Query


def speakers_named(
    connection: sqlite3.Connection, values: Sequence[FieldValue]
) -> tuple[set[int], list[str]]:
    """The ids of `speakers` whom one of the values names, and the values that name nobody."""
    rows = connection.execute(
        "select speakers.id, speakers.label, people.name from speakers"
        " left join people on people.id = speakers.person_id"
    ).fetchall()
    return _named([(key, (label, name)) for key, label, name in rows], values)


def podcasts_named(
    connection: sqlite3.Connection, values: Sequence[FieldValue]
) -> tuple[set[int], list[str]]:
    """The ids of podcasts that one of the values names, and the values that name none."""
    rows = connection.execute("select id, title from podcasts").fetchall()
    return _named([(key, (title,)) for key, title in rows], values)


def values_of(query: Query, field: str, *, excluded: bool = False) -> tuple[FieldValue, ...]:
    return tuple(
        value for value in (query.excluded_fields if excluded else query.fields) if value.field == field
    )


def _named(
    rows: Sequence[tuple[int, tuple[str | None, ...]]], values: Sequence[FieldValue]
) -> tuple[set[int], list[str]]:
    ids: set[int] = set()
    nobody: list[str] = []
    for value in values:
        wanted = _folded(value.value)
        found = {key for key, names in rows if any(name and _within(wanted, _folded(name)) for name in names)}
        ids |= found
        if not found:
            nobody.append(value.value)
    return ids, nobody


def _within(wanted: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether all words of `wanted` stand in `name` in this order; others may stand between them."""
    rest = iter(name)
    return all(word in rest for word in wanted)


@lru_cache(maxsize=65_536)
def _folded(name: str) -> tuple[str, ...]:
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", name)
        if unicodedata.category(character) not in ("Mn", "Cc", "Cs")
    ).casefold()
    return tuple(plain[start:end] for start, end in words.spans(plain))
