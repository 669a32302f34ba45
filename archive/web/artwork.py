"""The picture of a show or a person, and what stands in its place: the initials on one of eight colours."""

import unicodedata
from dataclasses import dataclass

from archive.web import addresses

COLOURS = 8
"""As many as there are colours of voices."""

_PASSED_OVER = frozenset({"a", "an", "and", "der", "die", "das", "of", "on", "the", "und", "with", "&"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`url` is a web address or None; `initials` may be empty; `colour` is from 1 to 8, the same for ever."""

    url: str | None
    initials: str
    colour: int


def picture(id_: int, name: str | None, url: str | None) -> Picture:
    return Picture(url=addresses.web(url), initials=initials(name), colour=id_ % COLOURS + 1)


def initials(name: str | None) -> str:
    """`BS` of "Brain Science", `FT` of "The Founders Talk": at most two; empty where nothing has a letter."""
    found: list[str] = []
    spare: list[str] = []
    for word in (name or "")[:200].split():
        first = next((sign for sign in word if unicodedata.category(sign)[0] in "LN"), None)
        if first is not None:
            (spare if word.casefold() in _PASSED_OVER else found).append(first)
    # What a sign becomes in capitals may be two: ß.
    return "".join(sign.upper()[:1] for sign in (found or spare)[:2])
