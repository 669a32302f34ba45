"""Files that are gone, and episodes that an older version of the program derived."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.check import check
from ingest import assemble, registry
from ingest.cli import main
from ingest.files.source import Source
from ingest.reading import Reading

from .running import ask, run, speakers, statuses
from .talks import srt, talk, vtt, write

DECIDED = '[[turn]]\nat = "0:00"\nwords = "{words}"\nspeaker = "Ann Lee"\n'


def podarchive(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two episodes, the first in two files."""
    found = tmp_path / "show"
    write(found / "One.srt", srt(talk(1)))
    write(found / "One.vtt", vtt([text.replace("br", "pr") for text in talk(1)]))
    write(found / "Two.srt", srt(talk(2)))
    return found


def first_words(archive: Path) -> list[str]:
    found = ask(archive, "select text from utterances where id % 1000000 = 1 order by id")
    return [" ".join(text.split()[:3]) for (text,) in found]


def decided(text: str) -> str:
    return DECIDED.format(words=" ".join(text.split()[:6]))


def test_a_file_that_vanished_is_said_and_kept(archive: Path, folder: Path) -> None:
    podarchive("ingest", archive, folder)
    (folder / "Two.srt").unlink()
    for _ in range(2):
        before = archive.read_bytes()
        result = podarchive("ingest", archive, folder)
        assert (result.exit_code, result.stdout) == (0, "0 inserted, 0 updated, 1 unchanged, 0 failed\n")
        assert result.stderr == (
            "show/Two.srt: is no longer there; “Two” keeps what was read from it; take it out with --prune\n"
        )
        assert archive.read_bytes() == before
    assert ask(archive, "select title from episodes order by id") == [("One",), ("Two",)]


