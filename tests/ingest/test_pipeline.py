"""The whole job: what is inserted, updated and unchanged."""

from pathlib import Path

from .running import CORRECTIONS, SIDECAR, ask, run, statuses
from .transcripts import PASTE, paste


def test_what_no_source_says_is_not_invented(archive: Path, tmp_path: Path) -> None:
    assert statuses(archive, paste(tmp_path)) == ["inserted"]
    assert ask(archive, "select podcast_id, published, language from episodes") == [(None,) * 3]
    # Its file is called bread.txt, which is a guess, and is marked as one.
    assert ask(archive, "select title, guessed from episodes") == [("bread", '["title"]')]
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


def test_a_bad_file_fails_alone(archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\0\1\2")
    assert statuses(archive, bad, paste(tmp_path), tmp_path / "missing.txt") == [
        "failed",
        "inserted",
        "failed",
    ]
