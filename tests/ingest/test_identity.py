"""Which episode a file tells of, also when it was moved, overwritten or copied."""

from pathlib import Path

from .running import SIDECAR, ask, run, statuses
from .transcripts import PASTE, paste

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
    bad = paste(tmp_path, "bad", text=PASTE.replace("0:21\n", "0:01\n"))
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


def test_one_video_in_two_files_is_one_episode_and_both_are_kept(archive: Path, tmp_path: Path) -> None:
    first = paste(tmp_path, "first")
    second = paste(tmp_path, "second", text=PASTE.replace("Flour", "Rye"))
    assert statuses(archive, first, second) == ["inserted", "updated"]
    assert statuses(archive, first, second) == ["unchanged", "unchanged"]
    assert ask(archive, "select count(distinct episode_id), count(*), sum(preferred) from transcripts") == [
        (1, 2, 1)
    ]


def test_a_dot_in_a_name_is_no_suffix(archive: Path, tmp_path: Path) -> None:
    smith, jones = tmp_path / "Talk with Dr. Smith", tmp_path / "Talk with Dr. Jones"
    smith.write_text(PASTE.format(video="00000000001"))
    jones.write_text(PASTE.format(video="00000000002"))
    (tmp_path / "Talk with Dr. Smith.toml").write_text(SIDECAR)
    (tmp_path / "Talk with Dr.toml").write_text(SIDECAR.replace("Salt", "General"))
    run(archive, smith, jones)
    assert ask(archive, "select title from episodes order by id") == [("Salt",), ("Talk with Dr. Jones",)]
