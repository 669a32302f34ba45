import os
import socket
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files.endings import is_generic, stem
from ingest.files.folders import LONELY, find


@pytest.fixture
def make(tmp_path):
    """Makes empty files in a folder of its own, and gives it back."""

    def made(*names):
        for name in names:
            path = tmp_path / "Lathes" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path / "Lathes"

    return made


def grouped(folder, *paths):
    """The names of the files of each group, as paths from `folder`."""
    found = find(paths or [folder])
    return [
        (group.stem, [file.relative_to(folder).as_posix() for file in group.files]) for group in found.groups
    ]


def passed_over(folder):
    return {path.relative_to(folder).as_posix(): why for path, why in find([folder]).passed_over}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ep 01.srt", "Ep 01"),
        ("Ep 01.SRT", "Ep 01"),
        ("Ep 01.en.vtt", "Ep 01"),
        ("Ep 01.en-US.vtt", "Ep 01"),
        ("Ep 01.pt_BR.vtt", "Ep 01"),
        ("Ep 01.zh-Hans.vtt", "Ep 01"),
        ("Ep 01.es-419.vtt", "Ep 01"),
        ("Ep 01.en-orig.json3", "Ep 01"),
        ("Ep 01.de-en.srv3", "Ep 01"),
        ("Ep 01.en-xY3_Lathe4Q.vtt", "Ep 01"),
        ("Ep 01.deu.srt", "Ep 01"),
        ("Ep 01.info.json", "Ep 01"),
        ("Ep 01.live_chat.json", "Ep 01"),
        ("Ep 01.chapters.json", "Ep 01"),
        ("Ep 01.mp3.words.json", "Ep 01"),
        ("Ep 01.f140.m4a", "Ep 01"),
        ("Ep 01.en.json.xz", "Ep 01"),
        ("Ep 01.TextGrid", "Ep 01"),
        ("Ep 01_transcript.txt", "Ep 01"),
        ("Ep-01-transcript.en.md", "Ep-01"),
        ("Ep 01 - Transcript.docx", "Ep 01"),
        ("Ep 01 Transcript.txt", "Ep 01"),
        ("Ep 01 [Transcript].txt", "Ep 01"),
        ("Ep 01_otter_ai.txt", "Ep 01"),
        ("Ep 01.corrections.toml", "Ep 01"),
        ("Ep 01.toml", "Ep 01"),
        ("Ep 01.ytt", "Ep 01"),
        ("179.transcription__base.json", "179"),
        ("ada_whisperx_consensus_words.json", "ada"),
        ("Dr. Smith.srt", "Dr. Smith"),
        ("Dr.Smith.srt", "Dr.Smith"),
        ("Interview with Dr. Smith", "Interview with Dr. Smith"),
        ("v1.2.srt", "v1.2"),
        ("v1.2", "v1.2"),
        ("3.14 pi.srt", "3.14 pi"),
        ("This IS.NO.srt", "This IS.NO"),
        ("ep.may.srt", "ep.may"),
        ("How to write a transcript.txt", "How to write a transcript"),
        ("en.srt", "en"),
        ("_transcript.srt", "_transcript"),
        ("….srt", "….srt"),
    ],
)
def test_known_endings_are_taken_off_a_name(name, expected):
    assert stem(name) == expected


@given(st.text(max_size=60), st.sampled_from([".srt", ".en.vtt", ".info.json", "_transcript.txt", ".toml"]))
def test_a_stem_is_the_beginning_of_its_name(name, ending):
    name = unicodedata.normalize("NFC", name + ending)
    assert name.startswith(stem(name))
    assert stem(name)


def test_files_of_one_name_are_one_episode(make):
    show = make(
        "Ep 01.mp3", "Ep 01.en.srt", "Ep 01.de.srt", "Ep 01.chapters.json", "Ep 01_transcript.txt",
        "Ep 01.toml", "Ep 01.corrections.toml", "Ep 02.vtt",
    )  # fmt: skip
    first, second = find([show]).groups
    assert [file.name for file in first.files] == [
        "Ep 01.chapters.json",
        "Ep 01.de.srt",
        "Ep 01.en.srt",
        "Ep 01.mp3",
        "Ep 01_transcript.txt",
    ]
    assert first.place == show / "Ep 01.chapters.json"
    assert (first.stem, second.stem) == ("Ep 01", "Ep 02")
    assert (first.sidecar, first.corrections) == (show / "Ep 01.toml", show / "Ep 01.corrections.toml")
    assert (second.sidecar, second.corrections) == (None, None)


def test_names_are_told_apart_by_capitals_and_not_by_how_accents_are_written(make):
    show = make("Café.srt", unicodedata.normalize("NFD", "Café.mp3"), "café.vtt")
    assert [(name, len(files)) for name, files in grouped(show)] == [("Café", 2), ("café", 1)]


