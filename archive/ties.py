"""Who is who among all that stored episodes mention, as far as was asked: kept while a run stores episodes.

A tie is a mention without what is only shown of it, its spelling and picture. Who is who follows from the
ties alone (see `archive.sameness`), and most of them, when they come or go, make no other mention somebody
else's. Which do is told here from the ties of the same name and page. Each name is read once and added to
from then on, so that an episode costs as much after thousands that have the name as after the first.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from archive import mentions, sameness
from archive.mentions import Named, Tie


class Ties:
    """The ties of stored speakers that are somebody, each with the id of the person."""

    def __init__(self) -> None:
        self._raw: sqlite3.Connection | None = None
        self._version = 0
        # By name, then scope; and by page, then name. Of both only what was asked for.
        self._named: dict[str, dict[int, dict[Tie, int]]] = {}
        self._paged: dict[str, dict[str, dict[Tie, int]]] = {}

    def on(self, raw: sqlite3.Connection) -> "Ties":
        """Itself, to be asked inside a write transaction: empty if somebody else has written since."""
        (version,) = raw.execute("pragma data_version").fetchone()
        if raw is not self._raw or version != self._version:
            self.clear()
            self._raw, self._version = raw, version
        return self

    def clear(self) -> None:
        """Forget all, where what was stored is not any more, or ties have changed that nobody tells of."""
        self._named.clear()
        self._paged.clear()

    def person(self, tie: Tie) -> int | None:
        """Who has just this tie, if anybody."""
        return self._here(tie).get(tie)

    def home(self, tie: Tie) -> int | None:
        """Whose a new tie is that stirs nothing; None if it is somebody's who is new."""
        if tie.href is not None:
            return next(iter(self._on_page(tie.href).get(tie.key, {}).values()), None)
        own = self._unpaged(tie)
        if own is not None:
            return own
        known = list(islice(self._pages(tie), 2))
        return self._here(tie)[known[0]] if len(known) == 1 else None

    def stirs(self, tie: Tie) -> bool:
        """Whether others than those who have this tie are somebody else with it than without."""
        if tie.href is None:
            return False
        names = self._on_page(tie.href)
        # Which names of a page are one person's depends on all of them, unless they are too many for one.
        if 0 < self._others(tie) <= sameness.MOST_NAMES and not names.get(tie.key, {}).keys() - {tie}:
            return True
        if tie.decided or self._unpaged(tie) is None:
            return False
        # Whoever is named without a page is whoever has the one page that is known for the name.
        return len(list(islice((each for each in self._pages(tie) if each.href != tie.href), 2))) < 2

    def crowded(self, tie: Tie) -> set[str]:
        """The page of a new tie, if it has more names than a person."""
        return {tie.href} if tie.href is not None and self._others(tie) > sameness.MOST_NAMES else set()

    def add(self, tie: Tie, person: int) -> None:
        if tie.key in self._named:
            self._named[tie.key].setdefault(tie.scope, {})[tie] = person
        if tie.href in self._paged:
            self._paged[tie.href].setdefault(tie.key, {})[tie] = person

    def remove(self, tie: Tie) -> None:
        here = self._named.get(tie.key, {})
        if here.get(tie.scope, {}).pop(tie, None) is not None and not here[tie.scope]:
            del here[tie.scope]
        names = self._paged.get(tie.href, {}) if tie.href is not None else {}
        if names.get(tie.key, {}).pop(tie, None) is not None and not names[tie.key]:
            del names[tie.key]

    def _here(self, tie: Tie) -> dict[Tie, int]:
        """The ties of the same name in the same scope."""
        if tie.key not in self._named:
            own = self._named[tie.key] = {}
            for each, person in mentions.ties(self._open(), "name_key", tie.key):
                own.setdefault(each.scope, {})[each] = person
        return self._named[tie.key].get(tie.scope, {})

    def _on_page(self, href: str) -> dict[str, dict[Tie, int]]:
        """The ties with a page, by their names."""
        if href not in self._paged:
            own = self._paged[href] = {}
            for each, person in mentions.ties(self._open(), "href", href):
                own.setdefault(each.key, {})[each] = person
        return self._paged[href]

    def _unpaged(self, tie: Tie) -> int | None:
        """Who has the name in this scope without a page."""
        here = self._here(tie)
        found = (here.get(tie._replace(href=None, decided=decided)) for decided in (False, True))
        return next((person for person in found if person is not None), None)

    def _pages(self, tie: Tie) -> Iterator[Tie]:
        """The ties by which sources give the name a page in this scope."""
        return (each for each in self._here(tie) if each.href is not None and not each.decided)

    def _others(self, tie: Tie) -> int:
        """How many other names have the page."""
        names = self._on_page(tie.href) if tie.href is not None else {}
        return len(names) - (tie.key in names)

    def _open(self) -> sqlite3.Connection:
        if self._raw is None:
            raise RuntimeError("ties are asked for before `on` says of which archive")
        return self._raw


def by_tie(named: Iterable[Named]) -> dict[Tie, list[Named]]:
    """Speakers by their ties, in their order."""
    found: dict[Tie, list[Named]] = {}
    for each in named:
        found.setdefault(mentions.tie(each.mention), []).append(each)
    return found


def are_apart(ties: Iterable[Tie]) -> bool:
    """Whether no two of some ties have the same name in the same scope, or the same page."""
    held = list(ties)
    names = {(each.key, each.scope) for each in held}
    pages = [each.href for each in held if each.href is not None]
    return len(names) == len(held) and len(set(pages)) == len(pages)
