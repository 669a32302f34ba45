"""`podarchive remove`: take an episode, a show or a person out, for ever and without a trace of the words."""

import sys
from pathlib import Path

import click

from archive.cli import ARCHIVE
from archive.terminal import inert

NUMBER = click.IntRange(1, 2**63 - 1)


@click.command()
@click.argument("database", type=ARCHIVE)
@click.argument("episodes", nargs=-1, metavar="EPISODE…")
@click.option("--podcast", metavar="PODCAST", help="Take out a show: its id, slug, guid or title.")
@click.option("--person", metavar="PERSON", help="Take out a person: the id, slug, page or name.")
@click.option("--reason", metavar="TEXT", help="Why; shown at the address that had a page.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--list", "listing", is_flag=True, help="List what was taken out.")
@click.option("--allow", type=NUMBER, metavar="N", help="Let what has this number in the list come back.")
@click.option("--wipe", is_flag=True, help="Only make sure that nothing deleted is left in the file.")
def remove(
    database: Path,
    episodes: tuple[str, ...],
    podcast: str | None,
    person: str | None,
    reason: str | None,
    yes: bool,
    listing: bool,
    allow: int | None,
    wipe: bool,
) -> None:
    """Take episodes, a show or a person out of an archive, so that the words are no longer in the file.

    \b
    podarchive remove archive.db 12 --reason "at the guest's request"
    podarchive remove archive.db --podcast hive-hour
    podarchive remove archive.db --person "Mara Lind"
    podarchive remove archive.db --list

    Everything goes: rows, index, the sources as they came in every version, and decisions. Of a person goes
    all that they said and every mention as taking part; what others said in the same episodes stays. The
    address answers that it is gone, with the reason, and the same sources are passed over when they are
    ingested or refreshed again. --allow N lets them in again; what was taken out has to be ingested anew.
    Copies of the file, and backups, are yours to delete.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from ingest import departures

    asked = sum([bool(episodes), podcast is not None, person is not None, listing, allow is not None, wipe])
    if asked != 1:
        raise click.UsageError("Name EPISODE…, or --podcast, or --person; or --list, --allow N or --wipe.")
    if listing:
        click.echo(departures.table(database), nl=False)
        return
    if allow is not None:
        departures.allow(database, allow)
        click.echo(f"{allow} may come back; ingest it again, or refresh its show.")
        return
    if wipe:
        departures.wipe(database)
        click.echo(f"Nothing that was deleted is left in {database}.")
        return
    found = departures.find(database, episodes=episodes, podcast=podcast, person=person)
    for each in found:
        click.echo(inert(f"{each.kind} {each.id}: {each.title} ({each.holds})"), err=True)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("This cannot be undone: say --yes.")
        click.confirm("Take this out for ever?", abort=True, err=True)
    for each, number in zip(found, departures.take(database, found, reason), strict=True):
        click.echo(inert(f"{each.kind} {each.id} was taken out; `--allow {number}` lets it in again."))
