"""Episodes that a person merges and splits: it holds whatever comes again, and can be undone."""

import json
import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.check import check
from ingest import joining, upkeep
from ingest.cli import main
from ingest.files.raw import sha256
from ingest.known import Known
from ingest.settling import _former

from .dumps import Dump, dump
from .running import ask, run
from .shows import captions, feed, item, markdown, page

COUNT = "select count(*) from episodes"


def podarchive(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def two(folder: Path) -> list[Path]:
    """A feed with two items, and captions that no name joins to either."""
    items = item("one", day=1, number=1), item("two", day=2, number=2, video="00000000002")
    return [feed(folder / "feeds", *items), captions(folder, file="tape", words=5)]


def id_of(archive: Path, title: str) -> int:
    return int(ask(archive, f"select id from episodes where title = '{title}'")[0][0])


def test_a_merge_holds_and_is_undone(archive: Path, tmp_path: Path) -> None:
    files = two(tmp_path)
    run(archive, *files)
    before = dump(archive)
    addresses = "select id, slug from episodes order by id"
    slugs = ask(archive, addresses)
    output = podarchive("episodes", "merge", archive, "Machine one", "tape").output
    assert "podarchive episodes undo" in output
    assert ask(archive, COUNT) == [(2,)]
    assert ask(archive, "select title from episodes join transcripts on episodes.id = episode_id") == [
        ("Machine one",)
    ]
    ((former, moved_to),) = ask(archive, "select former_id, moved_to from former_addresses")
    assert {former, moved_to} < {id_ for id_, _ in slugs}
    assert {outcome.status for outcome in run(archive, *files)} == {"unchanged"}
    said = files[1].read_text()
    files[1].write_text(said.replace("The", "A"))
    run(archive, files[1])
    assert ask(archive, COUNT) == [(2,)]
    podarchive("episodes", "undo", archive, 1)
    assert ask(archive, addresses) == slugs
    assert ask(archive, "select * from former_addresses") == []
    assert dump(archive)["people"] == before["people"]
    assert "undone" in podarchive("episodes", "decisions", archive).output


def test_what_was_undone_is_as_it_was(archive: Path, tmp_path: Path) -> None:
    run(archive, *two(tmp_path))
    before = dump(archive)
    podarchive("episodes", "merge", archive, "Machine one", "tape")
    podarchive("episodes", "undo", archive, 1)
    assert dump(archive) == before
    merged = Path(f"{archive}.2")
    run(merged, *two(tmp_path))
    assert dump(merged) == before


def test_a_split_holds_and_is_undone(archive: Path, tmp_path: Path) -> None:
    files = [*two(tmp_path)[:1], markdown(tmp_path), captions(tmp_path), page(tmp_path)]
    run(archive, *files)
    before = dump(archive)
    podarchive("episodes", "split", archive, "one", "--source", "engines-of-thought-1.md")
    assert ask(archive, COUNT) == [(3,)]
    split = dump(archive)
    for path in files:
        run(archive, path)
    assert dump(archive) == split
    podarchive("episodes", "undo", archive, 1)
    assert dump(archive) == before


def test_a_file_that_was_split_off_and_edited_stays_so(archive: Path, tmp_path: Path) -> None:
    files = [*two(tmp_path)[:1], markdown(tmp_path), captions(tmp_path)]
    run(archive, *files)
    podarchive("episodes", "split", archive, "one", "--source", "engines-of-thought-1.md")
    sources = "select episode_id, uri from sources where superseded_at is null order by 2"
    before = ask(archive, sources)
    files[1].write_text(f"{files[1].read_text()}\n**Ada Byron:** Good night.\n")
    run(archive, files[1])
    run(archive, *files)
    assert ask(archive, sources) == before
    moved = files[1].rename(tmp_path / "written" / "moved.md")
    run(archive, moved)
    assert ask(archive, COUNT) == [(3,)]
    assert len(ask(archive, sources)) == len(before)


@pytest.mark.parametrize("kind", ["merge", "split"])
def test_a_decision_holds_in_every_order_of_what_comes_after(
    tmp_path: Path, archive: Path, kind: str
) -> None:
    made: list[Dump] = []
    for number, order in enumerate(permutations(range(3))):
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        first, tape = two(folder)
        others = [markdown(folder), page(folder), captions(folder, 2, words=2)]
        path = tmp_path / f"{number}.db"
        if kind == "merge":
            run(path, first, tape)
            podarchive("episodes", "merge", path, "one", "tape")
        else:
            run(path, first, tape, captions(folder))
            podarchive("episodes", "split", path, "one", "--source", "engines-of-thought-1.srt")
        for place in order:
            run(path, others[place])
        made.append(dump(path))
    assert all(each == made[0] for each in made)


def test_items_of_one_feed_are_never_merged(archive: Path, tmp_path: Path) -> None:
    run(archive, *two(tmp_path))
    before = archive.read_bytes()
    output = podarchive("episodes", "merge", archive, "one", "two", code=1).output
    assert "two items of one feed" in output
    assert archive.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("merge", "one", "nobody"), "is not in the archive"),
        (("merge", "one", "Machine one"), "is one episode"),
        (("split", "one", "--source", "nothing.srt"), "is no source of episode one"),
        (("undo", "7"), "is not in the archive"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    archive: Path, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    run(archive, *two(tmp_path))
    output = podarchive("episodes", words[0], archive, *words[1:], code=1).output
    assert (message in output, output.count("\n")) == (True, 1)


def test_what_may_be_one_is_proposed_and_never_merged_unasked(archive: Path, tmp_path: Path) -> None:
    one = feed(tmp_path / "feeds", item("one", day=1, number=1, file="episode-7", title="On Looms"))
    tape = captions(tmp_path, file="episode-7")
    twin = tmp_path / "on looms.txt"
    twin.write_text("Somebody talks of looms here. And somebody else answers.\n")
    run(archive, one, tape, twin)
    assert ask(archive, COUNT) == [(3,)]
    output = podarchive("episodes", "proposals", archive).output
    assert ("one title" in output, "one file name" in output) == (True, True)
    assert ask(archive, COUNT) == [(3,)]
    podarchive("episodes", "merge", archive, "--proposed")
    assert ask(archive, COUNT) == [(1,)]
    assert podarchive("episodes", "proposals", archive).output == "nothing is proposed\n"
    podarchive("episodes", "undo", archive, 1)
    podarchive("episodes", "undo", archive, 2)
    assert ask(archive, COUNT) == [(3,)]


def test_what_is_split_is_not_proposed_again(archive: Path, tmp_path: Path) -> None:
    files = [*two(tmp_path)[:1], markdown(tmp_path)]
    run(archive, *files)
    podarchive("episodes", "split", archive, "one", "--source", "engines-of-thought-1.md")
    assert podarchive("episodes", "proposals", archive).output == "nothing is proposed\n"


def test_a_transcript_that_a_person_prefers_speaks(archive: Path, tmp_path: Path) -> None:
    files = [*two(tmp_path)[:1], markdown(tmp_path), captions(tmp_path), page(tmp_path)]
    run(archive, *files)
    before = dump(archive)
    speaks = "select uri from transcripts join sources on sources.id = source_id where preferred"
    assert ask(archive, speaks) == [("written/engines-of-thought-1.md",)]
    podarchive("transcripts", "prefer", archive, "one", "engines-of-thought-1.srt")
    assert ask(archive, speaks) == [("captions/engines-of-thought-1.srt",)]
    run(archive, *files)
    assert ask(archive, speaks) == [("captions/engines-of-thought-1.srt",)]
    assert "yes" in podarchive("transcripts", "list", archive, "one").output
    podarchive("transcripts", "prefer", archive, "one", "--undo")
    assert dump(archive) == before
    assert "is no transcript" in podarchive("transcripts", "prefer", archive, "one", "x.srt", code=1).output


def test_an_ingest_says_what_it_proposes(archive: Path, tmp_path: Path) -> None:
    one = feed(tmp_path / "feeds", item("one", day=1, number=1, file="episode-7"))
    tape = captions(tmp_path, file="episode-7")
    assert "may be one" not in podarchive("ingest", archive, one).output
    output = podarchive("ingest", archive, tape).output
    assert f"1 pair of episodes may be one; see `podarchive episodes proposals {archive}`" in output
    assert "may be one" not in podarchive("ingest", archive, one, tape).output


@pytest.mark.parametrize("after", ["ingest", "rederive"])
@pytest.mark.parametrize("kind", ["merge", "split"])
def test_what_was_decided_before_a_run_was_killed_is_completed_by_the_next(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, after: str
) -> None:
    files = two(tmp_path)
    run(archive, *files)
    if kind == "split":
        podarchive("episodes", "merge", archive, "Machine one", "tape")
    names: Any = (["Machine one", "tape"],) if kind == "merge" else ("Machine one", ["tape.srt"])
    with monkeypatch.context() as patched:
        patched.setattr(joining, "_stored", _killed)
        decide = joining.merge if kind == "merge" else joining.split
        with pytest.raises(KeyboardInterrupt):
            decide(archive, *names)
    assert check(archive) == []
    assert ask(archive, COUNT) == [(3 if kind == "merge" else 2,)]
    if after == "ingest":
        run(archive, *files)
    else:
        podarchive("rederive", archive)
    assert ask(archive, COUNT) == [(2 if kind == "merge" else 3,)]


def test_what_was_undone_before_a_run_was_killed_can_be_undone_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = two(tmp_path)
    run(archive, *files)
    podarchive("episodes", "merge", archive, "Machine one", "tape")
    with monkeypatch.context() as patched:
        patched.setattr(joining, "_stored", _killed)
        with pytest.raises(KeyboardInterrupt):
            joining.undo(archive, 1)
    podarchive("episodes", "undo", archive, 1)
    assert ask(archive, COUNT) == [(3,)]
    assert {outcome.status for outcome in run(archive, *files)} == {"unchanged"}


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_merge_holds_when_what_was_merged_went_and_comes_again(archive: Path, tmp_path: Path) -> None:
    files = captions(tmp_path, file="tape", words=5), markdown(tmp_path, words=7)
    run(archive, *files)
    podarchive("episodes", "merge", archive, *(id_ for (id_,) in ask(archive, "select id from episodes")))
    aside = [file.rename(tmp_path / file.name) for file in files]
    files[0].with_suffix(".chapters.json").unlink()
    folders = [file.parent for file in files]
    assert list(upkeep.prune(archive, upkeep.vanished(archive, folders)))
    assert ask(archive, COUNT) == [(0,)]
    for file, kept in zip(files, aside, strict=True):
        kept.rename(file)
        run(archive, file)
    assert ask(archive, COUNT) == [(1,)]


def test_a_file_that_was_split_off_keeps_its_episode_where_it_is_moved_to(
    archive: Path, tmp_path: Path
) -> None:
    listed, tape = feed(tmp_path / "feeds", item("one", day=1, number=1)), captions(tmp_path)
    run(archive, listed, tape)
    podarchive("episodes", "split", archive, "one", "--source", tape.name)
    ((id_, slug, said),) = ask(
        archive,
        "select episodes.id, slug, text from episodes join utterances on episode_id = episodes.id"
        " group by episodes.id",
    )
    decided = tmp_path / "decided.toml"
    words = " ".join(said.split()[:4])
    decided.write_text(f'[[turn]]\nat = "0:00"\nwords = "{words}"\nspeaker = "Ada Byron"\n')
    podarchive("correct", archive, decided, "--episode", id_)
    held = "select id, episode_id from corrections"
    before = ask(archive, held)
    moved = tmp_path / "moved"
    moved.mkdir()
    tape.rename(moved / "otherwise.srt")
    run(archive, moved)
    assert ask(archive, COUNT) == [(2,)]
    assert ask(archive, f"select slug from episodes where id = {id_}") == [(slug,)]
    assert ask(archive, held) == before == [(1, id_)]
    assert ask(archive, "select code from warnings") == []


def test_what_a_file_was_before_is_found_without_reading_all_sources(archive: Path, tmp_path: Path) -> None:
    tape = captions(tmp_path)
    run(archive, tape)
    before = sha256(tape.read_bytes())
    tape.write_text(tape.read_text().replace("The", "A"))
    run(archive, tape)
    with closing(sqlite3.connect(archive)) as connection:
        known = Known(connection=connection)
        (source,) = (each for each in known.sources(1) if each.format == "srt")
        columns = [row[1] for row in connection.execute("pragma table_info(sources)") if row[1] != "id"]
        changed = {"uri": "value", "superseded_at": "iif(value % 2, '2026', null)"}
        new = ", ".join(changed.get(each, f"sources.{each}") for each in columns)
        connection.execute(
            f"insert into sources ({', '.join(columns)}) select {new} from json_each(?)"
            " join (select * from sources limit 1) as sources",
            (json.dumps([*range(20_000)]),),
        )
        steps: list[int] = []
        connection.set_progress_handler(lambda: steps.append(1), 100)
        found = _former(known, source)
    assert {name.value for name in found} == {before}
    assert len(steps) < 100
