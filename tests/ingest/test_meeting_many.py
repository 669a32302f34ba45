"""What a thousand files have in common costs none of them more than what twenty have."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.records import Identifier
from ingest import identity
from ingest.known import MOST_SHARING, Known
from ingest.proposals import proposals

NAME = Identifier(scheme="file", value="engines-of-thought-1")
GUID = Identifier(scheme="guid", value="917393e3-1b1e-5cef-ace4-edaa54e1f810 one")


def fill(archive: Path, count: int) -> None:
    """So many episodes that have one name, and one title."""
    with closing(sqlite3.connect(archive)) as connection, connection:
        for id_ in range(1, count + 1):
            connection.execute(
                "insert into episodes (id, slug, title, derivation) values (?, ?, 'Looms', '')",
                (id_, f"looms-{id_}"),
            )
            connection.execute(
                "insert into identifiers (episode_id, scheme, value) values (?, ?, ?)",
                (id_, NAME.scheme, NAME.value),
            )


def steps(archive: Path, of_feed: bool) -> tuple[int, set[int]]:
    """How many steps SQLite takes to find what a name joins, and what it joins."""
    counted = 0

    def step() -> int:
        nonlocal counted
        counted += 1
        return 0

    with closing(sqlite3.connect(archive)) as connection:
        connection.set_progress_handler(step, 1)
        met = Known(connection=connection).meeting([NAME, GUID] if of_feed else [NAME])
    return counted, met


@pytest.mark.parametrize("of_feed", [True, False])
def test_a_weak_name_of_a_thousand_files_is_looked_at_no_longer(
    made_archives: tuple[Path, Path], tmp_path: Path, of_feed: bool
) -> None:
    few, many = tmp_path / "few.db", tmp_path / "many.db"
    for path, count in ((few, MOST_SHARING + 1), (many, 1_000)):
        path.write_bytes(made_archives[0].read_bytes())
        fill(path, count)
    assert steps(many, of_feed) == steps(few, of_feed)
    assert steps(many, of_feed)[1] == set()


def test_a_name_that_some_have_joins_them_to_an_item(archive_path: Path) -> None:
    fill(archive_path, 3)
    assert steps(archive_path, True)[1] == {1, 2, 3}
    assert steps(archive_path, False)[1] == set()


def test_a_title_of_a_thousand_proposes_nothing(archive_path: Path) -> None:
    fill(archive_path, 1_000)
    with closing(sqlite3.connect(archive_path)) as connection:
        assert proposals(connection) == []


def test_a_thousand_files_of_one_name_are_compared_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    is_one = identity._Parts._is_one

    def counted(self: identity._Parts, members: frozenset[int]) -> bool:
        nonlocal looked_at
        looked_at += len(members)
        return is_one(self, members)

    monkeypatch.setattr(identity._Parts, "_is_one", counted)
    nodes = [
        identity.Node(
            names=frozenset({NAME, Identifier(scheme="sha256", value=str(number))}),
            guid=("show", "one") if number == 0 else None,
        )
        for number in range(1_000)
    ]
    resolved = identity.resolve(nodes)
    assert len(resolved.parts) == 1
    assert looked_at <= 3_000
