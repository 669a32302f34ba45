"""Proving an archive: the file is whole, index and words agree, what is written twice says the same.

That reading the evidence again gives the same words is proved on the other side of the arrow.
"""

import contextlib
import itertools
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.database import open_readonly
from archive.engine import BUSY_MS
from archive.errors import DamagedArchive
from archive.refusals import saying_why
from archive.search.unspaced import apart
from archive.voices import packed as voices_packed

FILE = "the file"
"""The place of what is wrong with the file itself: then nothing more can be read of it with certainty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong, or something that could not be proved. `place` is a table, a row or the file."""

    place: str
    problem: str


def check(path: Path) -> list[Finding]:
    """Everything found wrong in the archive at `path`; nothing if it is clean. Changes nothing.

    Raises NotAnArchive, SchemaOutOfDate, NewerArchive or CannotWrite where there is nothing to check.
    """
    try:
        with saying_why(path):
            with contextlib.closing(open_readonly(path)) as connection:
                findings = [*_file(connection)]
                if findings:
                    return findings  # what a damaged file says of its rows proves nothing
                connection.execute("begin")
                findings = [*_rows(connection), *_voices(connection), *_spaced(connection)]
                findings += _texts(connection)
                connection.rollback()
            return findings + _index(path)
    except DamagedArchive as error:
        return [Finding(place=FILE, problem=f"{error.problem} and cannot be read ({error.__cause__})")]
    except sqlite3.OperationalError as error:
        # On a whole file nothing here is an error to SQLite: this one has lost a table or a column.
        if error.sqlite_errorname != "SQLITE_ERROR":
            raise
        return [Finding(place=FILE, problem=f"its tables are not those of an archive ({error})")]


def _file(connection: sqlite3.Connection) -> list[Finding]:
    findings = [
        Finding(place=FILE, problem=problem)
        for (problem,) in connection.execute("pragma integrity_check")
        if problem != "ok"
    ]
    for table, rowid, parent, _ in connection.execute("pragma foreign_key_check"):
        findings.append(
            Finding(place=f"{table} {rowid}", problem=f"it refers to a row of {parent} that is not there")
        )
    return findings


def _rows(connection: sqlite3.Connection) -> Iterator[Finding]:
    for place, problem, sql in _RULES:
        count, example = connection.execute(f"select count(*), min(place) from ({sql})").fetchone()
        if count:
            yield Finding(place=place, problem=f"{problem}: {count}, such as {example}")


def _voices(connection: sqlite3.Connection) -> Iterator[Finding]:
    """The bytes by which a search counts against the utterances themselves."""
    written = dict(connection.execute("select episode_id, said from voices"))
    numbered: dict[int, dict[int | None, int]] = {}
    for episode_id, speaker_id in connection.execute("select episode_id, id from speakers order by id"):
        speakers = numbered.setdefault(episode_id, {})
        speakers[speaker_id] = len(speakers) + 1
    utterances = connection.execute("select id / 1000000, speaker_id from utterances order by id")
    wrong = []
    for episode_id, rows in itertools.groupby(utterances, key=lambda row: int(row[0])):
        speakers = numbered.get(episode_id, {})
        said = voices_packed([speakers.get(speaker_id, 0) for _, speaker_id in rows], len(speakers))
        if written.pop(episode_id, None) != said:
            wrong.append(episode_id)
    if wrong := sorted((*wrong, *written)):
        problem = f"they are not who speaks the utterances: {len(wrong)}, such as {wrong[0]}"
        yield Finding(place="voices", problem=problem)


