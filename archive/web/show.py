"""A show as its page shows it: what it says of itself, its feeds, its seasons, who takes part in it."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import addresses, notes, queries
from archive.web.notes import Notes
from archive.web.wording import listed


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


def show_page(connection: sqlite3.Connection, podcast_id: int, allowed: set[str]) -> ShowPage | None:
    """Everything on the page of one show; `allowed` are those of the extra tables that may be shown."""
    podcast = queries.row(connection, queries.PODCAST, podcast_id)
    if podcast is None:
        return None
    episodes = queries.rows(connection, queries.PODCAST_EPISODES, podcast_id)
    people = queries.rows(connection, queries.PODCAST_PEOPLE, podcast_id)
    return ShowPage(
        podcast=podcast,
        # Feeds write it as HTML or as text, and do not say which.
        notes=notes.shown(podcast["description"], notes.kind_of(podcast["description"])),
        link=addresses.web(podcast["link"]),
        image=addresses.web(podcast["image_url"]),
        license_link=addresses.web(podcast["license_url"]),
        categories=listed(podcast["categories"]),
        tags=listed(podcast["tags"]),
        feeds=queries.rows(connection, queries.FEEDS, podcast_id) if "feeds" in allowed else (),
        seasons=_seasons(episodes),
        listed=len(episodes),
        of_all=queries.row(connection, queries.HOW_MANY_EPISODES, podcast_id)[0],
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
