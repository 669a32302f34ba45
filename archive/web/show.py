"""A show as its page shows it: what it says of itself, its feeds, its seasons, who takes part in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import addresses, notes, queries
from archive.web.asking import Asking
from archive.web.notes import Notes
from archive.web.wording import listed

PODCAST = "select * from podcasts where id = ?"

PODCAST_EPISODES = (
    queries.LISTED
    + "where episodes.podcast_id = ? order by episodes.published desc, episodes.id desc limit 300"
)

HOW_MANY_EPISODES = "select count(*) from episodes where podcast_id = ?"

# Hosts first, then who is in most episodes. `roles` are [[role, episodes], …] as JSON.
PODCAST_PEOPLE = """
with parts as (
    select speakers.person_id, speakers.role, count(distinct episodes.id) as episodes,
           sum(speakers.talk_ms) as talk_ms
    from speakers join episodes on episodes.id = speakers.episode_id
    where episodes.podcast_id = ? and speakers.person_id is not null
    group by speakers.person_id, speakers.role)
select people.id, people.name, people.image_url,
       json_group_array(json_array(parts.role, parts.episodes)) as roles,
       sum(parts.talk_ms) as talk_ms, max(parts.role is 'host') as hosts, count(*) over () as of
from parts join people on people.id = parts.person_id
group by people.id order by hosts desc, sum(parts.episodes) desc, talk_ms desc, people.name limit 300
"""

FEEDS = """
select id, url, status, problem, retry_at, added_at, changed_at from feeds where podcast_id = ?
order by status <> 'active', id limit 20
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The episodes of a season that are listed; `number` is None for those of none."""

    number: int | None
    episodes: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of the show; `roles` are (role, in how many episodes), of which the role may be None."""

    id: int
    name: str
    image: str | None
    roles: tuple[tuple[str | None, int], ...]
    talk_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    podcast: Any
    notes: Notes
    link: str | None
    image: str | None
    license_link: str | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    feeds: Sequence[Any]
    seasons: tuple[Season, ...]
    listed: int
    of_all: int
    people: tuple[tuple[str, tuple[Member, ...]], ...]
    more_people: int


def page(asking: Asking) -> ShowPage | None:
    """Everything on the page of one show; None if there is none."""
    connection, podcast_id = asking.connection, asking.key
    podcast = queries.row(connection, PODCAST, podcast_id)
    if podcast is None:
        return None
    episodes = queries.rows(connection, PODCAST_EPISODES, podcast_id)
    people = queries.rows(connection, PODCAST_PEOPLE, podcast_id)
    return ShowPage(
        podcast=podcast,
        # Feeds write it as HTML or as text, and do not say which.
        notes=notes.shown(podcast["description"], notes.kind_of(podcast["description"])),
        link=addresses.web(podcast["link"]),
        image=addresses.web(podcast["image_url"]),
        license_link=addresses.web(podcast["license_url"]),
        categories=listed(podcast["categories"]),
        tags=listed(podcast["tags"]),
        feeds=queries.rows(connection, FEEDS, podcast_id) if "feeds" in asking.allowed else (),
        seasons=_seasons(episodes),
        listed=len(episodes),
        of_all=queries.row(connection, HOW_MANY_EPISODES, podcast_id)[0],
        people=_groups(people),
        more_people=people[0]["of"] - len(people) if people else 0,
    )


def _seasons(episodes: Sequence[Any]) -> tuple[Season, ...]:
    """The newest season first, as its newest episode is; what belongs to none comes last."""
    by_number: dict[int | None, list[Any]] = {}
    for row in episodes:
        by_number.setdefault(row["season"], []).append(row)
    ordered = sorted(by_number.items(), key=lambda found: (found[0] is None, -(found[0] or 0)))
    return tuple(Season(number=number, episodes=tuple(rows)) for number, rows in ordered)


def _groups(people: Sequence[Any]) -> tuple[tuple[str, tuple[Member, ...]], ...]:
    """Hosts, guests and others, each in the order of the rows; a host who was a guest too is a host."""
    groups: dict[str, list[Member]] = {"Hosts": [], "Guests": [], "Others": []}
    for row in people:
        roles = sorted(
            json.loads(row["roles"]), key=lambda role: (role[0] != "host", -role[1], role[0] or "")
        )
        said = {role for role, _ in roles}
        heading = "Hosts" if "host" in said else "Guests" if "guest" in said else "Others"
        groups[heading].append(
            Member(
                id=row["id"],
                name=row["name"],
                image=addresses.web(row["image_url"]),
                roles=tuple((role, number) for role, number in roles),
                talk_ms=row["talk_ms"],
            )
        )
    return tuple((heading, tuple(members)) for heading, members in groups.items() if members)
