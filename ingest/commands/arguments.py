"""What several commands have: arguments, options, and how a group of them is listed."""

from pathlib import Path

import click

from archive.cli import ARCHIVE as ARCHIVE

SOURCE = click.Path(readable=False, path_type=Path)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Processes that read; one for each CPU, if not said.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print what became of everything as JSON.")
PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Fetch from this machine and its networks as well."
)
NO_FETCH = click.option(
    "--no-fetch", is_flag=True, help="Read feeds only, not the transcripts and chapters that they link to."
)


class Group(click.Group):
    """Commands whose list says in whole sentences what each does: click cuts what is longer than a line."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        found = ((name, self.get_command(context, name)) for name in self.list_commands(context))
        rows = [(name, command.get_short_help_str(limit=1_000)) for name, command in found if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
