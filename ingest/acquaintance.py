"""Decisions on people: made, applied to all the episodes that they touch, and undone.

Each is stored together with a mark on these episodes, which are then derived again; whatever happens in
between, the next `podarchive rederive` finds them.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive import aliases
from archive.aliases import Alias, Kind
from archive.database import open_archive, open_readonly
from archive.errors import InvalidDecision
from archive.names import is_single, key
from archive.outcome import Outcome
from archive.refusals import saying_why
from archive.slug import slugify

from . import labels, reach, upkeep
from .directory import Directory, circle, meaning
from .whom import meanings

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided: the number that undoes it, and the episodes that are to be derived again."""

    numbers: tuple[int, ...]
    episodes: tuple[int, ...]

    def apply(self, archive: Path) -> Iterator[Outcome]:
        """An outcome for each of the episodes."""
        return upkeep.rederive(archive, only=self.episodes)


def alias(
    archive: Path,
    name: str,
    person: str,
    *,
    podcast: str | None = None,
    episode: str | None = None,
    new: bool = False,
) -> Decided:
    """Let `name` mean a person; `new` is one who is not in the archive yet. Raises ArchiveError."""
    _require_name("alias", name)
    with closing(open_readonly(archive)) as connection:
        if new:
            _require_name("alias", person)
            whom = reach.Someone(id=None, slug="", name=person, href=None)
        else:
            whom = reach.find(connection, person)
        show, here = reach.scope(connection, podcast, episode)
        if is_single(whom.name) and whom.href is None and show is None and here is None:
            show = reach.only_show(connection, whom)
        made = [_row("alias", name, None, whom.name, whom.href, show, here)]
        return _store(archive, connection, made)


def merge(archive: Path, kept: str, merged: str) -> Decided:
    """Let all the names of a person mean another one, who is kept. Raises ArchiveError."""
    with closing(open_readonly(archive)) as connection:
        stays, goes = reach.find(connection, kept), reach.find(connection, merged)
        if stays.id == goes.id:
            raise InvalidDecision(f"people merge {kept} {merged}", "this is one person", "name two people")
        made = [
            _row("merge", name, href, stays.name, stays.href)
            for name, href in reach.names(connection, goes, None)
        ]
        return _store(archive, connection, made, of=goes, keep=stays.id)


def split(
    archive: Path,
    person: str,
    name: str,
    *,
    href: str | None = None,
    podcast: str | None = None,
    episode: str | None = None,
) -> Decided:
    """Let a person be somebody else in a show or an episode. Raises ArchiveError."""
    _require_name("split", name)
    with closing(open_readonly(archive)) as connection:
        whom = reach.find(connection, person)
        show, here = reach.scope(connection, podcast, episode)
        inside = reach.episodes(connection, show, here)
        names = reach.names(connection, whom, inside)
        place = f"people split {person}"
        if not names:
            raise InvalidDecision(place, "the person is not there", "see `podarchive people list`")
        if key(name) in {key(each) for each, _ in names} and href in (None, whom.href):
            problem = f"“{name}” is the same name"
            raise InvalidDecision(place, problem, "give another with --as, or a page with --href")
        made = [_row("split", each, page, name, href, show, here) for each, page in names]
        return _store(archive, connection, made, of=whom, inside=inside)


def rename(archive: Path, person: str, name: str) -> Decided:
    """Let a person be called otherwise, everywhere. Raises ArchiveError."""
    _require_name("rename", name)
    with closing(open_readonly(archive)) as connection:
        whom = reach.find(connection, person)
        if whom.name == name:
            raise InvalidDecision(f"people rename {person}", "this is the name already", "give another")
        show = reach.only_show(connection, whom) if is_single(name) and whom.href is None else None
        made = [
            _row("rename", each, page, name, whom.href, show)
            for each, page in reach.names(connection, whom, None)
        ]
        return _store(archive, connection, made, of=whom, keep=whom.id)


