"""A run over servers that misbehave: each costs itself alone, in one line, and no secret is written."""

import socket
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.cli import main
from ingest.feeds.client import Client
from tests.feeds.server import Elsewhere, Page, Reply, drip, endless, moved, raw, serving
from tests.feeds.shows import VTT, Archive, feed, item, linked, page

TOKEN = "8d1f0c2b9e7a4d5c8b6a1f2e3d4c5b6a"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive.db")


def broken_gzip() -> Reply:
    return Reply(200, b"\x1f\x8b\x08\x00\x00nothing", {"Content-Encoding": "gzip"})


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (moved("/feed"), "more than 8 redirects"),
        (broken_gzip(), "its content cannot be used"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>"), "its answer breaks off"),
        (endless(), "more than 64 MB came"),
        (endless(chunked=False), "more than 64 MB came"),
        (Reply(404), "is not there"),
        (Page(b"<html><body>Welcome</body></html>", "text/html"), ""),
        (Page(b"\x00\x01\x02\x03" * 50, "audio/mpeg"), ""),
        (Page(feed(item(1))[:300]), ""),
    ],
)
def test_a_server_that_misbehaves_changes_nothing_and_the_others_are_read(
    archive: Archive, route: object, said: str
) -> None:
    with serving(
        {"/feed": page(item(1), item(2)), "/other": page(item(5), title="Other", guid=None)}
    ) as server:
        archive.take_in(server.url("/feed"), server.url("/other"))
        server.routes["/feed"] = route  # type: ignore[assignment]
        server.routes["/other"] = page(item(6), item(5), title="Other", guid=None)
        assert archive.refresh() == ["failed", "inserted", "unchanged"]
        (failure,) = archive.failures
        assert said in failure
        assert failure.startswith(server.url("/feed"))
        assert "\n" not in failure
        assert archive.titles() == ["Comb 1", "Comb 2", "Comb 5", "Comb 6"]
        assert archive.ask("select count(*) from feeds where problem is not null") == [(1,)]
        server.routes["/feed"] = page(item(3), item(2), item(1))
        assert archive.refresh().count("inserted") == 1
        assert archive.ask("select count(*) from feeds where problem is not null") == [(0,)]


def test_a_slow_server_holds_up_nobody(archive: Archive) -> None:
    slow = drip(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + feed(item(1)), seconds=0.05)
    with (
        serving({"/feed": slow}) as one,
        serving({"/feed": page(item(2), title="Quick", guid=None)}) as other,
    ):
        began = time.monotonic()
        with Client(allow_private=True) as client:
            from ingest.feeds import refresh as flow

            outcomes = flow.take_in(
                archive.path, [one.url("/feed"), other.url("/feed")], flow.Order(), client
            )
            first = next(outcomes)
            assert first.status == "inserted"
            assert time.monotonic() - began < 40
            outcomes.close()
    assert archive.titles() == ["Comb 2"]


def test_one_dead_host_among_three(archive: Archive) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # nobody listens
        dead = f"http://127.0.0.1:{held.getsockname()[1]}"
        with serving() as one, serving() as other:
            for number, server in enumerate((one, other)):
                server.routes["/feed"] = page(
                    item(number, linked(f"{dead}/{number}.vtt") + linked(server.url("/t.vtt"))),
                    title=f"Show {number}",
                    guid=None,
                )
                server.routes["/t.vtt"] = Page(VTT.replace(b"Bees", b"Bees %d" % number))
            said = archive.take_in(one.url("/feed"), f"{dead}/feed", other.url("/feed"))
    assert said == ["failed", "failed", "failed", "inserted", "inserted"]
    assert archive.ask("select count(*) from utterances") == [(2,)]


