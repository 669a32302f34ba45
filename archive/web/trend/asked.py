"""What the address of a trend asks for, within bounds.

?q=open&q="open source"&by=year          ?q=open&split=speaker&podcast=3
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from archive.search import Query, understand
from archive.web import parameters
from archive.web.asking import BadAddress
from archive.web.periods import By
from archive.web.say import Words

Split = Literal["podcast", "speaker"]

MOST_QUERIES = 6
"""Each walks through the index, and gets a line that has to be told from the others."""

MOST_LETTERS = 300
"""Every bar carries its query in its address."""

MOST_LETTERS_SELECTED = 4 * MOST_LETTERS
"""As many of all keys: they are in the address of every bar, too."""

MOST_GIVEN_BACK = 2 * MOST_QUERIES
"""So many queries stand in the form of an address that asks for too many."""

_KNOWN = ("q", "by", "split", *parameters.FACETS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`by` is None where the time that the archive spans decides. `selected` are (facet, key) pairs."""

    queries: tuple[str, ...]
    by: By | None
    split: Split | None
    selected: parameters.Selected

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
    parameters.only(names, _KNOWN, words)
    queries = tuple(_queries(args, names))
    for place, query in enumerate(queries, start=1):
        if len(query) > MOST_LETTERS:
            wrong = words.text("trend.bad.long", n=len(query), most=MOST_LETTERS)
            raise BadAddress(wrong, f"q{place}")
    split = parameters.one_of("split", args.get("split"), get_args(Split), words)
    if len(queries) > MOST_QUERIES:
        wrong = words.text("trend.bad.queries", most=MOST_QUERIES, n=len(queries))
        raise BadAddress(wrong, f"q{MOST_QUERIES + 1}")
    if split and len(queries) > 1:
        raise BadAddress(words.text("trend.bad.split", n=len(queries)), "split")
    return Asked(
        queries=queries,
        by=parameters.one_of("by", args.get("by"), get_args(By), words),
        split=split,
        selected=parameters.few(parameters.selected(args), MOST_LETTERS_SELECTED, words),
    )


def typed(args: Any) -> Asked:
    """The same of an address that no trend can be made of: for its form, as far as a form can hold it."""
    names = list(args)
    selected = parameters.selected(args)
    return Asked(
        queries=tuple(_queries(args, names))[:MOST_GIVEN_BACK],
        by=next((one for one in get_args(By) if one == args.get("by")), None),
        split=next((one for one in get_args(Split) if one == args.get("split")), None),
        selected=selected if parameters.are_few(selected, MOST_LETTERS_SELECTED) else (),
    )


def understood(queries: Iterable[str], words: Words) -> list[Query]:
    """The queries, as the search understands them. Raises BadAddress for one without anything to look for."""
    found = [understand(text) for text in queries]
    for place, query in enumerate(found, start=1):
        if query.is_nothing:
            why = "; ".join(map(words.searched, query.left_out))
            raise BadAddress(
                words.text("trend.bad.empty", q=parameters.short(query.text), why=why), f"q{place}"
            )
    return found


def _queries(args: Any, names: Sequence[str]) -> Iterator[str]:
    """Each once, without the fields that were left empty."""
    given = args.getlist("q") if "q" in names else ()
    yield from dict.fromkeys(text for query in given if (text := " ".join(query.split())))
