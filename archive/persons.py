"""People as rows: whom the speakers of all episodes name, made anew wherever a name comes, goes or changes.

An episode's speakers keep how it names a person; who that is in the world follows from all of them (see
`archive.sameness`), so that the order in which episodes are taken in does not matter. A row keeps its id and
its address as long as it can, and leads on to whoever has its names now.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from archive import mentions, rows, schema, withholding
from archive.addressing import come_back, free_slug, leave
from archive.engine import driver
from archive.names import key
from archive.records import Person
from archive.sameness import Mention, One, people
from archive.slug import slugify

_LEFT = "no episode names this person any more"


def place(
    connection: Connection, episode_id: int, before: Sequence[mentions.Named], now: str
) -> list[int | None]:
    """The person's id, or None, of each speaker of an episode, whose rows are there without.

    `before` are those whom it named until now.
    """
    raw = driver(connection)
    now_named = mentions.named(raw, episode_id)
    new = {each.mention for each in now_named}
    changed = set()
    for mention in new:
        elsewhere = mentions.elsewhere(raw, mention, episode_id)
        if elsewhere is None:
            changed.add(mention)
        else:
            mentions.assign(connection, mention, elsewhere, episode_id)
    gone = {each.mention for each in before} - new
    changed |= {mention for mention in gone if mentions.elsewhere(raw, mention, episode_id) is None}
    was = {
        each.mention: {
            old.person_id
            for old in before
            if old.person_id and (old.label == each.label or _may_be(old.mention, each.mention))
        }
        for each in now_named
    }
    # Whoever was one with somebody else here may have had a row of their own before that.
    around = {each.person_id for each in before if each.person_id is not None}
    settle(connection, changed, now, was=was, around=around)
    labels = {each.label: each.person_id for each in before if each.person_id is not None}
    _retire(connection, dict.fromkeys(around), now, labels=_moved(raw, episode_id, labels))
    found = raw.execute("select person_id from speakers where episode_id = ? order by id", (episode_id,))
    return [id_ for (id_,) in found]


def _may_be(one: Mention, other: Mention) -> bool:
    return one.key == other.key or (one.href is not None and one.href == other.href)


def forget(connection: Connection, before: Iterable[mentions.Named], now: str) -> None:
    """Settle those whom an episode named that is no longer there."""
    held = list(before)
    raw = driver(connection)
    settle(
        connection,
        {m for m in {each.mention for each in held} if mentions.elsewhere(raw, m, 0) is None},
        now,
    )
    _retire(connection, {each.person_id: None for each in held if each.person_id is not None}, now)


def settle(
    connection: Connection,
    changed: Iterable[Mention],
    now: str,
    *,
    was: Mapping[Mention, set[int]] | None = None,
    keep: int | None = None,
    leads: bool = True,
    around: Iterable[int] = (),
) -> None:
    """Give everybody whom a name or page of `changed` mentions, which came or went, touches the right person.

    `was` says which people those without one may have been until now; `keep` is a row that stays, of several.
    Rows that were led to one of those `around` may be somebody's again. Where a decision is undone nothing
    `leads` on from an address that it made.
    """
    raw = driver(connection)
    touched = list(changed)
    # Those whom a page joined, or parted, are others without it, though they have another name.
    pages = {each.href for each in touched if each.href is not None}
    held = mentions.held(raw, {each.key for each in touched}, pages)
    if not held:
        return
    was = was or {}
    # Those who are new get their ids in the order in which the episode names them.
    order = {mention: number for number, mention in enumerate(was)}
    found = sorted(people(held), key=lambda one: min(order.get(m, len(order)) for m in one.mentions))
    own = {id_ for ids in held.values() for id_ in ids}
    free = {id_ for ids in was.values() for id_ in ids if id_ in own or _is_free(raw, id_)}
    wishes = {mention: held[mention] | (was.get(mention, set()) & free) for mention in held}
    ids = _rows(raw, found, wishes, keep)
    led: dict[int, int | None] = {}
    for one in found:
        former = {id_ for m in one.mentions for id_ in held[m] | was.get(m, set())}
        if one not in ids:
            ids[one] = _made(connection, one, former | {*around})
        for mention in one.mentions:
            mentions.assign(connection, mention, ids[one])
            led.update({id_: ids[one] for id_ in held[mention] if id_ != ids[one]})
    _retire(connection, led if leads else dict.fromkeys(led), now)
    _describe(connection, ids)


def call(
    connection: Connection,
    speakers: Iterable[int],
    name: str,
    href: str | None,
    now: str,
    *,
    decided: bool,
    keep: int | None = None,
) -> None:
    """Let some speakers be called otherwise from now on, until their episodes are derived again."""
    ids = json.dumps(sorted(speakers))
    raw = driver(connection)
    changed = mentions.of_speakers(raw, ids)
    connection.exec_driver_sql(
        "update speakers set name = ?, name_key = ?, href = ?,"
        " method = case when method in ('overlap', 'corrected') then method else ? end"
        " where id in (select value from json_each(?))",
        (name, key(name), href, "alias" if decided else "printed", ids),
    )
    changed += mentions.of_speakers(raw, ids)
    settle(connection, changed, now, keep=keep, leads=decided)


def _is_free(raw: sqlite3.Connection, person_id: int) -> bool:
    return (
        raw.execute("select 1 from speakers where person_id = ? limit 1", (person_id,)).fetchone() is None
        and raw.execute("select 1 from people where id = ?", (person_id,)).fetchone() is not None
    )


def _rows(
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


def _made(connection: Connection, one: One, former: Iterable[int]) -> int:
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


def _retire(
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


def _moved(raw: sqlite3.Connection, episode_id: int, was: Mapping[str, int]) -> dict[int, int]:
    """Who has the labels now that somebody had in this episode: of whom another program made nobody."""
    found = raw.execute(
        "select label, person_id from speakers where episode_id = ? and person_id is not null", (episode_id,)
    )
    return {was[label]: person for label, person in found if label in was and was[label] != person}


def _describe(connection: Connection, ids: Mapping[One, int]) -> None:
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
