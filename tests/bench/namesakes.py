"""`python -m tests.bench.namesakes`: what an episode costs whose people are like those of thousands before.

In each archive every episode brings what makes it hard to tell who is who: a given name that all shows have,
another page or picture of the same person. Counted are the steps of SQLite, which are the same on every
machine: for an episode after 4,000 beside one after 500. Exits 1 if it is more than one and a half times.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event

from archive.database import open_archive
from archive.records import EpisodeRecord, Identifier, Person, Podcast, Recording
from archive.store import BATCH_EPISODES, save
from tests.bench import table
from tests.bench.table import Row
from tests.parts import said, source, transcript, voice

MANY = 4_000
AT_MOST = 1.5
"""The trees that are searched for each episode become a little deeper."""

_EVERY = 20

Cast = Callable[[int], Sequence[Person]]

CASES: dict[str, Cast] = {
    "a guest of a new name": lambda n: (Person(name="Maya Okafor"), Person(name=f"Guest {_word(n)}")),
    "a given name in every show": lambda _: (Person(name="Dan"), Person(name="Maya Okafor")),
    "a page for every episode": lambda n: (Person(name="Maya Okafor", href=f"https://m.example/{n}"),),
    "a picture for every episode": lambda n: (
        Person(name="Maya Okafor", href="https://m.example/", image_url=f"https://m.example/{n}.png"),
    ),
    "a page that all guests share": lambda n: (
        Person(name=f"{_word(n)} Smith".title(), href="https://company.example/"),
    ),
    "a picture and no page": lambda n: (Person(name="Maya Okafor", image_url=f"https://m.example/{n}.png"),),
}


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def records(cast: Cast) -> Iterator[EpisodeRecord]:
    """Episodes without end, each of a show of its own."""
    number = 0
    while True:
        people = cast(number)
        lines = tuple(
            said(f"{who.name} says a line.", n * 1000, end_ms=n * 1000 + 900, speaker=n, turn=n + 1, cue=n)
            for n, who in enumerate(people)
        )
        yield EpisodeRecord(
            identifiers=(Identifier(scheme="youtube", value=f"names{number:06}"),),
            derivation=f"{number}",
            slug=f"names-{number}",
            podcast=Podcast(title=f"Show {number}"),
            recordings=(Recording(kind="unknown"),),
            sources=(source(f"/{number}.txt", f"{number}"),),
            transcripts=(transcript(lines),),
            speakers=tuple(voice(who.name, who, "guest", n, lines) for n, who in enumerate(people)),
            utterances=lines,
        )
        number += 1


def steps(path: Path, cast: Cast, few: int, many: int) -> tuple[float, float]:
    """The steps of SQLite for an episode: the mean of the tenth up to `few`, and of as many up to `many`."""
    engine = open_archive(path, create=True)
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += _EVERY

    @event.listens_for(engine, "connect")
    def watch(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_progress_handler(count, _EVERY)

    window = max(BATCH_EPISODES, few // 10)
    asked = {few - window: 0, few: 0, many - window: 0, many: 0}
    for number, outcome in enumerate(save(engine, islice(records(cast), many)), start=1):
        if outcome.status != "inserted":
            raise RuntimeError(str(outcome.error))
        if number in asked:
            asked[number] = counted
    engine.dispose()
    return (asked[few] - asked[few - window]) / window, (asked[many] - asked[many - window]) / window


def rows(many: int = MANY) -> Iterator[Row]:
    """A row for each case: after `many` episodes beside after an eighth of them."""
    few = many // 8
    for name, cast in CASES.items():
        with TemporaryDirectory(prefix="podarchive-names-") as folder:
            early, late = steps(Path(folder) / "archive.db", cast, few, many)
        yield Row(
            what=f"store {name}, after {many:,} episodes",
            ratio=late / early,
            of=f"after {few:,}",
            most=AT_MOST,
            here=f"{late:,.0f} steps",
        )


if __name__ == "__main__":
    made = list(rows())
    print(table.text(made))
    sys.exit(0 if all(row.holds for row in made) else 1)
