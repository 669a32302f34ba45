"""Names of people, as they are compared: `MAYA OKAFOR`, `Maya  Okafor` and `Maya Okafor, PhD` are one."""

import re
from collections.abc import Iterable

_DEGREES = re.compile(
    r"(?:,\s*|\s+)\(?(?:ph\.?\s?d|psy\.?\s?d|m\.?d|d\.?phil|m\.?sc|b\.?sc|m\.?b\.?a|esq|ed\.?d|dr\.?\s?med|llm|j\.?d|rn|cfa|cpa)\.?\)?(?=,|\s|$)",
    re.I,
)
_TITLES = re.compile(r"^(?:(?:dr|prof|professor|mr|mrs|ms|sir|dame|rev)\.?\s+)+(?=\S)", re.I)


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def plain(name: str) -> str:
    """The name without doubled blanks, and without control characters, which nobody has in a name."""
    return " ".join((name if name.isprintable() else _CONTROL.sub("", name)).split())


def key(name: str) -> str:
    """The plain name without case, academic degrees behind it and titles before it."""
    whole = plain(name)
    bare = _TITLES.sub("", _DEGREES.sub("", whole)).strip(" ,")
    return (bare or whole).casefold()


def is_single(name: str) -> bool:
    """Whether it is a given name alone, or a nickname: it may be anybody's in another show."""
    return " " not in key(name)


def but_for_the_middle(one: str, other: str) -> bool:
    """Whether two names are one with and without its middle: `Mireille B. Reece` and `Mireille Reece`.

    Where both have a middle, it must begin alike: `Mireille Beth Reece`, not `Mireille C. Reece`.
    """
    first, second = key(one).split(), key(other).split()
    if min(len(first), len(second)) < 2 or (first[0], first[-1]) != (second[0], second[-1]):
        return False
    middles = zip(first[1:-1], second[1:-1], strict=False)
    return all(mine[0] == theirs[0] for mine, theirs in middles)


def spelling(names: Iterable[str]) -> str:
    """Which of some spellings of one name is shown, whatever their order: `Maya Okafor`, not `MAYA OKAFOR`.

    One in small and large letters goes before others, then the shortest, then the first in the alphabet.
    """
    return min(map(plain, names), key=_how_plain)


def _how_plain(name: str) -> tuple[bool, int, str]:
    return name in (name.upper(), name.lower()), len(name), name
