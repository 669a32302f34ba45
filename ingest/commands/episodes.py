"""`podarchive episodes` and `podarchive transcripts`: what is one episode, and which of its words speak."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive import cli as archive_cli
from archive.errors import InvalidDecision
from archive.terminal import inert, table

from ..report import Report, complain
from .arguments import Group

if TYPE_CHECKING:
    from archive.outcome import Outcome

_NUMBER = click.IntRange(1, 2**63 - 1)


@click.group(cls=Group)
def episodes() -> None:
    """List episodes; say which are one, or that one is two. Every decision can be undone.

    An EPISODE is named by its id, slug, YouTube id, guid or title.
    """


@episodes.command("list")
@click.argument("database", type=archive_cli.ARCHIVE)
@click.option("--podcast", metavar="TITLE", help="Only of this show.")
def list_(database: Path, podcast: str | None) -> None:
    """List the episodes: id, date, show, title, and how many sources each has.

    \b
    podarchive episodes list archive.db
    podarchive episodes list archive.db --podcast "Engines of Thought"
    """  # noqa: D301 - click's mark for lines that stay as they are
    from archive.database import open_readonly

    with closing(open_readonly(database)) as connection:
        found = connection.execute(
            "select episodes.id, coalesce(published, ''), coalesce(podcasts.title, ''),"
            " coalesce(episodes.title, episodes.slug), count(sources.id)"
            " from episodes left join podcasts on podcasts.id = episodes.podcast_id"
            " left join sources on sources.episode_id = episodes.id and superseded_at is null"
            " where ?1 is null or podcasts.title = ?1 or podcasts.slug = ?1"
            " group by episodes.id order by 3, published, episodes.id",
            (podcast,),
        ).fetchall()
    rows = [("ID", "DATE", "PODCAST", "TITLE", "SOURCES")]
    rows += [(str(id_), date[:10], show, title, str(count)) for id_, date, show, title, count in found]
    click.echo(table(rows), nl=False)


@episodes.command()
@click.argument("database", type=archive_cli.ARCHIVE)
def proposals(database: Path) -> None:
    """List episodes that may be one, each with the command that would merge them. Changes nothing.

    \b
    podarchive episodes proposals archive.db

    They have one title and a date within two days, one file name, one number, or one text; none of that is
    enough to merge them unasked. `podarchive episodes split` says of two that they stay two.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from archive.database import open_readonly

    from ..proposals import proposals as find

    with closing(open_readonly(database)) as connection:
        found = find(connection)
    if not found:
        click.echo("nothing is proposed")
        return
    rows = [("ONE", "OTHER", "WHY", "COMMAND")]
    for each in found:
        why = f"{each.why}; may be several" if each.ambiguous else each.why
        command = f"podarchive episodes merge {database} {each.one} {each.other}"
        rows.append((f"{each.one} {each.titles[0]}", f"{each.other} {each.titles[1]}", why, command))
    click.echo(table(rows), nl=False)


@episodes.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("names", nargs=-1, metavar="EPISODE…")
@click.option("--proposed", is_flag=True, help="Merge all that is proposed and not ambiguous.")
def merge(database: Path, names: tuple[str, ...], proposed: bool) -> None:
    """Make two or more episodes one. All their sources are kept, and the best of them speak.

    \b
    podarchive episodes merge archive.db 12 57
    podarchive episodes merge archive.db --proposed

    It holds also when the sources are ingested again. The address of what is absorbed leads on; it comes back
    with `podarchive episodes undo`.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import joining

    if proposed == bool(names) or len(names) == 1:
        raise click.UsageError("Name two EPISODEs or more, or --proposed.")
    report = Report()
    if not proposed:
        _say(database, "merge", *joining.merge(database, names), report)
    else:
        for pair in _proposed(database):
            try:
                _say(database, "merge", *joining.merge(database, pair), report)
            except InvalidDecision as error:
                # What was merged before it has settled it, one way or the other.
                complain(str(error))
    report.print()
    report.exit()


@episodes.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("episode", metavar="EPISODE")
@click.option(
    "--source", "sources", multiple=True, required=True, metavar="URI", help="What leaves; may be repeated."
)
def split(database: Path, episode: str, sources: tuple[str, ...]) -> None:
    """Part a source from an episode: it becomes one of its own, with what lies beside it.

    \b
    podarchive episodes split archive.db 12 --source shows/engines-012.srt

    `podarchive transcripts list` shows the sources of an episode.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import joining

    report = Report()
    _say(database, "split", *joining.split(database, episode, sources), report)
    report.print()
    report.exit()


@episodes.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("number", type=_NUMBER, metavar="N")
def undo(database: Path, number: int) -> None:
    """Undo the decision with this number: what was merged is two again, what was split is one.

    \b
    podarchive episodes decisions archive.db
    podarchive episodes undo archive.db 3
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import joining

    report = Report()
    for outcome in joining.undo(database, number):
        report.add(outcome)
    report.print()
    report.exit()


@episodes.command()
@click.argument("database", type=archive_cli.ARCHIVE)
def decisions(database: Path) -> None:
    """List what was merged and split, with the numbers by which it can be undone."""
    from archive.database import open_readonly

    from ..joining import table as decided

    with closing(open_readonly(database)) as connection:
        click.echo(table(decided(connection)), nl=False)


@click.group(cls=Group)
def transcripts() -> None:
    """List the transcripts of an episode, and choose which of them speaks."""


@transcripts.command("list")
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("episode", metavar="EPISODE")
def list_transcripts(database: Path, episode: str) -> None:
    """List the transcripts of an episode: which one speaks, who made each, what it has.

    \b
    podarchive transcripts list archive.db 12
    """  # noqa: D301 - click's mark for lines that stay as they are
    from archive.database import open_readonly

    from ..transcripts import table as listed

    with closing(open_readonly(database)) as connection:
        click.echo(table(listed(connection, episode)), nl=False)


@transcripts.command()
@click.argument("database", type=archive_cli.ARCHIVE)
@click.argument("episode", metavar="EPISODE")
@click.argument("source", required=False)
@click.option("--undo", "back", is_flag=True, help="Let the best speak again.")
def prefer(database: Path, episode: str, source: str | None, back: bool) -> None:
    """Let one transcript speak for the episode, whatever the others are. It is remembered.

    \b
    podarchive transcripts prefer archive.db 12 engines-012.srt
    podarchive transcripts prefer archive.db 12 --undo
    """  # noqa: D301 - click's mark for lines that stay as they are
    from .. import transcripts as chosen

    if back == (source is not None):
        raise click.UsageError("Name a SOURCE, or --undo.")
    report = Report()
    report.add(chosen.prefer(database, episode, source))
    report.print()
    report.exit()


def _say(database: Path, kind: str, numbers: list[int], outcomes: "list[Outcome]", report: Report) -> None:
    for outcome in outcomes:
        report.add(outcome)
    if numbers and not any(outcome.error for outcome in outcomes):
        undoing = f"podarchive episodes undo {database} {numbers[0]}"
        click.echo(inert(f"{kind} {numbers[0]}; to undo it: {undoing}"))


def _proposed(database: Path) -> list[tuple[str, str]]:
    """The pairs to merge, one after the other, by ids that are there then."""
    from archive.database import open_readonly

    from ..proposals import proposals as find

    with closing(open_readonly(database)) as connection:
        found = find(connection)
    skipped = [each for each in found if each.ambiguous]
    if skipped:
        complain(f"{database}: {len(skipped)} proposals may be several episodes; merge those one by one")
    return [(str(each.one), str(each.other)) for each in found if not each.ambiguous]
