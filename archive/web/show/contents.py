"""An index of a show's chapters, by the letter that a title begins with; and the page that has all of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import parameters, queries
from archive.web.asking import Asking, BadAddress
from archive.web.remembered import remembered

NEWEST = 18
"""So many chapters of the newest episodes stand on the podcast's page."""

PAGE = 300
"""So many titles stand on one page of the index."""

MOMENTS = 24
"""So many of a title's moments, the newest; a title like "Intro" may have thousands."""

DIGITS, OTHERS = "0-9", "other"

MOST_LETTERS = 60
"""Of more letters than these (of Chinese titles, say) the rare ones are put together."""

_TITLES = """
select distinct chapters.title from episodes cross join chapters on chapters.episode_id = episodes.id
where episodes.podcast_id = ? and chapters.title is not null
"""

_CHAPTERS = """
select chapters.title, chapters.start_ms, episodes.id as episode_id, episodes.title as episode,
       episodes.published
from episodes cross join chapters on chapters.episode_id = episodes.id
where episodes.podcast_id = ? and chapters.title is not null
order by episodes.published desc, episodes.id desc, chapters.place
"""

PODCAST = "select id, title from podcasts where id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """So many titles begin with it."""

    name: str
    titles: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where a chapter of that title begins."""

    episode: str | None
    published: str | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title, however it is capitalised, and its `of` moments, of which the newest are `moments`."""

    title: str
    of: int
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the podcast's page shows of the index: its letters, and the newest titles."""

    titles: int
    letters: tuple[Letter, ...]
    newest: tuple[Title, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsPage:
    """The index of one podcast, or of one letter of it."""

    podcast: Any
    letters: tuple[Letter, ...]
    letter: str | None
    of: int
    entries: tuple[Title, ...]
    earlier: str | None
    later: str | None


def contents(asking: Asking, podcast_id: int) -> Contents:
    letters = _letters(asking, podcast_id)
    rows = queries.rows(asking.connection, f"{_CHAPTERS} limit {NEWEST}", podcast_id) if letters else []
    return Contents(
        titles=sum(letters.values()),
        letters=_shown(asking, podcast_id, letters),
        newest=_entries(asking, rows)[:NEWEST],
        href=_address(asking, podcast_id),
    )


def page(asking: Asking) -> ContentsPage:
    """`/archive/-/chapters?podcast=1&letter=b&page=2`. Raises BadAddress for what makes no sense."""
    podcast = _podcast(asking)
    letters = _letters(asking, podcast["id"])
    letter = asking.args.get("letter") or None
    number = parameters.page(asking.args.get("page"), asking.words)
    rows = queries.rows(asking.connection, _CHAPTERS, podcast["id"])
    if letter is not None:
        rows = [row for row in rows if _of(letters, row["title"]) == letter]
    entries = sorted(_by_title(rows).items())
    here = entries[(number - 1) * PAGE : number * PAGE]
    return ContentsPage(
        podcast=podcast,
        letters=_shown(asking, podcast["id"], letters),
        letter=letter,
        of=len(entries),
        entries=tuple(_title(asking, found) for _, found in here),
        earlier=_address(asking, podcast["id"], letter, number - 1) if number > 1 else None,
        later=_address(asking, podcast["id"], letter, number + 1) if number * PAGE < len(entries) else None,
    )


def _podcast(asking: Asking) -> Any:
    text = asking.args.get("podcast") or ""
    key = parameters.key("podcast", text, asking.words)
    found = queries.row(asking.connection, PODCAST, key)
    if found is None:
        raise BadAddress(asking.words.text("podcast.bad", value=text))
    return found


def key_of(title: str) -> str:
    """By what a title is sorted, and known as the same: without case, accents, and signs before it."""
    plain = title[:400].casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", title[:400]).casefold()
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"^[\W_]+", "", " ".join(plain.split())) or plain.strip()


def _letter(key: str) -> str:
    first = key[:1]
    return DIGITS if first.isdecimal() else first.upper() if first.isalpha() else OTHERS


def _letters(asking: Asking, podcast_id: int) -> dict[str, int]:
    """How many titles begin with each letter, in order."""
    return remembered(asking.connection, ("chapters", podcast_id), lambda: _counted(asking, podcast_id))


def _counted(asking: Asking, podcast_id: int) -> dict[str, int]:
    keys = {key_of(row["title"]) for row in queries.rows(asking.connection, _TITLES, podcast_id)}
    counts = Counter(_letter(key) for key in keys)
    kept = {letter for letter, _ in counts.most_common(MOST_LETTERS)}
    for letter in set(counts) - kept:
        counts[OTHERS] += counts.pop(letter)
    return dict(sorted(counts.items(), key=lambda found: (found[0] == OTHERS, found[0])))


def _of(letters: dict[str, int], title: str) -> str:
    letter = _letter(key_of(title))
    return letter if letter in letters else OTHERS


def _shown(asking: Asking, podcast_id: int, letters: dict[str, int]) -> tuple[Letter, ...]:
    return tuple(
        Letter(name=name, titles=titles, href=_address(asking, podcast_id, name))
        for name, titles in letters.items()
    )


def _by_title(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(key_of(row["title"]), []).append(row)
    return found


def _entries(asking: Asking, rows: Sequence[Any]) -> tuple[Title, ...]:
    return tuple(_title(asking, found) for found in _by_title(rows).values())


def _title(asking: Asking, rows: Sequence[Any]) -> Title:
    return Title(
        title=rows[0]["title"],
        of=len(rows),
        moments=tuple(
            Moment(
                episode=row["episode"],
                published=row["published"],
                href=asking.to.moment(row["episode_id"], row["start_ms"]),
            )
            for row in rows[:MOMENTS]
        ),
    )


def _address(asking: Asking, podcast_id: int, letter: str | None = None, page: int = 1) -> str:
    pairs = [("podcast", str(podcast_id))]
    if letter is not None:
        pairs.append(("letter", letter))
    if page > 1:
        pairs.append(("page", str(page)))
    return asking.to.own("chapters", pairs)
