"""People across episodes and shows: found in any order, decided on, and given back when that is undone."""

import itertools
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive import mentions
from archive.check import check
from archive.errors import ArchiveError
from archive.mentions import Tie
from ingest import acquaintance
from ingest.cli import main
from ingest.whom import directory

from .dumps import dump
from .running import ask, run
from .talks import write

LINES = ("I bake bread every day.", "And I fly planes at night.", "The oven is warm.", "The sky is cold.")


def episode(folder: Path, name: str, show: str, *speakers: str, people: str = "") -> Path:
    """A transcript in which everybody says a line in turn, and its sidecar."""
    said = "\n\n".join(
        f"{n + 1}\n00:00:{n * 5:02},000 --> 00:00:{n * 5 + 4:02},000\n{who}: {name} {LINES[n % 4]}"
        for n, who in enumerate(speakers * 2)
    )
    file = write(folder / f"{name}.srt", said + "\n")
    write(folder / f"{name}.toml", f'[podcast]\ntitle = "{show}"\n[episode]\ntitle = "{name}"\n{people}')
    return file


def person(name: str, role: str = "guest", href: str | None = None) -> str:
    page = f'href = "{href}"\n' if href else ""
    return f'[[person]]\nname = "{name}"\nrole = "{role}"\n{page}'


def podarchive(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def people(archive: Path) -> list[Any]:
    return ask(archive, "select name, href from people order by name, href")


def spoken(archive: Path) -> list[Any]:
    return ask(
        archive,
        "select distinct episodes.title, label, people.name, method from speakers"
        " join episodes on episodes.id = episode_id left join people on people.id = person_id order by 1, 2",
    )


def state(archive: Path) -> Any:
    """All that is stored, with the ids and addresses of people."""
    held = ask(archive, "select id, slug, name, href, name_key, image_url from people order by id")
    return dump(archive), held, ask(archive, "select kind, former_id, slug, moved_to from former_addresses")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            (("MAYA OKAFOR", None), ("Maya Okafor", None), ("maya okafor, PhD", None)),
            [("Maya Okafor", None)],
        ),
        (
            (("Maya Okafor", "https://m.example/1"), ("MAYA OKAFOR", None), ("Dr. Maya Okafor", None)),
            [("Maya Okafor", "https://m.example/1")],
        ),
        (
            (
                ("Maya Okafor", "https://m.example/1"),
                ("Maya Okafor", "https://m.example/2"),
                ("Maya Okafor", None),
            ),
            [
                ("Maya Okafor", None),
                ("Maya Okafor", "https://m.example/1"),
                ("Maya Okafor", "https://m.example/2"),
            ],
        ),
        ((("Maya", None), ("Maya", None), ("MAYA", None)), [("MAYA", None), ("Maya", None), ("Maya", None)]),
        (
            (("Maya Okafor", "https://show.example/"), ("Leo Dion", "https://show.example/"), ("Leo", None)),
            [("Leo", None), ("Leo Dion", None), ("Maya Okafor", None)],
        ),
    ],
)
def test_no_order_of_ingest_shows(
    tmp_path: Path, given: tuple[tuple[str, str | None], ...], expected: list[Any]
) -> None:
    files = [
        episode(tmp_path / f"{n}", f"Talk {n}", f"Show {n}", name, "Ann Lee", people=person(name, href=href))
        for n, (name, href) in enumerate(given)
    ]
    dumps = []
    for number, order in enumerate(itertools.permutations(files)):
        archive = tmp_path / f"archive-{number}.db"
        for file in order:
            run(archive, file)
        dumps.append(dump(archive))
        assert [row for row in people(archive) if row[0] != "Ann Lee"] == expected
        assert len(ask(archive, "select 1 from people where name = 'Ann Lee'")) == 1
    for other in dumps[1:]:
        assert other == dumps[0]


@pytest.fixture
def shows(tmp_path: Path) -> Path:
    """An archive with three episodes of two shows."""
    archive = tmp_path / "archive.db"
    for name, show, *speakers in (
        ("Salt", "Bread", "Leo Dion", "Jo Marsh"),
        ("Rye", "Bread", "Leo", "Joanna Marsh"),
        ("Wings", "Planes", "LEO DION", "Jo Marsh"),
    ):
        run(archive, episode(tmp_path, name, show, *speakers))
    return archive


def decide(archive: Path, *arguments: object) -> int:
    """What a command decided, which is then undone and done again: the number of the decision."""
    before = state(archive)
    result = podarchive("people", arguments[0], archive, *arguments[1:])
    assert result.exit_code == 0, result.output
    assert check(archive) == []
    after = state(archive)
    assert after != before
    number = int(result.output.split()[1].rstrip(";"))
    assert podarchive("people", "undo", archive, number).exit_code == 0
    assert state(archive) == before
    again = podarchive("people", arguments[0], archive, *arguments[1:])
    assert again.exit_code == 0
    assert ask(archive, "select count(*) from episodes where json_extract(derivation, '$.stale')") == [(0,)]
    return int(again.output.split()[1].rstrip(";"))


