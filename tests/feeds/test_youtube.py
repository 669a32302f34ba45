"""YouTube by an extractor that says what yt-dlp says: info and captions, never the media, each video once."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from ingest.feeds import youtube
from ingest.feeds.answers import NotFetched
from tests.feeds.shows import Archive

ONE, TWO = "Y3Vb6ecvfpU", "aB3_dE-gH1j"
LIST = "https://www.youtube.com/@bakers"


def json3(text: str) -> bytes:
    return json.dumps(
        {"events": [{"tStartMs": 1000, "dDurationMs": 3000, "segs": [{"utf8": text}]}]}
    ).encode()


def addresses(language: str, more: str = "") -> list[dict[str, str]]:
    return [
        {"ext": ext, "url": f"https://captions.example.org/{language}.{ext}{more}"}
        for ext in ("vtt", "json3")
    ]


class Fake:
    """What yt-dlp would say. `asked` is every question, in order."""

    def __init__(self, *videos: str, **said: Any) -> None:
        self.videos = videos
        self.said = said
        self.asked: list[str] = []

    def listed(self, url: str) -> Mapping[str, Any]:
        self.asked.append(url)
        tab = {"entries": [{"id": id_} for id_ in self.videos]}
        return {"title": "Bakers", "entries": [tab, {"id": "UCnot-a-video"}]}

    def video(self, id_: str) -> Mapping[str, Any]:
        self.asked.append(id_)
        if id_ == "0000private":
            raise NotFetched(id_, "yt-dlp cannot read it (private)", "try again later")
        return {
            "id": id_,
            "title": f"Bread {id_}",
            "extractor_key": "Youtube",
            "webpage_url": f"https://www.youtube.com/watch?v={id_}",
            "duration": 60,
            "formats": [{"format_id": "18", "url": "https://media.example.org/18?sig=secret"}],
            "subtitles": {
                "en": addresses("en", f"?v={id_}"),
                "live_chat": [{"ext": "json", "url": "https://chat.example.org"}],
            },
            **self.said,
        }

    def read(self, url: str) -> bytes:
        self.asked.append(url)
        return json3(f"Words of {url.rpartition('/')[2]}")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive.db")


def test_a_video_is_its_info_and_its_captions(archive: Archive) -> None:
    fake = Fake()
    said = archive.take_in(f"https://youtu.be/{ONE}?t=19", videos=lambda: fake)
    assert said == ["inserted"]
    assert archive.ask("select uri, format from sources order by uri") == [
        (f"youtube:{ONE}/en.json3", "youtube_json3"),
        (f"youtube:{ONE}/info", "youtube_info"),
    ]
    assert archive.titles() == [f"Bread {ONE}"]
    assert archive.ask("select text from utterances") == [(f"Words of en.json3?v={ONE}",)]
    assert fake.asked == [ONE, f"https://captions.example.org/en.json3?v={ONE}"]
    assert archive.take_in(f"https://youtu.be/{ONE}", videos=lambda: fake) == ["unchanged"]


def test_of_a_channel_only_new_videos_are_asked_for(archive: Archive) -> None:
    fake = Fake(ONE)
    assert archive.take_in(LIST, videos=lambda: fake) == ["inserted"]
    assert archive.ask("select url, status from feeds") == [(LIST, "active")]
    fake.asked.clear()
    before = archive.path.read_bytes()
    assert archive.refresh(videos=lambda: fake) == ["unchanged"]
    assert fake.asked == [LIST]
    assert archive.path.read_bytes() == before
    fake.videos = ("0000private", TWO, ONE)
    fake.asked.clear()
    assert archive.refresh(videos=lambda: fake) == ["failed", "inserted", "unchanged"]
    assert ONE not in fake.asked
    fake.videos = ()
    assert archive.refresh(videos=lambda: fake) == ["failed"]
    assert len(archive.titles()) == 2


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"subtitles": {"en": addresses("en"), "de": addresses("de")}}, ["en", "de"]),
        ({"subtitles": {}}, []),
        (
            {
                "subtitles": {"live_chat": [{"ext": "json3", "url": "https://chat.example.org"}]},
                "automatic_captions": {
                    "de": addresses("de", "?tlang=de"),
                    "en": addresses("en"),
                    "en-orig": addresses("en-orig"),
                },
            },
            ["en-orig"],
        ),
        ({"language": "de", "automatic_captions": {"en": addresses("en"), "de": addresses("de")}}, ["de"]),
        (
            {"subtitles": {"en": addresses("en")}, "automatic_captions": {"de-orig": addresses("de-orig")}},
            ["en"],
        ),
    ],
)
def test_captions_that_youtube_made_only_where_there_are_no_others(said: Any, wanted: list[str]) -> None:
    assert [language for language, _, _ in youtube.captions(said)] == wanted


def test_what_is_youtubes() -> None:
    ours = (LIST, f"https://youtu.be/{ONE}", "https://m.youtube.com/playlist?list=PL1")
    others = ("https://www.youtube.com/feeds/videos.xml?channel_id=U", "https://example.org/youtube.com")
    assert all(map(youtube.is_ours, ours))
    assert not any(map(youtube.is_ours, others))


def test_without_yt_dlp_one_line_says_how_to_get_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "yt_dlp", None)
    assert archive.take_in(LIST) == ["failed"]
    assert "run `pip install 'podcast-archive[youtube]'`" in archive.failures[0]


def test_yt_dlp_is_asked_for_no_media_and_nothing_of_this_machine() -> None:
    class Module:
        said: ClassVar[list[dict[str, Any]]] = []

        class YoutubeDL:
            def __init__(self, said: dict[str, Any]) -> None:
                Module.said.append(said)

    youtube._YtDlp(Module)
    assert all(
        each["skip_download"] and each["ignoreconfig"] and not each["cachedir"] for each in Module.said
    )
    assert all("cookiefile" not in each and "cookiesfrombrowser" not in each for each in Module.said)
