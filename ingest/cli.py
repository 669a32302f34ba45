"""The console script `podarchive`: the commands that take sources in, and those of `archive.cli`.

A command parses, calls one function and reports. Here alone an ArchiveError becomes a line and exit code 1.
Imports stand inside the commands: SQLAlchemy and its like take longer to load than a help text may.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import __version__
from archive import cli as archive_cli
from archive.errors import ArchiveError
from archive.terminal import table

from .commands.arguments import ARCHIVE, JOBS, JSON, NO_FETCH, PRIVATE, SOURCE, Group
from .commands.check import check, rederive
from .commands.correct import correct
from .commands.episodes import episodes, transcripts
from .commands.people import people
from .commands.refresh import refresh
from .commands.remove import remove
from .options import Options
from .report import Report, complain

if TYPE_CHECKING:
    from .registry import Format


class _Commands(Group):
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


@main.command()
@click.argument("database", type=ARCHIVE)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCES...")
@_described
@_FORMAT
@JOBS
@click.option("--prune", is_flag=True, help="Take out what was made from files that are no longer there.")
@NO_FETCH
@PRIVATE
@click.option("--accept", is_flag=True, help="Take a feed as it is now, whatever it listed before.")
@JSON
@click.option("-v", "--verbose", is_flag=True, help="Say every hundred episodes how far it is.")
def ingest(
    database: Path,
    sources: tuple[str, ...],
    format_name: str | None,
    jobs: int | None,
    prune: bool,
    no_fetch: bool,
    allow_private: bool,
    accept: bool,
    as_json: bool,
    verbose: bool,
    **said: Any,
) -> None:
    """Take files, folders and feeds into an archive, which is made if it is not there.

    \b
    podarchive ingest archive.db interview.txt
    podarchive ingest archive.db my-podcast/
    podarchive ingest archive.db *.srt --podcast Interconnects
    podarchive ingest archive.db https://example.org/feed.xml
    podarchive ingest archive.db subscriptions.opml

    Files of one name in one folder are one episode: Ep 1.srt, Ep 1.mp3, Ep 1.chapters.json. Beside them
    Ep 1.toml says what they do not, Ep 1.corrections.toml says who speaks, and podcast.toml speaks for all in
    its folder. `podarchive show FOLDER` tells which files are taken together.

    Of a feed every episode is taken in, with the transcripts and chapters that it links to; of an OPML file
    every feed; of a video, channel or playlist on YouTube the captions. `podarchive refresh` asks them again.

    What is stored already and unchanged is left alone, so an ingest that was interrupted carries on. Options
    are remembered with the episode; what is said anew takes the place of what was said before.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from itertools import chain

    from . import parallel, proposals, upkeep
    from .commands.refresh import asking
    from .feeds.sources import parted
    from .files import folders
    from .pipeline import ingest as run

    urls, paths = parted(sources)
    found = folders.find(paths)
    if said["title"] and (len(found.groups) > 1 or urls):
        raise click.UsageError("--title is of one episode; name one source, or use sidecars.")
    report = Report(as_json=as_json)
    report.pass_over(found.passed_over)
    chosen, options = _format(format_name), Options(**said)
    count = jobs or parallel.default_jobs()
    before, newest = upkeep.newest_run(database), proposals.newest(database)
    try:
        lying = run(database, found.groups, options, format=chosen, jobs=count) if found.groups else ()
        if urls:
            with asking(allow_private, report, len(found.groups)) as ask:
                fetched = ask(
                    database, urls, options=options, jobs=count, attached=not no_fetch, accept=accept
                )
                report.watch(chain(lying, fetched), ask.total, verbose=verbose)
        else:
            report.watch(lying, len(found.groups), verbose=verbose)
        gone = upkeep.vanished(database, [path for path in paths if path.is_dir()])
        if prune:
            for outcome in upkeep.prune(database, gone):
                report.add(outcome)
        else:
            report.miss(gone)
        if line := proposals.remark(database, newest):
            report.remark(line)
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


for command in (
    archive_cli.search,
    archive_cli.serve,
    archive_cli.upgrade,
    check,
    correct,
    rederive,
    refresh,
    episodes,
    transcripts,
    people,
    remove,
):
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
