"""Whom names mean in an archive: the decisions that are stored, as a directory."""

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
    slugs = dict(connection.execute("select id, slug from episodes"))
    shows = connection.execute("select guid, title, slug from podcasts order by guid is null").fetchall()
    return Directory(
        meanings=held,
        episode=slugs.get(episode_id),
        shows={name: slug for guid, title, slug in reversed(shows) for name in (guid, title) if name},
        taken=frozenset(slugs.values()),
    )
