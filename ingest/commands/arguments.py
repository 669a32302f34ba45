"""Arguments and options that several commands have."""

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
