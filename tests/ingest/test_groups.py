"""Files that are one episode: what each of them gives, which one wins, and what goes wrong alone."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest import pipeline
from ingest.cli import main

from . import media_bytes as made
from .running import ask, run, statuses
from .talks import srt, talk, vtt, write

VIDEO = "aB3_dE-gH1j"
SIDECAR = '[episode]\ntitle = "Of bread"\nnumber = 7\n[[person]]\nname = "Ann Lee"\nrole = "host"\n'
PODCAST = '[podcast]\ntitle = "Bread"\nauthor = "Bakers"\n[[person]]\nname = "Bob Day"\nrole = "host"\n'
CHAPTERS = json.dumps(
    {
        "version": "1.2.0",
        "chapters": [{"startTime": n * 20, "title": title} for n, title in enumerate(("Rye", "Oat", "Salt"))],
    }
)
INFO = json.dumps(
    {
        "id": VIDEO,
        "title": "The video",
        "description": "We bake.",
        "channel": "A channel",
        "duration": 130,
        "upload_date": "20260118",
        "chapters": [{"start_time": 0, "end_time": 60, "title": "One"}],
        "webpage_url": f"https://www.youtube.com/watch?v={VIDEO}",
        "extractor_key": "Youtube",
    }
)
SOUND = made.mp3(
    made.text("TIT2", "The recording")
    + made.text("TALB", "The album")
    + made.chap("a", 0, 5000, made.text("TIT2", "Intro"))
    + made.chap("b", 5000, 9000, made.text("TIT2", "Night"))
)
LABELLED = [f"{'Ann' if n % 2 else 'Bob Day'}: {text}" for n, text in enumerate(talk(1))]
RTTM = "".join(f"SPEAKER ep 1 {n * 20}.0 20.0 <NA> <NA> V{n % 2} <NA> <NA>\n" for n in range(6))


def podarchive(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "show"
    found.mkdir()
    return found


def everything(folder: Path) -> None:
    write(folder / "Ep 01.srt", srt(LABELLED))
    write(folder / "Ep 01.chapters.json", CHAPTERS)
    write(folder / "Ep 01.mp3", SOUND)
    write(folder / "Ep 01.info.json", INFO)
    write(folder / "Ep 01.toml", SIDECAR)
    write(folder / "podcast.toml", PODCAST)


def test_all_files_of_a_name_are_one_episode_with_each_thing_from_the_right_one(
    archive: Path, folder: Path
) -> None:
    everything(folder)
    assert statuses(archive, folder) == ["inserted"]
    assert ask(archive, "select title, number, published, description, guessed from episodes") == [
        ("Of bread", 7.0, "2026-01-18", "We bake.", None)
    ]
    assert ask(archive, "select title, author from podcasts") == [("Bread", "Bakers")]
    assert ask(archive, "select title, start_ms, given_ms from chapters order by place") == [
        ("Rye", 0, 0),
        ("Oat", 20_000, 20_000),
        ("Salt", 40_000, 40_000),
    ]
    assert ask(archive, "select label, role, turns from speakers order by id") == [
        ("Ann Lee", "host", 15),
        ("Bob Day", "host", 15),
    ]
    assert ask(archive, "select scheme, value from identifiers where scheme = 'youtube'") == [
        ("youtube", VIDEO)
    ]
    assert ask(archive, "select kind from recordings order by id") == [("youtube",), ("file",)]
    # The captions are of the audio, not of the video beside it.
    assert ask(archive, "select kind from transcripts join recordings on recordings.id = recording_id") == [
        ("file",)
    ]
    assert ask(archive, "select count(*) from sources where superseded_at is null") == [(6,)]
    before = archive.read_bytes()
    assert statuses(archive, folder) == ["unchanged"]
    assert statuses(archive, folder / "Ep 01.srt") == ["unchanged"]
    assert archive.read_bytes() == before


def test_what_is_said_with_an_option_wins_over_all_files(archive: Path, folder: Path) -> None:
    everything(folder)
    run(archive, folder, title="Of salt", podcast="Salt", guests=("Cy Roe",))
    assert ask(archive, "select episodes.title, podcasts.title from episodes join podcasts") == [
        ("Of salt", "Salt")
    ]
    assert ask(archive, "select label from speakers order by id") == [("Cy Roe",), ("Ann Lee",), ("Bob Day",)]


def test_the_transcript_with_names_is_taken_and_the_other_kept(archive: Path, folder: Path) -> None:
    write(folder / "Ep 01.srt", srt(talk(1)))
    write(folder / "Ep 01.md", "".join(f"**Ann Lee:** {text}\n\n**Bob Day:** Yes.\n\n" for text in talk(1)))
    assert statuses(archive, folder) == ["inserted"]
    assert ask(
        archive,
        "select format, preferred, timed, has_speakers from transcripts"
        " join sources on sources.id = source_id order by format",
    ) == [("prose", 1, 0, 1), ("srt", 0, 1, 0)]
    assert ask(archive, "select distinct speaker from said order by 1") == [("Ann Lee",), ("Bob Day",)]


def test_a_list_of_who_speaks_when_gives_captions_their_voices(archive: Path, folder: Path) -> None:
    write(folder / "Ep 01.srt", srt(talk(1)))
    write(folder / "Ep 01.rttm", RTTM)
    assert statuses(archive, folder) == ["inserted"]
    found = ask(archive, "select label, kind, method, confidence, person_id from speakers order by label")
    assert found == [("V0", "anonymous", "overlap", 1.0, None), ("V1", "anonymous", "overlap", 1.0, None)]
    assert ask(archive, "select distinct method, confidence from utterances") == [("overlap", 1.0)]
    # Five cues of four seconds each, then the other voice.
    first = " ".join(
        text for (text,) in ask(archive, "select text from utterances where turn = 1 order by id")
    )
    assert first == " ".join(talk(1)[:5])
    assert statuses(archive, folder) == ["unchanged"]


def test_two_talks_under_names_that_say_nothing_are_two_episodes(archive: Path, folder: Path) -> None:
    write(folder / "Talk" / "captions.vtt", vtt(talk(1)))
    write(folder / "Talk" / "transcript.vtt", vtt(talk(2)))
    write(folder / "podcast.toml", PODCAST)
    assert statuses(archive, folder) == ["inserted", "inserted"]
    assert ask(archive, "select count(distinct episode_id), count(*) from transcripts") == [(2, 2)]
    assert ask(archive, "select count(*) from episodes where podcast_id is not null") == [(2,)]
    before = archive.read_bytes()
    assert set(statuses(archive, folder)) == {"unchanged"}
    assert archive.read_bytes() == before


def test_of_a_folder_in_which_nothing_changed_only_what_is_refused_is_read_again(
    archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "Talk" / "captions.vtt", vtt(talk(1)))
    write(folder / "Talk" / "transcript.vtt", vtt(talk(2)))
    broken = write(folder / "Talk" / "transcript.json", "{")
    write(folder / "Talk.toml", SIDECAR)
    assert statuses(archive, folder) == ["failed", "inserted", "inserted"]
    read = []
    recognise = pipeline.recognise
    monkeypatch.setattr(
        pipeline, "recognise", lambda raw, format: (read.append(raw.name), recognise(raw, format))[1]
    )
    assert statuses(archive, folder) == ["failed", "unchanged", "unchanged"]
    assert read == [str(broken)]
    write(folder / "Talk.toml", SIDECAR.replace("bread", "salt"))
    assert statuses(archive, folder) == ["failed", "updated", "unchanged"]


def test_two_captions_that_come_to_have_one_name_are_compared(archive: Path, folder: Path) -> None:
    write(folder / "Ep 01" / "one.vtt", vtt(talk(1)))
    write(folder / "Ep 01" / "two.vtt", vtt([text.replace("br", "pr") for text in talk(1)]))
    assert statuses(archive, folder) == ["inserted", "inserted"]
    # It says nothing, but that the folder is one episode's.
    write(folder / "Ep 01.json", "{")
    assert statuses(archive, folder) == ["failed", "updated"]


def test_two_captions_of_one_talk_are_one_episode(archive: Path, folder: Path) -> None:
    write(folder / "Talk" / "captions.vtt", vtt(talk(1)))
    write(folder / "Talk" / "transcript.vtt", vtt([text.replace("br", "pr") for text in talk(1)]))
    assert statuses(archive, folder) == ["inserted"]
    assert ask(archive, "select count(*), sum(preferred) from transcripts") == [(2, 1)]


def test_a_broken_file_fails_alone_every_time(folder: Path, archive: Path) -> None:
    write(folder / "Ep 01.srt", srt(talk(1)))
    broken = write(folder / "Ep 01.json", '{"dogs": [')
    for tally in ("1 inserted, 0 updated, 0 unchanged", "0 inserted, 0 updated, 1 unchanged"):
        result = podarchive("ingest", archive, folder, "--jobs", 1)
        assert result.exit_code == 1
        assert result.stdout == f"{tally}, 1 failed\n"
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"{broken}: ")
    assert ask(archive, "select count(*) from episodes") == [(1,)]
    write(broken, CHAPTERS)
    assert podarchive("ingest", archive, folder).stdout == "0 inserted, 1 updated, 0 unchanged, 0 failed\n"


def test_a_podcast_file_that_speaks_of_one_episode_is_refused(folder: Path, archive: Path) -> None:
    write(folder / "Ep 01.srt", srt(talk(1)))
    podcast = write(folder / "podcast.toml", '[podcast]\ntitle = "Bread"\n[episode]\ntitle = "Salt"\n')
    result = podarchive("ingest", archive, folder)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{podcast}: says something of one episode; write it beside that, and here only [podcast] and"
        " [[person]]\n"
    )
    assert ask(archive, "select count(*) from episodes") == [(0,)]


def test_a_format_that_is_named_decides(folder: Path, archive: Path) -> None:
    file = write(folder / "Ep 01.srt", srt(talk(1)))
    assert podarchive("ingest", archive, file).exit_code == 0
    assert ask(archive, "select format from sources") == [("srt",)]
    assert "1 updated" in podarchive("ingest", archive, file, "--format", "webvtt").stdout
    assert ask(archive, "select format from sources where superseded_at is null") == [("webvtt",)]
    assert "1 unchanged" in podarchive("ingest", archive, file, "--format", "webvtt").stdout
    refused = podarchive("ingest", archive, file, "--format", "deepgram")
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"{file} line 2: is not JSON")
    # Once said it need not be said again.
    assert "1 unchanged" in podarchive("ingest", archive, file).stdout
    unknown = podarchive("ingest", archive, file, "--format", "dogs")
    assert unknown.exit_code == 2
    assert "there is no format 'dogs'; see `podarchive formats`." in unknown.stderr


def test_what_only_a_name_tells_is_marked_and_a_sidecar_wins(folder: Path, archive: Path) -> None:
    file = write(folder / "S02E05 The Oven.srt", srt(talk(1)))
    fields = "select title, season, number, guessed from episodes"
    run(archive, folder)
    assert ask(archive, fields) == [("The Oven", 2, 5.0, '["title", "season", "number"]')]
    write(file.with_suffix(".toml"), '[episode]\ntitle = "Of ovens"\nnumber = 6\n')
    assert statuses(archive, folder) == ["updated"]
    assert ask(archive, fields) == [("Of ovens", 2, 6.0, '["season"]')]


def test_chapters_alone_are_an_episode_without_words(folder: Path, archive: Path) -> None:
    write(folder / "Ep 01.chapters.json", CHAPTERS)
    assert statuses(archive, folder) == ["inserted"]
    assert ask(archive, "select title, end_ms, end_kind from chapters order by place") == [
        ("Rye", 20_000, "next"),
        ("Oat", 40_000, "next"),
        ("Salt", None, None),
    ]
    assert ask(archive, "select (select count(*) from transcripts), (select count(*) from utterances)") == [
        (0, 0)
    ]
    assert statuses(archive, folder) == ["unchanged"]
    # Its words come later.
    write(folder / "Ep 01.srt", srt(talk(1)))
    assert statuses(archive, folder) == ["updated"]
    assert ask(archive, "select count(*), count(distinct chapter_id) > 1 from utterances")[0][1] == 1
    assert ask(archive, "select count(*) from episodes") == [(1,)]


def test_a_list_of_voices_alone_is_no_episode(folder: Path, archive: Path) -> None:
    file = write(folder / "Ep 01.rttm", RTTM)
    result = podarchive("ingest", archive, folder)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{file}: says nothing of an episode by itself; put it beside its transcript, with the same name\n"
    )
