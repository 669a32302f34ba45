"""The rows of people: which of them stays whose, how one comes, goes, and is shown.

Called by `archive.persons`, which knows who is who.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from archive import rows, schema, withholding
from archive.addressing import come_back, free_slug, leave
from archive.engine import driver
from archive.names import key, plain, spelling
from archive.records import Person
from archive.sameness import Mention, One
from archive.slug import slugify

_LEFT = "no episode names this person any more"


def is_free(raw: sqlite3.Connection, person_id: int) -> bool:
    """Whether a row is there, and nobody's."""
    return (
        raw.execute("select 1 from speakers where person_id = ? limit 1", (person_id,)).fetchone() is None
        and raw.execute("select 1 from people where id = ?", (person_id,)).fetchone() is not None
    )


def chosen(
    raw: sqlite3.Connection, found: Sequence[One], held: Mapping[Mention, set[int]], keep: int | None
) -> dict[One, int]:
    """Which of the people keep which row: those of its name, which sources give; the oldest of several."""
    keys = dict(
        raw.execute(
            "select id, name_key from people where id in (select value from json_each(?))",
            (json.dumps(sorted({id_ for ids in held.values() for id_ in ids})),),
        )
    )
    wishes = []
    for number, one in enumerate(found):
        for id_ in {id_ for mention in one.mentions for id_ in held[mention]}:
            theirs = [mention for mention in one.mentions if id_ in held[mention]]
            another = keys.get(id_) not in {mention.key for mention in one.mentions}
            wishes.append((id_ != keep, another, all(each.decided for each in theirs), id_, number))
    ids: dict[One, int] = {}
    taken = set()
    for *_, id_, number in sorted(wishes):
        if found[number] not in ids and id_ not in taken:
            ids[found[number]] = id_
            taken.add(id_)
    return ids


def made(connection: Connection, one: One, former: Iterable[int]) -> int:
    """A new row; or one that was led to another person, and is somebody's own again."""
    raw = driver(connection)
    wanted = slugify(one.name, "person")
    own = {wanted, *(slugify(mention.name, "person") for mention in one.mentions)}
    for moved_to in sorted(former):
        led = raw.execute(
            "select slug from former_addresses where kind = 'person' and moved_to = ? order by id desc",
            (moved_to,),
        )
        slugs = tuple(slug for (slug,) in led if slug in own or slug.rpartition("-")[0] in own)
        if slugs:
            id_ = come_back(connection, "person", moved_to, slugs[:1])
            # Archives of old versions may have given it to somebody else meanwhile.
            return _insert(connection, id_, free_slug(raw, "people", slugs[0], led="person"), one)
    own_hashes = withholding.of_person(Person(name=one.name, href=one.href), alone=True)
    allowed = withholding.returning(raw, "person", own_hashes)
    return _insert(connection, allowed, free_slug(raw, "people", wanted, led="person"), one)


def _insert(connection: Connection, id_: int | None, slug: str, one: One) -> int:
    # Without its page, which a row that is about to go may still have.
    values = (id_, slug, one.name, None, key(one.name), one.image_url)
    return int(connection.exec_driver_sql(rows.insert_sql(schema.people), values).lastrowid)


def retire(
    connection: Connection,
    led: Mapping[int, int | None],
    now: str,
    *,
    labels: Mapping[int, int] | None = None,
) -> None:
    """Delete whom no speaker is any more; the address leads on to whoever has the names, or label, now."""
    raw = driver(connection)
    for id_, moved_to in sorted(led.items()):
        if raw.execute("select 1 from speakers where person_id = ? limit 1", (id_,)).fetchone():
            continue
        if raw.execute("select 1 from people where id = ?", (id_,)).fetchone() is None:
            continue
        moved_to = moved_to or (labels or {}).get(id_)
        if moved_to is not None:
            leave(connection, "person", id_, now, moved_to=moved_to)
        else:
            connection.exec_driver_sql(
                "update former_addresses set moved_to = null, reason = ? where kind = 'person'"
                " and moved_to = ?",
                (_LEFT, id_),
            )
        connection.exec_driver_sql("delete from people where id = ?", (id_,))


def describe(connection: Connection, ids: Mapping[One, int]) -> None:
    """Show people as all that they are called says."""
    raw = driver(connection)
    wanted = {id_: (one.name, one.href, key(one.name), one.image_url) for one, id_ in ids.items()}
    changed = {
        id_: values
        for id_, values in wanted.items()
        if raw.execute("select name, href, name_key, image_url from people where id = ?", (id_,)).fetchone()
        != values
    }
    # A page is one person's at a time, and a row that is about to go may still have it.
    for id_, (_, href, *_) in changed.items():
        connection.exec_driver_sql("update people set href = null where id = ? or href = ?", (id_, href))
    for id_, values in changed.items():
        sql = rows.update_sql(schema.people, "name", "href", "name_key", "image_url")
        connection.exec_driver_sql(sql, (*values, id_))


def refresh(
    connection: Connection, id_: int, dropped: Collection[Mention], added: Collection[Mention]
) -> None:
    """Show a person rightly of whose mentions some went and some came, and of which the page is the same.

    Not all of them are looked at where that can be told from what is shown: there may be thousands.
    """
    raw = driver(connection)
    shown = raw.execute("select name, image_url from people where id = ?", (id_,)).fetchone()
    if shown is None or not (dropped or added):
        return
    wanted = _name(raw, id_, shown[0], dropped, added), _picture(raw, id_, shown[1], dropped, added)
    if wanted != shown:
        sql = rows.update_sql(schema.people, "name", "name_key", "image_url")
        connection.exec_driver_sql(sql, (wanted[0], key(wanted[0]), wanted[1], id_))


def _name(
    raw: sqlite3.Connection, id_: int, shown: str, dropped: Iterable[Mention], added: Iterable[Mention]
) -> str:
    shown_by = {each.decided for each in dropped if plain(each.name) == shown}
    # What was decided goes before what is printed, though it be the same.
    decided = " and method = 'alias'" if True in shown_by else ""
    if (shown_by and not _has(raw, id_, f"name = ?{decided}", shown)) or any(
        each.decided and each.name != shown for each in added
    ):
        found = raw.execute(
            "select distinct name, method = 'alias' from speakers where person_id = ?", (id_,)
        ).fetchall()
        return spelling([name for name, decided in found if decided] or [name for name, _ in found])
    better = spelling([shown, *(each.name for each in added)])
    if better == shown:
        return shown
    return shown if _has(raw, id_, "method = 'alias'") else better


def _picture(
    raw: sqlite3.Connection, id_: int, shown: str | None, dropped: Iterable[Mention], added: Iterable[Mention]
) -> str | None:
    was = shown is not None and any(each.image_url == shown for each in dropped)
    if was and not _has(raw, id_, "image_url = ?", shown):
        sql = "select min(image_url) from speakers where person_id = ? and image_url != ''"
        (least,) = raw.execute(sql, (id_,)).fetchone()
        return None if least is None else str(least)
    return min((url for url in (shown, *(each.image_url for each in added)) if url), default=None)


def _has(raw: sqlite3.Connection, id_: int, condition: str, *values: str | None) -> bool:
    """Whether a speaker who is the person is so."""
    sql = f"select 1 from speakers where person_id = ? and {condition} limit 1"
    return raw.execute(sql, (id_, *values)).fetchone() is not None
