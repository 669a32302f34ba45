"""Which mentions of people are of one person: a function of all the mentions, whatever their order.

A page (`href`) tells a person from others of the same name:

    Maya Okafor  https://maya.example/   one person; also as `MAYA OKAFOR`, and without the page,
    Maya Okafor                          as long as no other page is known for the name
    John Smith   https://john.example/1
    John Smith   https://john.example/2  two people; without a page a third, since nobody knows
    Ana                                  a single given name means somebody else in each show

A page that is given for names which have no word in common is a company's, or a mistake: it joins nobody.
Nor does one that has more names than a person is called by, whatever words they have in common.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

from archive.names import spelling

_PARTICLES = frozenset(
    [
        "al",
        "and",
        "bin",
        "da",
        "de",
        "del",
        "den",
        "der",
        "di",
        "du",
        "el",
        "et",
        "la",
        "le",
        "of",
        "van",
        "von",
    ]
)
"""Words that the names of strangers have in common."""


MOST_NAMES = 12
"""A page that is given for more names than these is nobody's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """How some episodes name somebody. `scope` is the show in which a single name holds, 0 for a full one.

    `decided` says that a person decided this name: it is shown before others.
    """

    name: str
    key: str
    href: str | None = None
    scope: int = 0
    decided: bool = False
    image_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """One person: all the mentions, and what is shown."""

    mentions: tuple[Mention, ...]
    name: str
    href: str | None
    image_url: str | None


def people(mentions: Iterable[Mention], crowded: Collection[str] = ()) -> list[One]:
    """The people who are mentioned, in an order that does not depend on that of the mentions.

    `crowded` are pages that have more than MOST_NAMES, of which not all need be among the mentions.
    """
    given = sorted(set(mentions), key=repr)
    components = _components(given, crowded)
    # Which pages are known for a name: those that a source gives, not those that somebody decided on.
    pages: dict[tuple[str, int], set[Hashable]] = defaultdict(set)
    for each in given:
        if each.href is not None and not each.decided:
            pages[each.key, each.scope].add((each.href, components[each.href][each.key]))
    found: dict[Hashable, list[Mention]] = defaultdict(list)
    for each in given:
        if each.href is not None:
            found[each.href, components[each.href][each.key]].append(each)
            continue
        known = pages[each.key, each.scope]
        found[next(iter(known)) if len(known) == 1 else (None, each.key, each.scope)].append(each)
    return [_one(group, components, crowded) for group in found.values()]


def _one(group: list[Mention], components: dict[str, dict[str, str]], crowded: Collection[str]) -> One:
    hrefs = {each.href for each in group if each.href is not None}
    href = next(iter(hrefs)) if len(hrefs) == 1 else None
    if href in crowded or (href is not None and len(set(components[href].values())) > 1):
        href = None
    decided = [each.name for each in group if each.decided]
    return One(
        mentions=tuple(group),
        name=spelling(decided or [each.name for each in group]),
        href=href,
        image_url=min((each.image_url for each in group if each.image_url), default=None),
    )


def _components(mentions: Iterable[Mention], crowded: Collection[str]) -> dict[str, dict[str, str]]:
    """For each page the names that it is given for: by which of them those are known that share a word."""
    held: dict[str, set[str]] = defaultdict(set)
    for each in mentions:
        if each.href is not None:
            held[each.href].add(each.key)
    return {
        href: {key: key for key in keys} if href in crowded or len(keys) > MOST_NAMES else _joined(keys)
        for href, keys in held.items()
    }


def _joined(keys: set[str]) -> dict[str, str]:
    groups: list[tuple[set[str], set[str]]] = []
    for name in sorted(keys):
        parts = (word.strip(".,") for word in name.replace("-", " ").split())
        words = {word for word in parts if len(word) > 1 and word not in _PARTICLES} or {name}
        near = [group for group in groups if group[1] & words]
        groups = [group for group in groups if not group[1] & words]
        groups.append(
            ({name}.union(*(group[0] for group in near)), words.union(*(group[1] for group in near)))
        )
    return {name: min(names) for names, _ in groups for name in names}