def test_a_folder_called_like_the_files_beside_it_is_of_that_episode(make):
    show = make("Ep 01.mp3", "Ep 01/host.srt", "Ep 01/transcript.vtt", "Ep 01/more/x.srt", "Ep 02/host.srt")
    assert grouped(show) == [
        ("x", ["Ep 01/more/x.srt"]),
        ("Ep 01", ["Ep 01.mp3", "Ep 01/host.srt", "Ep 01/transcript.vtt"]),
        ("host", ["Ep 02/host.srt"]),
    ]


def test_names_that_only_say_what_a_file_is_are_of_their_folder(make):
    show = make(
        "Ep 01/transcript.srt",
        "Ep 01/captions_de.vtt",
        "Ep 01/chapters.json",
        "Ep 01/episode.toml",
        "notes.txt",
    )
    first, second = find([show]).groups
    assert (first.stem, len(first.files), first.sidecar) == ("Ep 01", 3, show / "Ep 01" / "episode.toml")
    assert (second.stem, second.files) == ("Lathes", (show / "notes.txt",))


def test_the_folder_that_was_named_gives_its_name_too(make, monkeypatch):
    show = make("transcript.srt", "chapters.json")
    monkeypatch.chdir(show)
    (group,) = find([Path()]).groups
    assert group.stem == "Lathes"
    assert group.files == (Path("chapters.json"), Path("transcript.srt"))


@pytest.mark.parametrize("folder", ["episodes", "Season 2", "2024", "transcripts"])
def test_a_folder_of_a_kind_of_things_is_no_episode(make, folder):
    show = make(f"{folder}.json", f"{folder}/a.srt", f"{folder}/b.srt")
    assert len(find([show]).groups) == 3


def test_a_folder_of_many_names_is_no_episode(make):
    few = make("talk on lathes.md", *(f"talk on lathes/{n}.srt" for n in range(10)))
    assert len(find([few]).groups) == 1
    many = make("talk on lathes/10.srt")
    assert len(find([many]).groups) == 12


def test_a_folder_with_a_podcast_of_its_own_is_no_episode(make):
    show = make("Lathes.md", "Lathes/a.srt", "Lathes/b.srt", "Lathes/podcast.toml")
    assert len(find([show]).groups) == 3


ONE = ("Ep 01.mp3", "Ep 01.srt", "Ep 01.toml", "Ep 01/transcript.vtt", "Ep 01/host.json", "podcast.toml")


@pytest.mark.parametrize(
    "named",
    [
        ["."],
        ["Ep 01"],
        ["Ep 01.srt"],
        ["Ep 01.toml"],
        ["Ep 01/transcript.vtt"],
        ["Ep 01/host.json"],
        ["Ep 01.mp3", "Ep 01.srt", "Ep 01"],
        [".", "Ep 01/host.json", "../Lathes"],
    ],
)
def test_a_file_all_its_files_and_its_folder_are_the_same_episode(make, named):
    show = make(*ONE)
    (group,) = find([show / name for name in named]).groups
    assert {file.resolve().relative_to(show).as_posix() for file in group.files} == {
        "Ep 01.mp3",
        "Ep 01.srt",
        "Ep 01/transcript.vtt",
        "Ep 01/host.json",
    }
    assert group.sidecar.resolve() == show / "Ep 01.toml"
    assert group.podcast.resolve() == show / "podcast.toml"


def test_the_nearest_podcast_speaks_up_to_the_folder_that_was_named(make):
    show = make("podcast.toml", "a/b/x.srt", "a/y.srt", "a/c/podcast.toml", "a/c/z.srt")
    assert {group.stem: group.podcast for group in find([show]).groups} == {
        "x": show / "podcast.toml",
        "y": show / "podcast.toml",
        "z": show / "a" / "c" / "podcast.toml",
    }
    assert find([show / "a" / "b"]).groups[0].podcast is None


def test_groups_come_in_the_order_of_what_was_named(make):
    show = make("a/1.srt", "a/2.srt", "a/10.srt", "b.srt", "c.srt")
    assert [name for name, _ in grouped(show, show / "c.srt", show)] == ["c", "1", "10", "2", "b"]


def test_what_is_no_transcript_is_passed_over_and_says_why(make):
    show = make(
        "a.srt", "changelog-news-1.md", "cover.JPG", "notes.docx", "README.md", "LICENSE", "build.py",
        "requirements.txt", "archive.db", "a.srt~", "all.zip", ".git/config", ".DS_Store", "__MACOSX/a.srt",
        "node_modules/x.md",
    )  # fmt: skip
    assert [name for name, _ in grouped(show)] == ["a", "changelog-news-1"]
    assert passed_over(show) == {
        "cover.JPG": "a picture",
        "notes.docx": "an office document; save it as text",
        "README.md": "says something of the folder",
        "LICENSE": "says something of the folder",
        "build.py": "a program's file",
        "requirements.txt": "a program's file",
        "archive.db": "a database",
        "a.srt~": "a backup",
        "all.zip": "a packed file; unpack it",
        ".git": "hidden",
        ".DS_Store": "hidden",
        "__MACOSX": "a folder of the system's",
        "node_modules": "a program's folder",
    }


