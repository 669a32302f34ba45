"""Whom and what `podarchive remove` takes out: found by what people call it, and what stays of a person.

They live on this side of the arrow because what is left of an episode is derived again from its evidence.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive import withholding
from archive.database import open_archive, open_readonly
from archive.errors import NothingThere
from archive.records import EpisodeRecord
from archive.terminal import table as table_text

from . import leaving, redacting
from .assemble import assemble
from .known import Known
from .read import read
from .whom import directory

if TYPE_CHECKING:
    from sqlalchemy import Connection

_EPISODE = """
select distinct episodes.id, coalesce(episodes.title, episodes.slug),
    (select count(*) || ' utterance' || iif(count(*) = 1, '', 's')
    from utterances where episode_id = episodes.id)
from episodes left join identifiers on identifiers.episode_id = episodes.id
where ?1 in (cast(episodes.id as text), episodes.slug, episodes.title, identifiers.value) order by episodes.id
"""
_PODCAST = """
select id, title, (select count(*) || ' episode' || iif(count(*) = 1, '', 's')
    from episodes where podcast_id = podcasts.id)
from podcasts where ?1 in (cast(id as text), slug, guid, title) order by id
"""
_PERSON = """
select id, name, (select count(*) || ' episode' || iif(count(*) = 1, '', 's')
    from speakers where person_id = people.id)
from people where ?1 in (cast(id as text), slug, href, name) order by id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something to take out; `holds` says how much that is."""

    kind: str
    id: int
    title: str
    holds: str


def find(
    archive: Path, *, episodes: Sequence[str] = (), podcast: str | None = None, person: str | None = None
) -> list[Found]:
    """What was named. Raises NothingThere for a name that nothing, or more than one thing, has."""
    asked = [("episode", name, _EPISODE) for name in episodes]
    asked += [("podcast", podcast, _PODCAST)] if podcast is not None else []
    asked += [("person", person, _PERSON)] if person is not None else []
    with closing(open_readonly(archive)) as connection:
        found = [_one(connection, kind, name, sql) for kind, name, sql in asked]
    return list(dict.fromkeys(found))


def take(archive: Path, found: Iterable[Found], reason: str | None) -> list[int]:
    """Take it out, and wipe the file: the numbers by which it can be allowed again. Raises ArchiveError."""
    from archive import removing

    engine = open_archive(archive)
    try:
        numbers = []
        for each in found:
            if each.kind == "episode":
                numbers.append(removing.take_episode(engine, each.id, reason))
            elif each.kind == "podcast":
                numbers.append(removing.take_podcast(engine, each.id, reason))
            else:
                with closing(open_readonly(archive)) as connection:
                    numbers.append(_take_person(engine, connection, each.id, reason))
    finally:
        engine.dispose()
    removing.wipe(archive)
    return numbers


def _take_person(engine: object, connection: sqlite3.Connection, person_id: int, reason: str | None) -> int:
    from sqlalchemy import Engine

    from archive import removing
    from archive.engine import driver

    assert isinstance(engine, Engine)  # noqa: S101 - it is imported late
    (name,) = connection.execute("select name from people where id = ?", (person_id,)).fetchone()
    ids = [
        id_
        for (id_,) in connection.execute(
            "select episode_id from speakers where person_id = ?1 union"
            " select id from episodes where instr(coalesce(title, ''), ?2)"
            " or instr(coalesce(subtitle, ''), ?2) or instr(coalesce(description, ''), ?2) order by 1",
            (person_id, name),
        )
    ]
    known = Known(connection=connection)

    def kept(writing: "Connection") -> Iterator[tuple[int, EpisodeRecord | None]]:
        gone = withholding.people(driver(writing))
        removing.rewrite_shows(writing, lambda content: redacting.redacted(content, gone))
        for id_ in ids:
            # As it is stored now, or as this version would.
            evidence = [read(source, f"episode {id_} ({source.uri})") for source in known.sources(id_)]
            names, whom = known.names(id_), directory(known.connection, id_)
            record = assemble(evidence, known.decisions(id_), names=names, directory=whom)
            left = leaving.reduced(record, gone, whom=whom)
            if left is not record:
                yield id_, left

    return removing.take_person(engine, person_id, reason, kept)


def allow(archive: Path, number: int) -> None:
    """Let something come back. Raises NothingThere.

    Of an unchanged feed nothing is read, so it would not: all feeds are forgotten to have been seen.
    """
    from archive import removing
    from archive.engine import writing

    engine = open_archive(archive)
    try:
        if not removing.allow(engine, number):
            problem = "nothing that was taken out has this number"
            raise NothingThere(f"{archive} {number}", problem, "see `podarchive remove --list`")
        with writing(engine) as connection:
            connection.exec_driver_sql("update feeds set etag = null, last_modified = null, sha256 = null")
    finally:
        engine.dispose()


def wipe(archive: Path) -> None:
    """Leave nothing of what was deleted in the file. Raises ArchiveError."""
    from archive import removing

    with closing(open_readonly(archive)):
        pass  # whatever is no archive is refused here
    removing.wipe(archive)


def table(archive: Path) -> str:
    """All that was taken out, a line each."""
    from archive import removing

    lines = [("N", "KIND", "ID", "SLUG", "SINCE", "REASON")]
    with closing(open_readonly(archive)) as connection:
        for each in removing.listed(connection):
            reason = each.reason or ""
            said = f"{reason} (may come back)".strip() if each.allowed else reason
            lines.append((str(each.id), each.kind, str(each.former_id), each.slug, each.since[:10], said))
    return table_text(lines) if len(lines) > 1 else "nothing was taken out\n"


def _one(connection: sqlite3.Connection, kind: str, name: str, sql: str) -> Found:
    rows = connection.execute(sql, (name,)).fetchall()
    if len(rows) == 1:
        id_, title, holds = rows[0]
        return Found(kind=kind, id=id_, title=title, holds=holds)
    several = ", ".join(f"{title} ({id_})" for id_, title, _ in rows[:5])
    problem = f"could be {several}" if rows else "is not in the archive"
    seen = "people" if kind == "person" else "episodes"
    remedy = "name it by its id" if rows else f"see `podarchive {seen} list`"
    raise NothingThere(f"{kind} {name}", problem, remedy)
