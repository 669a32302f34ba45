"""Proof that the stored words are the evidence's words: every episode's source is read again and compared."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from archive import evidence
from archive.errors import ArchiveError
from archive.records import StoredSource

from . import registry
from .assemble import derivation
from .files.raw import sha256
from .read import current, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`corrupt`: the words differ. `outdated`: the program has changed since, so they may differ rightly."""

    kind: Literal["corrupt", "outdated"]
    place: str
    problem: str


def verify(connection: sqlite3.Connection) -> Iterator[Difference]:
    """What is wrong with the evidence and the words, an episode at a time; nothing if all is well.

    All of it is seen as it was at one moment, however much is written meanwhile.
    """
    connection.execute("begin")
    try:
        for (episode_id,) in connection.execute("select id from episodes order by id").fetchall():
            yield from _episode(connection, episode_id)
    finally:
        connection.rollback()


def _episode(connection: sqlite3.Connection, episode_id: int) -> Iterator[Difference]:
    place = f"episode {episode_id}"
    preferred = connection.execute(
        "select sources.uri, sources.reader from transcripts join sources on sources.id = source_id"
        " where transcripts.episode_id = ? and preferred",
        (episode_id,),
    ).fetchone()
    found: list[Difference] = []
    try:
        sources = evidence.load_sources(connection, episode_id)
        for source in sources:
            if sha256(source.content) != source.sha256:
                where, problem = f"{place} ({source.uri})", "its bytes are not what came in"
                found.append(Difference(kind="corrupt", place=where, problem=problem))
        for uri in _without_bytes(connection, episode_id):
            found.append(
                Difference(kind="corrupt", place=f"{place} ({uri})", problem="its bytes are missing")
            )
        transcript = next((source for source in sources if preferred and source.uri == preferred[0]), None)
        if transcript is not None:
            found += _compare(connection, episode_id, transcript, preferred[1])
        elif preferred and not found:
            where, problem = f"{place} ({preferred[0]})", "its source is superseded, or another episode's"
            found.append(Difference(kind="corrupt", place=where, problem=problem))
        now = derivation(map(current, sources), evidence.load_corrections(connection, episode_id))
        if not found and now != evidence.load_derivation(connection, episode_id):
            problem = "was derived by another version of the program"
            found.append(Difference(kind="outdated", place=place, problem=problem))
    except ArchiveError as error:
        found.append(Difference(kind="corrupt", place=place, problem=f"its sources cannot be read: {error}"))
    yield from found


def _without_bytes(connection: sqlite3.Connection, episode_id: int) -> list[str]:
    found = connection.execute(
        "select uri from sources left join source_bytes on source_id = sources.id"
        " where episode_id = ? and superseded_at is null and source_id is null order by uri",
        (episode_id,),
    )
    return [uri for (uri,) in found]


def _compare(
    connection: sqlite3.Connection, episode_id: int, source: StoredSource, reader: str
) -> Iterator[Difference]:
    place = f"episode {episode_id} ({source.uri})"
    format = registry.named(source.format)
    if format is None or format.reader != reader:
        now = format.reader if format else "no reader"
        yield Difference(kind="outdated", place=place, problem=f"was read by {reader}, now there is {now}")
        return
    cues = read(source, source.uri).reading.cues
    heard = [word for cue in cues for word in cue.text.split()]
    texts = connection.execute("select text from utterances where episode_id = ? order by id", (episode_id,))
    stored = [word for (text,) in texts for word in text.split()]
    if heard != stored:
        pairs = enumerate(zip_longest(heard, stored, fillvalue="nothing"), start=1)
        number, (said, kept) = next((number, pair) for number, pair in pairs if pair[0] != pair[1])
        problem = f"word {number} is “{said}” in the source and “{kept}” here"
        yield Difference(kind="corrupt", place=place, problem=problem)
