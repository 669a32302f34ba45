"""The decisions on people, as rows: they are added and undone, and never replaced or lost.

A row says that a name, as sources print it, means a person; what kind of decision it came from only tells
people why. What is made of them is in `ingest.directory`.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sqlalchemy import Connection

Kind = Literal["alias", "merge", "split", "rename"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A row of `person_aliases`; `id` is None until it is stored."""

    id: int | None = None
    kind: Kind
    name: str
    href: str | None = None
    podcast_slug: str | None = None
    episode_slug: str | None = None
    person_name: str
    person_href: str | None = None
    made_at: str
    undone_at: str | None = None


_COLUMNS = "id, kind, name, href, podcast_slug, episode_slug, person_name, person_href, made_at, undone_at"

_NOW = """
select person_aliases.id, person_aliases.kind, name, href,
    case when podcast_slug in (select slug from podcasts) then podcast_slug
        else coalesce((select podcasts.slug from former_addresses join podcasts on podcasts.id = moved_to
            where former_addresses.kind = 'podcast' and former_addresses.slug = podcast_slug), podcast_slug)
    end,
    case when episode_slug in (select slug from episodes) then episode_slug
        else coalesce((select episodes.slug from former_addresses join episodes on episodes.id = moved_to
            where former_addresses.kind = 'episode' and former_addresses.slug = episode_slug), episode_slug)
    end,
    person_name, person_href, made_at, undone_at
from person_aliases where undone_at is null order by person_aliases.id
"""


def holding(connection: sqlite3.Connection) -> list[Alias]:
    """The decisions that hold, the oldest first, with the addresses that shows and episodes have now."""
    return [_alias(row) for row in connection.execute(_NOW)]


def every(connection: sqlite3.Connection) -> list[Alias]:
    """All decisions, also those that were undone, as they were made."""
    return [_alias(row) for row in connection.execute(f"select {_COLUMNS} from person_aliases order by id")]


def add(connection: "Connection", new: Iterable[Alias]) -> list[int]:
    """Store decisions: their numbers."""
    from archive import rows, schema

    return [
        int(
            connection.exec_driver_sql(
                rows.insert_sql(schema.person_aliases),
                (
                    None,
                    each.kind,
                    each.name,
                    each.href,
                    each.podcast_slug,
                    each.episode_slug,
                    each.person_name,
                    each.person_href,
                    each.made_at,
                    None,
                ),
            ).lastrowid
        )
        for each in new
    ]


def undo(connection: "Connection", numbers: Iterable[int], now: str) -> None:
    """Mark decisions as undone."""
    from archive import rows, schema

    for number in numbers:
        sql = rows.update_sql(schema.person_aliases, "undone_at")
        connection.exec_driver_sql(sql, (now, number))


def mark_stale(connection: "Connection", episode_ids: Iterable[int]) -> None:
    """Let episodes be derived again: what they were derived from does not say that a decision is new."""
    connection.exec_driver_sql(
        "update episodes set derivation = json_set(derivation, '$.stale', 1)"
        " where id in (select value from json_each(?))",
        (json.dumps(sorted(episode_ids)),),
    )


def _alias(row: tuple[int, str, str, str, str, str, str, str, str, str]) -> Alias:
    names = tuple(name.strip() for name in _COLUMNS.split(","))
    return Alias(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type]
