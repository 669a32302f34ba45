"""What a facet's value is called on a page. Two people of one name are told apart."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

from archive.kinds import Origin
from archive.search.results import SOUNDS, UNKNOWN, FacetName
from archive.search.said import said

_VOICE = "label:"
_ORIGINS = get_args(Origin)

# All of a name, not only those listed: what a person is called must not depend on who else was found.
_PEOPLE = """
select id, name, href from people
where name in (select name from people where id in (select value from json_each(?)))
"""


_EPISODES = (
    "select id, title from episodes where title is not null and id in (select value from json_each(?))"
)
_CHAPTERS = "select place, title from chapters where title is not null and episode_id = ?"


def of(
    connection: sqlite3.Connection, facet: FacetName, keys: Sequence[str], episode: str | None = None
) -> dict[str, str]:
    """A label for every key, also for one that nothing in the archive has: the key itself.

    Chapters are those of the `episode` with that key.
    """
    named = {key: of_key(facet, key) for key in keys}
    if facet == "podcast":
        rows = connection.execute("select id, title, link from podcasts").fetchall()
        named |= _told_apart([(str(key), title, link) for key, title, link in rows])
    elif facet == "speaker":
        rows = connection.execute(_PEOPLE, (_ids(keys),)).fetchall()
        times = Counter(name for _, name, _ in rows)
        people: list[tuple[str, str, str | None]] = [
            (str(key), name, href or (_shows(connection, key) if times[name] > 1 else None))
            for key, name, href in rows
        ]
        voices: list[tuple[str, str, str | None]] = [
            (key, named[key], said("label.voice")) for key in keys if key.startswith(_VOICE)
        ]
        named |= _told_apart(people + voices)
    elif facet == "episode":
        named |= {str(key): title for key, title in connection.execute(_EPISODES, (_ids(keys),))}
    elif facet == "chapter":
        named |= {str(key): title for key, title in connection.execute(_CHAPTERS, (episode,))}
    return named


def of_key(facet: FacetName, key: str) -> str:
    """What a value is called of which nothing but the key is known."""
    if key == UNKNOWN and facet != "episode":
        return said(f"label.{facet}")
    if facet == "speaker":
        return said("label.sounds") if key == SOUNDS else key.removeprefix(_VOICE)
    if facet == "origin" and key in _ORIGINS:
        return said(f"origin.{key}")
    return of_tag(key) if facet == "tag" else key


def of_tag(key: str) -> str:
    return key.removeprefix("tag:") if key == f"tag:{UNKNOWN}" else key


def _told_apart(named: Sequence[tuple[str, str, str | None]]) -> dict[str, str]:
    """Labels from (key, name, what tells it from others of the name); the key where nothing else does."""
    times = Counter(name for _, name, _ in named)
    labels = {
        key: said("label.apart", name=name, difference=difference) if times[name] > 1 and difference else name
        for key, name, difference in named
    }
    again = Counter(labels.values())
    return {
        key: said("label.number", name=label, number=key) if again[label] > 1 else label
        for key, label in labels.items()
    }


def _shows(connection: sqlite3.Connection, person_id: int) -> str | None:
    titles = connection.execute(
        "select distinct podcasts.title from speakers join episodes on episodes.id = speakers.episode_id"
        " join podcasts on podcasts.id = episodes.podcast_id where speakers.person_id = ? order by 1 limit 3",
        (person_id,),
    ).fetchall()
    return ", ".join(title for (title,) in titles) or None


def _ids(keys: Sequence[str]) -> str:
    """JSON for `json_each`: a list of any length is one parameter. SQLite's integers have 64 bits."""
    return json.dumps(numbers(keys))


def numbers(keys: Iterable[str]) -> list[int]:
    """The ids among the keys, written as we write them."""
    decimal = (key for key in keys if key.isascii() and key.isdecimal() and len(key) < 19)
    return [int(key) for key in decimal if str(int(key)) == key]
