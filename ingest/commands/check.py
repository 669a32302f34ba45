"""`podarchive check` and `rederive`: whether an archive is whole, and what this version makes of it."""

import contextlib
import sqlite3
import sys
from pathlib import Path

import click

from archive.errors import DamagedArchive
from archive.terminal import inert

from ..report import Report, complain
from .arguments import ARCHIVE, JOBS, JSON


@click.command()
@click.argument("database", type=ARCHIVE)
@JOBS
@JSON
def rederive(database: Path, jobs: int | None, as_json: bool) -> None:
    """Bring every episode up to this version of the program, from the sources kept in the archive.

    Needed after an update that reads something better; the files themselves need not be there.
    """
    from .. import parallel, upkeep

    report = Report(as_json=as_json)
    before = upkeep.newest_run(database)
    try:
        outcomes = upkeep.rederive(database, jobs=jobs or parallel.default_jobs())
        report.watch(outcomes, upkeep.count(database))
    except KeyboardInterrupt:
        report.catch_up(upkeep.stored_since(database, before))
        raise
    finally:
        report.print()
    report.exit()


@click.command()
@click.argument("database", type=ARCHIVE)
def check(database: Path) -> None:
    """Prove that an archive is whole: the file, its keys, its index, its decisions, and its words.

    The words are compared with the evidence, which is read again. What another version's reader made is
    called outdated, not wrong: `podarchive rederive` brings it up.
    """
    from archive.check import check as check_archive
    from archive.database import open_readonly
    from archive.refusals import saying_why

    from ..verify import verify

    wrong = [f"{finding.place}: {finding.problem}" for finding in check_archive(database)]
    outdated: list[str] = []
    counts = ""
    try:
        with saying_why(database), contextlib.closing(open_readonly(database)) as connection:
            for difference in verify(connection):
                line = f"{difference.place}: {difference.problem}"
                (wrong if difference.kind == "corrupt" else outdated).append(line)
            counts = _counts(connection)
    except DamagedArchive as error:
        # Mostly the file's own check has said so already, and better.
        wrong = wrong or [f"{error.place}: {error.problem}"]
    for line in wrong:
        complain(line)
    for line in outdated:
        click.echo(f"outdated: {inert(line)}")
    if wrong:
        sys.exit(1)
    click.echo(f"{database} is whole: {counts}")


def _counts(connection: sqlite3.Connection) -> str:
    episodes, utterances = connection.execute(
        "select (select count(*) from episodes), (select count(*) from utterances)"
    ).fetchone()
    return f"{episodes:,} episode{'' if episodes == 1 else 's'}, {utterances:,} utterances"
