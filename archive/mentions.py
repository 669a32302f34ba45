"""How the speakers of stored episodes name people, as `archive.sameness` compares it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from archive import sameness
from archive.engine import driver
from archive.sameness import Mention

_SCOPE = "case when instr(speakers.name_key, ' ') then 0 else coalesce(podcast_id, -episode_id) end"
_MENTION = f"speakers.name, name_key, href, {_SCOPE}, method = 'alias', speakers.image_url"
_FROM = "from speakers join episodes on episodes.id = episode_id"
_TIE = f"name_key, {_SCOPE}, href, method = 'alias'"
_SAME = (
    # Not by the page: most have none, and would all be looked at.
    "name_key = :key and speakers.name = :name and +href is :href and (method = 'alias') = :decided"
    f" and {_SCOPE} = :scope and speakers.image_url is :image_url"
)


class Tie(NamedTuple):
    """What tells who somebody is, of a mention: all but its spelling and picture."""

    key: str
    scope: int
    href: str | None
    decided: bool


def tie(mention: Mention) -> Tie:
    return Tie(mention.key, mention.scope, mention.href, mention.decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A speaker who was, or is, a person: the label, how the episode names the person, and the row."""

    id: int
    label: str
    mention: Mention
    person_id: int | None


def named(raw: sqlite3.Connection, episode_id: int | None) -> list[Named]:
    """Everybody whom an episode names, in the order of its speakers."""
    found = raw.execute(
        f"select {_MENTION}, speakers.label, person_id, speakers.id {_FROM}"
        " where episode_id = ? and name_key is not null order by speakers.id",
        (episode_id,),
    )
    return [Named(mention=_mention(row[:6]), label=row[6], person_id=row[7], id=row[8]) for row in found]


def every(raw: sqlite3.Connection) -> list[Mention]:
    """All that the episodes of an archive name, each once."""
    found = raw.execute(f"select distinct {_MENTION} {_FROM} where name_key is not null")
    return [_mention(row) for row in found]


def of_speakers(raw: sqlite3.Connection, ids: str) -> list[Mention]:
    """How some speakers are named: `ids` is a list of theirs, as JSON."""
    chosen = "name_key is not null and speakers.id in (select value from json_each(?))"
    found = raw.execute(f"select distinct {_MENTION} {_FROM} where {chosen}", (ids,))
    return [_mention(row) for row in found]


def of_show(raw: sqlite3.Connection, podcast_id: int) -> list[Mention]:
    """The mentions that hold in a show alone."""
    alone = "podcast_id = ? and name_key is not null and not instr(name_key, ' ')"
    found = raw.execute(f"select distinct {_MENTION} {_FROM} where {alone}", (podcast_id,))
    return [_mention(row) for row in found]


def ties(
    raw: sqlite3.Connection, column: Literal["name_key", "href"], value: str
) -> Iterator[tuple[Tie, int]]:
    """All ties of a name, or of a page, that are somebody: with the person."""
    found = raw.execute(
        f"select distinct {_TIE}, person_id {_FROM} where speakers.{column} = ? and person_id is not null",
        (value,),
    )
    for key, scope, href, decided, person_id in found:
        yield Tie(key, scope, href, bool(decided)), person_id


def is_stored(raw: sqlite3.Connection, tie: Tie, episode_id: int) -> bool:
    """Whether another episode has just this tie, for somebody."""
    # Few have a page, and fewer the same one.
    near = "+name_key = ? and href is ?" if tie.href is not None else "name_key = ? and +href is ?"
    found = raw.execute(
        f"select 1 {_FROM} where {near} and {_SCOPE} = ? and (method = 'alias') = ?"
        " and episode_id != ? and person_id is not null limit 1",
        (tie.key, tie.href, tie.scope, tie.decided, episode_id),
    )
    return found.fetchone() is not None


def held(
    raw: sqlite3.Connection, names: set[tuple[str, int]], hrefs: set[str]
) -> tuple[dict[Mention, set[int]], set[str]]:
    """All mentions of some names or pages, and of whoever shares a page with them, with their rows now.

    A name is one in its scope: the same given name elsewhere is another. Of pages that many more names have
    than a person, which come second, there are only the names that were met.
    """
    crowded: set[str] = set()
    while True:
        crowded |= {href for href in hrefs - crowded if _is_crowded(raw, href)}
        found = raw.execute(
            f"select {_MENTION}, person_id from json_each(?1) as names"
            " cross join speakers on name_key = json_extract(names.value, '$[0]')"
            f" join episodes on episodes.id = episode_id where {_SCOPE} = json_extract(names.value, '$[1]')"
            f" union select {_MENTION}, person_id from json_each(?2) as pages"
            " cross join speakers on speakers.href = json_extract(pages.value, '$[0]')"
            " join episodes on episodes.id = episode_id"
            " where json_extract(pages.value, '$[1]') is null"
            " or json_extract(pages.value, '$[1]') = name_key",
            (json.dumps(sorted(names)), json.dumps(_asked(names, hrefs, crowded))),
        ).fetchall()
        more_names, more_hrefs = {(row[1], row[3]) for row in found}, {row[2] for row in found if row[2]}
        if more_names <= names and more_hrefs <= hrefs:
            break
        names, hrefs = names | more_names, hrefs | more_hrefs
    held: dict[Mention, set[int]] = {}
    for row in found:
        held.setdefault(_mention(row[:6]), set()).update({row[6]} - {None})
    return held, crowded


def _asked(names: set[tuple[str, int]], hrefs: set[str], crowded: set[str]) -> list[tuple[str, str | None]]:
    """The pages to look for, all of each, or with a name."""
    whole: list[tuple[str, str | None]] = [(href, None) for href in sorted(hrefs - crowded)]
    return whole + [(href, key) for href in sorted(crowded) for key in sorted({key for key, _ in names})]


def _is_crowded(raw: sqlite3.Connection, href: str) -> bool:
    """Whether a page has so many names that one more or less makes no difference to any of them."""
    sql = "select count(*) from (select distinct name_key from speakers where href = ? and person_id limit ?)"
    most = sameness.MOST_NAMES + 1
    return bool(raw.execute(sql, (href, most + 1)).fetchone()[0] > most)


def assign(connection: Connection, mention: Mention, person_id: int) -> None:
    """Let all that is mentioned so be a person."""
    found = (
        driver(connection)
        .execute(
            f"select speakers.id {_FROM} where {_SAME} and person_id is not :person",
            {**_values(mention), "person": person_id},
        )
        .fetchall()
    )
    give(connection, (speaker for (speaker,) in found), person_id)


def give(connection: Connection, speakers: Iterable[int], person_id: int) -> None:
    """Let some speakers be a person, by their ids."""
    for speaker in speakers:
        connection.exec_driver_sql("update speakers set person_id = ? where id = ?", (person_id, speaker))
        connection.exec_driver_sql(
            "update utterances set person_id = ? where speaker_id = ?", (person_id, speaker)
        )


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
