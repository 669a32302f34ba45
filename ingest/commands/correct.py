"""`podarchive correct`: who speaks, decided by a person."""

from pathlib import Path

import click

from archive.terminal import inert

from ..report import Report
from .arguments import ARCHIVE, SOURCE


@click.command()
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
    from .. import decisions

    if sum([file is not None, listing, undo is not None]) != 1:
        raise click.UsageError("Name a FILE, or --list, or --undo N.")
    if listing:
        click.echo(decisions.table(database, episode), nl=False)
        return
    if undo is not None:
        outcome = decisions.undo(database, undo)
    elif file is not None:
        outcome = decisions.apply(database, file, episode)
    report = Report()
    report.add(outcome)
    if outcome.record:
        click.echo(inert(f"{outcome.record.title or outcome.record.slug}: "), nl=False)
    report.print()
    report.exit()
