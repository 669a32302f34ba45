"""The console script `podarchive`: the commands that take sources in, and those of `archive.cli`.

A command parses, calls one function and reports. Here alone an ArchiveError becomes a line and exit code 1.
Imports stand inside the commands: SQLAlchemy and its like take longer to load than a help text may.
"""

import contextlib
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import __version__
from archive import cli as archive_cli
from archive.errors import ArchiveError, DamagedArchive
from archive.terminal import inert

from .options import Options

if TYPE_CHECKING:
    from archive.store import Outcome

ARCHIVE = archive_cli.ARCHIVE
SOURCE = click.Path(readable=False, path_type=Path)


class _Commands(click.Group):
    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except ArchiveError as error:
            _complain(str(error))
            context.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="podarchive")
def main() -> None:
    """A podcast's back catalogue as one SQLite file: who said what, when, searchable to the second."""


def _described(command: Any) -> Any:
    """The options that say of an episode what its files do not; they win over a sidecar."""
    for option in (
        click.option("--guest", "guests", multiple=True, metavar="NAME", help="A guest; may be repeated."),
        click.option("--host", "hosts", multiple=True, metavar="NAME", help="A host; may be repeated."),
        click.option("--published", metavar="DATE", help="Its date: 2026-02-04, 2026-02 or 2026."),
        click.option("--podcast", metavar="TITLE", help="The podcast that it belongs to."),
        click.option("--title", help="The title of the episode."),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("database", type=ARCHIVE)
@click.argument("sources", nargs=-1, required=True, type=SOURCE)
@_described
def ingest(database: Path, sources: tuple[Path, ...], **said: Any) -> None:
    """Take transcripts into an archive, which is made if it is not there.

    \b
    podarchive ingest archive.db interview.txt
    podarchive ingest archive.db *.txt --podcast Interconnects

    Beside interview.txt may lie interview.toml, which says what the transcript does not, and
    interview.corrections.toml, which says who speaks. What is stored already and unchanged is left alone.
    Options are remembered with the episode; what is said anew takes the place of what was said before.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .pipeline import ingest as run

    if said["title"] and len(sources) > 1:
        raise click.UsageError("--title is of one episode; name one source, or use sidecars.")
    report = _Report()
    try:
        with click.progressbar(
            run(database, sources, Options(**said)),
            length=len(sources),
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as outcomes:
            for outcome in outcomes:
                report.add(outcome)
    finally:
        report.print()
    report.exit()


@main.command()
@click.argument("source", type=SOURCE)
@_described
def show(source: Path, **said: Any) -> None:
    """Print what would be stored of a source, as JSON. Writes nothing."""
    import dataclasses
    import json

    from .pipeline import show as run

    record = dataclasses.asdict(run(source, Options(**said)))
    for stored in record["sources"]:
        stored["size"] = len(stored.pop("content"))
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))


@main.command()
@click.argument("database", type=ARCHIVE)
@click.argument("file", required=False, type=SOURCE)
@click.option("--episode", metavar="EPISODE", help="Its id, slug, YouTube id or title.")
@click.option("--list", "listing", is_flag=True, help="List the decisions, and which no longer fit.")
@click.option(
    "--undo", type=click.IntRange(1, 2**63 - 1), metavar="N", help="Undo the decision with this number."
)
def correct(database: Path, file: Path | None, episode: str | None, listing: bool, undo: int | None) -> None:
    """Say who speaks: apply a file of decisions, list what was decided, or undo a decision.

    \b
    podarchive correct archive.db interview.corrections.toml
    podarchive correct archive.db --list
    podarchive correct archive.db --undo 3

    FILE lies beside its transcript, or --episode says whose decisions they are. They are kept for ever, are
    applied last, and survive when a source is ingested again.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from . import decisions

    if sum([file is not None, listing, undo is not None]) != 1:
        raise click.UsageError("Name a FILE, or --list, or --undo N.")
    if listing:
        click.echo(decisions.table(database, episode), nl=False)
        return
    if undo is not None:
        outcome = decisions.undo(database, undo)
    elif file is not None:
        outcome = decisions.apply(database, file, episode)
    report = _Report()
    report.add(outcome)
    if outcome.record:
        click.echo(inert(f"{outcome.record.title or outcome.record.slug}: "), nl=False)
    report.print()
    report.exit()


@main.command()
@click.argument("database", type=ARCHIVE)
def check(database: Path) -> None:
    """Prove that an archive is whole: the file, its keys, its index, its decisions, and its words.

    The words are compared with the evidence, which is read again. What another version's reader made is
    called outdated, not wrong: ingest its file again.
    """
    from archive.check import check as check_archive
    from archive.database import open_readonly
    from archive.refusals import saying_why

    from .verify import verify

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
        _complain(line)
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


for command in (archive_cli.search, archive_cli.serve, archive_cli.upgrade):
    main.add_command(command)


class _Report:
    """What an ingest says: each failure at once, then a tally, warnings, and decisions that no longer fit."""

    def __init__(self) -> None:
        self.tally: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()

    def add(self, outcome: "Outcome") -> None:
        self.tally[outcome.status] += 1
        if outcome.error:
            _complain(str(outcome.error))
        if outcome.record and outcome.status in ("inserted", "updated"):
            for warning in outcome.record.warnings:
                self.warnings[warning.code] += 1
                if warning.correction is not None:
                    _complain(f"{warning.place}: {warning.message}")

    def print(self) -> None:
        statuses = ("inserted", "updated", "unchanged", "failed")
        click.echo(", ".join(f"{self.tally[status]:,} {status}" for status in statuses))
        if self.warnings:
            kinds = ", ".join(f"{count:,} {code}" for code, count in sorted(self.warnings.items()))
            click.echo(f"warnings: {kinds}; they are in the table `warnings`")

    def exit(self) -> None:
        if self.tally["failed"]:
            sys.exit(1)


def _complain(line: str) -> None:
    """One line that holds words of other people, who must not steer the terminal."""
    click.echo(inert(line), err=True)
