"""Searching, with snippets and all facets, against the barest question that the index can be asked."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

from archive.database import open_readonly
from archive.search import match, search, understand

REPEATS = 5
COMMON, PHRASE = "and", '"you know"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One search: how many hits, and the seconds of counting them and of the whole page of results."""

    name: str
    hits: int
    count: float
    page: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    name: str
    text: str
    selected: Mapping[str, Sequence[str]] = field(default_factory=dict)


def measure(archive: Path) -> list[Search]:
    """A rare word, a very common one, a phrase, and the common word with a facet selected."""
    with closing(open_readonly(archive)) as connection:
        return [
            _search(connection, asked)
            for asked in (
                _Asked(name="a rare word", text=_rare_word(connection)),
                _Asked(name="a very common word", text=COMMON),
                _Asked(name="that word, guests only", text=COMMON, selected={"role": ["guest"]}),
                _Asked(name="a phrase", text=PHRASE),
            )
        ]


def _search(connection: sqlite3.Connection, asked: _Asked) -> Search:
    query = understand(asked.text)
    wanted = match.wanted(query) or ""
    # In turns, so that what else the machine does slows both alike.
    counts, pages = [], []
    for _ in range(REPEATS):
        counts.append(_seconds(lambda: _count(connection, wanted)))
        pages.append(_seconds(lambda: search(connection, query, selected=asked.selected)))
    total = search(connection, query, selected=asked.selected).total
    return Search(name=asked.name, hits=total, count=median(counts), page=median(pages))


def _count(connection: sqlite3.Connection, wanted: str) -> int:
    sql = "select count(*) from utterances_fts where utterances_fts match ?"
    return int(connection.execute(sql, (wanted,)).fetchone()[0])


def _rare_word(connection: sqlite3.Connection) -> str:
    """The rarest of the last words in the archive."""
    last = connection.execute("select text from utterances order by id desc limit 200").fetchall()
    words = sorted({word for (text,) in last for word in text.split() if word.isalpha()})
    return min(words, key=lambda word: _count(connection, f'"{word}"'))


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
