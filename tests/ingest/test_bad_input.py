"""What bad input gets: one line, *place: what is wrong; what to do*, exit code 1, nothing half stored."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.cli import main

from .transcripts import PASTE, paste


def podarchive(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(file: Path, archive: Path) -> str:
    """What `ingest` says of a file that it takes nothing of."""
    result = podarchive("ingest", archive, file)
    assert result.exit_code == 1
    assert result.stdout == "0 inserted, 0 updated, 0 unchanged, 1 failed\n"
    (line,) = result.stderr.splitlines()
    assert line.startswith(str(file.parent))
    assert line.count("; ") >= 1
    with closing(sqlite3.connect(archive)) as connection:
        tables = ("episodes", "utterances", "sources", "source_bytes", "people", "podcasts", "ingests")
        assert [connection.execute(f"select count(*) from {t}").fetchone() for t in tables] == [(0,)] * 7
    return line


BAD = {
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "binary": (b"\x7fELF\x02\x01\0\0\0\xff\xfe", "is not text"),
    "cut_off": (b"\xff\xfeT\0r\0a", "is not UTF-16"),
    "other": ('{"dogs": []}', "no format claims this JSON; see `podarchive formats`"),
    "feed": ("<rss><channel/></rss>", "lists no episode; check that it is the feed of a podcast"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", "is compressed (gzip); unpack it first"),
    "no_times": ("https://youtu.be/aB3_dE-gH1j\nTranscript\nHello", "no line below “Transcript” is a time"),
    "backwards": ("Transcript\n0:10\na\n0:20\nb\n0:02\nc", "line 6: times run backwards, 0:02 after 0:20"),
}
PAST_THE_END = "0:00 One\n0:10 Two\n9:00 Three\n\nTranscript\n0:00\nHello\n0:20\nGoodbye"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_transcript(name: str, tmp_path: Path) -> None:
    content, said = BAD[name]
    file = tmp_path / f"{name}.txt"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert said in refused(file, tmp_path / "archive.db")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bread.toml", "[episode]\ntilte = 'Salt'", "unknown key 'tilte'"),
        ("bread.toml", "[episode]\npublished = '30 February'", "published is '30 February'"),
        ("bread.toml", "", "is empty"),
        ("bread.corrections.toml", "[[turn]]\nwords = 'So'", "has no speaker"),
    ],
)
def test_a_bad_sidecar(name: str, content: str, said: str, tmp_path: Path) -> None:
    file = paste(tmp_path)
    (tmp_path / name).write_text(content)
    assert said in refused(file, tmp_path / "archive.db")


def test_what_is_no_file(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.txt"
    os.mkfifo(fifo)
    assert "is not a file" in refused(fifo, tmp_path / "archive.db")
    assert "there is no such file" in refused(tmp_path / "missing.txt", tmp_path / "archive.db")


def test_a_chapter_past_the_end_is_kept_and_flagged(tmp_path: Path) -> None:
    archive, file = tmp_path / "archive.db", tmp_path / "past.txt"
    file.write_text(PAST_THE_END)
    result = podarchive("ingest", archive, file)
    assert result.exit_code == 0
    assert "chapter_past_end  1" in result.stdout
    with closing(sqlite3.connect(archive)) as connection:
        chapters = connection.execute(
            "select title, start_ms, end_ms from chapters order by place"
        ).fetchall()
        message = connection.execute("select place, message from warnings").fetchone()
    assert chapters == [("One", 0, 10_000), ("Two", 10_000, 540_000), ("Three", 540_000, 540_000)]
    assert message[0] == "line 3"
    assert message[1].startswith("chapter “Three” starts at 9:00, after the end at 0:2")
    # Where a person says how long it is, that is the end.
    file.with_suffix(".toml").write_text('[episode]\nduration = "10:00"')
    assert "warning" not in podarchive("ingest", archive, file).stdout


def test_text_in_an_old_encoding_goes_in_and_the_doubt_is_said(tmp_path: Path) -> None:
    file = tmp_path / "cafe.txt"
    file.write_bytes("Transcript\n0:00\nUn café très frais, à côté\n0:05\nça va\n".encode("cp1252"))
    result = podarchive("ingest", tmp_path / "archive.db", file)
    assert result.exit_code == 0
    assert "doubtful_encoding" in result.stdout
    assert "cafe.txt line 3: is not UTF-8; read as cp1252" in result.stdout
    assert "Un café très «frais», à côté" in podarchive("search", tmp_path / "archive.db", "frais").stdout


def test_a_bad_date_on_the_command_line(tmp_path: Path) -> None:
    result = podarchive("ingest", tmp_path / "archive.db", paste(tmp_path), "--published", "yesterday")
    assert result.exit_code == 1
    assert result.stderr.startswith("command line [episode]: published is 'yesterday'; write a date")


def test_the_others_of_a_batch_go_on(tmp_path: Path) -> None:
    files = [paste(tmp_path, f"ep{n}", video=f"{n:011}") for n in range(3)]
    files[1].write_bytes(b"\0")
    result = podarchive("ingest", tmp_path / "archive.db", *files)
    assert result.exit_code == 1
    assert result.stdout == "2 inserted, 0 updated, 0 unchanged, 1 failed\n"


def test_what_is_stored_stays_when_its_file_turns_bad(tmp_path: Path) -> None:
    archive, file = tmp_path / "archive.db", paste(tmp_path)
    podarchive("ingest", archive, file)
    before = archive.read_bytes()
    file.write_text("Transcript\n0:10\na\n0:02\nb")
    assert podarchive("ingest", archive, file).exit_code == 1
    assert archive.read_bytes() == before


@pytest.mark.parametrize("command", ["ingest", "search", "check", "upgrade", "correct"])
def test_what_is_no_archive(command: str, tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("This is no database, however long it may be. " * 100)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table dogs (name text)")
    before = other.read_bytes()
    more = {"ingest": [paste(tmp_path)], "search": ["bread"], "correct": ["--list"]}.get(command, [])
    for archive, said in ((text, "it is not an SQLite database"), (other, "but no podcast archive")):
        result = podarchive(command, archive, *more)
        assert result.exit_code == 1
        assert result.stderr.splitlines()[0].startswith(f"{archive}: ")
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert other.read_bytes() == before


def test_words_of_others_do_not_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "past.txt"
    file.write_text(PAST_THE_END.replace("Three", "Th\u202eree").replace("Two", "Tw\x9bo"))
    result = podarchive("ingest", tmp_path / "archive.db", file)
    assert "Three" in result.stdout
    assert not {"\x9b", "\u202e"} & set(result.output)


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    file.write_text(PASTE.format(video="aB3_dE-gH1j"))
    result = podarchive("ingest", tmp_path / "archive.db", file)
    assert (result.exit_code, result.stdout) == (0, "1 inserted, 0 updated, 0 unchanged, 0 failed\n")


def test_show_writes_nothing_and_prints_the_record(tmp_path: Path) -> None:
    file = paste(tmp_path)
    before = sorted(tmp_path.iterdir())
    result = podarchive("show", file, "--title", "Salt")
    assert result.exit_code == 0
    assert '"title": "Salt"' in result.stdout
    assert sorted(tmp_path.iterdir()) == before


def test_correct_says_what_it_cannot_find(tmp_path: Path) -> None:
    archive, file = tmp_path / "archive.db", paste(tmp_path)
    podarchive("ingest", archive, file)
    strange = tmp_path / "strange.corrections.toml"
    strange.write_text("[[turn]]\nwords = 'So'\nspeaker = 'Ada'")
    for arguments, said in (
        (
            (strange,),
            f"{strange}: lies beside no transcript that is in the archive; name the episode with --episode",
        ),
        ((strange, "--episode", "salt"), "episode salt: is not in the archive; "),
        (("--undo", "7"), f"{archive} decision 7: is not in the archive; see `podarchive correct --list`"),
    ):
        result = podarchive("correct", archive, *arguments)
        assert result.exit_code == 1
        assert result.stderr.startswith(said)
    assert podarchive("correct", archive, strange, "--episode", "aB3_dE-gH1j").exit_code == 0
    strange.write_text("[[turn]]\nwords = 'So'\nspeaker = 'Ada'\nat = '99999999999999999999:00'")
    assert podarchive("correct", archive, strange, "--episode", "aB3_dE-gH1j").exit_code == 1
    assert podarchive("correct", archive).exit_code == 2


def test_correct_says_whose_words_it_changed(tmp_path: Path) -> None:
    archive, file = tmp_path / "archive.db", paste(tmp_path)
    podarchive("ingest", archive, file, "--title", "Salt")
    beside = tmp_path / "bread.corrections.toml"
    beside.write_text("[[turn]]\nwords = 'Good morning'\nspeaker = 'Ada'")
    assert (
        podarchive("correct", archive, beside).stdout
        == "Salt: 0 inserted, 1 updated, 0 unchanged, 0 failed\n"
    )


def test_a_sidecar_is_no_transcript(tmp_path: Path) -> None:
    sidecar = tmp_path / "bread.toml"
    sidecar.write_text("[episode]\ntitle = 'Salt'")
    assert "name the transcript that it lies beside" in refused(sidecar, tmp_path / "archive.db")
