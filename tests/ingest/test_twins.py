"""The same words under two titles are flagged for the second; a shared advertisement is not."""

from pathlib import Path

import pytest

from ingest import assemble as assembling
from ingest import fingerprint
from ingest.upkeep import rederive

from .running import ask, run, statuses
from .talks import srt, talk, write

FLAGS = "select episodes.title, flags from transcripts join episodes on episodes.id = episode_id order by 1"


def pair(folder: Path) -> tuple[Path, Path]:
    """One talk in two files of other times, so that they are not the same bytes."""
    one = write(folder / "One.srt", srt(talk(1, 60)))
    return one, write(folder / "Two.srt", srt(talk(1, 60), start_ms=1_000))


@pytest.mark.parametrize("together", [True, False])
def test_the_second_of_two_titles_is_flagged(archive: Path, tmp_path: Path, together: bool) -> None:
    one, two = pair(tmp_path)
    if together:
        assert statuses(archive, one, two) == ["inserted", "inserted"]
    else:
        assert statuses(archive, one) == ["inserted"]
        assert statuses(archive, two) == ["inserted"]
    assert ask(archive, FLAGS) == [("One", None), ("Two", '["duplicate_text"]')]
    ((place, message),) = ask(archive, "select place, message from warnings")
    assert (place, "“One”" in message) == ("words", True)
    before = archive.read_bytes()
    assert statuses(archive, one, two) == ["unchanged", "unchanged"]
    assert archive.read_bytes() == before


def test_it_is_still_the_second_after_both_were_derived_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pair(tmp_path)
    run(archive, two, one)
    before = ask(archive, FLAGS)
    assert before == [("One", '["duplicate_text"]'), ("Two", None)]
    monkeypatch.setattr(assembling, "VERSION", assembling.VERSION + 1)
    assert [each.status for each in rederive(archive)] == ["updated"] * 2
    assert ask(archive, FLAGS) == before
    two.with_suffix(".toml").write_text('[podcast]\ntitle = "Bread"\n')
    assert statuses(archive, one, two) == ["unchanged", "updated"]
    assert ask(archive, FLAGS) == before
    one.with_suffix(".toml").write_text('[podcast]\ntitle = "Salt"\n')
    two.with_suffix(".toml").write_text('[podcast]\ntitle = "Salt"\n')
    assert statuses(archive, one, two) == ["updated", "updated"]
    assert ask(archive, FLAGS) == before


def test_an_episode_is_not_its_own_twin(archive: Path, tmp_path: Path) -> None:
    one = write(tmp_path / "One.srt", srt(talk(1, 60)))
    run(archive, one)
    write(one, srt(talk(1, 60), start_ms=2_000))
    assert statuses(archive, one) == ["updated"]
    assert ask(archive, FLAGS) == [("One", None)]


def test_a_shared_advertisement_is_no_duplicate(archive: Path, tmp_path: Path) -> None:
    # A tenth of each is the same.
    files = [
        write(tmp_path / f"{name}.srt", srt([*talk(1, 6), *talk(seed, 54)]))
        for name, seed in (("One", 2), ("Two", 3), ("Three", 4))
    ]
    assert statuses(archive, *files) == ["inserted"] * 3
    assert ask(archive, f"select distinct flags from ({FLAGS})") == [(None,)]


def test_words_that_differ_here_and_there_are_still_the_same_talk(archive: Path, tmp_path: Path) -> None:
    heard = [text if n % 6 else text.replace("a", "o") for n, text in enumerate(talk(1, 60))]
    one = write(tmp_path / "One.srt", srt(talk(1, 60)))
    two = write(tmp_path / "Two.srt", srt(heard))
    run(archive, one, two)
    assert ask(archive, FLAGS)[1] == ("Two", '["duplicate_text"]')


def test_a_short_text_has_no_fingerprint() -> None:
    words = " ".join(talk(1, 60)).split()
    assert fingerprint.of([" ".join(words[:199])]) == ()
    assert len(fingerprint.of([" ".join(words[:400])])) == fingerprint.KEPT


def test_a_fingerprint_is_of_the_words_and_not_of_the_cues() -> None:
    words = talk(1, 60)
    assert fingerprint.of(words) == fingerprint.of([" ".join(words).upper().replace(".", " …")])
    assert fingerprint.of(words) != fingerprint.of(talk(2, 60))