def undo(archive: Path, number: int) -> Decided:
    """Undo the decision with this number, and what the same command decided. Raises ArchiveError."""
    from archive import persons
    from archive.engine import driver, writing

    with closing(open_readonly(archive)) as connection:
        held = aliases.every(connection)
        found = next((each for each in held if each.id == number), None)
        if found is None or found.undone_at is not None:
            problem = "is not in the archive" if found is None else "is undone already"
            remedy = "see `podarchive people decisions`"
            raise InvalidDecision(f"{archive} decision {number}", problem, remedy)
        same = [
            each
            for each in held
            if (each.kind, each.made_at, each.undone_at) == (found.kind, found.made_at, None)
        ]
        touched = reach.touched(connection, same)
    engine = open_archive(archive)
    try:
        with saying_why(archive), writing(engine) as writer:
            raw = driver(writer)
            numbers = tuple(each.id for each in same if each.id is not None)
            for each in same:
                if each.kind != "alias":
                    ours = reach.led(raw, each)
                    persons.call(writer, ours, each.name, each.href, _now(), decided=False)
            aliases.undo(writer, numbers, _now())
            _lead_on(writer, raw)
            aliases.mark_stale(writer, touched)
    finally:
        engine.dispose()
    return Decided(numbers=numbers, episodes=tuple(touched))


def _store(
    archive: Path,
    connection: sqlite3.Connection,
    made: Sequence[Alias],
    *,
    of: reach.Someone | None = None,
    inside: set[int] | None = None,
    keep: int | None = None,
) -> Decided:
    from archive import persons
    from archive.engine import writing

    held = meanings(connection)
    for each in made:
        back = circle(held, meaning(each))
        if back is not None:
            problem = (
                f"decision {back.id} says that “{back.name}” is {back.person.name}: this leads in a circle"
            )
            remedy = f"undo that first: podarchive people undo {archive} {back.id}"
            raise InvalidDecision(f"people {each.kind} {each.name}", problem, remedy)
    now = _now()
    made = [replace(each, made_at=now) for each in made]
    touched = reach.touched(connection, made)
    speakers = [] if of is None else reach.speakers(connection, of, inside)
    engine = open_archive(archive)
    try:
        with saying_why(archive), writing(engine) as writer:
            numbers = aliases.add(writer, made)
            if speakers:
                first = made[0]
                name, href = first.person_name, first.person_href
                persons.call(writer, speakers, name, href, now, decided=True, keep=keep)
            aliases.mark_stale(writer, touched)
    finally:
        engine.dispose()
    return Decided(numbers=tuple(numbers), episodes=tuple(touched))


def _lead_on(writer: "Connection", raw: sqlite3.Connection) -> None:
    """Let the addresses of merged people lead to whom they mean now: one of these may be back."""
    held = meanings(raw)
    led = raw.execute("select id, slug from former_addresses where kind = 'person' and moved_to is not null")
    for id_, slug in led.fetchall():
        for each in held:
            own = slugify(each.name, "person")
            whom = Directory(meanings=held).means(each.name, each.href)
            if each.kind != "merge" or whom is None or own not in (slug, slug.rpartition("-")[0]):
                continue
            found = raw.execute(
                "select distinct person_id from speakers where name_key = ? and href is ?"
                " and person_id is not null",
                (key(whom.name), whom.href),
            ).fetchall()
            if len(found) == 1:
                sql = "update former_addresses set moved_to = ? where id = ?"
                writer.exec_driver_sql(sql, (found[0][0], id_))


def _require_name(kind: str, name: str) -> None:
    if labels.understand(name).kind != "name":
        problem = "is a sound, a group or a voice without a name, and nobody"
        raise InvalidDecision(f"people {kind} {name}", problem, "name somebody")


def _row(
    kind: Kind,
    name: str,
    href: str | None,
    person: str,
    page: str | None,
    podcast: str | None = None,
    episode: str | None = None,
) -> Alias:
    return Alias(
        kind=kind,
        name=name,
        href=href,
        podcast_slug=podcast,
        episode_slug=episode,
        person_name=person,
        person_href=page,
        made_at="",
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
