"""Reading back what an ingest needs of a stored episode: which it is, its evidence, its decisions.

On plain `sqlite3` connections, as `database.open_readonly` gives them.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable

from archive.errors import DamagedArchive
from archive.records import Correction, Identifier, StoredSource


def find_episode(connection: sqlite3.Connection, identifiers: Iterable[Identifier]) -> int | None:
    """The id of the episode that has the first of `identifiers` that any episode has; None if none does."""
    names = json.dumps([[identifier.scheme, identifier.value] for identifier in identifiers])
    found = connection.execute(FIND_EPISODE, (names,)).fetchone()
    return None if found is None else int(found[0])


def find_episodes(connection: sqlite3.Connection, identifiers: Iterable[Identifier]) -> set[int]:
    """The ids of all episodes that have any of `identifiers`."""
    names = json.dumps([[identifier.scheme, identifier.value] for identifier in identifiers])
    sql = FIND_EPISODE.replace("order by wanted.key, identifiers.episode_id limit 1", "")
    return {int(id_) for (id_,) in connection.execute(sql, (names,))}


FIND_EPISODE = """
select identifiers.episode_id from json_each(?) as wanted
cross join identifiers
    on identifiers.scheme = json_extract(wanted.value, '$[0]')
    and identifiers.value = json_extract(wanted.value, '$[1]')
order by wanted.key, identifiers.episode_id limit 1
"""
"""The episode with the strongest of some identifiers: a JSON array of [scheme, value]."""


def load_sources(connection: sqlite3.Connection, episode_id: int) -> tuple[StoredSource, ...]:
    """The current sources of an episode with all their bytes, ordered by uri: when one came does not matter.

    Raises DamagedArchive if the bytes of one do not open to the size that was stored.
    """
    found = connection.execute(
        "select sources.uri, sources.format, sources.reader, sources.sha256, sources.encoding, sources.size,"
        " source_bytes.data, sources.left_at"
        " from sources join source_bytes on source_bytes.source_id = sources.id"
        " where sources.episode_id = ? and sources.superseded_at is null order by sources.uri",
        (episode_id,),
    )
    return tuple(
        StoredSource(
            uri=uri,
            format=name,
            reader=reader,
            sha256=sha256,
            encoding=encoding,
            content=_open(uri, size, packed),
            left_at=left_at,
        )
        for uri, name, reader, sha256, encoding, size, packed, left_at in found
    )


def load_corrections(connection: sqlite3.Connection, episode_id: int) -> tuple[Correction, ...]:
    """Every decision on an episode, the undone ones too, in the order they were stored."""
    found = connection.execute(
        "select id, at_ms, words, speaker, origin, made_at, undone_at, undone_by from corrections"
        " where episode_id = ? order by id",
        (episode_id,),
    )
    return tuple(
        Correction(
            id=id_,
            at_ms=at_ms,
            words=words,
            speaker=speaker,
            origin=origin,
            made_at=made_at,
            undone_at=undone_at,
            undone_by=undone_by,
        )
        for id_, at_ms, words, speaker, origin, made_at, undone_at, undone_by in found
    )


def load_derivation(connection: sqlite3.Connection, episode_id: int) -> str | None:
    """What an episode was derived from; None if there is no such episode."""
    found = connection.execute("select derivation from episodes where id = ?", (episode_id,)).fetchone()
    return None if found is None else str(found[0])


def load_identifiers(connection: sqlite3.Connection, episode_id: int) -> tuple[Identifier, ...]:
    """The outside names of an episode."""
    found = connection.execute(
        "select scheme, value from identifiers where episode_id = ? order by id", (episode_id,)
    )
    return tuple(Identifier(scheme=scheme, value=value) for scheme, value in found)


def _open(uri: str, size: int, packed: bytes) -> bytes:
    # No more than was stored: a damaged or forged file must not fill the memory.
    opener = zlib.decompressobj()
    try:
        content = opener.decompress(packed, size + 1)
        sound = len(content) == size and opener.eof
    except zlib.error:
        sound = False
    if not sound:
        raise DamagedArchive(
            uri, "its stored bytes are damaged", "see `podarchive check`, and restore a copy"
        )
    return content