def test_a_redirect_to_a_private_address_and_a_name_of_one_are_refused(archive: Archive) -> None:
    with serving({"/feed": moved("http://127.0.0.1:9/feed")}) as server:
        public = f"http://hive.example.org:{server.port}/feed"

        def resolve(host: str, port: int) -> list[str]:
            return ["93.184.215.14"] if host == "hive.example.org" else ["10.0.0.7"]

        client = Client(resolve=resolve, backend=Elsewhere(), sleep=lambda seconds: None)
        inside = f"http://inside.example.org:{server.port}/feed"
        assert archive.take_in(public, inside, client=client) == ["failed", "failed"]
        assert all("--allow-private" in failure for failure in archive.failures)
        assert len(server.requests) == 1


def test_five_thousand_items(archive: Archive) -> None:
    with serving({"/feed": page(*map(item, range(5000)), etag='"1"')}) as server:
        assert archive.take_in(server.url("/feed")) == ["inserted"] * 5000
        server.routes["/feed"] = page(*map(item, range(5001)), etag='"2"')
        assert archive.refresh() == ["inserted"] + ["unchanged"] * 5000


def test_what_is_linked_is_read_by_what_it_is(archive: Archive) -> None:
    with serving() as server:
        srt = b"1\n00:00:01,000 --> 00:00:04,000\nBees dance in the dark.\n"
        segment = b'{"speaker": "Ada", "startTime": 1, "endTime": 4, "body": "Bees."}'
        held = b'{"version": "1.0.0", "segments": [%b]}' % segment
        html = b"<cite>Ada:</cite>\n<time>0:01</time>\n<p>Bees dance.</p>\n"
        links = {"/1.vtt": VTT, "/1.srt": srt, "/1.json": held, "/1.html": html}
        server.routes |= {path: Page(content, "text/plain") for path, content in links.items()}
        server.routes["/feed"] = page(item(1, "".join(linked(server.url(path)) for path in links)))
        assert archive.take_in(server.url("/feed")) == ["inserted"]
        assert archive.ask("select count(*) from transcripts") == [(4,)]


