"""The site on a large archive: what its pages take, each beside what it is compared with, in the same rounds.

A search page has all its facets and 20 ranked hits. It is compared with the barest count of its matches, when
an empty page of ours (a search that finds nothing) was taken off, and with Datasette's table page of the same
words with two facets. Other pages are compared with a page of Datasette that has next to nothing on it: a
table without rows. All are asked over HTTP, of servers that are warm; counting is in this process.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

import click

from archive.database import open_readonly
from archive.search import match, understand
from tests.bench import facets, servers, table
from tests.bench.servers import Server
from tests.bench.table import Row

ROUNDS = 21
THEIRS_EVERY = 4
"""Datasette's table page takes seconds where ours takes a fraction: it is asked once in so many rounds."""

COUNTS_AT_MOST, OR_MS, THEIRS_AT_MOST, EMPTY_AT_MOST = 12, 60, 0.5, 3

NOTHING = "/archive/-/search?q=xqzzyqx"
"""An empty page of ours: nobody says that."""

_NO_ROWS, _ONE_ROW = "clock_maps?id=0", "recordings/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search, and which part of its hits is selected."""

    name: str
    text: str
    selected: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"/archive/-/search?{urlencode({'q': self.text, **self.selected})}"

    def theirs(self, database: str) -> str:
        """The same on Datasette's table page; a filter stands for a selection."""
        words = {"_search": self.text} | ({"_searchmode": "raw"} if '"' in self.text else {})
        if "speaker" in self.selected:
            words["person_id"] = self.selected["speaker"]
        return f"/{database}/utterances?{urlencode(words)}&_facet=person_id&_facet=podcast_id"


def measure(archive: Path, rounds: int, say: Callable[[str], None], *, patient: bool = False) -> list[Row]:
    """All rows. Ends the measuring where a facet is missing, wrong or late, or a page does not answer."""
    with (
        closing(open_readonly(archive)) as connection,
        servers.ours(archive, patient=patient) as ours,
        servers.datasette(archive) as theirs,
    ):
        asked = _searches(connection)
        say("facets, counted again by SQL")
        for each in asked:
            facets.check(connection, ours, each.address)
        pages = _pages(connection, ours)
        times = _Times(connection, ours, theirs, archive.stem)
        for number in range(rounds + 1):
            say(f"pages, round {number} of {rounds}" if number else "pages, asked once before")
            # The first round only warms what a server keeps in memory.
            times.round(asked, pages, theirs=number % THEIRS_EVERY == 0, kept=number > 0)
    return [
        *(row for each in asked for row in times.searched(each)),
        *(times.page(name, promised) for name, (_, promised) in pages.items()),
    ]


class _Times:
    """Seconds by what was asked."""

    def __init__(self, connection: sqlite3.Connection, ours: Server, theirs: Server, database: str) -> None:
        self._connection, self._ours, self._theirs, self._database = connection, ours, theirs, database
        self._taken: dict[str, list[float]] = {}
        self._hits: dict[str, int] = {}

    def round(
        self,
        asked: Sequence[Asked],
        pages: Mapping[str, tuple[str, bool]],
        *,
        theirs: bool,
        kept: bool,
    ) -> None:
        """Everything once, in turns, so that what else the machine does slows all sides alike."""
        taken: dict[str, float] = {}
        taken["nothing"] = self._ours.good(NOTHING).seconds
        for each in asked:
            taken[f"count {each.name}"] = self._count(each)
            taken[f"ours {each.name}"] = self._ours.good(each.address).seconds
            if theirs:
                answer = self._theirs.good(each.theirs(self._database))
                if "timed out" in answer.body:
                    raise SystemExit(f"{each.name}: a facet of Datasette's own page was timed out")
                taken[f"theirs {each.name}"] = answer.seconds
        taken["no rows"] = self._theirs.good(f"/{self._database}/{_NO_ROWS}").seconds
        taken["one row"] = self._theirs.good(f"/{self._database}/{_ONE_ROW}").seconds
        for name, (address, _) in pages.items():
            taken[f"page {name}"] = self._ours.good(address).seconds
        if kept or theirs:
            for name, seconds in taken.items():
                # Theirs has no round to lose.
                if kept or name.startswith("theirs"):
                    self._taken.setdefault(name, []).append(seconds)

    def _count(self, asked: Asked) -> float:
        sql = "select count(*) from utterances_fts where utterances_fts match ?"
        wanted = match.wanted(understand(asked.text)) or ""
        began = perf_counter()
        (hits,) = self._connection.execute(sql, (wanted,)).fetchone()
        seconds = perf_counter() - began
        self._hits[asked.name] = hits
        return seconds

    def searched(self, asked: Asked) -> list[Row]:
        ours, count = self._median(f"ours {asked.name}"), self._median(f"count {asked.name}")
        more = max(ours - self._median("nothing"), 0.0)
        theirs = self._median(f"theirs {asked.name}")
        name = f"search page, {asked.name}"
        return [
            Row(
                what=f"{name} ({self._hits[asked.name]:,} hits)",
                ratio=more / count,
                of="count(*) … match",
                most=max(COUNTS_AT_MOST, OR_MS / 1000 / count),
                promise=f"at most {COUNTS_AT_MOST}, or {OR_MS} ms",
                here=f"{self._here(f'ours {asked.name}')}; {more * 1000:.0f} ms more than an empty page",
            ),
            Row(
                what=f"{name}, again",
                ratio=ours / theirs,
                of="Datasette's table page",
                most=THEIRS_AT_MOST,
                here=f"{theirs * 1000:,.0f} ms theirs",
            ),
        ]

    def page(self, name: str, promised: bool) -> Row:
        row = self._median("one row")
        return Row(
            what=name,
            ratio=self._median(f"page {name}") / self._median("no rows"),
            of="an empty page of Datasette",
            most=EMPTY_AT_MOST if promised else None,
            here=f"{self._here(f'page {name}')}; a row's own page {row * 1000:.0f} ms",
        )

    def _median(self, name: str) -> float:
        return median(self._taken[name])

    def _here(self, name: str) -> str:
        taken = self._taken[name]
        most = quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]
        return f"p50 {median(taken) * 1000:.0f} ms, p95 {most * 1000:.0f} ms"


