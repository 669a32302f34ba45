"""The recipe in `deploy/nginx.conf`, run: TLS, addresses, cache, compression, limit, headers once."""

import os
import shutil
import time

import pytest

from archive.database import open_archive
from archive.store import save
from tests.deploy.proxy import ask, before
from tests.episodes import small
from tests.web.test_serve import serving

HERE = bool(shutil.which("nginx") and shutil.which("openssl"))
REQUIRED = os.environ.get("PODARCHIVE_REQUIRE_NGINX") == "1"

ONCE = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "strict-transport-security",
    "content-type",
    "server",
)

pytestmark = pytest.mark.skipif(not HERE and not REQUIRED, reason="there is no nginx here")


@pytest.fixture(scope="module")
def served(made_archives, tmp_path_factory):
    """(port without TLS, port with TLS, the archive that is served)."""
    assert HERE, "PODARCHIVE_REQUIRE_NGINX=1, and there is no nginx or no openssl"
    path = shutil.copy(made_archives[1], tmp_path_factory.mktemp("served") / "archive.db")
    with (
        serving(path, "--public") as (address, _),
        before(int(address.rstrip("/").rpartition(":")[2])) as ports,
    ):
        yield (*ports, path)


def test_without_tls_readers_are_sent_on(served):
    answer = ask(served[0], "/archive/episodes/1?t=9", tls=False)
    assert answer.status == 301
    assert answer.headers["location"] == "https://pods.example.org/archive/episodes/1?t=9"


@pytest.mark.parametrize(
    "path",
    ["/", "/archive/-/search?q=weights", "/archive/episodes/1", "/archive/people/1", "/archive/podcasts/1",
     "/archive/episodes.csv", "/archive/-/episodes/1.json", "/robots.txt", "/-/static/app.css"],
)  # fmt: skip
def test_pages_come_through_with_each_header_once(served, path):
    answer = ask(served[1], path)
    assert answer.status == 200
    for name in ONCE:
        assert len(answer.all(name)) == 1, (name, answer.all(name))
    assert len(answer.all("cache-control")) <= 1


def test_complete_addresses_are_those_that_readers_use(served):
    page = ask(served[1], "/archive/episodes/1").text
    assert '<link rel="canonical" href="https://pods.example.org/archive/episodes/1">' in page
    assert "http://pods.example.org" not in page
    assert "Sitemap: https://pods.example.org/sitemap.xml" in ask(served[1], "/robots.txt").text
    assert "<loc>https://pods.example.org/archive/episodes/1</loc>" in ask(served[1], "/sitemap.xml").text
    assert (
        'href="https://pods.example.org/archive/episodes/1"'
        in ask(served[1], "/archive/-/episodes.atom").text
    )


def test_pages_are_compressed(served):
    whole = ask(served[1], "/archive/episodes/2")
    packed = ask(served[1], "/archive/episodes/2", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in ", ".join(packed.all("vary"))
    assert packed.text == whole.text
    assert packed.sent < whole.sent / 2


def until(wanted, seconds=20):
    """What `wanted` returns, as soon as it is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = wanted()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it never came")


def test_a_page_is_made_once_and_anew_after_an_ingest(served):
    path = "/archive/people/2"
    assert ask(served[1], path).headers["x-cache"] == "MISS"
    assert until(lambda: ask(served[1], path).headers["x-cache"] == "HIT")
    # When it is no longer good by itself, the server is asked, and says that it still is.
    assert until(lambda: ask(served[1], path).headers["x-cache"] == "REVALIDATED")
    assert ask(served[1], "/").headers["x-cache"] in ("MISS", "HIT", "EXPIRED", "REVALIDATED")
    engine = open_archive(served[2])
    assert [each.status for each in save(engine, [small(77)])] == ["inserted"]
    engine.dispose()
    assert until(lambda: "Small 77, version 1" in ask(served[1], "/").text)


def test_a_browser_is_told_that_nothing_changed(served):
    tag = ask(served[1], "/archive/episodes/1").headers["etag"]
    again = ask(served[1], "/archive/episodes/1", if_none_match=tag)
    assert (again.status, again.text) == (304, "")


def test_what_is_somebodys_own_is_not_kept(served):
    for _ in range(2):
        answer = ask(served[1], "/archive/episodes/3", cookie="a=b")
        assert answer.headers["x-cache"] != "HIT"


def test_what_is_closed_stays_closed(served):
    assert ask(served[1], "/-/plugins.json").status == 404
    assert ask(served[1], "/archive/episodes/1", method="POST").status == 405


def test_who_asks_too_often_is_told_so_and_nobody_else_is_hurt(served):
    # Last in this file: afterwards there is nothing left of what one reader may ask at once.
    found = [ask(served[1], f"/robots.txt?{n}").status for n in range(150)]
    assert set(found) <= {200, 429}
    assert found[:30] == [200] * 30
    time.sleep(1)
    assert ask(served[1], "/robots.txt").status == 200
