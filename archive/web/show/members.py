"""Who takes part in a show: hosts, guests and others, each with the episodes that they are in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import queries
from archive.web.artwork import Picture, picture
from archive.web.asking import Asking
from archive.web.person.appearances import address
from archive.web.remembered import remembered

LISTED = 60
"""So many people stand on the page; a stored query has them all."""

# Hosts first, then who is in most episodes. `roles` are [[role, episodes], …] as JSON.
_PEOPLE = """
with parts as (
    select speakers.person_id, speakers.role, count(distinct episodes.id) as episodes,
           sum(speakers.talk_ms) as talk_ms
    from episodes cross join speakers on speakers.episode_id = episodes.id
    where episodes.podcast_id = {podcast} and speakers.person_id is not null
    group by speakers.person_id, speakers.role)
"""

PODCAST_PEOPLE = f"""
{_PEOPLE.format(podcast="?")}
select people.id, people.name, people.image_url,
       json_group_array(json_array(parts.role, parts.episodes)) as roles,
       sum(parts.talk_ms) as talk_ms, max(parts.role is 'host') as hosts, count(*) over () as of
from parts join people on people.id = parts.person_id
group by people.id order by hosts desc, sum(parts.episodes) desc, talk_ms desc, people.name limit {LISTED}
"""

STORED = f"""
{_PEOPLE.format(podcast="cast(:podcast as integer)").strip()}
select
    people.name as person,
    parts.role as role,
    parts.episodes as episodes,
    round(parts.talk_ms / 60000.0, 1) as minutes,
    people.id as person_id
from parts join people on people.id = parts.person_id
order by parts.episodes desc, parts.talk_ms desc, people.name
"""
"""The same for the stored query: a row for each role that somebody has in the show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """In so many episodes of the show; `href` lists them. The role is None where no source says one."""

    name: str | None
    episodes: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    id: int
    name: str
    picture: Picture
    roles: tuple[Role, ...]
    talk_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Groups by name: hosts, guests, others. `more` people are listed at `href` only."""

    groups: tuple[tuple[str, tuple[Member, ...]], ...]
    of_all: int
    more: int
    href: str


def members(asking: Asking, podcast_id: int) -> Members:
    rows = remembered(
        asking.connection,
        ("members", podcast_id),
        lambda: queries.rows(asking.connection, PODCAST_PEOPLE, podcast_id),
    )
    of_all = rows[0]["of"] if rows else 0
    return Members(
        groups=_groups(asking, podcast_id, rows),
        of_all=of_all,
        more=of_all - len(rows),
        href=asking.to.query("people_of_a_podcast", [("podcast", str(podcast_id))]),
    )


def _groups(
    asking: Asking, podcast_id: int, rows: Sequence[Any]
) -> tuple[tuple[str, tuple[Member, ...]], ...]:
    """Each in the order of the rows; a host who was a guest too is a host."""
    groups: dict[str, list[Member]] = {"hosts": [], "guests": [], "others": []}
    for row in rows:
        roles = sorted(
            json.loads(row["roles"]), key=lambda role: (role[0] != "host", -role[1], role[0] or "")
        )
        said = {role for role, _ in roles}
        group = "hosts" if "host" in said else "guests" if "guest" in said else "others"
        groups[group].append(
            Member(
                id=row["id"],
                name=row["name"],
                picture=picture(row["id"], row["name"], row["image_url"]),
                roles=tuple(
                    Role(
                        name=role,
                        episodes=number,
                        href=address(asking, row["id"], {"podcast": str(podcast_id), "role": role or "none"}),
                    )
                    for role, number in roles
                ),
                talk_ms=row["talk_ms"],
            )
        )
    return tuple((name, tuple(found)) for name, found in groups.items() if found)
