"""People as rows: whom the speakers of all episodes name, made anew wherever a name comes, goes or changes.

An episode's speakers keep how it names a person; who that is in the world follows from all of them (see
`archive.sameness`), so that the order in which episodes are taken in does not matter. A row keeps its id and
its address as long as it can, and leads on to whoever has its names now.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from archive import rows, schema, withholding
from archive.addressing import come_back, free_slug, leave
from archive.engine import driver
from archive.names import key
from archive.records import Person
from archive.sameness import Mention, One, people
from archive.slug import slugify

_SCOPE = "case when instr(speakers.name_key, ' ') then 0 else coalesce(podcast_id, -episode_id) end"
_MENTION = f"speakers.name, name_key, href, {_SCOPE}, method = 'alias', speakers.image_url"
_FROM = "from speakers join episodes on episodes.id = episode_id"
_SAME = (
    "name_key = :key and speakers.name = :name and href is :href and (method = 'alias') = :decided"
    f" and {_SCOPE} = :scope and speakers.image_url is :image_url"
)
_LEFT = "no episode names this person any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A speaker who was, or is, a person: the label, how the episode names the person, and the row."""

    label: str
    mention: Mention
    person_id: int | None


def named(raw: sqlite3.Connection, episode_id: int | None) -> list[Named]:
    """Everybody whom an episode names, in the order of its speakers."""
    found = raw.execute(
        f"select {_MENTION}, speakers.label, person_id {_FROM}"
        " where episode_id = ? and name_key is not null order by speakers.id",
        (episode_id,),
    )
    return [Named(mention=_mention(row[:6]), label=row[6], person_id=row[7]) for row in found]


def place(connection: Connection, episode_id: int, before: Sequence[Named], now: str) -> list[int | None]:
    """The person's id, or None, of each speaker of an episode, whose rows are there without.

    `before` are those whom it named until now.
    """
    raw = driver(connection)
    now_named = named(raw, episode_id)
    new = {each.mention for each in now_named}
    unknown = set()
    for mention in new:
        elsewhere = _elsewhere(raw, mention, episode_id)
        if elsewhere is None:
            unknown.add(mention.key)
        else:
            _assign(connection, mention, elsewhere, episode_id)
    gone = {each.mention for each in before} - new
    unknown |= {mention.key for mention in gone if _elsewhere(raw, mention, episode_id) is None}
    was = {
        each.mention: {
            old.person_id
            for old in before
            if old.person_id and (old.label == each.label or _may_be(old.mention, each.mention))
        }
        for each in now_named
    }
    settle(connection, unknown, now, was=was)
    labels = {each.label: each.person_id for each in before if each.person_id is not None}
    _retire(connection, dict.fromkeys(labels.values()), now, labels=_moved(raw, episode_id, labels))
    found = raw.execute("select person_id from speakers where episode_id = ? order by id", (episode_id,))
    return [id_ for (id_,) in found]


def _may_be(one: Mention, other: Mention) -> bool:
    return one.key == other.key or (one.href is not None and one.href == other.href)


def forget(connection: Connection, before: Iterable[Named], now: str) -> None:
    """Settle those whom an episode named that is no longer there."""
    held = list(before)
    raw = driver(connection)
    settle(connection, {m.key for m in {each.mention for each in held} if _elsewhere(raw, m, 0) is None}, now)
    _retire(connection, {each.person_id: None for each in held if each.person_id is not None}, now)


def settle(
    connection: Connection,
    keys: Iterable[str],
    now: str,
    *,
    was: Mapping[Mention, set[int]] | None = None,
    keep: int | None = None,
) -> None:
    """Give every speaker with one of the names `keys`, or with a page that such a name has, the right person.

    `was` says which people those without one may have been until now; `keep` is a row that stays, of several.
    """
    raw = driver(connection)
    held = _held(raw, set(keys))
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
            ids[one] = _made(connection, one, former)
        for mention in one.mentions:
            _assign(connection, mention, ids[one])
            led.update({id_: ids[one] for id_ in held[mention] if id_ != ids[one]})
    _retire(connection, led, now)
    _describe(connection, ids)


def _held(raw: sqlite3.Connection, keys: set[str]) -> dict[Mention, set[int]]:
    """All mentions of some names and of whoever shares a page with them, with the rows that they have now."""
    hrefs: set[str] = set()
    while True:
        found = raw.execute(
            f"select distinct {_MENTION}, person_id {_FROM}"
            " where name_key in (select value from json_each(?1))"
            " or speakers.href in (select value from json_each(?2))",
            (json.dumps(sorted(keys)), json.dumps(sorted(hrefs))),
        ).fetchall()
        more_keys, more_hrefs = {row[1] for row in found}, {row[2] for row in found if row[2]}
        if more_keys <= keys and more_hrefs <= hrefs:
            break
        keys, hrefs = keys | more_keys, hrefs | more_hrefs
    held: dict[Mention, set[int]] = {}
    for row in found:
        held.setdefault(_mention(row[:6]), set()).update({row[6]} - {None})
    return held


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
            return _insert(connection, id_, slugs[0], one)
    allowed = withholding.returning(raw, "person", withholding.of_person(Person(name=one.name), alone=True))
    return _insert(connection, allowed, free_slug(raw, "people", wanted), one)


def _insert(connection: Connection, id_: int | None, slug: str, one: One) -> int:
    # Without its page, which a row that is about to go may still have.
    values = (id_, slug, one.name, None, key(one.name), one.image_url)
    return int(connection.exec_driver_sql(rows.insert_sql(schema.people), values).lastrowid)


def _assign(connection: Connection, mention: Mention, person_id: int, episode_id: int | None = None) -> None:
    """Let all that is mentioned so be a person: in one episode, or in all."""
    here = f"episode_id = :episode and {_SAME}" if episode_id else _SAME
    found = (
        driver(connection)
        .execute(
            f"select speakers.id {_FROM} where {here} and person_id is not :person",
            {**_values(mention), "person": person_id, "episode": episode_id},
        )
        .fetchall()
    )
    for (speaker,) in found:
        connection.exec_driver_sql("update speakers set person_id = ? where id = ?", (person_id, speaker))
        connection.exec_driver_sql(
            "update utterances set person_id = ? where speaker_id = ?", (person_id, speaker)
        )


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


def _elsewhere(raw: sqlite3.Connection, mention: Mention, episode_id: int) -> int | None:
    """Who a mention is in another episode that has just the same."""
    found = raw.execute(
        f"select person_id {_FROM} where {_SAME}"
        " and episode_id != :episode and person_id is not null limit 1",
        {**_values(mention), "episode": episode_id},
    ).fetchone()
    return None if found is None else int(found[0])


def _mention(row: Sequence[object]) -> Mention:
    name, plain, href, scope, decided, image_url = row
    return Mention(
        name=str(name),
        key=str(plain),
        href=None if href is None else str(href),
        scope=int(str(scope)),
        decided=bool(decided),
        image_url=None if image_url is None else str(image_url),
    )


def _values(mention: Mention) -> dict[str, object]:
    return {
        "name": mention.name,
        "key": mention.key,
        "href": mention.href,
        "decided": mention.decided,
        "scope": mention.scope,
        "image_url": mention.image_url,
    }