def test_no_secret_of_a_private_feed_is_stored_or_said(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving() as server:
        where = f"?token={TOKEN}"
        enclosure = f'<enclosure url="{server.url(f"/{TOKEN}/1.mp3")}" type="audio/mpeg" length="5"/>'
        links = linked(server.url(f"/1.vtt{where}")) + linked(server.url(f"/2.vtt{where}"))
        server.routes |= {
            "/feed": page(item(1, enclosure + links), guid=None),
            "/1.vtt": Page(VTT + TOKEN.encode()),
        }
        address = server.url(f"/feed{where}", user="ann:pass-word-77")
        arguments = ["ingest", str(archive.path), address, "--allow-private"]
        ran = CliRunner().invoke(main, arguments)
        assert ran.output.count("it is not there") == 1, ran.output
        assert len(server.asked(f"/1.vtt{where}")) == 1
        assert archive.ask("select count(*) from utterances") == [(1,)]
        again = CliRunner().invoke(main, ["refresh", str(archive.path), "--allow-private"])
        assert "podarchive ingest DATABASE 'URL'" in again.output
        # A new token is the same feed.
        other = address.replace(TOKEN, TOKEN[::-1])
        third = CliRunner().invoke(
            main, ["ingest", str(archive.path), other, "--allow-private", "--no-fetch"]
        )
        assert third.exit_code == 0, third.output
        assert archive.ask("select count(*) from podcasts") == [(1,)]
        assert archive.ask("select status from feeds order by id") == [("moved",), ("active",)]
        for text in (ran.output, again.output, third.output):
            assert TOKEN not in text
            assert "pass-word" not in text
    archive.ask("vacuum")
    stored = b"".join(each.read_bytes() for each in archive.path.parent.iterdir())
    evidence = archive.ask(
        "select group_concat(url) from recordings union all select group_concat(url) from links"
    )
    for secret in (TOKEN, TOKEN[::-1], "pass-word-77"):
        assert secret.encode() not in stored
        assert secret not in str(evidence)
    assert all(TOKEN.encode() not in content for content in contents(archive))


def test_a_password_goes_to_what_is_linked_on_its_host_and_to_no_other(archive: Archive) -> None:
    with serving() as server, serving() as other:
        links = linked("1.vtt") + linked(other.url("/2.vtt"))
        server.routes |= {"/feed": page(item(1, links), guid=None), "/1.vtt": Page(VTT)}
        other.routes["/2.vtt"] = Page(VTT + b"\n")
        assert archive.take_in(server.url("/feed", user="ann:pass-word-77")) == ["inserted"]
        assert all(asked.headers["Authorization"] for asked in server.requests)
        assert other.asked("/2.vtt")[0].headers["Authorization"] is None


def contents(archive: Archive) -> list[bytes]:
    import zlib

    return [zlib.decompress(data) for (data,) in archive.ask("select data from source_bytes")]


def test_opml_named_is_fetched_and_in_a_folder_is_not(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    with serving() as server:
        outlines = "".join(f'<outline text="{n}" xmlUrl="{server.url(f"/{n}")}"/>' for n in range(3))
        (folder / "mine.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
        for n in range(3):
            server.routes[f"/{n}"] = page(item(n), title=f"Show {n}", guid=None)
        CliRunner().invoke(main, ["ingest", str(archive.path), str(folder), "--allow-private"])
        assert server.requests == []
        ran = CliRunner().invoke(
            main, ["ingest", str(archive.path), str(folder / "mine.opml"), "--allow-private", "--json"]
        )
        assert ran.exit_code == 0, ran.output
        assert archive.titles() == ["Comb 0", "Comb 1", "Comb 2"]
        named = CliRunner().invoke(main, ["refresh", str(archive.path), "Nobody", "--allow-private"])
        assert named.exit_code == 1
        assert "Nobody: no show of this name has a feed here; " in named.output


@pytest.mark.parametrize("address", ["file:///etc/hosts", "ftp://ann:pass-word-77@example.org/feed.xml"])
def test_an_address_of_another_kind_is_refused_as_an_address(archive: Archive, address: str) -> None:
    ran = CliRunner().invoke(main, ["ingest", str(archive.path), address, "--allow-private"])
    assert ran.exit_code == 1
    assert ": only http and https addresses are fetched; " in ran.output
    assert "pass-word-77" not in ran.output


def test_what_was_never_stored_is_not_said_to_be_refreshed(archive: Archive) -> None:
    with serving({"/feed": Reply(503)}) as server:
        archive.take_in(server.url("/feed"))
        assert archive.failures[0].endswith("; try again later, with the same command")
        server.routes["/feed"] = page(item(1))
        archive.take_in(server.url("/feed"))
        server.routes["/feed"] = Reply(503)
        archive.refresh()
        assert archive.failures[0].endswith("; try again later; `podarchive refresh` does")


def test_a_page_that_says_that_nothing_is_there_is_no_transcript(archive: Archive) -> None:
    lost = b"<html><title>Not found</title><meta property='article:published_time' content='2011-01-01'>"
    lost += b"<p>Page not found. " + b"We looked for it everywhere. " * 9 + b"</p></html>"
    talk = b"<html><title>Its page</title><meta property='article:published_time' content='2011-01-01'>"
    talk += b"<p>" + b"Bees dance in the dark, and all of them know where to go. " * 20 + b"</p></html>"
    with serving() as server:
        links = linked(server.url("/1"), "text/html"), linked(server.url("/2"), "text/html")
        server.routes |= {"/feed": page(item(1, links[0]), item(2, links[1]))}
        server.routes |= {"/1": Page(lost), "/2": Page(talk)}
        archive.take_in(server.url("/feed"))
        assert "a web page came, and not the transcript that the feed says is there; " in archive.failures[0]
        assert archive.ask("select count(*) from transcripts") == [(1,)]
        assert archive.ask("select count(*) from episodes where published like '2011%'") == [(0,)]


@pytest.mark.parametrize("second", ["/both.vtt", "/other.vtt"])
def test_two_episodes_that_link_the_same_words_both_have_them(archive: Archive, second: str) -> None:
    with serving() as server:
        links = [linked(server.url(path), "text/vtt") for path in ("/both.vtt", second)]
        words = " ".join(f"word{number}" for number in range(80))
        server.routes |= {"/feed": page(item(1, links[0]), item(2, links[1]))}
        same = Page(f"WEBVTT\n\n00:01.000 --> 00:09.000\n{words}\n".encode())
        server.routes |= {"/both.vtt": same, second: same}
        archive.take_in(server.url("/feed"))
        assert archive.ask("select count(distinct episode_id), count(*) from transcripts") == [(2, 2)]
        archive.refresh()
        assert archive.ask("select count(distinct episode_id), count(*) from transcripts") == [(2, 2)]


def test_a_web_page_in_place_of_captions_is_not_what_was_said(archive: Archive) -> None:
    login = Page(b"<html><title>Log in</title><h1>Log in</h1><p>To read this, log in first.</p></html>")
    with serving() as server:
        links = linked(server.url("/1.vtt"), "text/vtt"), linked(server.url("/2"), "text/html")
        server.routes |= {"/feed": page(item(1, links[0]), item(2, links[1])), "/1.vtt": login}
        talk = b"Ada: " + b"Bees dance in the dark. " * 40
        server.routes["/2"] = Page(b"<html><title>Comb 2</title><p>" + talk + b"</p></html>")
        assert archive.take_in(server.url("/feed")) == ["failed", "inserted", "inserted"]
        assert "a web page came, and not the text/vtt that the feed says is there; " in archive.failures[0]
        assert archive.ask("select distinct uri from sources where format like 'html%'") == [
            (server.url("/2"),)
        ]
        archive.refresh()
        assert "is still not to be had (a web page came" in archive.remarks[0]
        server.routes["/1.vtt"] = Page(VTT)
        archive.refresh()
        assert ("Bees dance to say where the flowers are.",) in archive.ask("select text from utterances")


@pytest.mark.parametrize("whom", [["comb-1"], ["--person", "Ada"]])
def test_what_may_come_back_comes_with_a_feed_that_is_as_it_was(archive: Archive, whom: list[str]) -> None:
    ada = "<podcast:person>Ada</podcast:person>"
    with serving() as server:
        server.routes |= {
            "/feed": page(item(1, linked(server.url("/1.vtt")) + ada), item(2), etag='"1"'),
            "/1.vtt": Page(VTT),
        }
        archive.take_in(server.url("/feed"))
        said = archive.ask("select text, name from utterances, people")
        CliRunner().invoke(main, ["remove", str(archive.path), *whom, "--yes"])
        ran = CliRunner().invoke(main, ["remove", str(archive.path), "--allow", "1"])
        assert ran.exit_code == 0, ran.output
        archive.refresh()
        assert archive.titles() == ["Comb 1", "Comb 2"]
        assert archive.ask("select text, name from utterances, people") == said


def test_a_feed_that_is_only_shown_is_said_to_be_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(feed(item(1)))
    ran = CliRunner().invoke(main, ["show", str(path)])
    assert ran.exit_code == 1
    assert "is a feed (<rss>), and not what was said in one episode; take it in with " in ran.output


def test_a_server_without_its_transcripts_does_not_fill_the_screen_each_time(archive: Archive) -> None:
    with serving() as server:
        items = [item(n, linked(server.url(f"/{n}.vtt"))) for n in range(12)]
        server.routes["/feed"] = page(*items, etag='"1"')
        assert archive.take_in(server.url("/feed")).count("failed") == 12
        archive.refresh()
        assert len(archive.remarks) == 6
        assert archive.remarks[-1].startswith("7 more files that feeds link to are still not to be had; ")