def anew(archive: Path, folder: Path) -> None:
    """Every file changes and is taken in again, the last one first: the decisions hold."""
    before = spoken(archive)
    for file in sorted(folder.glob("*.srt"), reverse=True):
        file.write_text(file.read_text().replace("warm", "hot").replace("day", "morning"))
        run(archive, file)
    assert spoken(archive) == before


def test_an_alias_is_a_person_where_it_holds(shows: Path, tmp_path: Path) -> None:
    assert ("Rye", "Leo", None, "printed") in spoken(shows)
    decide(shows, "alias", "Leo", "leo-dion", "--podcast", "bread")
    assert ("Rye", "Leo", "Leo Dion", "alias") in spoken(shows)
    anew(shows, tmp_path)
    run(shows, episode(tmp_path, "Oats", "Bread", "Leo", "Ann Lee"))
    run(shows, episode(tmp_path, "Rain", "Planes", "Leo", "Ann Lee"))
    assert {("Oats", "Leo", "Leo Dion", "alias"), ("Rain", "Leo", None, "printed")} <= set(spoken(shows))


def test_merged_people_are_one_and_the_address_leads_on(shows: Path, tmp_path: Path) -> None:
    decide(shows, "merge", "joanna-marsh", "jo-marsh")
    assert people(shows) == [("Joanna Marsh", None), ("Leo Dion", None)]
    assert ("Wings", "Jo Marsh", "Joanna Marsh", "alias") in spoken(shows)
    led = (
        "select former.slug, people.name from former_addresses as former join people on people.id = moved_to"
    )
    assert ask(shows, led) == [("jo-marsh", "Joanna Marsh")]
    anew(shows, tmp_path)


def test_a_person_may_be_two(shows: Path, tmp_path: Path) -> None:
    decide(shows, "split", "jo-marsh", "--podcast", "planes", "--as", "Jo Marsh (pilot)")
    assert people(shows)[:2] == [("Jo Marsh", None), ("Jo Marsh (pilot)", None)]
    assert ("Wings", "Jo Marsh", "Jo Marsh (pilot)", "alias") in spoken(shows)
    anew(shows, tmp_path)


def test_a_page_parts_two_people_of_one_name(shows: Path) -> None:
    decide(
        shows, "split", "jo-marsh", "--episode", "wings", "--as", "Jo Marsh", "--href", "https://jo.example/"
    )
    assert people(shows)[:2] == [("Jo Marsh", None), ("Jo Marsh", "https://jo.example/")]


def test_who_is_renamed_keeps_the_address(shows: Path, tmp_path: Path) -> None:
    before = ask(shows, "select id, slug from people where name = 'Leo Dion'")
    decide(shows, "rename", "leo-dion", "Leonard Dion")
    assert ask(shows, "select id, slug from people where name = 'Leonard Dion'") == before
    assert ("Leo Dion", None) not in people(shows)
    anew(shows, tmp_path)


def test_decisions_are_followed_from_one_to_the_next(shows: Path) -> None:
    decide(shows, "merge", "joanna-marsh", "jo-marsh")
    decide(shows, "rename", "joanna-marsh", "J. Marsh")
    assert ("Salt", "Jo Marsh", "J. Marsh", "alias") in spoken(shows)
    assert podarchive("people", "decisions", shows).output.count("holds") == 2


def test_who_was_merged_before_comes_back_with_an_address_that_leads_there(shows: Path) -> None:
    decide(shows, "merge", "joanna-marsh", "jo-marsh")
    decide(shows, "merge", "leo-dion", "joanna-marsh")
    assert people(shows) == [("Leo Dion", None)]


def test_two_voices_of_one_episode_are_two_again(shows: Path, tmp_path: Path) -> None:
    run(shows, episode(tmp_path, "Crust", "Bread", "Mo Lind", "Leo Dion"))
    decide(shows, "merge", "leo-dion", "mo-lind")
    assert {name for name, _ in people(shows)} == {"Jo Marsh", "Joanna Marsh", "Leo Dion"}


def test_what_leads_in_a_circle_is_refused(shows: Path) -> None:
    assert podarchive("people", "rename", shows, "leo-dion", "Lee Dion").exit_code == 0
    result = podarchive("people", "rename", shows, "leo-dion", "Leo Dion")
    assert result.exit_code == 1
    assert "leads in a circle; undo that first" in result.output


