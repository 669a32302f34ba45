"""How the speakers of stored episodes name people, as `archive.sameness` compares it."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from archive.engine import driver
from archive.sameness import Mention

_SCOPE = "case when instr(speakers.name_key, ' ') then 0 else coalesce(podcast_id, -episode_id) end"
_MENTION = f"speakers.name, name_key, href, {_SCOPE}, method = 'alias', speakers.image_url"
_FROM = "from speakers join episodes on episodes.id = episode_id"
_SAME = (
    # Not by the page: most have none, and would all be looked at.
    "name_key = :key and speakers.name = :name and +href is :href and (method = 'alias') = :decided"
    f" and {_SCOPE} = :scope and speakers.image_url is :image_url"
)


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


def every(raw: sqlite3.Connection) -> list[Mention]:
    """All that the episodes of an archive name, each once."""
    found = raw.execute(f"select distinct {_MENTION} {_FROM} where name_key is not null")
    return [_mention(row) for row in found]


def of_speakers(raw: sqlite3.Connection, ids: str) -> list[Mention]:
    """How some speakers are named: `ids` is a list of theirs, as JSON."""
    chosen = "name_key is not null and speakers.id in (select value from json_each(?))"
    found = raw.execute(f"select distinct {_MENTION} {_FROM} where {chosen}", (ids,))
    return [_mention(row) for row in found]


def held(raw: sqlite3.Connection, keys: set[str], hrefs: set[str]) -> dict[Mention, set[int]]:
    """All mentions of some names or pages, and of whoever shares a page with them, with their rows now."""
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


def assign(connection: Connection, mention: Mention, person_id: int, episode_id: int | None = None) -> None:
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


def elsewhere(raw: sqlite3.Connection, mention: Mention, episode_id: int) -> int | None:
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