def _searches(connection: sqlite3.Connection) -> list[Asked]:
    """Words by how many utterances have them: the commonest, one in a hundred, two; phrases that many say."""
    connection.execute("create virtual table temp.terms using fts5vocab('main', 'utterances_fts', 'row')")
    (said,) = connection.execute("select count(*) from utterances").fetchone()

    def term(near: float) -> str:
        sql = "select term from terms where term glob '[a-z][a-z]*' order by abs(doc - ?), term limit 1"
        return str(connection.execute(sql, (near,)).fetchone()[0])

    (commonest,) = connection.execute("select term from terms order by doc desc limit 1").fetchone()
    talks = "select person_id from speakers where person_id is not null group by 1 order by sum(words) desc"
    (speaker,) = connection.execute(f"{talks} limit 1").fetchone()
    return [
        Asked(name="a rare word", text=term(2)),
        Asked(name="a middling word", text=term(said / 100)),
        Asked(name="a common word", text=term(said / 8)),
        Asked(name="the commonest word", text=commonest),
        Asked(name="a phrase", text='"you know"'),
        Asked(name="two words", text="open source"),
        Asked(name="two common words", text="people think"),
        Asked(name="the commonest word, one speaker", text=commonest, selected={"speaker": str(speaker)}),
    ]


def _pages(connection: sqlite3.Connection, ours: Server) -> dict[str, tuple[str, bool]]:
    """The address of each other page by what it is called, and whether it has a promise to keep."""

    def id_(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    by_words = "select {0} from speakers where {0} is not null group by 1 order by sum(words), 1"
    most = "select {0} from speakers where {0} is not null group by 1 order by sum(words) desc, 1 limit 1"
    middle = " limit 1 offset (select count(distinct {0}) / 2 from speakers)"
    by_episodes = "select podcast_id from episodes group by 1 order by count(*)"
    longest = "select episode_id from utterances group by 1 order by count(*) desc limit 1"
    usual = by_words.format("episode_id") + middle.format("episode_id")
    pages = {
        "an episode": (f"/archive/episodes/{id_(usual)}", True),
        "the longest episode": (f"/archive/episodes/{id_(longest)}", False),
        "a person": (f"/archive/people/{id_((by_words + middle).format('person_id'))}", True),
        "who speaks most": (f"/archive/people/{id_(most.format('person_id'))}", True),
        "a podcast": (f"/archive/podcasts/{id_(by_episodes + ' limit 1')}", True),
        "the largest podcast": (f"/archive/podcasts/{id_(by_episodes + ' desc limit 1')}", True),
        "home": ("/", False),
        "about": ("/archive/-/about", False),
        "explore": ("/archive/-/explore", False),
        "trend of a phrase": ("/archive/-/trend?q=open+source", False),
        "trend of the commonest word": ("/archive/-/trend?q=the", False),
    }
    # A page that this version does not have is none that could be slow.
    return {name: page for name, page in pages.items() if ours.get(page[0]).status != 404}


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rounds", default=ROUNDS, show_default=True, help="How often each page is asked for.")
@click.option("--patient", is_flag=True, help="Let our server take its time, on a machine that is busy.")
def main(archive: Path, rounds: int, patient: bool) -> None:
    """Measure the site on ARCHIVE."""
    rows = measure(archive, rounds, lambda said: click.echo(said, err=True), patient=patient)
    click.echo(table.text(rows))


if __name__ == "__main__":
    main()