def test_only_a_folder_that_is_taken_in_again_misses_files(archive: Path, folder: Path) -> None:
    other = write(folder.parent / "other" / "Three.srt", srt(talk(3)))
    podarchive("ingest", archive, folder, other.parent)
    (folder / "Two.srt").unlink()
    other.unlink()
    result = podarchive("ingest", archive, folder / "One.srt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Three" not in podarchive("ingest", archive, folder).stderr
    # A folder that begins with the same letters is another.
    fourth = write(folder.parent / "show 2" / "Four.srt", srt(talk(4)))
    podarchive("ingest", archive, fourth)
    fourth.unlink()
    assert "Four" not in podarchive("ingest", archive, folder).stderr


def test_one_of_two_files_of_a_kind_is_kept_until_it_is_pruned(archive: Path, folder: Path) -> None:
    other = write(folder / "Two.en.srt", srt([text.replace("br", "pr") for text in talk(2)]))
    podarchive("ingest", archive, folder)
    other.unlink()
    write(folder / "Two.srt", srt(talk(2), start_ms=1_000))
    kept = "select uri from sources where episode_id = 2 and superseded_at is null order by uri"
    assert "show/Two.en.srt: is no longer there" in podarchive("ingest", archive, folder).stderr
    assert ask(archive, kept) == [("show/Two.en.srt",), ("show/Two.srt",)]
    podarchive("ingest", archive, folder, "--prune")
    assert ask(archive, kept) == [("show/Two.srt",)]


def test_prune_removes_an_episode_that_has_no_file_left(archive: Path, folder: Path) -> None:
    podarchive("ingest", archive, folder)
    (folder / "Two.srt").unlink()
    result = podarchive("ingest", archive, folder, "--prune")
    assert (result.exit_code, result.stdout) == (
        0,
        "0 inserted, 0 updated, 1 unchanged, 0 failed, 1 removed\n",
    )
    assert ask(archive, "select title from episodes") == [("One",)]
    assert check(archive) == []
    words = " ".join(talk(2)[0].split()[:5])
    assert ask(archive, f"select count(*) from utterances_fts where utterances_fts match '\"{words}\"'") == [
        (0,)
    ]
    tables = ("sources", "transcripts", "utterances", "fingerprints", "identifiers", "recordings")
    assert [ask(archive, f"select count(*) from {table} where episode_id = 2") for table in tables] == [
        [(0,)]
    ] * 6
    assert podarchive("check", archive).exit_code == 0
    assert ask(archive, "select command, removed from ingests order by id") == [("ingest", 0), ("prune", 1)]
    before = archive.read_bytes()
    assert podarchive("ingest", archive, folder, "--prune").exit_code == 0
    assert archive.read_bytes() == before
    # Its id is never given again.
    write(folder / "Two.srt", srt(talk(2)))
    podarchive("ingest", archive, folder)
    assert ask(archive, "select id, title from episodes order by id") == [(1, "One"), (3, "Two")]


def test_prune_takes_one_of_two_files_out_of_an_episode(archive: Path, folder: Path) -> None:
    podarchive("ingest", archive, folder)
    spoken = ask(
        archive, "select uri from transcripts join sources on sources.id = source_id where preferred"
    )
    assert spoken[0] == ("show/One.srt",)
    (folder / "One.srt").unlink()
    result = podarchive("ingest", archive, folder)
    assert "show/One.srt: is no longer there" in result.stderr
    assert ask(archive, "select text from utterances order by id limit 1")[0][0].startswith(talk(1)[0])
    result = podarchive("ingest", archive, folder, "--prune")
    assert result.exit_code == 0
    assert "1 updated" in result.stdout
    assert ask(
        archive, "select uri, superseded_at is null from sources where episode_id = 1 order by uri"
    ) == [
        ("show/One.srt", 0),
        ("show/One.vtt", 1),
    ]
    assert ask(archive, "select count(*), sum(preferred) from transcripts where episode_id = 1") == [(1, 1)]
    assert podarchive("check", archive).exit_code == 0
    assert podarchive("ingest", archive, folder).stderr == ""


def test_prune_takes_out_what_a_sidecar_said(archive: Path, folder: Path) -> None:
    sidecar = write(folder / "Two.toml", '[episode]\ntitle = "Of salt"\n')
    podarchive("ingest", archive, folder)
    sidecar.unlink()
    assert "show/Two.toml: is no longer there" in podarchive("ingest", archive, folder).stderr
    assert ask(archive, "select title from episodes where id = 2") == [("Of salt",)]
    podarchive("ingest", archive, folder, "--prune")
    assert ask(archive, "select title, guessed from episodes where id = 2") == [("Two", '["title"]')]


def test_an_episode_with_decisions_is_never_pruned(archive: Path, folder: Path) -> None:
    decisions = write(folder / "Two.corrections.toml", decided(talk(2)[0]))
    podarchive("ingest", archive, folder)
    assert ("Ann Lee",) in ask(archive, "select speaker from said")
    for file in (folder / "Two.srt", decisions, folder / "One.srt", folder / "One.vtt"):
        file.unlink()
    result = podarchive("ingest", archive, folder, "--prune")
    assert result.exit_code == 1
    assert "1 failed, 1 removed" in result.stdout
    assert result.stderr == (
        "Two: a person's decisions hang on it (1), so it stays; its words are still in the archive\n"
    )
    assert ask(archive, "select title from episodes") == [("Two",)]
    assert {name for name, _ in speakers(archive)} == {"Ann Lee"}
    assert podarchive("check", archive).exit_code == 0


def test_nothing_to_derive_again_writes_nothing(archive: Path, folder: Path) -> None:
    podarchive("ingest", archive, folder)
    before = archive.read_bytes()
    result = podarchive("rederive", archive)
    assert (result.exit_code, result.stdout) == (0, "0 inserted, 0 updated, 2 unchanged, 0 failed\n")
    assert archive.read_bytes() == before


def shouts(source: Source) -> Reading:
    said = next(format for format in _FORMATS if format.name == "srt").read(source)
    return replace(said, cues=tuple(replace(cue, text=cue.text.upper()) for cue in said.cues))


_FORMATS = registry.formats()


@pytest.fixture
def newer_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """An SRT reader that has learnt something."""

    there_are(
        monkeypatch,
        tuple(
            replace(format, version=format.version + 1, read=shouts) if format.name == "srt" else format
            for format in _FORMATS
        ),
    )


def there_are(monkeypatch: pytest.MonkeyPatch, formats: tuple[registry.Format, ...]) -> None:
    monkeypatch.setattr(registry, "formats", lambda: formats)
    monkeypatch.setattr(registry, "named", {format.name: format for format in formats}.get)


def test_an_older_readers_words_are_outdated_until_they_are_derived_again(
    archive: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    write(folder / "Two.corrections.toml", decided(talk(2)[0]))
    podarchive("ingest", archive, folder)
    # The files need not be there.
    for file in folder.iterdir():
        file.unlink()
    ids = ask(archive, "select id from utterances order by id")
    version = next(format.version for format in _FORMATS if format.name == "srt")
    request.getfixturevalue("newer_reader")
    result = podarchive("check", archive)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        f"outdated: episode {n} (show/{name}.srt): was read by srt {version}, now there is srt {version + 1}"
        for n, name in ((1, "One"), (2, "Two"))
    ]
    result = podarchive("rederive", archive)
    assert (result.exit_code, result.stdout) == (0, "0 inserted, 2 updated, 0 unchanged, 0 failed\n")
    assert all(text.isupper() for (text,) in ask(archive, "select text from utterances"))
    assert ask(archive, "select id from utterances order by id") == ids
    assert {name for name, text in speakers(archive)} == {None, "Ann Lee"}
    assert ask(archive, "select count(*), count(undone_at) from corrections") == [(1, 0)]
    assert ask(archive, "select command, updated from ingests order by id") == [
        ("ingest", 0),
        ("rederive", 2),
    ]
    assert "outdated" not in podarchive("check", archive).stdout
    assert podarchive("check", archive).exit_code == 0
    before = archive.read_bytes()
    assert "2 unchanged" in podarchive("rederive", archive).stdout
    assert archive.read_bytes() == before


def test_an_ingest_with_a_newer_reader_brings_its_files_up(
    archive: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    podarchive("ingest", archive, folder)
    request.getfixturevalue("newer_reader")
    result = podarchive("ingest", archive, folder / "Two.srt")
    assert result.stdout == "0 inserted, 1 updated, 0 unchanged, 0 failed\n"
    assert [words.isupper() for words in first_words(archive)] == [False, True]
    assert "1 unchanged" in podarchive("ingest", archive, folder / "Two.srt").stdout


def test_a_source_that_does_not_speak_may_be_outdated_too(
    archive: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    write(folder / "One.md", "".join(f"**Ann Lee:** {text}\n\n" for text in talk(1)))
    (folder / "Two.srt").unlink()
    podarchive("ingest", archive, folder)
    assert {name for name, _ in speakers(archive)} == {"Ann Lee"}
    request.getfixturevalue("newer_reader")
    assert "outdated: episode 1: was derived by another" in podarchive("check", archive).stdout
    assert "1 updated" in podarchive("rederive", archive).stdout
    assert "outdated" not in podarchive("check", archive).stdout


def test_what_is_made_of_the_readings_has_a_version_too(
    archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(archive, folder)
    before = ask(archive, "select id, text, start_ms, marks from utterances")
    monkeypatch.setattr(assemble, "VERSION", assemble.VERSION + 1)
    result = podarchive("check", archive)
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line.startswith("outdated")] == [
        f"outdated: episode {n}: was derived by another version of the program" for n in (1, 2)
    ]
    assert json.loads(podarchive("rederive", archive, "--json").stdout)["updated"] == 2
    assert "outdated" not in podarchive("check", archive).stdout
    assert ask(archive, "select id, text, start_ms, marks from utterances") == before
    assert statuses(archive, folder) == ["unchanged"] * 2


def test_an_episode_that_cannot_be_read_any_more_fails_alone(
    archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    podarchive("ingest", archive, folder)
    write(folder / "Three.vtt", vtt(talk(3)))
    podarchive("ingest", archive, folder)
    there_are(monkeypatch, tuple(each for each in _FORMATS if each.name != "webvtt"))
    monkeypatch.setattr(assemble, "VERSION", assemble.VERSION + 1)
    result = podarchive("rederive", archive)
    assert (result.exit_code, result.stdout) == (1, "0 inserted, 1 updated, 0 unchanged, 2 failed\n")
    assert result.stderr.splitlines() == [
        f"episode {n} (show/{name}.vtt): nothing here reads webvtt; use the version that stored it"
        for n, name in ((1, "One"), (3, "Three"))
    ]
    assert len(first_words(archive)) == 3
    assert check(archive) == []
