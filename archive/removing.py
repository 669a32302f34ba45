"""Taking out for ever: rows, index, evidence and decisions go, the address and hashes of names stay.

What is deleted from an SQLite file stays readable in its free pages, in its log, and in the older segments of
its full-text index: `wipe` leaves nothing of it. Whoever was taken out comes back only if that is allowed.
"""

import contextlib
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive import rows, schema, withholding
from archive.addressing import Kind, leave
from archive.engine import BUSY_MS, driver, writing
from archive.errors import CannotWrite, InvalidRecord
from archive.evidence import load_identifiers
from archive.outcome import Outcome
from archive.records import EpisodeRecord, Person, Podcast
from archive.refusals import saying_why
from archive.replacing import Batch, remove_episode, replace_episode
from archive.search.index import ADD, FORGET
from archive.store import Run, now

Kept = Callable[[Connection], Iterable[tuple[int, EpisodeRecord | None]]]
"""(episode, what is left of it: None if nothing is), read within the transaction that writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An address of something that was taken out. `allowed`: it may come back."""

    id: int
    kind: str
    former_id: int
    slug: str
    since: str
    reason: str | None
    allowed: bool


def remove(engine: Engine, episodes: Sequence[tuple[int, str]]) -> Iterator[Outcome]:
    """Take episodes whose files are gone, given as (id, what to call it), out: an outcome for each.

    They may come back, under new ids. One with decisions by a person fails alone, since those are kept.
    What was said stays in the file until it is vacuumed. Raises CannotWrite like `archive.store.save`.
    """
    if not episodes:
        return
    run = Run(command="prune", started_at=now())
    with saying_why(_path(engine)), writing(engine) as connection:
        raw = driver(connection)
        outcomes = []
        for id_, name in episodes:
            held = raw.execute("select count(*) from corrections where episode_id = ?", (id_,)).fetchone()[0]
            if held:
                problem = f"a person's decisions hang on it ({held}), so it stays"
                error = InvalidRecord(name, problem, "its words are still in the archive")
                outcomes.append(Outcome(status="failed", place=name, episode_id=id_, error=error))
                continue
            connection.exec_driver_sql(FORGET, (json.dumps([id_]),))
            remove_episode(connection, id_)
            outcomes.append(Outcome(status="removed", place=name, episode_id=id_))
        run.tally.update(outcome.status for outcome in outcomes)
        run.write(connection, run.tally, finished_at=now())
    yield from outcomes


def take_episode(engine: Engine, episode_id: int, reason: str | None) -> int:
    """Take an episode out, with its evidence and decisions: the number of what remembers it."""
    with _taking(engine) as (connection, run):
        return _take_episode(connection, episode_id, reason, run)


def take_podcast(engine: Engine, podcast_id: int, reason: str | None) -> int:
    """Take a show out, with its feeds and all its episodes: the number of what remembers it."""
    with _taking(engine) as (connection, run):
        raw = driver(connection)
        title, guid = raw.execute("select title, guid from podcasts where id = ?", (podcast_id,)).fetchone()
        note = leave(connection, "podcast", podcast_id, run.started_at, reason=reason)
        _withhold(
            connection, note, "podcast", withholding.of_podcast(Podcast(title=title, guid=guid), keep=True)
        )
        feeds = raw.execute("select url_sha256 from feeds where podcast_id = ?", (podcast_id,)).fetchall()
        _withhold(connection, note, "podcast", [withholding.of_feed(each) for (each,) in feeds])
        for (id_,) in raw.execute("select id from episodes where podcast_id = ?", (podcast_id,)).fetchall():
            _take_episode(connection, id_, reason, run)
        for table, key in (("feeds", "podcast_id"), ("sources", "podcast_id"), ("podcasts", "id")):
            connection.exec_driver_sql(f"delete from {table} where {key} = ?", (podcast_id,))
        return note


