"""Archives made by hand and the demo archive: served in process by `get`, for a browser by the fixtures
`demo`, `filled`, `odd`, `fed` and `hostile`, each the address of a server without a slash at its end."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive.database import open_archive
from archive.store import save
from tests.web.browsing import chromium, watched
from tests.web.fed_episodes import fed_episodes, show
from tests.web.hostile_episodes import HOSTILE, hostile_episodes, hostile_feed
from tests.web.odd_episodes import odd_episodes
from tests.web.site import site
from tests.web.talking_episodes import talking_episodes
from tests.web.test_serve import serving

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


@pytest.fixture(scope="session")
def hostile_archive(tmp_path_factory):
    """The episodes of `tests.web.hostile_episodes`: their ids are in the order of `HOSTILE`."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    engine = open_archive(path, create=True)
    outcomes = list(save(engine, [*hostile_episodes(), *map(hostile_feed, HOSTILE)]))
    engine.dispose()
    assert {outcome.status for outcome in outcomes} == {"inserted"}, outcomes
    return path


@pytest.fixture(scope="module")
def browser():
    """Playwright runs a loop of its own in this thread: not longer than the tests of one file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser):
    """A page that must do nothing that `watched` notes."""
    with watched(browser.new_context(viewport={"width": 1280, "height": 900})) as page:
        yield page
    assert page.troubles == []


@pytest.fixture(scope="session")
def demo(demo_archive):
    with serving(demo_archive) as (address, _):
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def filled(anyname):
    with serving(anyname) as (address, _):
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def odd(odd_archive):
    with serving(odd_archive) as (address, _):
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def hostile(hostile_archive):
    with serving(hostile_archive) as (address, _):
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def fed(fed_archive):
    with serving(fed_archive) as (address, _):
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def talking_archive(tmp_path_factory):
    """The episodes of `tests.web.talking_episodes`."""
    path = tmp_path_factory.mktemp("talking") / "talking.db"
    engine = open_archive(path, create=True)
    outcomes = list(save(engine, talking_episodes()))
    engine.dispose()
    assert [outcome.status for outcome in outcomes] == ["inserted"] * 8, outcomes
    return path


@pytest.fixture(scope="session")
def talking(talking_archive):
    with site(talking_archive) as get:
        yield get
