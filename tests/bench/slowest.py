"""Which files take long to read, for their size: `python -m tests.bench.slowest FOLDER` on files of your own.

Of each episode in a folder, the seconds until its record is ready to be stored are set against its bytes.
Short ones are left out: there what is done once for each episode counts for more than the bytes.
"""

from dataclasses import dataclass
from pathlib import Path
from time import process_time

import click

from archive.errors import ArchiveError
from ingest.files.folders import Group, find
from ingest.options import Options
from ingest.pipeline import show

LEAST_BYTES = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What reading an episode's files took; `became` is what its first transcript was read as, or why not."""

    name: str
    size: int
    seconds: float
    words: int
    became: str

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return self.size / self.seconds


def measure(group: Group) -> Read:
    """The faster of two readings, so that nothing counts that is only done for the first file of its kind."""
    taken = []
    words, became = 0, "refused"
    for _ in range(2):
        began = process_time()
        try:
            records, _ = show(group, Options())
        except ArchiveError as error:
            became = f"refused: {error.problem}"
        else:
            words = sum(each.words for record in records for each in record.transcripts)
            became = records[0].sources[0].format
        taken.append(process_time() - began)
    # A pipe or a file that vanished has no size that could be asked.
    size = sum(path.stat().st_size for path in group.files if path.is_file())
    return Read(name=str(group.place), size=size, seconds=min(taken) or 1e-6, words=words, became=became)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--count", default=10, show_default=True, help="How many to show.")
@click.option("--least", default=LEAST_BYTES, show_default=True, help="Leave out what has fewer bytes.")
def main(folder: Path, count: int, least: int) -> None:
    """Show the files of FOLDER that are slowest to read, by bytes a second."""
    found = [measure(group) for group in find([folder]).groups]
    large = [each for each in found if each.size >= least]
    rate = sum(each.size for each in large) / (sum(each.seconds for each in large) or 1)
    click.echo(f"{len(large)} of {len(found)} episodes have {least:,} bytes or more; {rate:,.0f} bytes/s\n")
    for each in sorted(large, key=lambda read: read.rate)[:count]:
        click.echo(
            f"{each.rate:>12,.0f} bytes/s {each.size:>12,} bytes {each.seconds * 1000:>8,.0f} ms"
            f" {each.words:>7,} words  {each.name} ({each.became})"
        )


if __name__ == "__main__":
    main()
