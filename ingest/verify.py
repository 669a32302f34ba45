"""Proof that the stored words are the evidence's words: every episode's source is read again and compared."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from archive import evidence
from archive.errors import ArchiveError

from . import registry
from .read import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`corrupt`: the words differ. `outdated`: the reader has changed since, so they may differ rightly."""

    kind: Literal["corrupt", "outdated"]
    place: str
    problem: str


def verify(connection: sqlite3.Connection) -> Iterator[Difference]:
    """What is wrong with the words of the archive, an episode at a time; nothing if all is well."""
    episodes = connection.execute(
        "select t.episode_id, s.uri, s.reader from transcripts t join sources s on s.id = t.source_id"
        " where t.preferred order by t.episode_id"
    ).fetchall()
    for episode_id, uri, reader in episodes:
        place = f"episode {episode_id} ({uri})"
        try:
            difference = _compare(connection, episode_id, uri, reader, place)
        except ArchiveError as error:
            problem = f"its source cannot be read: {error}"
            difference = Difference(kind="corrupt", place=place, problem=problem)
        if difference:
            yield difference


def _compare(
    connection: sqlite3.Connection, episode_id: int, uri: str, reader: str, place: str
) -> Difference | None:
    source = next(one for one in evidence.load_sources(connection, episode_id) if one.uri == uri)
    format = registry.named(source.format)
    if format is None or format.reader != reader:
        now = format.reader if format else "no reader"
        return Difference(kind="outdated", place=place, problem=f"was read by {reader}, now there is {now}")
    cues = read(source, uri).reading.cues
    heard = [word for cue in cues for word in cue.text.split()]
    texts = connection.execute("select text from utterances where episode_id = ? order by id", (episode_id,))
    stored = [word for (text,) in texts for word in text.split()]
    if heard == stored:
        return None
    pairs = enumerate(zip_longest(heard, stored, fillvalue="nothing"), start=1)
    number, (said, kept) = next((number, pair) for number, pair in pairs if pair[0] != pair[1])
    problem = f"word {number} is “{said}” in the source and “{kept}” here"
    return Difference(kind="corrupt", place=place, problem=problem)
