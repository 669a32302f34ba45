"""`podarchive people`: who is in an archive, whom a printed name means, which two are one."""

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive import cli as archive_cli
from archive.terminal import inert, table

from ..report import Report
from .arguments import Group

if TYPE_CHECKING:
    from ..acquaintance import Decided

_PODCAST = click.option("--podcast", metavar="PODCAST", help="Only in this show.")
_EPISODE = click.option("--episode", metavar="EPISODE", help="Only in this episode.")


@click.group(cls=Group)
def people() -> None:
    """List people; say whom a name means, and which two people are one. Every decision can be undone.

    A PERSON is named by the slug (the first column of `people list`), the id, the page (href) or the name.
    """


@people.command("list")
@click.argument("database", type=archive_cli.ARCHIVE)
@click.option("--unsettled", is_flag=True, help="List the printed names that are nobody's, and what to do.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_(database: Path, unsettled: bool, as_json: bool) -> None:
    """List the people: shows, episodes, talk time, other spellings.

    \b
    podarchive people list archive.db
    podarchive people list archive.db --unsettled

    With --unsettled it lists names that sources print and that may be nobody's or several people's: how
    often, where, and the commands of which one would settle it.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from archive.database import open_readonly

    from .. import roll

    with closing(open_readonly(database)) as connection:
        if unsettled:
            names = roll.unsettled(connection, str(database))
            rows, values = roll.unsettled_table(names), [asdict(each) for each in names]
        else:
            known = roll.known(connection)
            rows, values = roll.people_table(known), [asdict(each) for each in known]
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
    elif not values:
        click.echo("every printed name is somebody's" if unsettled else "nobody is known")
    else:
        click.echo(table(rows), nl=False)


@people.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("name")
@click.argument("person")
@_PODCAST
@_EPISODE
@click.option("--new", is_flag=True, help="PERSON is the name of somebody who is not in the archive yet.")
def alias(
    database: Path, name: str, person: str, podcast: str | None, episode: str | None, new: bool
) -> None:
    """Let a NAME that sources print mean a PERSON: everywhere, in a show or in an episode.

    \b
    podarchive people alias archive.db Jo jo-marsh --podcast engines
    podarchive people alias archive.db JM "Jo Marsh" --new

    Of several decisions on a name that of the episode holds, then that of the show, then the latest.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import acquaintance

    decided = acquaintance.alias(database, name, person, podcast=podcast, episode=episode, new=new)
    _apply(database, "alias", decided)


@people.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("person")
@click.argument("other", metavar="PERSON")
def merge(database: Path, person: str, other: str) -> None:
    """Let two people be one: the second goes into the first, and the address leads on.

    \b
    podarchive people merge archive.db jo-marsh joanna-marsh
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import acquaintance

    _apply(database, "merge", acquaintance.merge(database, person, other))


@people.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("person")
@_PODCAST
@_EPISODE
@click.option("--as", "name", required=True, metavar="NAME", help="Who it is there.")
@click.option("--href", metavar="URL", help="A page that tells that person from others.")
def split(
    database: Path, person: str, podcast: str | None, episode: str | None, name: str, href: str | None
) -> None:
    """Say that a PERSON is somebody else in a show or an episode.

    \b
    podarchive people split archive.db john-smith --podcast bread --as "John Smith (baker)"
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import acquaintance

    if podcast is None and episode is None:
        raise click.UsageError("Say where, with --podcast or --episode.")
    decided = acquaintance.split(database, person, name, href=href, podcast=podcast, episode=episode)
    _apply(database, "split", decided)


@people.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("person")
@click.argument("name")
def rename(database: Path, person: str, name: str) -> None:
    """Let a PERSON be called NAME, whatever sources print. The address stays.

    \b
    podarchive people rename archive.db jo-marsh "Jo Marsh-Lind"
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import acquaintance

    _apply(database, "rename", acquaintance.rename(database, person, name))


@people.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("number", type=click.IntRange(1, 2**63 - 1), metavar="N")
def undo(database: Path, number: int) -> None:
    """Undo the decision with this number, and what the same command decided with it.

    \b
    podarchive people decisions archive.db
    podarchive people undo archive.db 3
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import acquaintance

    decided = acquaintance.undo(database, number)
    _report(database, decided)


@people.command()
@click.argument("database", type=archive_cli.ARCHIVE)
def decisions(database: Path) -> None:
    """List what was decided of people, with the numbers by which it can be undone."""
    from archive.database import open_readonly

    from ..roll import decisions_table

    with closing(open_readonly(database)) as connection:
        click.echo(table(decisions_table(connection)), nl=False)


def _apply(database: Path, kind: str, decided: "Decided") -> None:
    number = decided.numbers[0]
    click.echo(inert(f"{kind} {number}; to undo it: podarchive people undo {database} {number}"))
    _report(database, decided)


def _report(database: Path, decided: "Decided") -> None:
    report = Report()
    report.watch(decided.apply(database), len(decided.episodes))
    report.print()
    report.exit()
