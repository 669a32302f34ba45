"""Addresses: a slug is given once, and an address that has no page any more leads on or says why."""

import sqlite3
from typing import Literal

from sqlalchemy import Connection

from archive import rows, schema
from archive.engine import driver

Kind = Literal["episode", "podcast", "person"]
_TABLES: dict[Kind, str] = {"episode": "episodes", "podcast": "podcasts", "person": "people"}


def free_slug(raw: sqlite3.Connection, table: str, wanted: str, *, led: Kind | None = None) -> str:
    """`wanted`, or one of `wanted-2`, `wanted-3`, … that nothing in `table` has: the first, unless some left.

    Nor has it an address of the kind `led` that leads on: it may become its own again.
    """
    leading = "select 1 from former_addresses where slug = ? and kind = ? and moved_to is not null"

    def is_taken(slug: str) -> bool:
        if raw.execute(f"select 1 from {table} where slug = ?", (slug,)).fetchone():
            return True
        return led is not None and raw.execute(leading, (slug, led)).fetchone() is not None

    if not is_taken(wanted):
        return wanted
    # Thousands may have it: as many are looked at as the number has binary digits, twice.
    taken, free = 1, 2
    while is_taken(f"{wanted}-{free}"):
        taken, free = free, 2 * free
    while free - taken > 1:
        middle = (taken + free) // 2
        taken, free = (middle, free) if is_taken(f"{wanted}-{middle}") else (taken, middle)
    return f"{wanted}-{free}"


def leave(
    connection: Connection,
    kind: Kind,
    former_id: int,
    now: str,
    *,
    moved_to: int | None = None,
    reason: str | None = None,
) -> int:
    """Note that an address loses its page, while that is still there: the id of the note.

    What led there before leads to the same place. What was noted before in the same transaction stays.
    """
    raw = driver(connection)
    noted = raw.execute("select id from former_addresses where kind = ? and former_id = ?", (kind, former_id))
    if (found := noted.fetchone()) is not None:
        return int(found[0])
    (slug,) = raw.execute(f"select slug from {_TABLES[kind]} where id = ?", (former_id,)).fetchone()
    connection.exec_driver_sql(
        "update former_addresses set moved_to = ?, reason = ? where kind = ? and moved_to = ?",
        (moved_to, reason, kind, former_id),
    )
    values = (None, kind, former_id, slug, moved_to, reason, now)
    return int(connection.exec_driver_sql(rows.insert_sql(schema.former_addresses), values).lastrowid)


def come_back(connection: Connection, kind: Kind, moved_to: int, slugs: tuple[str, ...] = ()) -> int | None:
    """The id of the latest address that was led to `moved_to`, which is its own again; None if there is none.

    Of several it is one of those with one of `slugs`.
    """
    found = driver(connection).execute(
        "select id, former_id, slug from former_addresses where kind = ? and moved_to = ? order by id desc",
        (kind, moved_to),
    )
    led = found.fetchall()
    chosen = next((row for row in led if row[2] in slugs), led[0] if led else None)
    if chosen is None:
        return None
    connection.exec_driver_sql("delete from former_addresses where id = ?", (chosen[0],))
    return int(chosen[1])
