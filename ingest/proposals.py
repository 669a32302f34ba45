"""Episodes that may be one and are not joined by a name: shown with the command that would join them.

title    Sourdough, 3 May  =  sourdough, 4 May      one title, and dates within two days, or one without
name     ep-12.srt  =  …/ep-12.mp3                  what the file is called, though many are called so
number   12 (guessed from the file's name)  =  12   in one show
text     half of the words of the one are in the other

Nothing is ever merged because of this: a person says so (see `ingest.joining`).
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from archive import episode_decisions
from archive.database import open_readonly
from archive.errors import ArchiveError
from archive.slug import slugify

from . import fingerprint
from .files import endings
from .known import MOST_SHARING

DAYS = 2
"""A twin is often dated a day later: it was put up in the evening, or in another zone."""

_TWINS = """
select one.episode_id, other.episode_id from fingerprints as one
join fingerprints as other on other.value = one.value and other.episode_id > one.episode_id
group by 1, 2 having count(*) >= ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two stored episodes, by id and what they are called, and why they may be one.

    Where `ambiguous`, one of them may be any of several items of one feed.
    """

    one: int
    other: int
    titles: tuple[str, str]
    why: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Episode:
    id: int
    title: str
    named: str | None
    podcast: int | None
    published: str | None
    number: str | None
    guessed: bool
    shows: frozenset[str]


def proposals(connection: sqlite3.Connection) -> list[Proposal]:
    """The pairs of episodes that may be one, and that nobody merged or split."""
    episodes = {each.id: each for each in _episodes(connection)}
    apart = _split(connection)
    found: dict[tuple[int, int], str] = {}
    for one, other, why in _pairs(connection, episodes):
        pair = min(one, other), max(one, other)
        if pair not in apart and not episodes[one].shows & episodes[other].shows:
            found.setdefault(pair, why)
    of_feeds = defaultdict(list)
    for pair in found:
        for one, other in (pair, pair[::-1]):
            for show in episodes[other].shows:
                of_feeds[one, show].append(pair)
    doubtful = {pair for pairs in of_feeds.values() if len(pairs) > 1 for pair in pairs}
    return [
        Proposal(
            one=one,
            other=other,
            titles=(episodes[one].title, episodes[other].title),
            why=why,
            ambiguous=(one, other) in doubtful,
        )
        for (one, other), why in sorted(found.items())
    ]


def newest(archive: Path) -> int:
    """The id of the newest episode; 0 if there is none, or no archive."""
    with suppress(ArchiveError), closing(open_readonly(archive)) as connection:
        return int(connection.execute("select coalesce(max(id), 0) from episodes").fetchone()[0])
    return 0


def remark(archive: Path, newest_before: int) -> str | None:
    """One line on what episodes since then may be; None if nothing is proposed of them."""
    if newest(archive) <= newest_before:
        return None
    with closing(open_readonly(archive)) as connection:
        count = sum(max(each.one, each.other) > newest_before for each in proposals(connection))
    if not count:
        return None
    what = "1 pair of episodes" if count == 1 else f"{count:,} pairs of episodes"
    return f"{what} may be one; see `podarchive episodes proposals {archive}`"


def _pairs(connection: sqlite3.Connection, episodes: dict[int, _Episode]) -> Iterator[tuple[int, int, str]]:
    titles: dict[str, list[_Episode]] = defaultdict(list)
    numbers: dict[tuple[int, str], list[_Episode]] = defaultdict(list)
    for each in episodes.values():
        if each.named and (key := slugify(each.named, otherwise="")):
            titles[key].append(each)
        if each.podcast is not None and each.number is not None:
            numbers[each.podcast, each.number].append(each)
    for one, other in _each(titles.values()):
        one_show = None in (one.podcast, other.podcast) or one.podcast == other.podcast
        if one_show and _near(one.published, other.published):
            yield one.id, other.id, "one title"
    for one, other in _each(numbers.values()):
        if one.guessed or other.guessed:
            yield one.id, other.id, "one number, which only a file's name tells"
    for one, other in _each(_called(connection, episodes).values()):
        if bool(one.shows) != bool(other.shows):
            yield one.id, other.id, "one file name"
    for first, second in connection.execute(_TWINS, (fingerprint.ENOUGH,)):
        yield first, second, "one text"


def _each(groups: Iterable[list[_Episode]]) -> Iterator[tuple[_Episode, _Episode]]:
    for group in groups:
        if len(group) <= MOST_SHARING:
            yield from ((one, other) for at, one in enumerate(group) for other in group[at + 1 :])


def _near(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    if min(len(one), len(other)) < len("2026-02-04"):
        return one.startswith(other) or other.startswith(one)
    days = date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])
    return abs(days.days) <= DAYS


def _called(connection: sqlite3.Connection, episodes: dict[int, _Episode]) -> dict[str, list[_Episode]]:
    """The episodes whose file or enclosure is called so."""
    names: dict[str, dict[int, None]] = defaultdict(dict)
    for value, id_ in connection.execute("select value, episode_id from identifiers where scheme = 'file'"):
        names[value][id_] = None
    for url, id_ in connection.execute(
        "select url, episode_id from recordings where kind in ('audio', 'video')"
    ):
        if episodes[id_].shows and url:
            stem = slugify(endings.stem(PurePath(unquote(urlsplit(url).path)).name), otherwise="")
            if stem and not endings.is_generic(stem):
                names[stem][id_] = None
    return {stem: [episodes[id_] for id_ in ids] for stem, ids in names.items() if len(ids) > 1}


def _episodes(connection: sqlite3.Connection) -> Iterator[_Episode]:
    shows: dict[int, set[str]] = defaultdict(set)
    for id_, value in connection.execute("select episode_id, value from identifiers where scheme = 'guid'"):
        shows[id_].add(value.partition(" ")[0])
    rows: Iterable[tuple[Any, ...]] = connection.execute(
        "select id, title, slug, podcast_id, published, season, number, guessed from episodes order by id"
    )
    for id_, title, slug, podcast, published, season, number, guessed in rows:
        yield _Episode(
            id=id_,
            title=title or slug,
            named=title,
            podcast=podcast,
            published=published,
            number=None if number is None else f"{season or ''} {number:g}",
            guessed='"number"' in (guessed or ""),
            shows=frozenset(shows.get(id_, ())),
        )


def _split(connection: sqlite3.Connection) -> set[tuple[int, int]]:
    """The pairs of which somebody said that they are two."""
    found = set()
    for each in episode_decisions.load(connection):
        if each.kind == "split" and each.undone_at is None:
            one, other = (_having(connection, name) for name in (each.one, each.other))
            found |= {(min(a, b), max(a, b)) for a in one for b in other}
    return found


def _having(connection: sqlite3.Connection, name: Any) -> list[int]:
    sql = "select episode_id from identifiers where scheme = ? and value = ?"
    return [id_ for (id_,) in connection.execute(sql, (name.scheme, name.value))]
