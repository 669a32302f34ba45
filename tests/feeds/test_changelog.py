"""Three real feeds and the transcripts that their makers write, taken in in both orders.

What is expected is counted with ElementTree by this file, which asks the product nothing. Run with `-s` it
prints the table of what was expected and found.
"""

import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest

from archive.terminal import table
from ingest.files.folders import find
from ingest.options import Options
from ingest.pipeline import ingest
from tests.ingest.dumps import dump

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
TWINS = {"brain-science": "brainscience", "founders-talk": "founderstalk", "rfc": "rfc"}
PODCAST = "{https://podcastindex.org/namespace/1.0}"
PSC = "{http://podlove.org/simple-chapters}"

pytestmark = pytest.mark.skipif(
    not (CORPUS / "changelog-feeds").exists(), reason="the real files are not here"
)


@dataclass(frozen=True, slots=True)
class Item:
    guid: str
    cast: frozenset[tuple[str, str | None]]
    chapters: int
    links: Mapping[str, int]
    enclosure: str


def items_of(name: str) -> list[Item]:
    root = ET.parse(CORPUS / "changelog-feeds" / f"{name}.xml").getroot()
    channel = root.find("channel")
    assert channel is not None
    found = []
    for item in channel.findall("item"):
        # The document knows several addresses of the namespace; these feeds use one.
        persons = item.findall(f"{PODCAST}person") or channel.findall(f"{PODCAST}person")
        enclosure = item.find("enclosure")
        assert enclosure is not None
        found.append(
            Item(
                guid=(item.findtext("guid") or "").strip(),
                cast=frozenset(
                    (" ".join((each.text or "").split()), each.get("role", "host").lower())
                    for each in persons
                ),
                chapters=len(item.findall(f"{PSC}chapters/{PSC}chapter")),
                links={
                    kind: len({each.get("url") for each in item.findall(f"{PODCAST}{kind}")})
                    for kind in ("transcript", "chapters")
                },
                enclosure=enclosure.get("url", ""),
            )
        )
    return found