@pytest.mark.parametrize("name", ["Break", "Jingle", "Everyone", "Speaker 1"])
def test_what_is_nobody_never_becomes_somebody(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "archive.db"
    run(archive, episode(tmp_path, "Salt", "Bread", name, "Leo Dion", people=person(name)))
    assert people(archive) == [("Leo Dion", None)]
    for arguments in (("alias", archive, name, "leo-dion"), ("rename", archive, "leo-dion", name)):
        result = podarchive("people", *arguments)
        assert (result.exit_code, "and nobody; name somebody" in result.output) == (1, True)


def test_who_is_named_must_be_one_person(shows: Path) -> None:
    for who, problem in (("Nobody Here", "is not in the archive"), ("Jo", "is not in the archive")):
        with pytest.raises(ArchiveError, match=f"person {who}: {problem}; see `podarchive people list`"):
            acquaintance.merge(shows, "leo-dion", who)
    with pytest.raises(ArchiveError, match="this is one person"):
        acquaintance.merge(shows, "leo-dion", "LEO DION")


def test_the_list_has_everybody_and_what_is_unsettled(shows: Path) -> None:
    listed = podarchive("people", "list", shows).output
    assert [line.split("  ")[0] for line in listed.splitlines()[1:]] == [
        "jo-marsh",
        "joanna-marsh",
        "leo-dion",
    ]
    assert "Bread, Planes" in listed
    assert "LEO DION" in listed
    unsettled = podarchive("people", "list", shows, "--unsettled").output
    assert f"podarchive people alias {shows} Leo leo-dion --podcast bread" in unsettled
    command = unsettled[unsettled.index("people alias") :].split("\n")[0].split()
    assert podarchive(*command).exit_code == 0
    assert podarchive("people", "list", shows, "--unsettled").output == "every printed name is somebody's\n"
    assert podarchive("people", "list", shows, "--unsettled", "--json").output == "[]\n"


@pytest.mark.parametrize("is_undone", [False, True])
@pytest.mark.parametrize("after", ["ingest", "rederive"])
def test_what_was_decided_before_a_run_was_killed_is_completed_by_the_next(
    shows: Path, tmp_path: Path, after: str, is_undone: bool
) -> None:
    whole = tmp_path / "whole.db"
    if is_undone:
        assert list(acquaintance.merge(shows, "joanna-marsh", "jo-marsh").apply(shows))
    with closing(sqlite3.connect(shows)) as one, closing(sqlite3.connect(whole)) as other:
        one.backup(other)
    for archive in (shows, whole):
        # The decision is committed, and the process ends before its episodes are derived again.
        made = (
            acquaintance.undo(archive, 1)
            if is_undone
            else acquaintance.merge(archive, "joanna-marsh", "jo-marsh")
        )
        assert check(archive) == []
        waiting = "select count(*) from episodes where json_extract(derivation, '$.stale')"
        assert ask(archive, waiting) == [(len(made.episodes),)] != [(0,)]
        if archive == whole:
            assert {each.status for each in made.apply(whole)} == {"updated"}
    if after == "ingest":
        run(shows, tmp_path)
    else:
        assert podarchive("rederive", shows).exit_code == 0
    assert ask(shows, waiting) == [(0,)]
    assert state(shows) == state(whole)


def test_whom_names_mean_is_asked_without_reading_the_whole_archive(shows: Path) -> None:
    decide(shows, "alias", "Leo", "leo-dion", "--podcast", "bread")
    decide(shows, "alias", "Leo", "jo-marsh", "--episode", "Rye")
    with closing(sqlite3.connect(shows)) as connection:
        connection.executemany(
            "insert into episodes (slug, derivation) select ?, derivation from episodes limit 1",
            ((f"more-{number}",) for number in range(20_000)),
        )
        steps = 0

        def step() -> None:
            nonlocal steps
            steps += 1

        connection.set_progress_handler(step, 100)
        found = directory(connection, 1)
        assert steps < 100
    assert (found.episode, found.taken) == ("salt", {"rye"})


def test_who_is_new_is_found_so_without_reading_everybody(shows: Path) -> None:
    with closing(sqlite3.connect(shows)) as connection:
        columns = [row[1] for row in connection.execute("pragma table_info(speakers)") if row[1] != "id"]
        new = ", ".join({"name_key": "'guest ' || value"}.get(each, f"speakers.{each}") for each in columns)
        connection.execute(
            f"insert into speakers ({', '.join(columns)}) select {new} from json_each(?) join"
            " (select * from speakers where person_id limit 1) as speakers",
            (json.dumps([*range(20_000)]),),
        )
        steps = []
        connection.set_progress_handler(lambda: steps.append(1), 100)
        assert not mentions.is_stored(connection, Tie("una neu", 0, None, False), 1)
        assert len(steps) < 100


def test_an_episode_that_comes_back_is_decided_on_as_before(shows: Path, tmp_path: Path) -> None:
    decide(shows, "merge", "joanna-marsh", "jo-marsh")
    other = tmp_path / "copy.db"
    shutil.copy(shows, other)
    with closing(sqlite3.connect(other)) as connection:
        assert connection.execute(
            "select count(*) from person_aliases where undone_at is null"
        ).fetchone() == (1,)
    run(other, episode(tmp_path, "Crust", "Bread", "JO MARSH", "Ann Lee"))
    assert ("Crust", "JO MARSH", "Joanna Marsh", "alias") in spoken(other)