@pytest.mark.parametrize("name", ["README.md", ".hidden.srt", "cover.png", "podcast.toml", "a.pdf"])
def test_what_is_named_is_not_passed_over_and_is_alone(make, name):
    show = make("a.srt", name)
    found = find([show / name, show / "a.srt"])
    assert [group.files for group in found.groups] == [(show / name,), (show / "a.srt",)]
    assert found.passed_over == ()


def test_a_sidecar_without_a_transcript_says_nothing(make):
    show = make("a.toml", "b.corrections.toml", "c.srt")
    assert [name for name, _ in grouped(show)] == ["c"]
    assert passed_over(show) == {"a.toml": LONELY, "b.corrections.toml": LONELY}
    assert grouped(show, show / "a.toml") == [("a", ["a.toml"])]


def test_of_two_sidecars_the_nearer_one_counts(make):
    show = make("a.srt", "a.toml", "a.en.toml", "a/info.toml")
    (group,) = find([show]).groups
    assert group.sidecar == show / "a.toml"
    assert passed_over(show) == dict.fromkeys(
        ["a.en.toml", "a/info.toml"], "the episode has another of its kind"
    )


def test_links_are_followed_to_files_in_the_folder_only(make, tmp_path):
    show = make("a.srt", ".store/kept", "more/b.srt")
    (tmp_path / "secret.srt").touch()
    (show / "out.srt").symlink_to(tmp_path / "secret.srt")
    (show / "kept.srt").symlink_to(".store/kept")
    (show / "again.srt").symlink_to("a.srt")
    (show / "nothing.srt").symlink_to("nowhere")
    (show / "loop.srt").symlink_to("loop.srt")
    (show / "more" / "up").symlink_to(show)
    assert [name for name, _ in grouped(show)] == ["a", "kept", "b"]
    assert passed_over(show) == {
        "out.srt": "a link out of the folder",
        "again.srt": f"a link to {show / 'a.srt'}",
        "nothing.srt": "a link to nothing that can be read",
        "loop.srt": "a link to nothing that can be read",
        "more/up": "a link to a folder",
        ".store": "hidden",
    }


def test_a_link_that_is_named_is_read(make, tmp_path):
    show = make("a.srt")
    (tmp_path / "elsewhere.srt").touch()
    (show / "out.srt").symlink_to(tmp_path / "elsewhere.srt")
    assert grouped(show, show / "out.srt") == [("out", ["out.srt"])]


def test_a_folder_can_be_named_by_a_link(make, tmp_path):
    show = make("a.srt", "b/transcript.srt")
    (tmp_path / "linked").symlink_to(show)
    link = tmp_path / "linked"
    assert grouped(link) == [("a", ["a.srt"]), ("b", ["b/transcript.srt"])]


def test_pipes_and_sockets_are_read_only_if_they_are_named(make):
    show = make("a.srt")
    os.mkfifo(show / "pipe.srt")
    # A socket's path may not be long.
    here = Path.cwd()
    os.chdir(show)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.srt")
    finally:
        os.chdir(here)
    assert passed_over(show) == {"pipe.srt": "not a file", "socket.srt": "not a file"}
    assert grouped(show, show / "pipe.srt") == [("pipe", ["pipe.srt"])]


def test_what_is_not_there_is_a_group_of_its_own(make):
    show = make("a.srt")
    assert grouped(show, show / "b.srt", show / "c" / "d.srt") == [("b", ["b.srt"]), ("d", ["c/d.srt"])]
    assert [str(group.place) for group in find([Path("a\0b.srt")]).groups] == ["a\0b.srt"]


def test_a_folder_that_cannot_be_read_is_said(make, monkeypatch):
    show = make("a.srt", "closed/b.srt")
    real = os.scandir

    def scandir(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert passed_over(show) == {"closed": "cannot be opened (Permission denied)"}
    assert grouped(show, show / "closed") == [("closed", ["closed"])]


def test_an_empty_folder_has_no_episodes(make):
    show = make()
    show.mkdir()
    assert find([show]).groups == ()


def test_thousands_of_files_are_looked_at_once_each(make, monkeypatch):
    show = make(*(f"{n % 10}/ep {n}.{ending}" for n in range(2_500) for ending in ("srt", "mp3")))
    named = sorted(show.rglob("*.srt"))
    looked_at = []
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: looked_at.append(path) or real(path))
    files = [file for group in find([show, *named]).groups for file in group.files]
    assert len(files) == len(set(files)) == 5_000
    # The folder and the ten in it in the walk, and the ten for the files that were named.
    assert len(looked_at) == 1 + 10 + 10


def test_generic_names_are_few():
    assert is_generic("transcript_pt-BR")
    assert not is_generic("transcript_of_ada")
    assert not is_generic("notes-on-lathes")
