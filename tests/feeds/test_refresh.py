"""Feeds taken in and asked again: what is new is stored, what is not is left alone, and nothing is lost."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.cli import main
from tests.feeds.server import Page, Reply, in_turn, moved, serving
from tests.feeds.shows import GUID, VTT, Archive, feed, item, linked, page


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive.db")


def test_a_feed_is_taken_in_with_what_its_items_link_to(archive: Archive) -> None:
    with serving() as server:
        chapters = b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "The dance"}]}'
        server.routes |= {
            "/feed": page(
                item(1, linked(server.url("/1.vtt"))),
                item(2, linked(server.url("/2.json"), "application/json+chapters", "chapters")),
            ),
            "/1.vtt": Page(VTT, "text/html"),
            "/2.json": Page(chapters, "application/json"),
        }
        assert archive.take_in(server.url("/feed")) == ["inserted", "inserted"]
        assert archive.titles() == ["Comb 1", "Comb 2"]
        assert archive.ask("select text from utterances") == [("Bees dance to say where the flowers are.",)]
        assert archive.ask("select title from chapters") == [("The dance",)]
        assert archive.ask("select command from ingests") == [("ingest",)]
        assert archive.ask("select count(*) from sources join links on links.url = sources.uri") == [(2,)]


def test_that_a_feed_had_to_be_mended_is_said(archive: Archive) -> None:
    with serving({"/feed": Page(feed(item(1)).replace(b"About comb", b"Salt & comb"))}) as server:
        assert archive.take_in(server.url("/feed")) == ["inserted"]
        assert archive.ask("select description from episodes") == [("Salt & comb 1.",)]
        (remark,) = archive.remarks
        assert remark.startswith(f"{server.url('/feed')} line ")


def test_a_copy_of_the_file_alone_has_what_a_feed_brought(archive: Archive, tmp_path: Path) -> None:
    with serving({"/feed": page(item(1))}) as server:
        ran = CliRunner().invoke(
            main, ["ingest", str(archive.path), server.url("/feed"), "--allow-private", "--no-fetch"]
        )
        assert ran.exit_code == 0, ran.output
    copy = tmp_path / "copy.db"
    copy.write_bytes(archive.path.read_bytes())
    assert Archive(copy).titles() == ["Comb 1"]


def test_what_was_taken_out_does_not_come_back(archive: Archive) -> None:
    with serving({"/feed": page(item(1), item(2), etag='"1"')}) as server:
        archive.take_in(server.url("/feed"))
        ran = CliRunner().invoke(
            main, ["remove", str(archive.path), "comb-1", "--reason", "asked for", "--yes"]
        )
        assert ran.exit_code == 0, ran.output
        server.routes["/1.vtt"] = Page(VTT)
        server.routes["/feed"] = page(item(1, linked(server.url("/1.vtt"))), item(2), etag='"2"')
        assert archive.refresh() == ["unchanged", "withheld"]
        assert archive.titles() == ["Comb 2"]
        assert server.asked("/1.vtt") == []
        ran = CliRunner().invoke(main, ["remove", str(archive.path), "--podcast", "The Hive Hour", "--yes"])
        assert ran.exit_code == 0, ran.output
        assert archive.refresh() == []
        assert archive.take_in(server.url("/feed")) == ["withheld"]
        assert archive.ask("select count(*) from podcasts") == [(0,)]


def test_of_an_unchanged_feed_nothing_is_read_and_nothing_written(archive: Archive) -> None:
    with serving({"/feed": page(item(1), item(2), etag='"1"')}) as server:
        archive.take_in(server.url("/feed"))
        before = archive.path.read_bytes(), archive.written()
        assert archive.refresh() == ["unchanged", "unchanged"]
        assert server.requests[-1].headers["If-None-Match"] == '"1"'
        assert (archive.path.read_bytes(), archive.written()) == before
        # The same bytes from a server that knows no conditions.
        server.routes["/feed"] = page(item(1), item(2), etag='"2"')
        assert archive.refresh() == ["unchanged", "unchanged"]
        assert (archive.path.read_bytes(), archive.written()) == before


def test_fifty_refreshes_with_one_new_item_each_write_only_what_is_new(archive: Archive) -> None:
    with serving({"/feed": page(item(0))}) as server:
        archive.take_in(server.url("/feed"))
        before = archive.written()
        for number in range(1, 51):
            items = [item(each) for each in range(number, -1, -1)]
            built = f"<lastBuildDate>{number}</lastBuildDate>"
            server.routes["/feed"] = page(*items, channel=built, etag=f'"{number}"')
            assert archive.refresh().count("inserted") == 1
        after = archive.written()
    assert len(archive.titles()) == 51
    new = {table: after[table] - before.get(table, 0) for table in after}
    assert (new["episodes"], new["sources"], new["feeds"], new["podcasts"]) == (50, 50, 0, 0)
    assert new["ingests"] == 50
    assert archive.ask("select sum(updated), sum(failed) from ingests") == [(0, 0)]
    assert archive.ask("select distinct command from ingests order by 1") == [("ingest",), ("refresh",)]


def test_what_left_is_marked_and_unmarked_when_it_is_back(archive: Archive) -> None:
    with serving({"/feed": page(item(1), item(2))}) as server:
        archive.take_in(server.url("/feed"))
        left = "select uri from sources where left_at is not null"
        server.routes["/feed"] = page(item(2))
        archive.refresh()
        assert archive.ask(left) == [(f"podcast:{GUID}#ep-1",)]
        assert archive.titles() == ["Comb 1", "Comb 2"]
        server.routes["/feed"] = page(item(1), item(2), channel="<ttl>5</ttl>")
        archive.refresh()
        assert archive.ask(left) == []


def test_a_failed_attachment_costs_only_itself_and_is_tried_again(archive: Archive) -> None:
    with serving() as server:
        links = linked(server.url("/1.vtt")) + linked(server.url("/1.srt"), "application/srt")
        server.routes |= {"/feed": page(item(1, links), etag='"1"'), "/1.vtt": Page(VTT)}
        assert archive.take_in(server.url("/feed")) == ["failed", "inserted"]
        assert "/1.srt: it is not there (it answers 404); check the address" in archive.failures[0]
        assert archive.refresh() == ["unchanged"]
        assert "still not to be had" in archive.remarks[0]
        server.routes["/1.srt"] = Page(b"1\n00:00:01,000 --> 00:00:04,000\nBees dance.\n")
        assert archive.refresh() == ["unchanged", "updated"]
        assert archive.refresh() == ["unchanged"]
        assert len(server.asked("/1.vtt")) == 1
        assert len(server.asked("/1.srt")) == 3


def test_without_fetching_only_the_feed_is_read_and_the_rest_can_come_later(archive: Archive) -> None:
    with serving() as server:
        server.routes |= {
            "/feed": page(item(1, linked(server.url("/1.vtt"))), etag='"1"'),
            "/1.vtt": Page(VTT),
        }
        assert archive.take_in(server.url("/feed"), attached=False) == ["inserted"]
        assert server.asked("/1.vtt") == []
        assert archive.refresh(attached=False) == ["unchanged"]
        assert archive.refresh() == ["unchanged", "updated"]
        assert archive.ask("select count(*) from utterances") == [(1,)]


def test_pages_are_one_list_and_a_circle_of_them_ends(archive: Archive) -> None:
    with serving() as server:
        following = '<atom:link rel="next" href="{}"/>'
        server.routes |= {
            "/feed": page(item(3), channel=following.format(server.url("/2"))),
            "/2": page(item(2), channel=following.format(server.url("/3"))),
            "/3": page(item(1), channel=following.format(server.url("/feed"))),
        }
        assert archive.take_in(server.url("/feed")) == ["inserted"] * 3
        assert [len(server.asked(path)) for path in ("/feed", "/2", "/3")] == [1, 1, 1]
        # While a page is away nothing has left.
        del server.routes["/3"]
        server.routes["/feed"] = page(item(4), item(3), channel=following.format(server.url("/2")))
        assert archive.refresh().count("inserted") == 1
        assert archive.ask("select count(*) from sources where left_at is not null") == [(0,)]
        assert "/3: is a page of its feed" in archive.remarks[0]


def test_an_opml_on_a_server_is_the_feeds_in_it(archive: Archive) -> None:
    with serving() as server:
        outlines = "".join(f'<outline text="{n}" xmlUrl="{server.url(f"/{n}")}"/>' for n in range(3))
        server.routes["/list.opml"] = Page(f'<opml version="2.0"><body>{outlines}</body></opml>'.encode())
        for n in range(3):
            server.routes[f"/{n}"] = page(item(n), title=f"Show {n}", guid=None)
        assert archive.take_in(server.url("/list.opml")) == ["inserted"] * 3
        assert archive.ask("select title from podcasts order by title") == [
            ("Show 0",),
            ("Show 1",),
            ("Show 2",),
        ]
        assert archive.refresh("show-1") == ["unchanged"]
        assert [len(server.asked(f"/{n}")) for n in range(3)] == [1, 2, 1]


def test_a_permanent_redirect_moves_a_feed_and_its_guid_stays(archive: Archive) -> None:
    with serving({"/feed": page(item(1), guid=None)}) as server:
        archive.take_in(server.url("/feed"))
        guid = archive.ask("select guid from podcasts")
        server.routes |= {
            "/feed": moved("/middle", 301),
            "/middle": moved("/new", 308),
            "/new": page(item(2), item(1), guid=None),
        }
        assert archive.refresh() == ["inserted", "unchanged"]
        assert archive.ask("select guid from podcasts") == guid
        assert archive.ask("select url, status from feeds order by id") == [
            (server.url("/feed"), "moved"),
            (server.url("/new"), "active"),
        ]
        assert "moved to" in archive.remarks[0]
        assert archive.refresh() == ["unchanged", "unchanged"]
        assert len(server.asked("/feed")) == 2


def test_a_feed_that_says_where_it_moved_is_followed_to_the_same_show_only(archive: Archive) -> None:
    with serving() as server:
        new = "<itunes:new-feed-url>{}</itunes:new-feed-url>"
        server.routes |= {
            "/feed": page(item(1), channel=new.format(server.url("/other"))),
            "/other": page(item(9), title="Another", guid="ead4c236-bf58-58c6-a2c6-a6b28d128cb6"),
        }
        assert archive.take_in(server.url("/feed")) == ["inserted"]
        assert archive.titles() == ["Comb 1"]
        assert "which is the feed of another show" in archive.remarks[0]
        server.routes |= {
            "/feed": page(item(1), channel=new.format(server.url("/new"))),
            "/new": page(item(2), item(1)),
        }
        archive.refresh()
        assert archive.titles() == ["Comb 1", "Comb 2"]
        assert archive.ask("select url from feeds where status = 'active'") == [(server.url("/new"),)]


def test_a_feed_that_is_gone_keeps_its_episodes_and_is_not_asked_again(archive: Archive) -> None:
    with serving({"/feed": page(item(1))}) as server:
        archive.take_in(server.url("/feed"))
        server.routes["/feed"] = Reply(410)
        assert archive.refresh() == []
        assert archive.ask("select status from feeds") == [("gone",)]
        assert archive.titles() == ["Comb 1"]
        archive.refresh()
        assert len(server.asked("/feed")) == 2


def test_who_asks_for_time_gets_it_across_runs(archive: Archive) -> None:
    late = Reply(429, headers={"Retry-After": "3600"})
    with serving({"/feed": in_turn(page(item(1)), late)}) as server:
        archive.take_in(server.url("/feed"))
        assert archive.refresh() == []
        assert archive.ask("select retry_at is not null from feeds") == [(1,)]
        assert archive.refresh() == []
        assert len(server.asked("/feed")) == 2
        assert "wants no request before" in archive.remarks[0]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (feed(), "lists no episode any more, and there were 2 episodes"),
        (feed(item(8), item(9)), "lists none of the 2 episodes"),
        (feed(item(1), guid="ead4c236-bf58-58c6-a2c6-a6b28d128cb6"), "is now the feed of"),
        (feed(item(8), title="Casino"), "is now the feed of “Casino”, not of “The Hive Hour”"),
    ],
)
def test_what_nobody_expects_of_a_feed_changes_nothing_until_it_is_accepted(
    archive: Archive, now: bytes, said: str
) -> None:
    with serving({"/feed": page(item(1), item(2))}) as server:
        archive.take_in(server.url("/feed"))
        before = (
            archive.written(),
            archive.ask("select * from sources"),
            archive.ask("select * from podcasts"),
        )
        server.routes["/feed"] = Page(now, etag='"now"')
        assert archive.refresh() == ["failed"]
        assert said in archive.failures[0]
        assert "--accept" in archive.failures[0]
        after = archive.written()
        assert after.pop("ingests") == before[0].pop("ingests") + 1
        assert (after, archive.ask("select * from sources"), archive.ask("select * from podcasts")) == before
        assert archive.refresh() == ["failed"]
        assert "failed" not in archive.refresh(accept=True)
        assert {"Comb 1", "Comb 2"} <= set(archive.titles())
        assert "failed" not in archive.refresh()


def test_items_with_other_guids_meet_the_episodes_that_they_are(archive: Archive) -> None:
    def listed(number: int, guid: str) -> str:
        return item(number, f"<link>https://hive.example.org/{number}</link>", guid)

    with serving({"/feed": page(listed(1, "a"), listed(2, "b"))}) as server:
        archive.take_in(server.url("/feed"))
        server.routes["/feed"] = page(listed(1, "x"), listed(2, "y"))
        assert archive.refresh() == ["failed"]
        assert archive.refresh(accept=True) == ["updated", "updated"]
        assert archive.titles() == ["Comb 1", "Comb 2"]
        assert archive.ask("select count(*), count(left_at) from sources where format = 'feed_item'") == [
            (4, 2)
        ]
