"""What the address of a trend asks for, within bounds.

?q=open&q="open source"&by=year          ?q=open&split=speaker&podcast=3
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from archive.search.results import FacetName
from archive.web.asking import BadAddress
from archive.web.say import Words
from archive.web.trend.periods import By

Split = Literal["podcast", "speaker"]

MOST_QUERIES = 6
"""Each walks through the index, and gets a line that has to be told from the others."""

MOST_LETTERS = 300
"""Every bar carries its query in its address."""

MOST_SELECTED = 50

_FACETS: tuple[FacetName, ...] = get_args(FacetName)
_KNOWN = ("q", "by", "split", *_FACETS)
_OF_OTHERS = ("_", "utm_", "fbclid", "gclid", "ref")
"""What others append to the addresses that they pass on. Nothing of it is read."""

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`by` is None where the time that the archive spans decides. `selected` are (facet, key) pairs."""

    queries: tuple[str, ...]
    by: By | None
    split: Split | None
    selected: tuple[tuple[FacetName, str], ...]

    @property
    def by_facet(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for name, key in self.selected:
            keys.setdefault(name, []).append(key)
        return keys

    def pairs(self, *, without: Iterable[tuple[str, str]] = (), **changed: str) -> list[tuple[str, str]]:
        """The parameters of an address that asks for the same, but for what is changed or left out."""
        own = {"by": self.by or "", "split": self.split or ""} | changed
        gone = set(without)
        return [
            *(("q", query) for query in self.queries),
            *((name, value) for name, value in own.items() if value),
            *(pair for pair in self.selected if pair not in gone),
        ]


def read(args: Any, words: Words) -> Asked:
    """Raises BadAddress, in these words, for whatever no trend can be made of."""
    names = list(args)
    for name in names:
        if name not in _KNOWN and not name.startswith(_OF_OTHERS):
            known = ", ".join(_KNOWN)
            raise BadAddress(words.text("trend.bad.name", name=_short(name), known=known))
    queries = tuple(dict.fromkeys(_queries(args, names, words)))
    split = _one_of("split", args.get("split"), get_args(Split), words)
    if len(queries) > MOST_QUERIES:
        raise BadAddress(words.text("trend.bad.queries", most=MOST_QUERIES, n=len(queries)))
    if split and len(queries) > 1:
        raise BadAddress(words.text("trend.bad.split", n=len(queries)))
    selected = [(name, key) for name in _FACETS if name in names for key in args.getlist(name) if key]
    letters = sum(len(key) for _, key in selected)
    if len(selected) > MOST_SELECTED or letters > 4 * MOST_LETTERS:
        raise BadAddress(words.text("trend.bad.selected", most=MOST_SELECTED, letters=4 * MOST_LETTERS))
    return Asked(
        queries=queries,
        by=_one_of("by", args.get("by"), get_args(By), words),
        split=split,
        selected=tuple(dict.fromkeys(selected)),
    )


def _queries(args: Any, names: list[str], words: Words) -> Iterator[str]:
    for query in args.getlist("q") if "q" in names else ():
        text = " ".join(query.split())
        if len(text) > MOST_LETTERS:
            raise BadAddress(words.text("trend.bad.long", n=len(text), most=MOST_LETTERS))
        if text:
            yield text


def _one_of(name: str, given: str | None, known: tuple[T, ...], words: Words) -> T | None:
    for value in known:
        if value == given:
            return value
    if given:
        raise BadAddress(
            words.text("trend.bad.value", name=name, value=_short(given), known=", ".join(known))
        )
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
