"""Which stored episode somebody means: by its id, its address, a name that it has outside, or its title."""

import sqlite3

from archive.errors import NoSuchEpisode

_FOUND = """
select distinct episodes.id, coalesce(episodes.title, episodes.slug) from episodes
left join identifiers on identifiers.episode_id = episodes.id
where ?1 in (cast(episodes.id as text), episodes.slug, episodes.title, identifiers.value)
    or (identifiers.scheme = 'guid' and substr(identifiers.value, instr(identifiers.value, ' ') + 1) = ?1)
order by episodes.id limit 6
"""

_MOVED = """
select moved_to from former_addresses
where kind = 'episode' and moved_to is not null and ?1 in (cast(former_id as text), slug) limit 1
"""
"""The episode that has absorbed what was called so."""


def episode(connection: sqlite3.Connection, name: str) -> int:
    """The id of the episode called `name`. Raises NoSuchEpisode if there is none, or if it may be several."""
    found = connection.execute(_FOUND, (name,)).fetchall()
    exact = [id_ for id_, _ in found if str(id_) == name]
    if exact or len(found) == 1:
        return int(exact[0] if exact else found[0][0])
    if not found and (moved := connection.execute(_MOVED, (name,)).fetchone()):
        return int(moved[0])
    several = ", ".join(f"{title} ({id_})" for id_, title in found[:5])
    problem = f"may be {several}" if found else "is not in the archive"
    raise NoSuchEpisode(f"episode {name}", problem, "name it by its id; see `podarchive episodes list`")
