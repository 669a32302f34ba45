"""`podarchive serve --public`: our pages work, and nothing of the machine is seen or asked."""

import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from urllib.parse import parse_qsl

import pytest

from archive.serve import Shown
from archive.web.public import refusal
from tests.web.site import PATIENT, links, site
from tests.web.test_serve import PODARCHIVE, serving

PAGES = (
    "/",
    "/archive/-/search",
    "/archive/-/search?q=weights",
    "/archive/episodes/1",
    "/archive/episodes/1?t=9.5",
    "/archive/people/1",
    "/archive/podcasts/1",
)
DATA = (
    "/archive/-/home.json",
    "/archive/-/search.json?q=weights",
    "/archive/-/episodes/1.json",
    "/archive/-/people/1.json",
    "/archive/-/podcasts/1.json",
    "/archive/-/episodes.atom",
    "/archive/-/oembed?url=http://localhost/archive/episodes/1",
    "/sitemap.xml",
    "/robots.txt",
)
TABLES = (
    "/archive",
    "/archive/utterances",
    "/archive/utterances?_search=weights&_facet=episode_id",
    "/archive/episodes?_facet_array=tags",
    "/archive/said",
    "/archive/episodes.json",
    "/archive/episodes.csv",
    "/archive/sources/1",
    "/-/static/app.css",
    "/-/jump.json?q=ep",
)
CLOSED = (
    "/-/plugins", "/-/plugins.json", "/-/settings.json", "/-/config.json", "/-/versions.json",
    "/-/databases.json", "/-/threads.json", "/-/tasks.json", "/-/actor.json", "/-/actions.json", "/-/api",
    "/-/permissions", "/-/allowed", "/-/rules", "/-/check", "/-/messages", "/-/allow-debug", "/-/patterns",
    "/-/debug/autocomplete", "/-/auth-token", "/-/create-token", "/-/logout", "/-/schema", "/-/queries",
    "/archive/-/create", "/archive/-/execute-write", "/archive/-/queries/store",
    "/archive/-/query/parameters", "/archive/episodes/-/insert", "/archive/episodes/-/drop",
    "/archive/episodes/1/-/delete",
)  # fmt: skip


def shown(path, **options):
    how = Shown(public=True, **options)
    return site(path, settings=how.settings | PATIENT, config=how.config)


@pytest.fixture(scope="module")
def public(anyname):
    with shown(anyname) as get:
        yield get


@pytest.mark.parametrize("address", [*PAGES, *DATA, *TABLES])
def test_our_pages_and_the_tables_answer(public, address):
    assert public(address).status_code == 200


def test_no_link_of_ours_leads_to_what_is_closed(public):
    # One link of a kind: the same page with the same parameters is as open for one value as for another.
    kinds = {}
    for address in PAGES:
        for link in links(public(address)):
            path, _, query = link.partition("#")[0].partition("?")
            if path.startswith("/"):
                names = tuple(sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)}))
                kinds.setdefault((re.sub(r"/\d+", "/1", path), names), (address, link))
    assert len(kinds) > 10
    refused = {found: status for found in kinds.values() if (status := public(found[1]).status_code) >= 400}
    assert refused == {}


@pytest.mark.parametrize("address", CLOSED)
def test_nothing_of_the_machine_is_shown(public, address):
    response = public(address)
    assert response.status_code == 404
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in response.headers


@pytest.mark.parametrize(
    "address", ["/%2D/plugins", "//-/plugins", "/-/../-/plugins", "/-/static/../plugins", "/-/plugins%2ejson"]
)
def test_nor_by_another_spelling(public, address):
    response = public(address)
    if response.status_code == 302:  # Datasette's own spelling of what is encoded
        response = public(response.headers["location"])
    assert response.status_code in (400, 404)


def test_no_sql_and_no_file(public, anyname):
    assert public("/archive/-/query?sql=select+1").status_code == 403
    assert public("/archive/-/query.json?sql=select+1").status_code == 403
    assert public("/archive/episodes?_where=1=1").status_code == 403
    assert public("/archive.db").status_code in (403, 404)
    for address in (*PAGES, *TABLES):
        body = public(address).text
        assert str(anyname) not in body
        assert str(anyname.parent) not in body


@pytest.mark.parametrize("address", ["", ".json", ".csv", "/1", "/1.json", "/1.blob?_blob_column=data"])
def test_files_as_they_came_in_stay_the_hosts(public, get, address):
    """A transcript is for all; a note to oneself in the file beside it is not."""
    assert public(f"/archive/source_bytes{address}").status_code == 403
    assert get(f"/archive/source_bytes{address}").status_code == 200
    assert "/archive/source_bytes" not in public("/archive/sources/1").text


