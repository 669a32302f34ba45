"""The console script `podarchive`: the commands that take sources in, and those of `archive.cli`.

A command parses, calls one function and reports. Here alone an ArchiveError becomes a line and exit code 1.
Imports stand inside the commands: SQLAlchemy and its like take longer to load than a help text may.
"""

import contextlib
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import __version__
from archive import cli as archive_cli
from archive.errors import ArchiveError, DamagedArchive
from archive.terminal import inert, table

from .options import Options
from .report import Report, complain

if TYPE_CHECKING:
    from .registry import Format

ARCHIVE = archive_cli.ARCHIVE
SOURCE = click.Path(readable=False, path_type=Path)


class _Commands(click.Group):
    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except ArchiveError as error:
            complain(str(error))
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


_FORMAT = click.option("--format", "format_name", metavar="NAME", help="Read every file in this format.")
_JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Processes that read; one for each CPU, if not said.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print what became of everything as JSON.")


@main.command()
@click.argument("database", type=ARCHIVE)
@click.argument("sources", nargs=-1, required=True, type=SOURCE)
@_described
@_FORMAT
@_JOBS
@click.option("--prune", is_flag=True, help="Take out what was made from files that are no longer there.")
@_JSON
@click.option("-v", "--verbose", is_flag=True, help="Say every hundred episodes how far it is.")
def ingest(
    database: Path,
    sources: tuple[Path, ...],
    format_name: str | None,
    jobs: int | None,
    prune: bool,
    as_json: bool,
    verbose: bool,
    **said: Any,
) -> None:
    """Take files and folders of transcripts into an archive, which is made if it is not there.

    \b
    podarchive ingest archive.db interview.txt
    podarchive ingest archive.db my-podcast/
    podarchive ingest archive.db *.srt --podcast Interconnects

    Files of one name in one folder are one episode: Ep 1.srt, Ep 1.mp3, Ep 1.chapters.json. Beside them
    Ep 1.toml says what they do not, Ep 1.corrections.toml says who speaks, and podcast.toml speaks for all in
    its folder. `podarchive show FOLDER` tells which files are taken together.

    What is stored already and unchanged is left alone, so an ingest that was interrupted carries on. Options
    are remembered with the episode; what is said anew takes the place of what was said before.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from . import parallel, upkeep
    from .files import folders
    from .pipeline import ingest as run

    found = folders.find(sources)
    if said["title"] and len(found.groups) > 1:
        raise click.UsageError("--title is of one episode; name one source, or use sidecars.")
    report = Report(as_json=as_json)
    report.pass_over(found.passed_over)
    chosen = _format(format_name)
    before = upkeep.newest_run(database)
    try:
        outcomes = run(
            database, found.groups, Options(**said), format=chosen, jobs=jobs or parallel.default_jobs()
        )
        report.watch(outcomes, len(found.groups), verbose=verbose)
        gone = upkeep.vanished(database, [path for path in sources if path.is_dir()])
        if prune:
            for outcome in upkeep.prune(database, gone):
                report.add(outcome)
        else:
            report.miss(gone)
    except KeyboardInterrupt:
        report.catch_up(upkeep.stored_since(database, before))
        raise
    finally:
        report.print()
    report.exit()


@main.command()
@click.argument("sources", nargs=-1, required=True, type=SOURCE)
@_described
@_FORMAT
def show(sources: tuple[Path, ...], format_name: str | None, **said: Any) -> None:
    """Print what would be stored of a file, or of the files in a folder, as JSON. Writes nothing.

    Of a file it prints all that is read from it and from those beside it. Of a folder, or several sources, it
    prints which files are one episode, what each would become, and what is passed over.
    """
    import json

    from . import overview
    from .files import folders

    found = folders.find(sources)
    chosen = _format(format_name)
    if len(found.groups) == 1 and len(sources) == 1 and not sources[0].is_dir():
        document = overview.record(found.groups[0], Options(**said), chosen)
    else:
        document = overview.overview(found, Options(**said), chosen)
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@main.command()
def formats() -> None:
    """List the formats that can be read. A file's format is known by what is in it, not by its name."""
    from .registry import formats as known

    rows = [("NAME", "FORMAT", "FILES", "GIVES BESIDE WORDS")]
    rows += [(each.name, each.title, " ".join(each.names), ", ".join(each.gives)) for each in known()]
    click.echo(table(rows), nl=False)


@main.command()
@click.argument("database", type=ARCHIVE)
@_JOBS
@_JSON
def rederive(database: Path, jobs: int | None, as_json: bool) -> None:
    """Bring every episode up to this version of the program, from the sources kept in the archive.

    Needed after an update that reads something better; the files themselves need not be there.
    """
    from . import parallel, upkeep

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
    report = Report()
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
    called outdated, not wrong: `podarchive rederive` brings it up.
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


for command in (archive_cli.search, archive_cli.serve, archive_cli.upgrade):
    main.add_command(command)


def _format(name: str | None) -> "Format | None":
    """The format that was named. Raises click's own error for one that there is not."""
    from .registry import formats as known

    if name is None:
        return None
    for each in known():
        if each.name == name:
            return each
    raise click.UsageError(f"there is no format {name!r}; see `podarchive formats`.")
