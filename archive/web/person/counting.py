"""Words as the index takes them, counted in some passages; and how they are written there.

The archive's own tokeniser counts, in an index of nothing else: what is one word for the search is one here,
so that the link of a word finds what was counted. Scripts without blanks are counted letter by letter.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing

from archive.search import unspaced, words
from archive.search.index import TOKENIZER

LOOKED_AT = 24
"""So many places of a word tell how it is written."""

_APOSTROPHES = ("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def counted(texts: Iterable[tuple[int, str]]) -> tuple[Counter[str], dict[str, int]]:
    """How often each word is said, and in how many of the texts, which are given with their ids."""
    counts: Counter[str] = Counter()
    spread: dict[str, int] = {}
    with closing(_indexed(texts)) as index:
        index.execute("create virtual table found using fts5vocab(texts, row)")
        for term, number, times in index.execute("select term, doc, cnt from found"):
            counts[term] = times
            spread[term] = number
    return counts, spread


def said(texts: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """The words of each text, as often as they are said there, in no order."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    with closing(_indexed(texts)) as index:
        index.execute("create virtual table found using fts5vocab(texts, instance)")
        for term, text in index.execute("select term, doc from found"):
            found[text].append(term)
    return dict(found)


def terms_of(names: Sequence[str]) -> frozenset[str]:
    """The words of some names."""
    return frozenset(counted(enumerate(names))[0])


class Written:
    """How words are written in some texts, which are given by their ids. To be closed."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts
        self._spans: dict[int, list[tuple[int, int]]] = {}
        self._index = _indexed(texts.items())
        self._index.execute("create virtual table found using fts5vocab(texts, instance)")

    def close(self) -> None:
        self._index.close()

    def forms(self, terms: Iterable[str], most: int) -> dict[str, str]:
        """The commonest form of each term, for so many of them; told from LOOKED_AT places.

        Left out is what mostly is nobody's word: what hangs at an apostrophe, since the index takes "it's" as
        two words, and what stands in square brackets, where a transcript says that somebody [laughs].
        """
        found: dict[str, str] = {}
        for term in terms:
            if len(found) == most:
                break
            forms: Counter[str] = Counter()
            nobodys = 0
            for text, start, end in self._places(term):
                forms[text[start:end]] += 1
                nobodys += _hangs(text, start, end) or _is_aside(text, start)
            if 2 * nobodys <= forms.total():
                found[term] = max(forms, key=lambda form: (forms[form], form))
        return found

    def _places(self, term: str) -> Iterator[tuple[str, int, int]]:
        places = self._index.execute(
            "select doc, offset from found where term = ? limit ?", (term, LOOKED_AT)
        ).fetchall()
        for id_, offset in places:
            text = self._texts[id_]
            if id_ not in self._spans:
                self._spans[id_] = words.spans(_plain(text))
            if offset < len(self._spans[id_]):
                yield text, *self._spans[id_][offset]


def _hangs(text: str, start: int, end: int) -> bool:
    return text[max(start - 1, 0) : start] in _APOSTROPHES or text[end : end + 1] in _APOSTROPHES


def _is_aside(text: str, start: int) -> bool:
    return text.rfind("[", 0, start) > text.rfind("]", 0, start)


def _indexed(texts: Iterable[tuple[int, str]]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(f'create virtual table texts using fts5(text, tokenize="{TOKENIZER}", content="")')
    connection.executemany(
        "insert into texts (rowid, text) values (?, ?)",
        ((id_, unspaced.apart(plain := _plain(text)) or plain) for id_, text in texts),
    )
    return connection


def _plain(text: str) -> str:
    """With a blank for what ends a text in C; nothing else is changed, and no place moves."""
    return text.replace("\0", " ")
