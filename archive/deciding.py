"""The decisions on one episode, as rows: they are added and undone, and never replaced or lost."""

import sqlite3
from collections.abc import Mapping

from sqlalchemy import Connection

from archive import rows, schema
from archive.engine import driver
from archive.errors import InvalidRecord, RecordOutOfDate
from archive.records import EpisodeRecord
from archive.validate import place


def require_own(
    raw: sqlite3.Connection, record: EpisodeRecord, episode_id: int | None
) -> dict[int, str | None]:
    """When each stored decision of the episode was undone, by its id.

    The record was assembled before the transaction began: a decision that another program stored or undid
    since then would be lost.
    """
    sql = "select id, undone_at, at_ms, words, speaker from corrections where episode_id = ?"
    stored = raw.execute(sql, (episode_id,)).fetchall() if episode_id else []
    decided: dict[int, str | None] = {row[0]: row[1] for row in stored}
    said = {each.id: each.undone_at for each in record.corrections if each.id is not None}
    for id_ in said:
        if id_ not in decided:
            problem = f"decision {id_} is not one on this episode"
            raise InvalidRecord(place(record), problem, "read the decisions again and repeat")
    holding = {row[2:] for row in stored if said.get(row[0]) is None}
    made = {(each.at_ms, each.words, each.speaker) for each in record.corrections if each.id is None}
    reverted = any(undone is not None and said.get(id_) != undone for id_, undone in decided.items())
    if decided.keys() - said.keys() or reverted or holding & made:
        problem = "its decisions changed while it was read"
        raise RecordOutOfDate(place(record), problem, "run the same command again")
    return decided


def store(
    connection: Connection, record: EpisodeRecord, episode_id: int, decided: Mapping[int, str | None]
) -> list[int]:
    """The ids of the record's decisions. A stored one may be undone; nothing else changes."""
    said = [
        (
            None,
            episode_id,
            each.at_ms,
            each.words,
            each.speaker,
            each.origin,
            each.made_at,
            each.undone_at,
            each.undone_by,
        )
        for each in record.corrections
        if each.id is None
    ]
    if said:
        connection.exec_driver_sql(rows.insert_sql(schema.corrections), said)
    # Their ids ascend in the order of the rows, beyond all that were ever given.
    made = driver(connection).execute(
        "select id from corrections where episode_id = ? order by id desc limit ?", (episode_id, len(said))
    )
    new = [id_ for (id_,) in made]
    ids = []
    for each in record.corrections:
        if each.id is None:
            ids.append(new.pop())
            continue
        if decided[each.id] != each.undone_at:
            sql = rows.update_sql(schema.corrections, "undone_at", "undone_by")
            connection.exec_driver_sql(sql, (each.undone_at, each.undone_by, each.id))
        ids.append(each.id)
    return ids
