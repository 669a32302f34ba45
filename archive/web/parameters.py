"""What many addresses have: one of some values, the number of a page, an id. Read in one way for all.

Each of these raises BadAddress, in these words, for what makes no sense.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, get_args

from archive.search.results import FacetName
from archive.web.asking import BadAddress
from archive.web.say import Words

T = TypeVar("T", bound=str)

BEYOND = 10**18
"""The number of a page that nobody counts to: one beyond all pages."""

FACETS: tuple[FacetName, ...] = get_args(FacetName)

Selected = tuple[tuple[FacetName, str], ...]
"""(facet, key) pairs in the order of the facets, each once."""

MOST_SELECTED = 50
"""How many values may be selected: each of them is in the address of every link of the page."""

_OF_OTHERS = ("_", "utm_")
_OTHERS = frozenset(("fbclid", "gclid", "ref"))
"""What others append to the addresses that they pass on. Nothing of it is read."""

_SHOWN = 40


def only(names: Iterable[str], known: Sequence[str], words: Words) -> None:
    """Refuse a parameter that is none of the known ones, nor one of others."""
    for name in names:
        if name not in known and name not in _OTHERS and not name.startswith(_OF_OTHERS):
            raise BadAddress(words.text("asked.name", name=short(name), known=", ".join(known)))


def one_of(name: str, given: str | None, known: Sequence[T], words: Words) -> T | None:
    """The value of the parameter `name`; None if it is not given."""
    for value in known:
        if value == given:
            return value
    if given:
        text = words.text("asked.value", name=name, value=short(given), known=", ".join(known))
        raise BadAddress(text, name)
    return None


def page(given: str | None, words: Words) -> int:
    """The number of a page, from 1 on."""
    if not given:
        return 1
    if not (given.isascii() and given.isdecimal()) or not given.strip("0"):
        raise BadAddress(words.text("asked.page", value=short(given)))
    number = given.lstrip("0")
    return int(number) if len(number) < 19 else BEYOND


def key(name: str, given: str, words: Words) -> int:
    """The id of a row, of at most 18 digits."""
    if not re.fullmatch(r"\d{1,18}", given, re.ASCII):
        raise BadAddress(words.text("asked.key", name=name, value=short(given)))
    return int(given)


def selected(args: Any) -> Selected:
    """The facet values that are selected, however many."""
    names = set(args)
    given = [(name, key) for name in FACETS if name in names for key in args.getlist(name) if key]
    return tuple(dict.fromkeys(given))


def are_few(given: Selected, most_letters: int) -> bool:
    """Whether they are not too many, and their keys have no more letters than that in all."""
    return len(given) <= MOST_SELECTED and _letters(given) <= most_letters


def few(given: Selected, most_letters: int, words: Words) -> Selected:
    """The same, if they are few."""
    if are_few(given, most_letters):
        return given
    bounds = {"most": MOST_SELECTED, "most_letters": most_letters}
    raise BadAddress(words.text("asked.selected", n=len(given), letters=_letters(given), **bounds))


def _letters(given: Selected) -> int:
    return sum(len(key) for _, key in given)


def short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
