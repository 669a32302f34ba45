"""The commands on a stored archive. They parse, call one function, report; the group is in `ingest.cli`."""

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.search.results import Sort

# What is wrong with a path is said by what opens it, in our own words and with our own exit code.
ARCHIVE = click.Path(readable=False, path_type=Path)


# A minus means "without" in a query: what looks like an option and is none belongs to the query. No short
# options, not even -h: click would take -hello for it.
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("database", type=ARCHIVE)
@click.argument("query", nargs=-1)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many hits to show."
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest", "added"]),
    default="relevance",
    show_default=True,
    help="By how well they fit, by date of publication, or what came into the archive last first.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, with facets.")
def search(database: Path, query: tuple[str, ...], limit: int, sort: "Sort", as_json: bool) -> None:
    """Find what was said, with a link to the second.

    \b
    podarchive search archive.db 'open models'
    podarchive search archive.db '"intelligence per second" speaker:bryan -latency'
    podarchive search archive.db '(docker OR kube*) role:guest after:2024-05'

    Words are all required, but for OR between them; brackets hold together; "phrases" stand in quotes, so
    quote the whole query for the shell; a minus means without; a star after three letters or more stands for
    the rest of a word. speaker:, podcast:, chapter:, role:, tag:, before: and after: narrow all of it; after:
    takes in the year, month or day that it names. Without words, hits come by date and time. Passages that
    are nearly the same are shown once.
    """  # noqa: D301 - click's mark for lines that stay as they are
    import json

    from archive.database import open_readonly
    from archive.refusals import saying_why
    from archive.search import as_json as as_values
    from archive.search import search as find
    from archive.search import understand
    from archive.search.terminal import table

    with saying_why(database), contextlib.closing(open_readonly(database)) as connection:
        results = find(connection, understand(" ".join(query)), limit=limit, sort=sort, fold=True)
    if as_json:
        click.echo(json.dumps(as_values(results), ensure_ascii=False, indent=2))
    else:
        click.echo(table(results, colour=sys.stdout.isatty()), nl=False)


@click.command()
@click.argument("database", type=ARCHIVE)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8001,
    show_default=True,
    help="The port; 0 takes a free one.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open it in a browser.")
@click.option(
    "--public",
    is_flag=True,
    help="For the open web: no SQL but the stored queries, no pages about this machine, answers bounded, "
    "and what a proxy may keep.",
)
@click.option(
    "--address",
    metavar="URL",
    help="Where readers reach it, for feeds, previews and citations: https://pods.example.org/. With a path, "
    "all pages are below it.",
)
@click.option(
    "--robots",
    type=click.Choice(["allow", "none"]),
    help="Whether search engines may list it; without this option only with --public.",
)
@click.option("--title", help="What it is called, above its pages and in feeds.")
def serve(
    database: Path,
    host: str,
    port: int,
    open_browser: bool,
    public: bool,
    address: str | None,
    robots: str | None,
    title: str | None,
) -> None:
    """Serve an archive for browsing and searching, with SQL and JSON, until interrupted.

    \b
    podarchive serve archive.db --open
    podarchive serve archive.db --public --address https://pods.example.org/ --title "Our podcasts"

    Ingests and refreshes may run beside it: what they commit is there at the next request.
    """  # noqa: D301 - click's mark for lines that stay as they are
    from archive.serve import Shown
    from archive.serve import serve as run

    shown = Shown(public=public, address=address, robots=robots, title=title)
    run(database, host=host, port=port, open_browser=open_browser, shown=shown)


@click.command()
@click.argument("database", type=ARCHIVE)
def upgrade(database: Path) -> None:
    """Bring an archive that an older version made to this version."""
    from archive.database import upgrade as run

    before, after = run(database)
    click.echo(f"{database} is at {after}" + ("" if before == after else f", was at {before}"))
