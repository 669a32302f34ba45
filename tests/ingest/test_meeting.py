"""Sources of one episode meet in it, in whatever order they come, in one command or in several."""

import shutil
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.files.folders import find
from ingest.options import Options
from ingest.pipeline import ingest

from .dumps import Dump, dump
from .running import ask, run
from .shows import SIDECAR, captions, feed, item, markdown, page

KINDS = ("feed", "written", "page", "captions", "sidecar")


class Show:
    """Five kinds of sources of a show with three items, and archives of them in any order."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self.folder = folder
        self.empty = empty
        self.count = 0
        self.files = {
            "feed": feed(
                folder / "feeds",
                item("one", day=1, number=1),
                item("two", day=2, number=2, video="00000000002"),
                item("three", day=3, number=3, video="00000000003"),
            ),
            "written": markdown(folder),
            "page": page(folder),
            "captions": captions(folder),
        }
        self.files["sidecar"] = self.files["captions"]
        self.toml = self.files["captions"].with_suffix(".toml")

    def archive(self, *commands: tuple[str, ...]) -> Path:
        """What comes of taking in these kinds of sources, a command for each tuple."""
        self.toml.unlink(missing_ok=True)
        self.count += 1
        archive = self.folder / f"{self.count}.db"
        shutil.copy(self.empty, archive)
        for kinds in commands:
            if "sidecar" in kinds:
                self.toml.write_text(SIDECAR)
            paths = list(dict.fromkeys(self.files[kind] for kind in kinds))
            outcomes = list(ingest(archive, find(paths).groups, Options()))
            assert [outcome.error for outcome in outcomes if outcome.error] == []
        return archive


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory, made_archives: tuple[Path, Path]) -> Show:
    return Show(tmp_path_factory.mktemp("show"), made_archives[0])


@pytest.fixture(scope="module")
def expected(show: Show) -> Dump:
    return dump(show.archive(KINDS))


def test_what_they_make_together(show: Show) -> None:
    archive = show.archive(KINDS)
    assert ask(archive, "select title, subtitle, tags from episodes order by title") == [
        ("Machine one", "By hand", '["looms"]'),
        ("Machine three", None, None),
        ("Machine two", None, None),
    ]
    assert ask(archive, "select count(*), sum(preferred) from transcripts") == [(3, 1)]
    assert ask(
        archive,
        "select title from chapters join episodes on episodes.id = episode_id"
        " where episodes.title = 'Machine one' order by place".replace(
            "select title", "select chapters.title"
        ),
    ) == [("Warp",), ("Weft",)]
    speakers = "select people.name, role from speakers join people on people.id = person_id"
    assert ask(archive, f"{speakers} group by 1, 2 order by 1") == [
        ("Ada Byron", "host"),
        ("Joseph Loom", "guest"),
    ]
    assert ask(archive, "select count(*), count(href) from people") == [(2, 1)]


@pytest.mark.parametrize("first", KINDS)
def test_every_order_of_five_sources_gives_the_same(show: Show, expected: Dump, first: str) -> None:
    others = [kind for kind in KINDS if kind != first]
    for order in permutations(others):
        made = dump(show.archive(*((kind,) for kind in (first, *order))))
        assert made == expected, (first, *order)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(KINDS), cuts=st.sets(st.integers(1, 4)))
def test_every_split_among_commands_gives_the_same(
    show: Show, expected: Dump, order: list[str], cuts: set[int]
) -> None:
    places = [0, *sorted(cuts), len(order)]
    commands = [tuple(order[one:other]) for one, other in pairwise(places)]
    assert dump(show.archive(*commands)) == expected


def test_a_name_of_two_items_joins_nothing_in_any_order(
    tmp_path: Path, made_archives: tuple[Path, Path]
) -> None:
    files = [
        feed(
            tmp_path / "feeds",
            item("one", day=1, number=1),
            item("two", day=2, number=1, video="00000000002"),
        ),
        markdown(tmp_path, words=2),
        captions(tmp_path, words=3),
        page(tmp_path, words=4),
    ]
    made = []
    for number, order in enumerate(permutations(files)):
        archive = Path(shutil.copy(made_archives[0], tmp_path / f"{number}.db"))
        for path in order:
            list(ingest(archive, find([path]).groups, Options()))
        made.append(dump(archive))
    assert all(each == made[0] for each in made)
    # The page has the video of the first; the files have the name of both.
    assert len(made[0]["episodes"]) == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_files_and_a_feed_in_one_command(tmp_path: Path, archive: Path, jobs: int) -> None:
    items = [item(f"g{n}", day=n % 9 + 1, number=n, video=f"{n:011}") for n in range(1, 41)]
    files = [markdown(tmp_path, n, words=n) for n in range(1, 41)]
    path = feed(tmp_path / "feeds", *items)
    outcomes = list(ingest(archive, find([tmp_path]).groups, Options(), jobs=jobs))
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    assert ask(archive, "select count(*) from episodes") == [(40,)]
    other = archive.with_name("other.db")
    for each in (path, *files):
        list(ingest(other, find([each]).groups, Options()))
    assert dump(other) == dump(archive)
    run(archive, path)
