"""The filled archive under a name that is not `archive`, and the demo archive, served in process."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive.database import open_archive
from archive.store import save
from tests.web.fed_episodes import fed_episodes, show
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


@pytest.fixture(scope="session")
def fed_archive(tmp_path_factory):
    """The episodes of `tests.web.fed_episodes`, with what somebody decided of a name."""
    path = tmp_path_factory.mktemp("fed") / "fed.db"
    engine = open_archive(path, create=True)
    outcomes = list(save(engine, [*fed_episodes(), show()]))
    engine.dispose()
    assert [outcome.status for outcome in outcomes] == ["inserted"] * 3, outcomes
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into person_aliases (kind, name, person_name, made_at) values"
            " ('alias', 'A. A. L.', 'Ada Lovelace', '2026-01-01'),"
            " ('alias', 'Undone', 'Ada Lovelace', '2026-01-01')"
        )
        connection.execute("update person_aliases set undone_at = '2026-01-02' where name = 'Undone'")
    connection.close()
    return path
