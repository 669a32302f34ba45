"""`check`: clean where all is well, and each kind of damage is found."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.check import check
from archive.database import open_readonly
from archive.errors import DamagedArchive
from archive.refusals import saying_why
from archive.search import search, understand


def damage(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()


def test_a_filled_archive_is_clean_and_checking_changes_nothing(filled_archive: Path) -> None:
    before = filled_archive.read_bytes()
    assert check(filled_archive) == []
    assert filled_archive.read_bytes() == before


FORGET = (
    "insert into utterances_fts (utterances_fts, rowid, text, spaced)"
    " select 'delete', id, text, spaced from utterances where id = {}"
)
DAMAGE = (
    ("utterances_fts", "does not hold the words", "update utterances set text = 'other' where id = 1000001"),
    (
        "utterances_fts",
        "does not hold the words",
        "insert into utterances_fts (rowid, text) select id, text from utterances where id = 1000001",
    ),
    ("utterances", "not in the index: 1, such as 1000002", FORGET.format(1000002)),
    (
        "utterances_fts",
        "without an utterance: 1, such as 4000002",
        "delete from utterances where id = 4000002",
    ),
    (
        "utterances",
        "letters apart is not the text: 1, such as 1000002",
        "update utterances set spaced = 'x' where id = 1000002",
    ),
    (
        "utterances",
        "letters apart is not the text: 1, such as 1000002",
        "update utterances set text = '東京' where id = 1000002",
    ),
    ("speakers", "not the sum", "update speakers set words = words + 1 where id = 1"),
    ("speakers", "not the sum", "update speakers set turns = turns + 1 where id = 1"),
    ("speakers", "not the sum", "update speakers set talk_ms = 1 where id = 1"),
    ("utterances", "not the episode's", "update utterances set podcast_id = null where id = 1000001"),
    ("utterances", "not the speaker's", "update utterances set person_id = 2 where id = 1000001"),
    ("utterances", "the chapter belongs", "update utterances set chapter_id = 3 where id = 1000001"),
    ("utterances", "the speaker belongs", "update utterances set speaker_id = 3 where id = 1000001"),
    ("utterances", "the episode's and a place", "update utterances set episode_id = 2 where id = 1000001"),
    ("utterances", "are not 1, 2, 3", "delete from utterances where id = 1000001"),
    ("corrections", "cannot be undone", "update corrections set undone_at = '2020-01-01' where id = 1"),
    ("corrections", "cannot be undone", "update corrections set made_at = 'yesterday' where id = 1"),
    ("corrections 1", "refers to a row of episodes", "update corrections set episode_id = 99 where id = 1"),
    ("warnings", "the decision belongs", "update corrections set episode_id = 2 where id = 2"),
    ("sources", "the bytes are missing", "delete from source_bytes where source_id = 1"),
    (
        "transcripts",
        "more than one",
        "insert into transcripts"
        " (id, episode_id, source_id, recording_id, timed, has_speakers, preferred, cues, words)"
        " select 99, episode_id, source_id, recording_id, timed, has_speakers, preferred, cues, words"
        " from transcripts where id = 1",
    ),
    ("utterances 1000001", "refers to a row of people", "delete from people where id = 1"),
)


@pytest.mark.parametrize(("place", "problem", "statement"), DAMAGE)
def test_damage_is_found(filled_archive: Path, place: str, problem: str, statement: str) -> None:
    damage(filled_archive, statement)
    findings = check(filled_archive)
    assert [each for each in findings if each.place == place and problem in each.problem], findings


def test_a_torn_page_is_found(filled_archive: Path) -> None:
    with filled_archive.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 3)
    assert [each.place for each in check(filled_archive)] == ["the file"]


@pytest.mark.parametrize(
    ("table", "column"), [("utterances", "text"), ("people", "name"), ("episodes", "description")]
)
def test_a_byte_that_is_no_text_is_found_and_named(filled_archive: Path, table: str, column: str) -> None:
    damage(filled_archive, f"update {table} set {column} = cast(x'6f70656eff' as text) where rowid % 3 = 1")
    (finding,) = [each for each in check(filled_archive) if "UTF-8" in each.problem]
    assert finding.place == table
    assert finding.problem.startswith("a text is not UTF-8: ")
    with (
        closing(open_readonly(filled_archive)) as connection,
        pytest.raises(DamagedArchive) as refused,
        saying_why(filled_archive),
    ):
        connection.execute(f"select {column} from {table}").fetchall()
    assert str(refused.value) == (
        f"{filled_archive}: it is damaged; see `podarchive check`, and restore a copy"
    )


def test_a_schema_that_is_not_ours_is_found(filled_archive: Path) -> None:
    damage(filled_archive, "alter table speakers rename column turns to rounds")
    (finding,) = check(filled_archive)
    assert finding.place == "the file"
    assert finding.problem.startswith("its tables are not those of an archive (no such column: ")


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_found(filled_archive: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(filled_archive.read_bytes())
    for _ in range(3_000):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    filled_archive.write_bytes(content)
    assert [each.place for each in check(filled_archive)] == ["the file"]
    with (
        pytest.raises(DamagedArchive),
        saying_why(filled_archive),
        closing(open_readonly(filled_archive)) as connection,
    ):
        search(connection, understand("weights"))
