"""What the address of a search asks for, within bounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive.search.language import MAX_CHARACTERS
from archive.search.results import FACETS, FacetName, Sort

LAST_PAGE = 500
"""Nobody turns further; a list of results is narrowed instead."""

MAX_SELECTED = 50
"""How many facet values may be selected: each of them is in the address of every link of the page."""

Selected = tuple[tuple[FacetName, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; `text` is as typed. `selected` are (facet, key) pairs in its order.

    `left_out` has a sentence on what is in the address and was not used.
    """

    text: str
    selected: Selected
    left_out: tuple[str, ...]
    sort: Sort
    page: int

    @property
    def by_facet(self) -> dict[str, list[str]]:
        """The selected keys of each facet that has any."""
        keys: dict[str, list[str]] = {}
        for name, key in self.selected:
            keys.setdefault(name, []).append(key)
        return keys

    @property
    def repeated(self) -> str:
        """The text for the addresses of a page's links: not more of it than is read."""
        if len(self.text) <= MAX_CHARACTERS:
            return self.text
        kept = self.text[:MAX_CHARACTERS]
        return kept.rpartition(" ")[0] or kept


def read(args: Any) -> Asked:
    """What an address asks for; whatever makes no sense in it is as if it were not there."""
    given = [(name, key) for name in FACETS for key in (args.getlist(name) if name in args else ()) if key]
    selected, left_out = _bounded(dict.fromkeys(given))
    page = args.get("page") or ""
    return Asked(
        text=args.get("q") or "",
        selected=selected,
        left_out=left_out,
        sort="newest" if args.get("sort") == "newest" else "relevance",
        page=min(int(page), LAST_PAGE)
        if page.isascii() and page.isdecimal() and len(page) < 9 and int(page)
        else 1,
    )


def _bounded(given: Iterable[tuple[FacetName, str]]) -> tuple[Selected, tuple[str, ...]]:
    """The values up to both bounds, and a sentence on the others."""
    kept: list[tuple[FacetName, str]] = []
    left, others = MAX_CHARACTERS, 0
    for pair in given:
        if len(kept) < MAX_SELECTED and len(pair[1]) <= left:
            kept.append(pair)
            left -= len(pair[1])
        else:
            others += 1
    if not others:
        return tuple(kept), ()
    most = f"at most {MAX_SELECTED} values of up to {MAX_CHARACTERS:,} characters in all can be selected"
    return tuple(kept), (f"{most}: {others:,} more were left out",)
