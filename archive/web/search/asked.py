"""What the address of a search asks for, within bounds.

    ?q="open source"&speaker=2&speaker=7&year=2026&sort=newest&page=2

`facet=speaker` asks for all values of a facet instead of hits.
"""

from dataclasses import dataclass
from typing import Any, get_args

from archive.search.language import MAX_CHARACTERS
from archive.search.results import FacetName, Sort
from archive.web import parameters
from archive.web.asking import BadAddress
from archive.web.parameters import FACETS, Selected
from archive.web.say import Words

SORTS: tuple[Sort, ...] = get_args(Sort)

LAST_PAGE = 500
"""Nobody turns further; a list of results is narrowed instead."""

_ONCE = ("q", "sort", "page", "facet")
_KNOWN = (*_ONCE, *FACETS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; `text` is as typed. `selected` are (facet, key) pairs in the facets' order.

    `sort` is None where the address leaves it open, `facet` where it asks for hits. `page` counts from 1.
    """

    text: str = ""
    selected: Selected = ()
    sort: Sort | None = None
    page: int = 1
    facet: FacetName | None = None

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

    @property
    def is_beyond(self) -> bool:
        """Whether the page lies where none are shown any more."""
        return self.page > LAST_PAGE

    def toggled(self, name: FacetName, key: str) -> Selected:
        """The selection with this value too, or without it if it is selected.

        Chapters go with the selection of their episode.
        """
        pair = (name, key)
        kept = tuple(
            other for other in self.selected if other != pair and (name != "episode" or other[0] != "chapter")
        )
        return kept if pair in self.selected else (*kept, pair)


def read(args: Any, words: Words) -> Asked:
    """What an address asks for. Raises BadAddress, in these words, for what no search has."""
    parameters.only(args, _KNOWN, words)
    return Asked(
        text=args.get("q") or "",
        selected=_bounded(parameters.selected(args), words),
        sort=parameters.one_of("sort", args.get("sort"), SORTS, words),
        page=parameters.page(args.get("page"), words),
        facet=parameters.one_of("facet", args.get("facet"), FACETS, words),
    )


def _bounded(selected: Selected, words: Words) -> Selected:
    # Every link of the page carries all of them: it would grow with the square of the address.
    parameters.few(selected, MAX_CHARACTERS, words)
    names = [name for name, _ in selected]
    if "chapter" in names and names.count("episode") != 1:
        raise BadAddress(words.text("search.bad.chapter"))
    return selected
