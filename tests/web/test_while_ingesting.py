"""While 1,000 episodes are taken in by another process, every page answers, and shows whole episodes only."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.heads import head
from tests.web.site import site

ROOT = Path(__file__).parents[2]

EPISODES = 1_000
# It goes on with each line that it is sent, so that there is something to be read while it writes.
TAKING_IN = f"""
import sys
from dataclasses import replace
from pathlib import Path
from archive.database import open_archive
from archive.records import Person
from archive.store import save
from tests.episodes import small

def episode(number):
    if number % 100 == 0:
        sys.stdin.readline()
    made = small(number)
    host, other = made.speakers
    return replace(made, speakers=(replace(host, person=Person(name=f"Host {{number // 10}}")), other))

engine = open_archive(Path(sys.argv[1]))
statuses = [each.status for each in save(engine, map(episode, range({EPISODES})))]
engine.dispose()
assert statuses == ["inserted"] * {EPISODES}, statuses
"""

PAGES = (
    "/",
    "/archive",
    "/archive/said",
    "/archive/utterances?_search=line0",
    "/archive/-/search?q=line0",
    "/archive/-/trend?q=line0",
    "/archive/-/explore",
    "/archive/-/about",
    "/archive/-/home.json",
    "/archive/-/episodes.atom",
    "/archive/podcasts/1",
    "/archive/people/1",
    "/archive/-/people/1.json",
)


@pytest.fixture
def taken_in(made_archives, tmp_path):
    """(the archive, the process that takes the episodes in)."""
    path = shutil.copy(made_archives[1], tmp_path / "busy.db")
    command = [sys.executable, "-c", TAKING_IN, path]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        try:
            yield path, process
        finally:
            process.kill()


def small_ones(get):
    """The ids of the newest of them, as they are now."""
    rows = get("/archive/episodes.json?_shape=array&slug__startswith=small-&_sort_desc=id&_size=2").json()
    return [row["id"] for row in rows]


def whole(get, id_):
    """The episode is all there on its page and in its data: three passages, two voices, one chapter."""
    response = get(f"/archive/episodes/{id_}")
    assert response.status_code == 200
    assert response.text.count('<div id="u') == 3
    for line in range(3):
        assert f"Line{line} of number" in response.text
    _, _, (thing,) = head(response)
    assert len(thing["hasPart"]) == 1
    assert len(thing["associatedMedia"]) == 1
    assert thing["partOfSeries"]["name"].startswith("Show ")
    assert [each["name"].partition(" ")[0] for each in thing["actor"]] == ["Host"]
    data = get(f"/archive/-/episodes/{id_}.json")
    assert data.status_code == 200
    passages = [
        passage for part in data.json()["parts"] for block in part["blocks"] for passage in block["passages"]
    ]
    assert len(passages) == 3


def search(get):
    """(hits of a word that each of them has once), with facets that agree with it."""
    found = get("/archive/-/search.json?q=line0").json()
    assert found["ok"]
    for name in ("podcast", "speaker", "role"):
        assert sum(value["count"] for value in found["facets"][name]) == found["total"], name
    return found["total"]


def test_every_page_answers_and_shows_whole_episodes_only(taken_in):
    path, process = taken_in
    totals, seen = [], set()
    # How long it takes depends on what else the machine does.
    with site(path, settings={"sql_time_limit_ms": 20_000, "facet_time_limit_ms": 20_000}) as get:
        pages = [page for page in PAGES if get(page).status_code == 200]
        assert {"/", "/archive/-/search?q=line0", "/archive/-/home.json", "/archive/people/1"} <= set(pages)
        for turn in range(EPISODES // 100):
            process.stdin.write("on\n")
            process.stdin.flush()
            for page in pages[turn % 3 :: 3]:
                assert get(page).status_code == 200, page
            for id_ in small_ones(get):
                whole(get, id_)
                seen.add(id_)
            totals.append(search(get))
        _, error = process.communicate(timeout=300)
        assert process.returncode == 0, error
        assert totals == sorted(totals)
        assert len({*totals, EPISODES}) >= 3, totals
        assert len(seen) >= 3
        assert search(get) == EPISODES
        for page in pages:
            assert get(page).status_code == 200
