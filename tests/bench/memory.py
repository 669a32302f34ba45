"""How much memory an ingest takes: `python -m tests.bench.memory ARCHIVE FOLDER COUNT` takes in and tells."""

import resource
import subprocess
import sys
from itertools import islice
from pathlib import Path

from ingest.options import Options
from ingest.pipeline import ingest

CHECKOUT = Path(__file__).parents[2]


def peak(archive: Path, folder: Path, count: int) -> float:
    """MB that a process of its own held at most while it took in the first `count` pastes of `folder`."""
    command = [sys.executable, "-m", __name__, archive, folder, str(count)]
    told = subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.PIPE, text=True)
    return float(told.stdout)


def _held() -> float:
    try:
        status = Path("/proc/self/status").read_text()
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # bytes on a Mac
    # On Linux ru_maxrss would begin with what the process held that started this one.
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) / 1e3


def main() -> None:
    archive, folder, count = sys.argv[1:]
    for outcome in ingest(Path(archive), islice(sorted(Path(folder).glob("*.txt")), int(count)), Options()):
        if outcome.status != "inserted":
            raise SystemExit(f"{outcome.place}: {outcome.status} ({outcome.error})")
    print(_held())


if __name__ == "__main__":
    main()