def take_person(engine: Engine, person_id: int, reason: str | None, kept: Kept) -> int:
    """Take a person out, of whose episodes stays what is `kept`: the number of what remembers them.

    The decisions on these episodes go, since they hold words; what they said is in what is kept. `kept` is
    asked once the person's hashes are there.
    """
    with _taking(engine) as (connection, run):
        raw = driver(connection)
        own = raw.execute("select name, href from people where id = ?", (person_id,)).fetchone()
        same = "select count(*) from people where name_key = (select name_key from people where id = ?)"
        alone = raw.execute(same, (person_id,)).fetchone()[0] == 1
        note = leave(connection, "person", person_id, run.started_at, reason=reason)
        spelt = "select distinct name, href from speakers where person_id = ? and name like '% %'"
        for name, href in {own, *raw.execute(spelt, (person_id,)).fetchall()}:
            person = Person(name=name, href=href)
            _withhold(connection, note, "person", withholding.of_person(person, alone=alone, keep=True))
            connection.exec_driver_sql(
                # One that says who else has this name somewhere stays: those are the words of somebody else.
                "delete from person_aliases where person_name = ?1 and person_href is ?2",
                (name, href),
            )
        batch = Batch(raw, run.started_at)
        for id_, record in kept(connection):
            _keep(connection, note, id_, record, batch, run)
        connection.exec_driver_sql("delete from people where id = ?", (person_id,))
        return note


def rewrite_shows(connection: Connection, redacted: Callable[[bytes], bytes]) -> None:
    """Write what feeds say of their shows, in every version that is kept, as it is `redacted`."""
    raw = driver(connection)
    for id_, *said in raw.execute("select id, author, description from podcasts").fetchall():
        texts = [None if each is None else redacted(each.encode()).decode() for each in said]
        if texts != said:
            sql = rows.update_sql(schema.podcasts, "author", "description")
            connection.exec_driver_sql(sql, (*texts, id_))
    found = raw.execute(
        "select id, data from sources join source_bytes on source_id = id where podcast_id is not null"
    )
    for id_, packed in found.fetchall():
        old = zlib.decompress(packed)
        new = redacted(old)
        if new != old:
            digest = hashlib.sha256(new).hexdigest()
            sql = rows.update_sql(schema.sources, "sha256", "size")
            connection.exec_driver_sql(sql, (digest, len(new), id_))
            sql = "update source_bytes set data = ? where source_id = ?"
            connection.exec_driver_sql(sql, (zlib.compress(new), id_))


def _keep(
    connection: Connection, note: int, id_: int, record: EpisodeRecord | None, batch: Batch, run: Run
) -> None:
    raw = driver(connection)
    left = {each.sha256 for each in record.sources} if record else set()
    gone = raw.execute(
        "select sha256 from sources where episode_id = ?"
        " and format not in ('feed_item', 'options', 'sidecar', 'podcast', 'corrections')",
        (id_,),
    ).fetchall()
    hashes = {sha256 for (sha256,) in gone} - left
    _withhold(connection, note, "person", [withholding.digest(f"bytes {each}") for each in sorted(hashes)])
    connection.exec_driver_sql(FORGET, (json.dumps([id_]),))
    if record is None:
        _delete_decisions(connection, id_)
        remove_episode(connection, id_, batch.ties)
        run.tally["removed"] += 1
        return
    if not record.corrections:
        _delete_decisions(connection, id_)
    replace_episode(connection, record, id_, batch)
    connection.exec_driver_sql(
        "delete from sources where episode_id = ? and superseded_at is not null", (id_,)
    )
    connection.exec_driver_sql(ADD, (json.dumps([id_]),))
    run.tally["updated"] += 1


