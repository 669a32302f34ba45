"""The filled archive under a name that is not `archive`, and the demo archive, served in process."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.database import open_archive
from archive.store import save
from tests.web.odd_episodes import odd_episodes
from tests.web.site import site

ROOT = Path(__file__).parents[2]
INTERVIEW = ROOT / "ingest/samples/why-nvidia-builds-open-models.txt"


@pytest.fixture(scope="session")
def anyname(made_archives, tmp_path_factory):
    """A copy of the filled archive called `some-show.db`: pages must not depend on the file's name."""
    return Path(shutil.copy(made_archives[1], tmp_path_factory.mktemp("web") / "some-show.db"))


@pytest.fixture(scope="session")
def get(anyname):
    """The response of plain Datasette, with our plugin installed, to an address."""
    with site(anyname) as get:
        yield get


@pytest.fixture(scope="session")
def odd_archive(tmp_path_factory):
    """The episodes of `tests.web.odd_episodes`, in a file called `odd.db`."""
    path = tmp_path_factory.mktemp("odd") / "odd.db"
    engine = open_archive(path, create=True)
    outcomes = list(save(engine, odd_episodes()))
    engine.dispose()
    assert [outcome.status for outcome in outcomes] == ["inserted"] * len(odd_episodes()), outcomes
    return path


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory):
    """The bundled interview, taken in by the command that `make demo` runs."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    command = "from ingest.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", command, "ingest", path, INTERVIEW], check=True, capture_output=True
    )
    return path