def test_what_is_asked_is_bounded(public):
    assert public("/archive/utterances.csv?_stream=1").status_code == 400
    facets = "&".join(
        f"_facet={name}"
        for name in ("id", "text", "words", "turn", "method", "marks", "end_ms", "timing", "start_ms")
    )
    assert public(f"/archive/utterances?{facets}").status_code == 400
    assert public(f"/archive/-/search?q={'x' * 9_000}").status_code == 400
    assert public("/archive/utterances?_size=5000").status_code == 400
    assert public.datasette.setting("max_returned_rows") == 1000


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_it_is_only_read_from(method):
    assert refusal("/archive/episodes/1", method, b"")[0] == 405
    assert refusal("/archive/episodes/-/insert", method, b"")[0] == 405
    counted = refusal("/archive/utterances/-/count", method, b"")
    assert counted is None if method == "POST" else counted[0] == 405


def test_an_answer_says_how_long_it_is_good_for(public):
    for address in ("/", "/archive/episodes/1", "/archive/-/search?q=weights", "/archive/-/episodes.atom"):
        response = public(address)
        assert response.headers["cache-control"] == "public, max-age=0, s-maxage=5, must-revalidate"
        tag = response.headers["etag"]
        again = public(address, headers={"if-none-match": f'"other", {tag}'})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        # What a browser has kept of the page holds, its policy too.
        assert "content-security-policy" not in again.headers
        assert public(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("headers", [{"cookie": "a=b"}, {"authorization": "Bearer x"}])
def test_what_is_asked_in_somebodys_name_is_not_kept(public, headers):
    tag = public("/archive/episodes/1").headers["etag"]
    response = public("/archive/episodes/1", headers={**headers, "if-none-match": tag})
    assert response.status_code != 304
    assert "etag" not in response.headers


@pytest.mark.parametrize(
    "address", ["/archive/episodes/999", "/archive/-/search?page=x", "/archive/utterances"]
)
def test_what_is_no_whole_page_of_ours_has_no_tag(public, address):
    assert "etag" not in public(address).headers


def test_the_tag_changes_with_every_ingest(made_archives, tmp_path):
    from archive.database import open_archive
    from archive.store import save
    from tests.episodes import small

    path = shutil.copy(made_archives[1], tmp_path / "x.db")
    with shown(path) as get:
        tags = [get("/").headers["etag"]]
        for number in range(3):
            engine = open_archive(path)
            assert [each.status for each in save(engine, [small(number)])] == ["inserted"]
            engine.dispose()
            response = get("/", headers={"if-none-match": tags[-1]})
            assert response.status_code == 200
            assert f"Small {number}, version 1" in response.text
            tags.append(response.headers["etag"])
            assert get("/", headers={"if-none-match": tags[-1]}).status_code == 304
        assert len(set(tags)) == 4


def test_without_public_nothing_is_closed_and_nothing_kept(get):
    assert get("/-/plugins.json").status_code == 200
    assert "etag" not in get("/archive/episodes/1").headers
    assert get("/archive/-/query.json?sql=select+1").status_code == 200


def test_the_command_serves_so(filled_archive):
    options = (
        "--public",
        "--address",
        "https://pods.example.org/shows",
        "--title",
        "Our pods",
        "--robots",
        "none",
    )
    with serving(filled_archive, *options) as (address, _):
        assert address.endswith("/shows/")
        with urllib.request.urlopen(address, timeout=60) as response:
            page = response.read().decode()
            assert response.headers.get_all("server") is None
            assert response.headers["strict-transport-security"]
            assert response.headers["x-robots-tag"] == "noindex, nofollow"
        assert "Our pods" in page
        assert '<link rel="canonical" href="https://pods.example.org/shows/">' in page
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}-/plugins.json", timeout=60)
        request = urllib.request.Request(f"{address}archive/episodes/1", method="POST", data=b"")
        with pytest.raises(urllib.error.HTTPError, match="405"):
            urllib.request.urlopen(request, timeout=60)


@pytest.mark.parametrize(
    "address",
    [
        "pods.example.org",
        "ftp://x.org/",
        "https://",
        "https://x.org/?q",
        "https://x.org:x/",
        "https://a@x.org/",
    ],
)
def test_an_address_that_is_none_is_one_line(filled_archive, address):
    command = [*PODARCHIVE, "serve", filled_archive, "--address", address]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert ran.stderr == (
        f"--address: {address!r} is no address of a site; write one like https://pods.example.org/\n"
    )


def test_a_raw_request_without_a_host_is_answered(filled_archive):
    with serving(filled_archive, "--public") as (address, _):
        port = int(address.rstrip("/").rpartition(":")[2])
        for head, status in (
            (b"GET / HTTP/1.0\r\n\r\n", b"200"),
            (b"GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", b"400"),
            (b"GET /archive/-/../../-/plugins.json HTTP/1.0\r\n\r\n", b"404"),
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                connection.sendall(head)
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
            assert answer.split(b" ", 2)[1] == status, answer[:200]
