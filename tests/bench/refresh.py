"""`python -m tests.bench.refresh`: what it costs to ask a feed of 1,000 items again, beside the first time.

Against a server on this machine: of a feed that answers 304, of one that sends the same bytes, and of one in
which only `lastBuildDate` is new. Exits 1 if one of the first two takes more than a tenth of the first time.
The last row is the whole command, as a timer calls it: nearly all of it is Python's start and imports.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from ingest.feeds import refresh as flow
from ingest.feeds.client import Client
from ingest.parallel import default_jobs
from tests.bench import table
from tests.bench.process import CHECKOUT
from tests.bench.table import Row
from tests.feeds.server import Server, serving
from tests.feeds.shows import item, page

COMMAND = "from ingest.cli import main; main()"
ITEMS = 1000
AT_MOST = 0.1
PROMISED = ("304", "same bytes")
NOTES = (
    "<itunes:summary>" + "What the bees of this hive did in the week, and why. " * 40 + "</itunes:summary>"
)


def measure(folder: Path, server: Server) -> dict[str, float]:
    """Seconds of the first time, and of each kind of refresh, in its median."""
    items = [item(number, NOTES) for number in range(ITEMS)]
    archive = folder / "bench.db"

    def asked(*items: str, etag: str, channel: str = "") -> float:
        server.routes["/feed"] = page(*items, etag=etag, channel=channel)
        began = perf_counter()
        with Client(allow_private=True) as client:
            order = flow.Order(jobs=default_jobs())
            if archive.exists():
                statuses = [each.status for each in flow.refresh(archive, (), order, client)]
            else:
                statuses = [
                    each.status for each in flow.take_in(archive, [server.url("/feed")], order, client)
                ]
        assert len(statuses) == ITEMS
        return perf_counter() - began

    times = {"first": asked(*items, etag='"1"')}
    times["304"] = median(asked(*items, etag='"1"') for _ in range(3))
    times["same bytes"] = median(asked(*items, etag=f'"again {number}"') for number in range(3))
    times["same items"] = median(
        asked(*items, etag=f'"built {number}"', channel=f"<lastBuildDate>{number}</lastBuildDate>")
        for number in range(3)
    )
    times["command"] = median(_run("refresh", str(archive)) for _ in range(3))
    return times


def _run(*arguments: str) -> float:
    command = [sys.executable, "-c", COMMAND, *arguments, "--allow-private"]
    began = perf_counter()
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    return perf_counter() - began


def rows() -> Iterator[Row]:
    """What each kind of refresh costs, beside the first time."""
    with TemporaryDirectory() as folder, serving() as server:
        times = measure(Path(folder), server)
    first = times.pop("first")
    for name, seconds in times.items():
        promised = AT_MOST if name in PROMISED else None
        what = f"refresh of {ITEMS:,} items, {name}"
        yield Row(
            what=what, ratio=seconds / first, of="the first time", most=promised, here=f"{seconds:.2f} s"
        )


def main() -> None:
    found = [*rows()]
    print(table.text(found))
    sys.exit(0 if all(row.holds for row in found) else 1)


if __name__ == "__main__":
    main()
