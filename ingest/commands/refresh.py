"""`podarchive refresh`: the feeds of an archive, asked again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..report import Report
from .arguments import ARCHIVE, JOBS, JSON, NO_FETCH, PRIVATE

if TYPE_CHECKING:
    from ..feeds.client import Client


@contextmanager
def asking(allow_private: bool) -> Iterator["Client"]:
    """What asks servers, for one command."""
    from ..feeds.client import Client

    with Client(allow_private=allow_private) as client:
        yield client


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

    A PODCAST is named by its title, its name in addresses, its podcast:guid or its feed. Only what is new or
    changed is read and stored. Episodes that a feed no longer lists stay, marked as such. A feed that
    suddenly lists nothing, other episodes or another show changes nothing until you --accept it.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import parallel, upkeep
    from ..feeds import refresh as flow

    report = Report(as_json=as_json)
    before = upkeep.newest_run(database)
    progress = flow.Progress(tell=report.tell)
    try:
        with asking(allow_private) as client:
            order = flow.Order(
                jobs=jobs or parallel.default_jobs(),
                attached=not no_fetch,
                accept=accept,
                again=True,
                remark=report.remark,
            )
            outcomes = flow.refresh(database, podcasts, order, client, progress)
            report.watch(outcomes, lambda: progress.episodes, verbose=verbose)
    except KeyboardInterrupt:
        report.catch_up(upkeep.stored_since(database, before))
        raise
    finally:
        report.print()
    report.exit()
