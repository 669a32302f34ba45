"""An ingest in a process of its own: how long it takes, and how much memory.

`python -m tests.bench.process ARCHIVE FOLDER JOBS` takes a folder in and tells it as JSON.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from ingest.files.folders import find
from ingest.options import Options
from ingest.pipeline import ingest

CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What taking in a folder took, and the MB that the process which writes held at most."""

    seconds: float
    megabytes: float


def take_in(archive: Path, folder: Path, jobs: int = 1) -> Taken:
    """Take in all of `folder`, from the listing of it to the last commit; all of it must be new."""
    command: list[str | Path] = [sys.executable, "-m", __name__, archive, folder, str(jobs)]
    told = subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.PIPE, text=True)
    return Taken(**json.loads(told.stdout))


def _held() -> float:
    try:
        status = Path("/proc/self/status").read_text()
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # bytes on a Mac
    # On Linux ru_maxrss would begin with what the process held that started this one.
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) / 1e3


def main() -> None:
    archive, folder, jobs = sys.argv[1:]
    began = perf_counter()
    for outcome in ingest(Path(archive), find([Path(folder)]).groups, Options(), jobs=int(jobs)):
        if outcome.status != "inserted":
            raise SystemExit(f"{outcome.place}: {outcome.status} ({outcome.error})")
    print(json.dumps(asdict(Taken(seconds=perf_counter() - began, megabytes=_held()))))


if __name__ == "__main__":
    main()