def twins_of(name: str, items: list[Item]) -> dict[str, str]:
    """The file that is the twin of an item: it is called as its enclosure is."""
    files = {path.stem: path.name for path in (CORPUS / "changelog-markdown" / TWINS[name]).glob("*.md")}
    stems = {item.guid: PurePosixPath(urlsplit(item.enclosure).path).stem for item in items}
    return {guid: files[stem] for guid, stem in stems.items() if stem in files}


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Archives of the feeds and then the files, of the files and then the feeds, and of all in one run."""
    folder = tmp_path_factory.mktemp("changelog")
    feeds = [CORPUS / "changelog-feeds" / f"{name}.xml" for name in TWINS]
    files = [CORPUS / "changelog-markdown" / each for each in TWINS.values()]
    made = []
    for number, commands in enumerate(([feeds, files], [files, feeds], [[*files, *feeds]])):
        archive = folder / f"{number}.db"
        for paths in commands:
            outcomes = list(ingest(archive, find(paths).groups, Options()))
            assert [outcome.error for outcome in outcomes if outcome.error] == []
        made.append(archive)
    return made[0], made[1], made[2]


def test_every_order_gives_the_same(archives: tuple[Path, Path, Path]) -> None:
    one, other, together = map(dump, archives)
    assert one == other
    assert one == together


@pytest.mark.parametrize("name", TWINS)
def test_what_is_expected_is_found(
    archives: tuple[Path, Path, Path], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    items = items_of(name)
    twins = twins_of(name, items)
    expected = {
        "items": len(items),
        "twins": len(twins),
        "persons": len({person for item in items for person, _ in item.cast}),
        "hosts": sum(role == "host" for item in items for _, role in item.cast),
        "guests": sum(role == "guest" for item in items for _, role in item.cast),
        "chapters": sum(item.chapters for item in items),
        "transcript links": sum(item.links["transcript"] for item in items),
        "chapters links": sum(item.links["chapters"] for item in items),
        "enclosures": len({item.enclosure for item in items}),
    }
    with closing(sqlite3.connect(archives[1])) as connection:
        episodes = episodes_of(connection, {item.guid for item in items})
        found = {
            "items": len(episodes),
            "twins": sum(joined(connection, episodes[guid], file) for guid, file in twins.items()),
            "persons": len(
                {person for item in items for person, _ in cast(connection, episodes[item.guid], item)}
            ),
            "hosts": roles(connection, items, episodes, "host"),
            "guests": roles(connection, items, episodes, "guest"),
            "chapters": sum(count(connection, "chapters", id_) for id_ in episodes.values()),
            "transcript links": links(connection, episodes, "transcript"),
            "chapters links": links(connection, episodes, "chapters"),
            "enclosures": sum(
                bool(
                    connection.execute(
                        "select 1 from recordings where episode_id = ? and url = ?",
                        (episodes[item.guid], item.enclosure),
                    ).fetchone()
                )
                for item in items
            ),
        }
        for item in items:
            assert cast(connection, episodes[item.guid], item) == item.cast, item.guid
            if item.chapters:
                assert count(connection, "chapters", episodes[item.guid]) == item.chapters, item.guid
    with capsys.disabled():
        rows = [(name.upper(), "EXPECTED", "FOUND")]
        rows += [(key, str(value), str(found[key])) for key, value in expected.items()]
        print(f"\n{table(rows)}")
    assert {**found, "chapters": 0} == {**expected, "chapters": 0}
    # Where an item lists none, its written transcript may have headings.
    assert found["chapters"] >= expected["chapters"]


def episodes_of(connection: sqlite3.Connection, guids: set[str]) -> dict[str, int]:
    """The episode of each item: exactly one."""
    rows = connection.execute("select value, episode_id from identifiers where scheme = 'guid'").fetchall()
    found = [(value.partition(" ")[2], id_) for value, id_ in rows if value.partition(" ")[2] in guids]
    assert max(Counter(guid for guid, _ in found).values()) == 1
    assert max(Counter(id_ for _, id_ in found).values()) == 1
    return dict(found)


def joined(connection: sqlite3.Connection, id_: int, file: str) -> int:
    sql = "select count(*) from sources where episode_id = ? and uri like '%/' || ?"
    return int(connection.execute(sql, (id_, file)).fetchone()[0])


def cast(connection: sqlite3.Connection, id_: int, item: Item) -> frozenset[tuple[str, str | None]]:
    """Those whom the item names, as they stand in the episode; it may have others, whom its words name."""
    rows = connection.execute(
        "select people.name, role from speakers join people on people.id = person_id"
        " where speakers.episode_id = ? and role is not null",
        (id_,),
    )
    named = {person for person, _ in item.cast}
    return frozenset((person, role) for person, role in rows if person in named)


def roles(connection: sqlite3.Connection, items: list[Item], episodes: Mapping[str, int], role: str) -> int:
    return sum(said == role for item in items for _, said in cast(connection, episodes[item.guid], item))


def count(connection: sqlite3.Connection, name: str, id_: int) -> int:
    sql = f"select count(*) from {name} where episode_id = ?"
    return int(connection.execute(sql, (id_,)).fetchone()[0])


def links(connection: sqlite3.Connection, episodes: Mapping[str, int], kind: str) -> int:
    ids = ",".join(map(str, episodes.values()))
    sql = f"select count(*) from links where kind = ? and episode_id in ({ids})"
    return int(connection.execute(sql, (kind,)).fetchone()[0])


def test_no_file_is_an_episode_of_its_own(archives: tuple[Path, Path, Path]) -> None:
    with closing(sqlite3.connect(archives[0])) as connection:
        alone = connection.execute(
            "select count(*) from episodes where id not in"
            " (select episode_id from identifiers where scheme = 'guid')"
        ).fetchone()
    assert alone == (0,)
