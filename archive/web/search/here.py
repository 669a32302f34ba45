"""Where this search is, and the searches one step from it: every link of the page and of its other forms."""

from collections.abc import Iterable
from urllib.parse import urlencode

from archive.search.results import FacetName, Sort
from archive.web.addresses import Addresses
from archive.web.parameters import Selected
from archive.web.search.asked import Asked


class Here:
    """The addresses around what was asked. They are put together from parts that are written only once."""

    def __init__(self, to: Addresses, asked: Asked) -> None:
        self.to = to
        self._asked = asked
        self._path = to.own("search")
        self._q = _encoded([("q", asked.repeated)] if asked.text else [])
        self._sort = _encoded([("sort", asked.sort)] if asked.sort else [])
        self._selected = {pair: _encoded([pair]) for pair in asked.selected}

    def page(self, number: int, suffix: str = "") -> str:
        """So far on in the same search."""
        return self._at(self._asked.selected, _encoded([("page", str(number))] if number > 1 else []), suffix)

    def toggled(self, name: FacetName, key: str) -> str:
        """With this value selected too, or without it if it is."""
        return self._at(self._asked.toggled(name, key))

    def whole(self) -> str:
        """With nothing selected."""
        return self._at(())

    def sorted(self, sort: Sort) -> str:
        return self._join([self._q, *self._of(self._asked.selected), _encoded([("sort", sort)])])

    def values(self, facet: FacetName, page: int = 1) -> str:
        """All values of a facet."""
        pairs = [("facet", facet), *([("page", str(page))] if page > 1 else [])]
        return self._at(self._asked.selected, _encoded(pairs))

    def feed(self) -> str:
        """New passages: a feed has an order of its own."""
        return self._join([self._q, *self._of(self._asked.selected)], ".atom")

    def other(self, q: str, selected: Selected) -> str:
        """Another text under another selection, in the same order."""
        return self._join([_encoded([("q", q)] if q else []), _encoded(selected), self._sort])

    def _at(self, selected: Selected, rest: str = "", suffix: str = "") -> str:
        return self._join([self._q, *self._of(selected), self._sort, rest], suffix)

    def _of(self, selected: Selected) -> list[str]:
        return [self._selected.get(pair) or _encoded([pair]) for pair in selected]

    def _join(self, parts: Iterable[str], suffix: str = "") -> str:
        query = "&".join(part for part in parts if part)
        return f"{self._path}{suffix}?{query}" if query else f"{self._path}{suffix}"


def _encoded(pairs: Iterable[tuple[str, str]]) -> str:
    # What is no character of any encoding (half a surrogate pair) would be an error of the encoder.
    return urlencode(list(pairs), errors="replace")
