"""The whole job: what is inserted, updated and unchanged, and what survives."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.check import check
from archive.errors import NoSuchEpisode
from archive.store import Outcome
from ingest import decisions
from ingest.options import Options
from ingest.pipeline import ingest
from ingest.verify import verify

from .transcripts import PASTE, paste

SIDECAR = '[podcast]\ntitle = "Bread"\n[episode]\ntitle = "Salt"\n[[person]]\nname = "Ada"\nrole = "host"\n'
CORRECTIONS = """\
[[turn]]
at = "0:00"
words = "Good morning"
speaker = "Ada"

[[turn]]
at = "0:05"
words = "Thank you for having"
speaker = "Bob"
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def run(archive: Path, *paths: Path, **options: Any) -> list[Outcome]:
    outcomes = list(ingest(archive, paths, Options(**options)))
    assert check(archive) == []
    with closing(sqlite3.connect(archive)) as connection:
        assert list(verify(connection)) == []
    return outcomes


def statuses(archive: Path, *paths: Path, **options: Any) -> list[str]:
    return [outcome.status for outcome in run(archive, *paths, **options)]


def ask(archive: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(archive)) as connection:
        return connection.execute(sql).fetchall()


def everything(archive: Path) -> list[str]:
    with closing(sqlite3.connect(archive)) as connection:
        return list(connection.iterdump())


def test_what_no_source_says_is_not_invented(archive: Path, tmp_path: Path) -> None:
    assert statuses(archive, paste(tmp_path)) == ["inserted"]
    assert ask(archive, "select podcast_id, title, published, language from episodes") == [(None,) * 4]
    assert ask(archive, "select count(*) from people") == [(0,)]
    assert ask(archive, "select distinct speaker_id, person_id, turn, method from utterances") == [
        (None,) * 4
    ]


