"""Files that people wrote, and that say different things of a show: told, kept, and shown."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.cli import main

from .running import ask, run, statuses
from .talks import srt, talk, write

SHOW = '[podcast]\ntitle = "{title}"\nauthor = "{author}"\n'
VIDEO = '[transcript]\nrecording = "https://www.youtube.com/watch?v=abcdefghijk"\n'
WARNED = "select code, place, message from warnings where code in ('other_show', 'contradicted_show')"


def said(folder: Path, name: str, title: str = "Bread", author: str = "Ada", more: str = "") -> Path:
    """An episode and the file that says which show it is of."""
    write(folder / f"{name}.srt", srt(talk(sum(map(ord, name)))))
    return write(folder / f"{name}.toml", SHOW.format(title=title, author=author) + more)


def test_two_files_of_an_episode_that_name_two_shows_are_told(archive: Path, tmp_path: Path) -> None:
    said(tmp_path / "a", "Talk", "Bread", more=VIDEO)
    said(tmp_path / "b", "Other talk", "Salt", more=VIDEO)
    run(archive, tmp_path)
    assert ask(archive, "select podcasts.title from podcasts join episodes on podcasts.id = podcast_id") == [
        ("Bread",)
    ]
    assert ask(archive, WARNED) == [
        (
            "other_show",
            "Other talk.toml",
            "it says that the show is “Salt”, and Talk.toml of the same episode that it is “Bread”, which is"
            " believed; let both name one show",
        )
    ]
    assert statuses(archive, tmp_path)[0] == "unchanged"


def test_one_title_in_other_letters_is_one_show(archive: Path, tmp_path: Path) -> None:
    said(tmp_path / "a", "Talk", "Bread and  salt", more=VIDEO)
    said(tmp_path / "b", "Other talk", "bread and Salt", more=VIDEO)
    run(archive, tmp_path)
    assert ask(archive, "select count(*) from episodes") == [(1,)]
    assert ask(archive, WARNED) == []


def test_two_files_that_differ_about_their_show_are_told(archive: Path, tmp_path: Path) -> None:
    said(tmp_path, "One", author="Ada")
    said(tmp_path, "Two", author="Bob")
    run(archive, tmp_path)
    assert ask(archive, "select title, author from podcasts") == [("Bread", "Bob")]
    assert ask(archive, WARNED) == [
        (
            "contradicted_show",
            "Bread",
            "another file says something else of the show, and the last that came in is believed"
            " (author: “Bob”, before “Ada”); let both say the same, or write it into one podcast.toml",
        )
    ]
    where = (
        "select title from episodes where id in (select episode_id from warnings where code like '%_show')"
    )
    assert ask(archive, where) == [("Two",)]


def test_who_takes_them_in_is_told_too(archive: Path, tmp_path: Path) -> None:
    said(tmp_path, "One", author="Ada")
    said(tmp_path, "Two", author="Bob")
    told = CliRunner().invoke(main, ["ingest", str(archive), str(tmp_path)])
    assert "contradicted_show" in told.output


@pytest.mark.parametrize("name", ["Two.toml", "podcast.toml"])
def test_a_file_that_was_edited_contradicts_nobody(archive: Path, tmp_path: Path, name: str) -> None:
    write(tmp_path / "One.srt", srt(talk(1)))
    write(tmp_path / "Two.srt", srt(talk(2)))
    for author in ("Ada", "Bob"):
        write(tmp_path / name, SHOW.format(title="Bread", author=author))
        run(archive, tmp_path)
    assert ask(archive, "select title, author from podcasts") == [("Bread", "Bob")]
    assert ask(archive, WARNED) == []


def test_what_a_file_says_for_one_episode_goes_before_what_is_said_for_all(
    archive: Path, tmp_path: Path
) -> None:
    """Of another kind is no contradiction: it is how one says otherwise."""
    write(tmp_path / "podcast.toml", SHOW.format(title="Bread", author="Ada"))
    write(tmp_path / "One.srt", srt(talk(1)))
    said(tmp_path, "Two", author="Bob")
    run(archive, tmp_path)
    assert ask(archive, WARNED) == []
