"""A run from the command line: several processes, interruptions, and what it says of itself."""

import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.check import check
from ingest import parallel, registry
from ingest.cli import main
from ingest.files.folders import find
from ingest.options import Options
from ingest.pipeline import ingest
from ingest.report import Report
from ingest.verify import verify

from .talks import srt, talk, vtt, write

ROOT = Path(__file__).parents[2]
COMMAND = "from ingest.cli import main; main()"
SKIPPED = {"sources": ("added_at", "superseded_at"), "ingests": ("started_at", "finished_at")}


def podarchive(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def show_of(folder: Path, count: int = 30, sentences: int = 6) -> Path:
    """A folder of small episodes of several kinds, one of them broken."""
    for number in range(count):
        name, texts = folder / f"Ep {number:03}", talk(number, sentences)
        if number % 3 == 0:
            write(name.with_suffix(".srt"), srt([f"Ann Lee: {text}" for text in texts]))
            write(name.with_suffix(".toml"), f'[episode]\ntitle = "Number {number}"\n')
        elif number % 3 == 1:
            write(name.with_suffix(".vtt"), vtt(texts))
        else:
            write(name.with_suffix(".md"), "".join(f"**Bob Day:** {text}\n\n" for text in texts))
    write(folder / "Ep 007.srt", b"\0\1\2")
    write(folder / "podcast.toml", '[podcast]\ntitle = "Bread"\n')
    return folder


def rows(archive: Path) -> dict[str, list[str]]:
    """All that is in an archive, but when it was made and how its index lies on the pages."""
    found = {}
    with closing(sqlite3.connect(archive)) as connection:
        connection.row_factory = sqlite3.Row
        for (table,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall():
            if not table.startswith("utterances_fts"):
                skipped = SKIPPED.get(table, ())
                dumped = (dict(row) for row in connection.execute(f"select * from {table}"))
                found[table] = sorted(
                    repr({key: value for key, value in row.items() if key not in skipped}) for row in dumped
                )
    return found


def is_sound(archive: Path) -> None:
    assert check(archive) == []
    with closing(sqlite3.connect(archive)) as connection:
        assert list(verify(connection)) == []


def test_two_processes_make_the_same_archive_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "ALONE_SECONDS", 0)
    groups = find([show_of(tmp_path / "show")]).groups
    made = []
    for jobs in (1, 2):
        archive = tmp_path / f"{jobs}.db"
        outcomes = list(ingest(archive, groups, Options(), jobs=jobs))
        is_sound(archive)
        made.append([(each.status, each.place, each.episode_id, str(each.error)) for each in outcomes])
        again = list(ingest(archive, groups, Options(), jobs=jobs))
        assert [each.status for each in again if each.status != "failed"] == ["unchanged"] * 30
        made[-1] += [(each.status, each.place, each.episode_id, str(each.error)) for each in again]
    assert made[0] == made[1]
    one, two = rows(tmp_path / "1.db"), rows(tmp_path / "2.db")
    assert one == two
    assert len(one["episodes"]) == 30
    assert len(one["utterances"]) >= 30


def started(archive: Path, folder: Path) -> "subprocess.Popen[str]":
    """An ingest in a process of its own, that has stored something and is not done."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "ingest", str(archive), str(folder), "--jobs", "2"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        if archive.exists() and episodes(archive):
            return process
        time.sleep(0.005)
    process.kill()
    raise AssertionError(f"it never began: {process.communicate()}")


def episodes(archive: Path) -> int:
    with closing(sqlite3.connect(archive, timeout=5)) as connection:
        try:
            return int(connection.execute("select count(*) from episodes").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # its tables are not there yet


MANY = 300


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_an_ingest_that_was_interrupted_carries_on(tmp_path: Path, by: signal.Signals) -> None:
    folder, archive = show_of(tmp_path / "show", MANY, 3), tmp_path / "archive.db"
    process = started(archive, folder)
    # Ctrl-C goes to all processes of the command, a kill to one.
    (os.killpg if by == signal.SIGINT else os.kill)(process.pid, by)
    output, noise = process.communicate(timeout=120)
    assert process.returncode != 0
    assert "Traceback" not in noise
    stored = episodes(archive)
    assert 0 < stored < MANY
    is_sound(archive)
    result = podarchive("ingest", archive, folder, "--jobs", 2)
    assert result.stdout.startswith(f"{MANY - stored} inserted, 0 updated, {stored} unchanged, 1 failed\n")
    is_sound(archive)
    whole = tmp_path / "whole.db"
    list(ingest(whole, find([folder]).groups, Options(), jobs=1))
    one, two = rows(archive), rows(whole)
    # It took two runs.
    for each in (one, two):
        del each["ingests"]
        each["sqlite_sequence"] = [row for row in each["sqlite_sequence"] if "ingests" not in row]
    assert one == two
    if by == signal.SIGINT:
        assert output.startswith(f"{stored} inserted, 0 updated, 0 unchanged, ")


@pytest.mark.parametrize("taken", [0, 1, 49, 50, 75, 120])
def test_what_was_stored_is_counted_wherever_an_interrupt_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    folder, archive = show_of(tmp_path / "show", 130, 1), tmp_path / "archive.db"
    podarchive("ingest", archive, folder / "Ep 129.srt", folder / "Ep 128.md")
    add = Report.add
    count = itertools.count()

    def interrupted(self: Report, *arguments: Any, **options: Any) -> None:
        if next(count) == taken:
            raise KeyboardInterrupt
        add(self, *arguments, **options)

    monkeypatch.setattr(Report, "add", interrupted)
    result = podarchive("ingest", archive, folder, "--jobs", 1)
    assert result.exit_code == 1
    assert episodes(archive) > 2
    assert result.stdout.startswith(f"{episodes(archive) - 2} inserted, 0 updated, ")


def test_verbose_says_every_hundred_episodes_how_far_it_is(tmp_path: Path) -> None:
    folder = show_of(tmp_path / "show", 210, 1)
    result = podarchive("ingest", tmp_path / "archive.db", folder, "--verbose", "--jobs", 1)
    said = [line for line in result.stderr.splitlines() if " a second" in line]
    assert [line.split(" episodes")[0] for line in said] == ["100 of 210", "200 of 210"]
    quiet = podarchive("ingest", tmp_path / "archive.db", folder, "--jobs", 1)
    assert " a second" not in quiet.output


def test_json_has_all_that_became_of_everything(tmp_path: Path) -> None:
    folder, archive = show_of(tmp_path / "show", 6), tmp_path / "archive.db"
    broken = folder / "Ep 007.srt"
    write(folder / "cover.png", b"x")
    write(folder / "Ep 000.srt", srt(["Ann Lee: I'm sorry."] * 9))
    podarchive("ingest", archive, folder)
    (folder / "Ep 004.vtt").unlink()
    write(folder / "Ep 000.srt", srt(["Ann Lee: I'm sorry."] * 10))
    result = podarchive("ingest", archive, folder, "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    said = json.loads(result.stdout)
    assert {key: said[key] for key in ("inserted", "updated", "unchanged", "failed", "removed")} == {
        "inserted": 0,
        "updated": 1,
        "unchanged": 4,
        "failed": 1,
        "removed": 0,
    }
    (failure,) = said["failures"]
    assert (failure["place"], failure["problem"]) == (str(broken), "is not text (it holds NUL characters)")
    assert failure["remedy"]
    (warning,) = said["warnings"]
    assert (warning["code"], warning["episode"]) == ("repetition", "Number 0")
    assert said["passed_over"] == [{"path": str(folder / "cover.png"), "why": "a picture"}]
    assert said["vanished"] == [{"file": "show/Ep 004.vtt", "episode": "Ep 004", "episode_id": 5}]
    pruned = json.loads(podarchive("ingest", archive, folder, "--json", "--prune").stdout)
    assert (pruned["removed"], pruned["vanished"]) == (1, [])


def test_what_was_passed_over_and_flagged_is_said_at_the_end(tmp_path: Path) -> None:
    folder = show_of(tmp_path / "show", 6)
    write(folder / "cover.png", b"x")
    write(folder / "Ep 000.srt", srt(["Ann Lee: I'm sorry."] * 9))
    lines = podarchive("ingest", tmp_path / "archive.db", folder).stdout.splitlines()
    assert lines[:2] == ["6 inserted, 0 updated, 0 unchanged, 1 failed", "passed over: 1 × a picture"]
    assert lines[3].split() == ["WARNING", "TIMES", "EPISODES", "FOR", "EXAMPLE"]
    assert lines[4].split()[:3] == ["repetition", "1", "1"]


def test_show_explains_a_folder(tmp_path: Path) -> None:
    folder = show_of(tmp_path / "show", 3)
    write(folder / "cover.png", b"x")
    write(
        folder / "Ep 000.chapters.json", '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}]}'
    )
    before = sorted(folder.rglob("*"))
    result = podarchive("show", folder)
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert sorted(folder.rglob("*")) == before
    assert sorted(tmp_path.iterdir()) == [folder]
    first, _, third, broken = said["episodes"]
    assert first["episode"] == "Ep 000"
    assert [Path(file).name for file in first["files"]] == ["Ep 000.chapters.json", "Ep 000.srt"]
    assert Path(first["sidecar"]).name == "Ep 000.toml"
    assert first["podcast_file"] == str(folder / "podcast.toml")
    assert (first["podcast"], first["title"], first["chapters"]) == ("Bread", "Number 0", 1)
    assert (first["speakers"], first["guessed_from_the_name"]) == (["Ann Lee"], ["number"])
    assert third["transcripts"] == [{"words": 60, "origin": None, "preferred": True, "flags": []}]
    assert broken["error"].startswith(f"{folder / 'Ep 007.srt'}: ")
    assert said["passed_over"] == [{"path": str(folder / "cover.png"), "why": "a picture"}]


def test_show_tells_two_talks_and_a_broken_file_apart(tmp_path: Path) -> None:
    folder = tmp_path / "show"
    write(folder / "Talk" / "captions.vtt", vtt(talk(1)))
    write(folder / "Talk" / "transcript.vtt", vtt(talk(2)))
    broken = write(folder / "Talk" / "transcript.json", "{")
    said = json.loads(podarchive("show", folder).stdout)["episodes"]
    assert [(each["episode"], each["sources"]) for each in said] == [
        ("Talk", {"captions.vtt": "webvtt"}),
        ("Talk", {"transcript.vtt": "webvtt"}),
    ]
    assert [len(each["refused"]) for each in said] == [1, 1]
    assert said[0]["refused"][0].startswith(f"{broken}: ")
    # The same of one file, which stands for all of its name.
    whole = json.loads(podarchive("show", folder / "Talk" / "captions.vtt").stdout)
    assert [each["sources"][0]["uri"] for each in whole["episodes"]] == ["captions.vtt", "transcript.vtt"]
    assert whole["refused"] == said[0]["refused"]
    archive = tmp_path / "archive.db"
    assert podarchive("ingest", archive, folder).stdout == "2 inserted, 0 updated, 0 unchanged, 1 failed\n"


def test_formats_lists_every_module() -> None:
    modules = {path.stem for path in (ROOT / "ingest/formats").glob("*.py")} - {"__init__"}
    lines = podarchive("formats").stdout.splitlines()
    assert {line.split()[0] for line in lines[1:]} == {format.name for format in registry.formats()}
    assert len(lines) == 1 + len(modules)
    assert {format.name for format in registry.formats()} == modules


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--jobs", "0"), "0 is not in the range 1<=x<=64"),
        (("--jobs", "many"), "'many' is not a valid integer"),
        (("--format", "dogs"), "there is no format 'dogs'"),
        (("--title", "Salt"), "--title is of one episode; name one source, or use sidecars."),
    ],
)
def test_an_option_that_makes_no_sense_is_a_usage_error(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    folder, archive = show_of(tmp_path / "show", 3), tmp_path / "archive.db"
    result = podarchive("ingest", archive, folder, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not archive.exists()


@pytest.mark.parametrize("command", ["ingest", "rederive", "show"])
def test_help_names_the_options(command: str) -> None:
    said = podarchive(command, "--help").stdout
    options = {
        "ingest": ("--format", "--jobs", "--prune", "--json", "--verbose", "--title", "--guest"),
        "rederive": ("--jobs", "--json"),
        "show": ("--format", "--title"),
    }
    assert [option for option in options[command] if option not in said] == []
