"""`python -m tests.bench.refresh`: what it costs to ask a feed of 1,000 items again, beside the first time.

The whole command, as a timer calls it, against a server on this machine: of a feed that answers 304, of one
that sends the same bytes, and of one in which only `lastBuildDate` is new. Exits 1 if one of the first two
takes more than a tenth of the first time.
"""

import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench.process import CHECKOUT
from tests.feeds.server import Server, serving
from tests.feeds.shows import item, page

COMMAND = "from ingest.cli import main; main()"
ITEMS = 1000
AT_MOST = 0.1
NOTES = (
    "<itunes:summary>" + "What the bees of this hive did in the week, and why. " * 40 + "</itunes:summary>"
)


def measure(folder: Path, server: Server) -> dict[str, float]:
    """Seconds of the first time, and of each kind of refresh, in its median."""
    items = [item(number, NOTES) for number in range(ITEMS)]
    archive = str(folder / "bench.db")
    server.routes["/feed"] = page(*items, etag='"1"')
    times = {"first": _run("ingest", archive, server.url("/feed"))}
    times["304"] = median(_run("refresh", archive) for _ in range(3))
    bytes_again = []
    for number in range(3):
        server.routes["/feed"] = page(*items, etag=f'"again {number}"')
        bytes_again.append(_run("refresh", archive))
    times["same bytes"] = median(bytes_again)
    built = []
    for number in range(3):
        channel = f"<lastBuildDate>{number}</lastBuildDate>"
        server.routes["/feed"] = page(*items, channel=channel, etag=f'"built {number}"')
        built.append(_run("refresh", archive))
    times["same items"] = median(built)
    return times


def _run(*arguments: str) -> float:
    command = [sys.executable, "-c", COMMAND, *arguments, "--allow-private"]
    began = perf_counter()
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    return perf_counter() - began


def main() -> None:
    with TemporaryDirectory() as folder, serving() as server:
        times = measure(Path(folder), server)
    for name, seconds in times.items():
        print(f"{name:12} {seconds:6.2f} s   {seconds / times['first']:5.2f} of the first time")
    if any(times[name] > AT_MOST * times["first"] for name in ("304", "same bytes")):
        sys.exit(1)


if __name__ == "__main__":
    main()
