"""Where the utterances of a bar are: a search that counts as many as the bar does."""

import re

from archive.search import Query, understand
from archive.search.results import UNKNOWN, FacetName
from archive.web.addresses import Addresses
from archive.web.periods import By, following

_DATES = re.compile("(after|before):", re.IGNORECASE)

Selected = tuple[tuple[FacetName, str], ...]


class Found:
    """The searches of one query under the selections of the page, or of one of its lines."""

    def __init__(self, to: Addresses, query: Query, selected: Selected) -> None:
        self._to = to
        self._query = query
        self._selected = selected

    def all(self) -> str:
        return self._to.search(self._query.text, self._selected)

    def undated(self) -> str:
        return self._to.search(self._query.text, self._with("year", UNKNOWN))

    def within(self, period: str, by: By) -> str:
        """A year is a value of a facet; a month is said in the query, in the place of its own dates."""
        if by == "year":
            return self._to.search(self._query.text, self._with("year", period))
        text, after, before = _without_dates(self._query)
        start, end = period, following(period, by)
        # Several dates of one field mean any of them: what holds is the widest.
        first = max([start, *([min(after)] if after else [])], key=_day)
        last = min([end, *([max(before, key=_day)] if before else [])], key=_day)
        return self._to.search(f"{text} after:{first} before:{last}".strip(), self._selected)

    def in_episodes(self, ids: set[int]) -> str:
        selected = tuple(pair for pair in self._selected if pair[0] != "episode")
        return self._to.search(
            self._query.text, (*selected, *(("episode", str(each)) for each in sorted(ids)))
        )

    def _with(self, name: FacetName, key: str) -> Selected:
        return (*(pair for pair in self._selected if pair[0] != name), (name, key))


def _without_dates(query: Query) -> tuple[str, list[str], list[str]]:
    """The text without its `after:` and `before:`, and what these say."""
    text = query.text
    for start, end in sorted(query.parts, reverse=True):
        if _DATES.match(text, start):
            text = f"{text[:start]}{text[end:]}"
    values = {name: [one.value for one in query.fields if one.field == name] for name in ("after", "before")}
    return " ".join(text.split()), values["after"], values["before"]


def _day(date: str) -> str:
    return date + "0000-01-01"[len(date) :]


def of(to: Addresses, query: str | Query, selected: Selected) -> Found:
    return Found(to, understand(query) if isinstance(query, str) else query, selected)