def test_the_same_again_is_unchanged_and_writes_nothing(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    file.with_suffix(".toml").write_text(SIDECAR)
    file.with_suffix(".corrections.toml").write_text(CORRECTIONS)
    assert statuses(archive, file) == ["inserted"]
    before = archive.read_bytes()
    assert statuses(archive, file) == ["unchanged"]
    assert archive.read_bytes() == before


def test_a_changed_sidecar_updates(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    run(archive, file)
    file.with_suffix(".toml").write_text(SIDECAR)
    assert statuses(archive, file) == ["updated"]
    assert ask(archive, "select id, title from episodes") == [(1, "Salt")]
    assert ask(archive, "select podcast, speaker from said group by 1, 2") == [("Bread", None)]
    assert statuses(archive, file) == ["unchanged"]


def test_a_changed_source_updates_and_its_older_version_stays_as_evidence(
    archive: Path, tmp_path: Path
) -> None:
    run(archive, paste(tmp_path))
    assert statuses(archive, paste(tmp_path, text=PASTE.replace("Flour", "Rye"))) == ["updated"]
    assert ask(archive, "select count(*) from said where text like '%Flour%'") == [(0,)]
    assert ask(archive, "select superseded_at is null from sources order by id") == [(0,), (1,)]


def test_there_and_back_again_is_where_it_began(archive: Path, tmp_path: Path) -> None:
    tables = ("episodes", "utterances", "chapters", "speakers", "recordings", "warnings")
    run(archive, paste(tmp_path))
    before = [ask(archive, f"select * from {table}") for table in tables]
    run(archive, paste(tmp_path, text=PASTE.replace("Flour", "Rye")))
    run(archive, paste(tmp_path))
    after = [ask(archive, f"select * from {table}") for table in tables]
    assert [[row[1:] for row in rows] for rows in after[2:]] == [
        [row[1:] for row in rows] for rows in before[2:]
    ]
    assert [row[0] for row in after[1]] == [row[0] for row in before[1]]


def test_options_win_over_the_sidecar_and_are_remembered(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    file.with_suffix(".toml").write_text(SIDECAR)
    run(archive, file, title="Pepper", guests=("Bob",))
    assert ask(archive, "select title from episodes") == [("Pepper",)]
    assert ask(archive, "select label, role from speakers order by id") == [("Bob", "guest"), ("Ada", "host")]
    assert statuses(archive, file) == ["unchanged"]
    assert statuses(archive, file, title="Salt and pepper") == ["updated"]
    assert ask(archive, "select title from episodes") == [("Salt and pepper",)]
    assert statuses(archive, file, podcast="Condiments") == ["updated"]
    assert ask(archive, "select title from podcasts union select title from episodes") == [
        ("Condiments",),
        ("Salt and pepper",),
    ]
    assert ask(archive, "select label from speakers where role = 'guest'") == [("Bob",)]


def test_a_sidecar_that_is_gone_from_the_disk_is_still_evidence(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    file.with_suffix(".toml").write_text(SIDECAR)
    run(archive, file)
    file.with_suffix(".toml").unlink()
    assert statuses(archive, file) == ["unchanged"]
    assert statuses(archive, paste(tmp_path, text=PASTE.replace("Flour", "Rye"))) == ["updated"]
    assert ask(archive, "select title from episodes") == [("Salt",)]


NO_ADDRESS = PASTE.partition("\n\n")[2]
OTHER_TALK = (
    NO_ADDRESS.replace("Good morning, everybody. Today it is", "We fly at dawn, if the weather holds.")
    .replace("bread. Thank you for having me. Shall we", "Altitude is nothing without an instrument")
    .replace("begin? We shall. Flour comes first,", "that one can read")
    .replace("water comes second.", "in the dark.")
    .replace("And salt? Salt comes last. Goodbye.", "Then we land.")
)


def test_a_file_that_was_moved_is_the_same_episode_at_its_new_place(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path, text=NO_ADDRESS)
    run(archive, file)
    moved = file.rename(tmp_path / "elsewhere.txt")
    assert statuses(archive, moved) == ["updated"]
    assert statuses(archive, moved) == ["unchanged"]
    moved.write_text(NO_ADDRESS.replace("Flour", "Rye"))
    assert statuses(archive, moved) == ["updated"]
    assert ask(archive, "select count(*) from episodes") == [(1,)]


def test_another_talk_at_an_old_path_is_another_episode(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path, text=NO_ADDRESS)
    run(archive, file)
    assert statuses(archive, paste(tmp_path, text=OTHER_TALK)) == ["inserted"]
    assert statuses(archive, paste(tmp_path, text=OTHER_TALK)) == ["unchanged"]
    assert statuses(archive, paste(tmp_path, text=OTHER_TALK.replace("dawn", "noon"))) == ["updated"]
    assert ask(archive, "select count(*) from said where text like '%Flour%'") == [(1,)]


def test_files_that_exchange_their_words_stay_two_episodes(archive: Path, tmp_path: Path) -> None:
    one, two = paste(tmp_path, "one", text=NO_ADDRESS), paste(tmp_path, "two", text=OTHER_TALK)
    one.with_suffix(".toml").write_text(SIDECAR)
    run(archive, one, two)
    words = ask(archive, "select id, text from utterances order by id")
    paste(tmp_path, "one", text=OTHER_TALK), paste(tmp_path, "two", text=NO_ADDRESS)
    run(archive, one, two)
    assert ask(archive, "select id, text from utterances order by id") == words
    assert statuses(archive, one, two) == ["unchanged", "unchanged"]


def test_new_words_in_one_file_and_the_old_ones_in_another(archive: Path, tmp_path: Path) -> None:
    one, two = paste(tmp_path, "one", text=NO_ADDRESS), paste(tmp_path, "two", text=OTHER_TALK)
    run(archive, one, two)
    paste(tmp_path, "one", text=NO_ADDRESS.replace("Flour", "Rye")), paste(tmp_path, "two", text=NO_ADDRESS)
    run(archive, one, two)
    assert ask(archive, "select count(*) from utterances where text like '%altitude%'") == [(1,)]
    run(archive, one, two)


def test_an_address_that_is_not_pasted_again_is_still_known(archive: Path, tmp_path: Path) -> None:
    run(archive, paste(tmp_path))
    assert statuses(archive, paste(tmp_path, text=NO_ADDRESS)) == ["updated"]
    assert ask(archive, "select count(*), min(link) from said where start_ms = 0") == [
        (1, "https://www.youtube.com/watch?v=aB3_dE-gH1j&t=0")
    ]


def test_two_files_of_one_episode_are_refused_every_time(archive: Path, tmp_path: Path) -> None:
    one, copy = paste(tmp_path, "one", text=NO_ADDRESS), paste(tmp_path, "two", text=NO_ADDRESS)
    assert statuses(archive, one, copy) == ["inserted", "failed"]
    assert statuses(archive, one, copy) == ["unchanged", "failed"]
    assert statuses(archive, one, copy) == ["unchanged", "failed"]


def test_a_file_that_failed_blocks_no_other(archive: Path, tmp_path: Path) -> None:
    bad = paste(tmp_path, "bad", text=PASTE.replace("0:20 End", "9:20 End"))
    assert statuses(archive, bad, paste(tmp_path, "good")) == ["failed", "inserted"]


def test_a_file_overwritten_with_another_video_is_another_episode(archive: Path, tmp_path: Path) -> None:
    run(archive, paste(tmp_path))
    assert statuses(archive, paste(tmp_path, video="00000000000")) == ["inserted"]
    assert statuses(archive, paste(tmp_path, video="00000000000")) == ["unchanged"]
    assert ask(archive, "select count(*) from episodes") == [(2,)]


def test_an_address_that_is_added_later_is_the_same_episode(archive: Path, tmp_path: Path) -> None:
    run(archive, paste(tmp_path, text=PASTE.partition("\n\n")[2]))
    assert ask(archive, "select link from said limit 1") == [(None,)]
    assert statuses(archive, paste(tmp_path)) == ["updated"]
    assert ask(archive, "select link from said limit 1") == [
        ("https://www.youtube.com/watch?v=aB3_dE-gH1j&t=0",)
    ]


def test_one_video_in_two_files_is_refused_once(archive: Path, tmp_path: Path) -> None:
    first = paste(tmp_path, "first")
    second = paste(tmp_path, "second", text=PASTE.replace("Flour", "Rye"))
    one, two = run(archive, first, second)
    assert (one.status, two.status) == ("inserted", "failed")
    assert str(two.error) == f"{second}: is the same episode as {first}; keep one of the two"


def test_a_bad_file_fails_alone(archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("nothing of the kind")
    assert statuses(archive, bad, paste(tmp_path), tmp_path / "missing.txt") == [
        "failed",
        "inserted",
        "failed",
    ]


def speakers(archive: Path) -> list[tuple[str | None, str]]:
    return ask(archive, "select speaker, text from said order by id")


def test_decisions_say_who_speaks_in_the_middle_of_a_cue(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    file.with_suffix(".toml").write_text(SIDECAR)
    file.with_suffix(".corrections.toml").write_text(CORRECTIONS)
    run(archive, file)
    assert speakers(archive)[:2] == [
        ("Ada", "Good morning, everybody. Today it is bread."),
        ("Bob", "Thank you for having me."),
    ]
    assert {name for name, _ in speakers(archive)[1:]} == {"Bob"}
    assert ask(archive, "select label, role, method, turns from speakers order by id") == [
        ("Ada", "host", "declared", 1),
        ("Bob", None, "corrected", 1),
    ]


def test_decisions_survive_and_those_that_no_longer_fit_are_listed(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    file.with_suffix(".corrections.toml").write_text(CORRECTIONS)
    run(archive, file)
    file.with_suffix(".corrections.toml").unlink()
    (outcome,) = run(archive, paste(tmp_path, text=PASTE.replace("Thank you", "Thanks")))
    assert outcome.status == "updated"
    assert {name for name, _ in speakers(archive)} == {"Ada"}
    assert outcome.record is not None
    (warning,) = [w for w in outcome.record.warnings if w.code == "correction_does_not_fit"]
    assert "Thank you for having" in warning.message
    listed = decisions.table(archive, None).splitlines()
    assert [line.split("  ")[1].strip() for line in listed[1:]] == ["holds", "does not fit"]
    assert statuses(archive, paste(tmp_path)) == ["updated"]
    assert {name for name, _ in speakers(archive)} == {"Ada", "Bob"}


def test_correct_and_undo(archive: Path, tmp_path: Path) -> None:
    run(archive, paste(tmp_path))
    file = tmp_path / "bread.corrections.toml"
    file.write_text(CORRECTIONS)
    assert decisions.apply(archive, file, None).status == "updated"
    assert decisions.apply(archive, file, None).status == "unchanged"
    assert {name for name, _ in speakers(archive)} == {"Ada", "Bob"}
    assert decisions.undo(archive, 2).status == "updated"
    assert {name for name, _ in speakers(archive)} == {"Ada"}
    assert statuses(archive, tmp_path / "bread.txt") == ["unchanged"]
    assert decisions.apply(archive, file, None).status == "updated"
    assert {name for name, _ in speakers(archive)} == {"Ada", "Bob"}
    assert ask(archive, "select id, undone_at is null from corrections") == [(1, 1), (2, 0), (3, 1)]


def test_two_people_of_one_name_are_not_guessed_between(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    file.with_suffix(".toml").write_text(
        '[[person]]\nname = "Ada"\nhref = "https://example.org/1"\n'
        '[[person]]\nname = "Ada"\nhref = "https://example.org/2"\n'
    )
    file.with_suffix(".corrections.toml").write_text(CORRECTIONS)
    run(archive, file)
    assert ask(archive, "select distinct person_id from utterances where turn = 1") == [(None,)]
    assert {name for name, _ in speakers(archive)} == {"Ada", "Bob"}
    assert ask(archive, "select code from warnings") == [("ambiguous_speaker",)]


@pytest.mark.parametrize(
    ("sql", "kind", "problem"),
    [
        (
            "update utterances set text = replace(text, 'salt', 'sugar')",
            "corrupt",
            "“salt?” in the source and “sugar?”",
        ),
        ("update sources set reader = 'youtube_page 0'", "outdated", "was read by youtube_page 0"),
        ("update sources set sha256 = '0'", "corrupt", "its bytes are not what came in"),
        ("update source_bytes set data = x'00'", "corrupt", "its sources cannot be read"),
    ],
)
def test_verify_finds_what_is_not_the_sources(
    sql: str, kind: str, problem: str, archive: Path, tmp_path: Path
) -> None:
    run(archive, paste(tmp_path))
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute(sql)
        connection.commit()
        (difference,) = verify(connection)
        assert difference.kind == kind
        assert problem in difference.problem


def test_corrections_go_there_and_back_again(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    beside = file.with_suffix(".corrections.toml")
    for written, who in ((CORRECTIONS, {"Ada", "Bob"}), ("# none", {None}), (CORRECTIONS, {"Ada", "Bob"})):
        beside.write_text(written)
        run(archive, file)
        assert {name for name, _ in speakers(archive)} == who
    assert ask(archive, "select count(*), count(undone_at) from corrections") == [(4, 2)]


def test_a_corrections_file_is_the_same_one_after_a_move(archive: Path, tmp_path: Path) -> None:
    file = paste(tmp_path)
    beside = file.with_suffix(".corrections.toml")
    beside.write_text(CORRECTIONS)
    run(archive, file)
    decisions.undo(archive, 1)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved, beside = file.rename(elsewhere / file.name), beside.rename(elsewhere / beside.name)
    assert statuses(archive, moved) == ["updated"]
    beside.write_text(CORRECTIONS.partition("\n\n")[0])
    assert statuses(archive, moved) == ["updated"]
    assert {name for name, _ in speakers(archive)} == {None}
    assert ask(archive, "select undone_by from corrections order by id") == [("person",), ("file",)]
    assert ask(
        archive, "select count(*) from sources where format = 'corrections' and superseded_at is null"
    ) == [(1,)]


def test_decisions_go_to_the_transcript_they_lie_beside(archive: Path, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
    run(archive, paste(tmp_path / "one"))
    strange = tmp_path / "other" / "bread.corrections.toml"
    strange.write_text(CORRECTIONS)
    with pytest.raises(NoSuchEpisode, match="lies beside no transcript that is in the archive"):
        decisions.apply(archive, strange, None)
    assert decisions.apply(archive, strange, "1").status == "updated"


def test_of_two_decisions_on_one_place_the_earlier_is_listed_as_overruled(
    archive: Path, tmp_path: Path
) -> None:
    run(archive, paste(tmp_path))
    file = tmp_path / "bread.corrections.toml"
    file.write_text(
        CORRECTIONS.partition("\n\n")[0] + "\n" + CORRECTIONS.partition("\n\n")[0].replace("Ada", "Zed")
    )
    decisions.apply(archive, file, None)
    assert {name for name, _ in speakers(archive)} == {"Zed"}
    assert [line.split("  ")[1].strip() for line in decisions.table(archive, None).splitlines()[1:]] == [
        "overruled",
        "holds",
    ]


def test_a_dot_in_a_name_is_no_suffix(archive: Path, tmp_path: Path) -> None:
    smith, jones = tmp_path / "Talk with Dr. Smith", tmp_path / "Talk with Dr. Jones"
    smith.write_text(PASTE.format(video="00000000001"))
    jones.write_text(PASTE.format(video="00000000002"))
    (tmp_path / "Talk with Dr. Smith.toml").write_text(SIDECAR)
    (tmp_path / "Talk with Dr.toml").write_text(SIDECAR.replace("Salt", "General"))
    run(archive, smith, jones)
    assert ask(archive, "select title from episodes order by id") == [("Salt",), (None,)]
