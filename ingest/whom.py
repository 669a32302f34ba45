"""Whom names mean in an archive: the decisions that are stored, as a directory."""

import json
import sqlite3

from archive import aliases

from .directory import Directory, Meaning, meaning


def meanings(connection: sqlite3.Connection) -> tuple[Meaning, ...]:
    """The decisions that hold, the oldest first."""
    return tuple(map(meaning, aliases.holding(connection)))


def directory(connection: sqlite3.Connection, episode_id: int | None) -> Directory:
    """Whom names mean in an episode, as somebody decided; of a new one there is no id."""
    held = meanings(connection)
    if not held:
        return Directory()
    own = connection.execute("select slug from episodes where id = ?", (episode_id,)).fetchone()
    # Asked for each episode: of a large archive not more is read than the decisions are about.
    named = sorted({each.episode for each in held if each.episode is not None})
    taken = connection.execute(
        "select slug from episodes where slug in (select value from json_each(?))", (json.dumps(named),)
    )
    shows = _shows(connection) if any(each.podcast is not None for each in held) else {}
    return Directory(
        meanings=held,
        episode=None if own is None else own[0],
        shows=shows,
        taken=frozenset(slug for (slug,) in taken),
    )


def _shows(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute("select guid, title, slug from podcasts order by guid is null").fetchall()
    return {name: slug for guid, title, slug in reversed(found) for name in (guid, title) if name}
