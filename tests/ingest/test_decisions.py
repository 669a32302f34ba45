"""Decisions on a stored archive: applied, undone, kept, and listed when they no longer fit."""

from pathlib import Path

import pytest

from archive.errors import NoSuchEpisode
from ingest import decisions

from .running import CORRECTIONS, SIDECAR, ask, run, speakers, statuses
from .transcripts import PASTE, paste


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