def _take_episode(connection: Connection, id_: int, reason: str | None, run: Run) -> int:
    raw = driver(connection)
    names = load_identifiers(raw, id_)
    note = leave(connection, "episode", id_, run.started_at, reason=reason)
    _withhold(connection, note, "episode", withholding.of_episode(names, note))
    connection.exec_driver_sql(FORGET, (json.dumps([id_]),))
    _delete_decisions(connection, id_)
    for name in names:
        connection.exec_driver_sql(
            "delete from episode_decisions where (scheme = ?1 and value = ?2)"
            " or (other_scheme = ?1 and other_value = ?2)",
            (name.scheme, name.value),
        )
    remove_episode(connection, id_)
    run.tally["removed"] += 1
    return note


def _delete_decisions(connection: Connection, episode_id: int) -> None:
    connection.exec_driver_sql("delete from warnings where episode_id = ?", (episode_id,))
    connection.exec_driver_sql("delete from corrections where episode_id = ?", (episode_id,))


def _withhold(connection: Connection, note: int, kind: Kind, digests: Iterable[str]) -> None:
    sql = rows.insert_sql(schema.withheld)
    for each in dict.fromkeys(digests):
        # What was allowed, or taken out twice, is known by its latest note.
        connection.exec_driver_sql(
            "delete from withheld where kind = ? and sha256 in (?, ?)",
            (kind, each, f"{withholding.ALLOWED}{each}"),
        )
        connection.exec_driver_sql(sql, (None, note, kind, each))


def listed(raw: sqlite3.Connection) -> list[Left]:
    """All that was taken out, the oldest first."""
    found = raw.execute(
        "select former_addresses.id, former_addresses.kind, former_id, slug, since, reason,"
        " min(sha256 like ?) from former_addresses join withheld on former_address_id = former_addresses.id"
        " group by former_addresses.id order by former_addresses.id",
        (f"{withholding.ALLOWED}%",),
    )
    return [
        Left(
            id=row[0],
            kind=row[1],
            former_id=row[2],
            slug=row[3],
            since=row[4],
            reason=row[5],
            allowed=bool(row[6]),
        )
        for row in found
    ]


def allow(engine: Engine, number: int) -> bool:
    """Let what was taken out come back when it is taken in again; False if there is no such number."""
    with saying_why(_path(engine)), writing(engine) as connection:
        found = connection.exec_driver_sql(
            "select since, kind from former_addresses where id = ? and moved_to is null", (number,)
        ).fetchone()
        if found is None:
            return False
        # The episodes of a show went with it, at the same instant, and come back with it.
        notes = "former_address_id = ?1"
        if found[1] == "podcast":
            notes += (
                " or former_address_id in"
                " (select id from former_addresses where since = ?2 and kind = 'episode')"
            )
        connection.exec_driver_sql(
            f"update withheld set sha256 = ?3 || sha256 where ({notes}) and sha256 not like ?3 || '%'",
            (number, found[0], withholding.ALLOWED),
        )
    return True


def wipe(path: Path) -> None:
    """Leave nothing in the file, and in those that SQLite keeps beside it, that was deleted.

    Raises CannotWrite if another program holds what it reads.
    """
    with saying_why(path):
        connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("pragma secure_delete = on")
            # Deleted words are in the older segments of the index until all of them are one.
            connection.execute("insert into utterances_fts (utterances_fts) values ('optimize')")
            connection.execute("vacuum")
            (busy, *_), *_ = connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    if busy:
        problem = "another program reads it, so that what was taken out is still in its log"
        raise CannotWrite(str(path), problem, f"stop that one, then run `podarchive remove {path} --wipe`")


@contextlib.contextmanager
def _taking(engine: Engine) -> Iterator[tuple[Connection, Run]]:
    # What went at one instant comes back together: no other removal is made at that.
    instant = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    run = Run(command="remove", started_at=instant)
    with saying_why(_path(engine)), writing(engine) as connection:
        yield connection, run
        run.write(connection, run.tally, finished_at=now())


def _path(engine: Engine) -> Path:
    return Path(engine.url.database or "")