def _spaced(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What the index has of texts in scripts without blanks. Bytes that are no text are another finding."""
    wrong = []
    rows = connection.execute("select id, cast(text as blob), cast(spaced as blob) from utterances")
    for id_, text, spaced in rows:
        found = None if text.isascii() else apart(text.decode(errors="replace"))
        if (found if found is None else found.encode()) != spaced:
            wrong.append(id_)
    if wrong:
        problem = f"the text with its letters apart is not the text: {len(wrong)}, such as {wrong[0]}"
        yield Finding(place="utterances", problem=problem)


def _texts(connection: sqlite3.Connection) -> Iterator[Finding]:
    """SQLite takes any bytes for a text, and whoever reads them later falls over those that are none."""
    tables = connection.execute(
        "select tables.name, group_concat(columns.name)"
        " from sqlite_master as tables, pragma_table_info(tables.name) as columns"
        " where tables.type = 'table' and columns.type = 'TEXT' group by tables.name"
    ).fetchall()
    connection.text_factory = bytes
    for table, columns in tables:
        rows = connection.execute(f"select rowid, {columns} from {table} order by rowid")
        bad = [rowid for rowid, *texts in rows if not _are_text(texts)]
        if bad:
            yield Finding(place=table, problem=f"a text is not UTF-8: {len(bad)}, such as {bad[0]}")


def _are_text(texts: list[bytes | None]) -> bool:
    try:
        b"\0".join(text for text in texts if text).decode()
    except UnicodeDecodeError:
        return False
    return True


def _index(path: Path) -> list[Finding]:
    """Only this command, with rank = 1, compares index and words; `pragma integrity_check` does not."""
    place = "utterances_fts"
    if not os.access(path, os.W_OK):
        problem = "not compared with the words, for which SQLite must write; check a copy that may be written"
        return [Finding(place=place, problem=problem)]
    writer = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=BUSY_MS / 1000)
    with contextlib.closing(writer) as connection:
        connection.isolation_level = None
        connection.execute("begin immediate")
        try:
            connection.execute(
                "insert into utterances_fts (utterances_fts, rank) values ('integrity-check', 1)"
            )
        except sqlite3.DatabaseError as error:
            if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
                raise
            return [Finding(place=place, problem="the index does not hold the words of the utterances")]
        finally:
            if connection.in_transaction:
                connection.execute("rollback")
    return []


# (table, what is wrong, the rows of which it is true with `place` to name one)
_RULES = (
    (
        "utterances",
        "not in the index",
        "select id as place from utterances where id not in (select id from utterances_fts_docsize)",
    ),
    (
        "utterances_fts",
        "in the index without an utterance",
        "select id as place from utterances_fts_docsize where id not in (select id from utterances)",
    ),
    (
        "utterances",
        "the id is not the episode's and a place",
        "select id as place from utterances where id / 1000000 != episode_id or id % 1000000 = 0",
    ),
    (
        "utterances",
        "the places of the episode are not 1, 2, 3, …",
        "select episode_id as place from utterances group by episode_id"
        " having max(id) - episode_id * 1000000 != count(*)",
    ),
    (
        "utterances",
        "the podcast is not the episode's",
        "select utterances.id as place from utterances join episodes on episodes.id = utterances.episode_id"
        " where utterances.podcast_id is not episodes.podcast_id",
    ),
    (
        "utterances",
        "the person is not the speaker's",
        "select utterances.id as place from utterances"
        " left join speakers on speakers.id = utterances.speaker_id"
        " where utterances.person_id is not speakers.person_id",
    ),
    (
        "utterances",
        "the speaker belongs to another episode",
        "select utterances.id as place from utterances join speakers on speakers.id = utterances.speaker_id"
        " where utterances.episode_id != speakers.episode_id",
    ),
    (
        "utterances",
        "the chapter belongs to another episode",
        "select utterances.id as place from utterances join chapters on chapters.id = utterances.chapter_id"
        " where utterances.episode_id != chapters.episode_id",
    ),
    (
        "speakers",
        "the counts are not the sum of what is said",
        "select speakers.id as place from speakers"
        " left join utterances on utterances.speaker_id = speakers.id"
        " group by speakers.id having speakers.words != total(utterances.words)"
        " or speakers.turns != count(distinct utterances.turn)"
        " or speakers.talk_ms is not sum(utterances.end_ms - utterances.start_ms)",
    ),
    (
        "episodes",
        "the time spoken is not the sum of what is said",
        "select episodes.id as place from episodes"
        " left join utterances on utterances.episode_id = episodes.id"
        " group by episodes.id having episodes.speech_ms is not sum(utterances.end_ms - utterances.start_ms)"
        " or episodes.known_ms is not case when episodes.speech_ms is not null then total("
        "case when utterances.person_id is not null then utterances.end_ms - utterances.start_ms end) end",
    ),
    (
        "transcripts",
        "more than one of the episode is preferred",
        "select episode_id as place from transcripts where preferred group by episode_id having count(*) > 1",
    ),
    (
        "sources",
        "the bytes are missing",
        "select sources.id as place from sources left join source_bytes on source_id = sources.id"
        " where superseded_at is null and source_id is null",
    ),
    (
        "corrections",
        "the decision cannot be undone: it has no episode, or its dates make no sense",
        "select corrections.id as place from corrections"
        " left join episodes on episodes.id = corrections.episode_id"
        " where episodes.id is null or julianday(made_at) is null"
        " or (undone_at is not null"
        " and (julianday(undone_at) is null or julianday(undone_at) < julianday(made_at)))",
    ),
    (
        "warnings",
        "the decision belongs to another episode",
        "select warnings.id as place from warnings"
        " join corrections on corrections.id = warnings.correction_id"
        " where warnings.episode_id != corrections.episode_id",
    ),
)
