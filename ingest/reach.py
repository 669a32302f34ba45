"""Whom of an archive somebody means, and what a decision on people reaches: speakers and episodes."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from archive.aliases import Alias
from archive.errors import InvalidDecision, NoSuchPerson
from archive.names import but_for_the_middle, key

from . import labels, named
from .directory import leading_to, led_from
from .whom import meanings


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A person of the archive; `id` is None for one who is not there yet."""

    id: int | None
    slug: str
    name: str
    href: str | None


_WHICH = {False: "name it by its title; see `podarchive episodes list`", True: "name it by its id"}
"""What to do about the name of a podcast that none or several have."""


def find(connection: sqlite3.Connection, who: str) -> Someone:
    """The person with this slug, id, page or name. Raises NoSuchPerson."""
    for condition, value in (
        ("slug = ?", who),
        ("cast(id as text) = ?", who),
        ("href = ?", who),
        ("name = ?", who),
        ("name_key = ?", key(who)),
    ):
        found = connection.execute(
            f"select id, slug, name, href from people where {condition} order by id", (value,)
        ).fetchall()
        if len(found) == 1:
            id_, slug, name, href = found[0]
            return Someone(id=id_, slug=slug, name=name, href=href)
        if found:
            several = ", ".join(slug for _, slug, *_ in found[:5])
            raise NoSuchPerson(f"person {who}", f"could be {several}", "name one of these")
    remedy = "see `podarchive people list`"
    raise NoSuchPerson(f"person {who}", "is not in the archive", remedy)


def scope(
    connection: sqlite3.Connection, podcast: str | None, episode: str | None
) -> tuple[str | None, str | None]:
    """The addresses of a show and an episode that were named."""
    show = here = None
    if podcast is not None:
        found = connection.execute(
            "select slug from podcasts where ?1 in (slug, cast(id as text), title, guid) order by id",
            (podcast,),
        ).fetchall()
        if len(found) != 1:
            problem = "could be several" if found else "is not in the archive"
            raise InvalidDecision(f"podcast {podcast}", problem, _WHICH[bool(found)])
        show = found[0][0]
    if episode is not None:
        id_ = named.episode(connection, episode)
        (here,) = connection.execute("select slug from episodes where id = ?", (id_,)).fetchone()
    return show, here


def episodes(connection: sqlite3.Connection, show: str | None, here: str | None) -> set[int]:
    found = connection.execute(
        "select episodes.id from episodes left join podcasts on podcasts.id = podcast_id"
        " where (?1 is null or podcasts.slug = ?1) and (?2 is null or episodes.slug = ?2)",
        (show, here),
    )
    return {id_ for (id_,) in found}


def names(
    connection: sqlite3.Connection, whom: Someone, inside: set[int] | None
) -> list[tuple[str, str | None]]:
    """How sources name a person, each once: (name, page)."""
    found = connection.execute(
        "select name, href, episode_id from speakers where person_id = ? order by id", (whom.id,)
    )
    names: dict[tuple[str, str | None], str] = {}
    for name, href, episode in found:
        if inside is None or episode in inside:
            names.setdefault((key(name), href), name)
    return [(name, href) for (_, href), name in names.items()]


def speakers(connection: sqlite3.Connection, whom: Someone, inside: set[int] | None) -> list[int]:
    found = connection.execute("select id, episode_id from speakers where person_id = ?", (whom.id,))
    return [id_ for id_, episode in found if inside is None or episode in inside]


def only_show(connection: sqlite3.Connection, whom: Someone) -> str | None:
    """The show of somebody who has just a given name, which says nothing elsewhere."""
    found = connection.execute(
        "select distinct podcasts.slug from speakers join episodes on episodes.id = episode_id"
        " join podcasts on podcasts.id = podcast_id where person_id = ?",
        (whom.id,),
    ).fetchall()
    return found[0][0] if len(found) == 1 else None


def touched(connection: sqlite3.Connection, made: Iterable[Alias]) -> list[int]:
    """The episodes that some decisions may change: all in which such a name is printed, or a part of it."""
    held = meanings(connection)
    wanted = [
        (led_from(held, leading_to(held, each.name)), each.podcast_slug, each.episode_slug) for each in made
    ]
    found = connection.execute(
        "select speakers.episode_id, label, name_key, podcasts.slug, episodes.slug from speakers"
        " join episodes on episodes.id = speakers.episode_id left join podcasts on podcasts.id = podcast_id"
        " where speakers.kind = 'name' order by speakers.episode_id"
    )
    return sorted(
        {
            id_
            for id_, label, name_key, show, slug in found
            for keys, podcast, episode in wanted
            if podcast in (None, show) and episode in (None, slug)
            if any(is_near(own, each) for own in {called(label), name_key or ""} for each in keys)
        }
    )


def led(connection: sqlite3.Connection, decided: Alias) -> list[int]:
    """The speakers who are somebody else by a decision, also those whom another one led to it."""
    keys = leading_to(meanings(connection), decided.name)
    found = connection.execute(
        "select speakers.id, label, podcasts.slug, episodes.slug from speakers"
        " join episodes on episodes.id = speakers.episode_id left join podcasts on podcasts.id = podcast_id"
        " where name_key = ? and speakers.href is ? and method in ('alias', 'overlap', 'corrected')",
        (key(decided.person_name), decided.person_href),
    )
    return [
        id_
        for id_, label, show, slug in found
        if called(label) in keys
        if decided.podcast_slug in (None, show) and decided.episode_slug in (None, slug)
    ]


@cache
def called(label: str) -> str:
    return key(labels.understand(label).name or label)


def is_near(own: str, name: str) -> bool:
    return own == name or own.split(" ")[0] == name or but_for_the_middle(own, name)
