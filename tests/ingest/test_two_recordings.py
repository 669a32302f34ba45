"""One episode from a feed, its video's captions and its own transcript: both recordings, one clock map."""

import json
from pathlib import Path

from archive import clocks
from ingest import feeds, joining
from ingest.files.raw import Raw, sha256
from ingest.gather import Listed
from ingest.options import Options
from ingest.pipeline import ingest

from .running import ask, run
from .talks import srt, talk, vtt, write

FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Two Clocks</title>
<link>https://example.org/</link><item><title>The first</title><guid>1</guid>
<link>https://example.org/1</link><pubDate>Mon, 01 Jan 2024 10:00:00 +0000</pubDate>
<enclosure url="https://example.org/two-clocks-1.mp3" type="audio/mpeg" length="1"/>
<media:content url="https://www.youtube.com/watch?v=aB3_dE-gH1A" medium="video"/></item></channel></rss>"""


def folder(tmp_path: Path) -> Path:
    """The audio begins a minute later, and an advertisement of two minutes stands in its middle."""
    show, words = tmp_path / "show", talk(1, 80)
    write(show / "feed.xml", FEED)
    advertisement = [f"Buy {text.lower()}" for text in talk(9, 30)]
    write(
        show / "audio" / "two-clocks-1.srt",
        srt([*words[:40], *advertisement, *words[40:]], start_ms=60_000),
    )
    write(show / "video" / "A talk [aB3_dE-gH1A].vtt", vtt(words))
    return show


def test_feed_video_and_transcript_are_one_episode_with_both_clocks(archive: Path, tmp_path: Path) -> None:
    run(archive, folder(tmp_path))
    assert ask(archive, "select title from episodes") == [("The first",)]
    assert ask(archive, "select kind from recordings order by kind") == [("audio",), ("youtube",)]
    assert ask(archive, "select count(*), sum(preferred), count(distinct recording_id) from transcripts") == [
        (2, 1, 2)
    ]
    ((pieces, kind, median),) = ask(
        archive,
        "select pieces, kind, median_error_ms from clock_maps"
        " join recordings on recordings.id = from_recording_id",
    )
    lead = json.loads(str(pieces))
    if kind == "audio":
        lead = clocks.inverse(lead)
    assert median == 0
    near = clocks.at(lead, 40_000), clocks.at(lead, 240_000)
    assert near == (100_000, 240_000 + 60_000 + 30 * 4_000)


def test_what_a_feed_lists_does_not_vanish_from_a_folder(archive: Path, tmp_path: Path) -> None:
    from ingest.upkeep import vanished

    show = folder(tmp_path)
    run(archive, show)
    assert vanished(archive, [show]) == []
    (show / "audio" / "two-clocks-1.srt").unlink()
    assert [Path(each.uri).name for each in vanished(archive, [show])] == ["two-clocks-1.srt"]


def test_the_figures_in_a_guid_are_no_number(archive: Path, tmp_path: Path) -> None:
    run(
        archive, write(tmp_path / "feed.xml", FEED.replace("<guid>1</guid>", "<guid>show/12/1061 - x</guid>"))
    )
    assert ask(archive, "select number, guessed from episodes") == [(None, None)]


def test_what_is_shared_out_again_and_comes_out_the_same_is_said_to_be_unchanged(
    archive: Path, tmp_path: Path
) -> None:
    run(archive, write(tmp_path / "feed.xml", FEED), write(tmp_path / "Other.srt", srt(talk(3))))
    joining.merge(archive, ["1", "2"])
    (item,) = feeds.parse(FEED, "feed.xml").items
    raw = Raw(uri=item.uri, name="feed.xml 1", content=item.content, sha256=sha256(item.content))
    listed = Listed(place=Path("feed.xml 1"), files=(raw,))
    assert [each.status for each in ingest(archive, [listed], Options())] == ["unchanged"]
