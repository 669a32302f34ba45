"""The headers of every answer: strict on our own pages, as strict as it allows on Datasette's, each once."""

import pytest
from datasette.app import Datasette

from archive.web import protection
from tests.web.site import site

OURS = (
    "/",
    "/archive/episodes/1",
    "/archive/episodes/1?t=754",
    "/archive/people/1",
    "/archive/podcasts/1",
    "/archive/-/search?q=open",
    "/archive/episodes/999999",  # that there is none is said by a page of ours
)
DATASETTES = (
    "/archive",
    "/archive/utterances",
    "/archive/sources/1",
    "/-/versions",
)
DATA = ("/archive/-/home.json", "/archive/-/episodes/1.json", "/archive/episodes.json", "/archive/people.csv")


def policy(response):
    found = response.headers["content-security-policy"]
    return dict(part.strip().partition(" ")[::2] for part in found.split(";"))


@pytest.mark.parametrize("address", OURS)
def test_our_pages_run_no_inline_script(get, address):
    directives = policy(get(address))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["base-uri"] == "'none'"
    assert directives["frame-ancestors"] == "'self'"
    assert "unsafe" not in " ".join(directives.values())


@pytest.mark.parametrize("address", DATASETTES)
def test_datasettes_pages_load_nothing_from_elsewhere(get, address):
    directives = policy(get(address))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self' 'unsafe-inline'"
    assert "frame-src" not in directives


@pytest.mark.parametrize("address", DATA)
def test_data_does_nothing_at_all(get, address):
    response = get(address)
    assert response.status_code == 200
    assert response.headers["content-security-policy"] == protection.DATA


@pytest.mark.parametrize("address", [*OURS, *DATASETTES, *DATA, "/-/static/app.css", "/nowhere"])
def test_each_header_stands_once(get, address):
    names = [name.lower() for name, _ in get(address).headers.multi_items()]
    for name in (
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "permissions-policy",
    ):
        assert names.count(name) == 1, (name, names)


def test_youtube_is_told_the_origin_and_nobody_is_told_a_query(get):
    assert get("/archive/episodes/1").headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert get("/archive/utterances?_search=open").headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("address", ["https://pods.example.org/", "http://pods.example.org/"])
def test_only_a_public_server_behind_tls_asks_for_tls_for_ever(anyname, public, address):
    ours = {"public": public, "address": address}
    with site(anyname, config={"plugins": {"podcast-archive": ours}}) as get:
        headers = get("/").headers
    tls = address.startswith("https")
    assert headers.get("cross-origin-opener-policy") == ("same-origin" if tls else None)
    assert headers.get("strict-transport-security") == ("max-age=31536000" if tls and public else None)


def test_a_page_that_is_gone_is_ours_too(anyname, tmp_path):
    import shutil
    import sqlite3

    path = shutil.copy(anyname, tmp_path / "gone.db")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into former_addresses (kind, former_id, slug, since)"
            " values ('episode', 777, 'x', '2026-01-01')"
        )
    connection.close()
    with site(path) as get:
        response = get("/archive/episodes/777")
        assert response.status_code == 410
        assert response.headers["content-security-policy"] == protection.OURS


def test_without_an_archive_datasette_is_what_it_was(tmp_path):
    import sqlite3

    sqlite3.connect(tmp_path / "other.db").execute("create table t (x)").connection.close()
    with site(tmp_path / "other.db") as get:
        assert isinstance(get.datasette, Datasette)
        for address in ("/", "/other", "/other/t", "/-/versions.json"):
            assert "content-security-policy" not in get(address).headers
