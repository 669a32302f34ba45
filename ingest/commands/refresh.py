"""`podarchive refresh`: the feeds of an archive, asked again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..report import Report
from .arguments import ARCHIVE, JOBS, JSON, NO_FETCH, PRIVATE

if TYPE_CHECKING:
    from archive.outcome import Outcome

    from ..feeds.client import Client


class Asking:
    """What asks servers for one command, and how many episodes it has found so far."""

    def __init__(self, client: "Client", report: Report, before: int) -> None:
        from ..feeds.refresh import Progress

        self._client = client
        self._report = report
        self._progress = Progress(episodes=before, tell=report.tell)

    def __call__(
        self, database: Path, names: Sequence[str], *, again: bool = False, **said: Any
    ) -> Iterator["Outcome"]:
        """Take in what lies at addresses; or `again` what the feeds of shows have that is new."""
        from ..feeds import refresh as flow

        order = flow.Order(again=again, remark=self._report.remark, **said)
        run = flow.refresh if again else flow.take_in
        return run(database, names, order, self._client, self._progress)

    def total(self) -> int:
        return self._progress.episodes


@contextmanager
def asking(allow_private: bool, report: Report, before: int = 0) -> Iterator[Asking]:
    """Imported where it is needed: what only reads files does without HTTP."""
    from ..feeds.client import Client

    with Client(allow_private=allow_private) as client:
        yield Asking(client, report, before)


@click.command()
@click.argument("database", type=ARCHIVE)
@click.argument("podcasts", nargs=-1, metavar="[PODCAST]...")
@NO_FETCH
@PRIVATE
@click.option("--accept", is_flag=True, help="Take a feed as it is now, whatever it listed before.")
@JOBS
@JSON
@click.option("-v", "--verbose", is_flag=True, help="Say every hundred episodes how far it is.")
def refresh(
    database: Path,
    podcasts: tuple[str, ...],
    no_fetch: bool,
    allow_private: bool,
    accept: bool,
    jobs: int | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Ask the feeds in an archive for what is new: all of them, or those of a PODCAST.

    \b
    podarchive refresh archive.db
    podarchive refresh archive.db 'The Hive Hour' brain-science
    podarchive refresh archive.db https://example.org/feed.xml --accept

    A PODCAST is named by its title, slug, podcast:guid or feed. Only what is new or
    changed is read and stored. Episodes that a feed no longer lists stay, marked as such. A feed that
    suddenly lists nothing, other episodes or another show changes nothing until you --accept it.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import parallel, upkeep

    report = Report(as_json=as_json)
    before = upkeep.newest_run(database)
    count = jobs or parallel.default_jobs()
    try:
        with asking(allow_private, report) as ask:
            outcomes = ask(database, podcasts, again=True, jobs=count, attached=not no_fetch, accept=accept)
            report.watch(outcomes, ask.total, verbose=verbose)
    except KeyboardInterrupt:
        report.catch_up(upkeep.stored_since(database, before))
        raise
    finally:
        report.print()
    report.exit()
