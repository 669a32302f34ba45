"""YouTube by yt-dlp (https://github.com/yt-dlp/yt-dlp) as a library: what videos say of themselves, captions.

    https://youtu.be/Y3Vb6ecvfpU          one video
    https://www.youtube.com/@bakers       a channel, or a playlist: each of its videos, and the new ones later

    →  Listed(files=(youtube:Y3Vb6ecvfpU/info, youtube:Y3Vb6ecvfpU/en.json3))

The media are never fetched. Captions that somebody made are taken in every language; only where there are
none, those that YouTube made of what it heard, in the language that was spoken and not in a translation.

yt-dlp is an extra (`pip install 'podcast-archive[youtube]'`), and is loaded when there is a video to ask for.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from archive import feeds
from archive.errors import ArchiveError
from archive.outcome import Outcome
from archive.records import FeedState, Podcast, ShowRecord
from ingest.files import excerpts
from ingest.files.raw import Raw, sha256
from ingest.files.source import LARGEST
from ingest.gather import Listed
from ingest.options import Options

from .addresses import youtube_id
from .answers import NotFetched
from .asking import LATER
from .attachments import Wanting
from .guids import of_podcast
from .news import News
from .visiting import Asked

_HOSTS = ("youtube.com", "youtu.be", "music.youtube.com")
_FORMATS = ("json3", "vtt")
"""With the time of every word, and without."""

MOST_LANGUAGES = 20


class Extractor(Protocol):
    """What is needed of yt-dlp. Each raises NotFetched."""

    def listed(self, url: str) -> Mapping[str, Any]:
        """A channel or playlist: `title`, and `entries` with an `id` each, or with entries of their own."""

    def video(self, id_: str) -> Mapping[str, Any]:
        """What yt-dlp writes into an info.json."""

    def read(self, url: str) -> bytes:
        """The captions at an address of an info.json."""


def is_ours(url: str) -> bool:
    """Whether an address is a page of YouTube's. Its feeds are feeds like others."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.")
    return host in _HOSTS and not parts.path.startswith("/feeds/")


def news(connection: sqlite3.Connection, asked: Asked, extractor: Extractor, options: Options) -> News:
    """The video at an address, or those of a channel or playlist that are new. Raises NotFetched."""
    video = youtube_id(asked.url)
    if video is not None:
        return News(place=asked.place, items=(Wanting(item=_listed(video, extractor), wanted=()),))
    held = extractor.listed(asked.url)
    ids = list(dict.fromkeys(_videos(held.get("entries"))))
    if not ids:
        raise NotFetched(asked.place, "lists no video, and nothing was changed", "check the address")
    title = str(options.podcast or held.get("title") or held.get("channel") or asked.place)
    podcast = Podcast(title=title, guid=None if options.podcast else of_podcast(asked.url))
    if asked.stored is not None:
        podcast = Podcast(title=asked.stored.title, guid=asked.stored.guid)
    digest = sha256("\n".join(ids).encode())
    state = FeedState(url=asked.place, url_sha256=feeds.url_sha256(asked.url), sha256=digest)
    items, outcomes = [], []
    for id_ in ids:
        known = _episode(connection, id_)
        if known is not None:
            outcomes.append(Outcome(status="unchanged", place=f"youtube:{id_}", episode_id=known))
            continue
        try:
            items.append(Wanting(item=_listed(id_, extractor), wanted=()))
        except ArchiveError as error:
            outcomes.append(Outcome(status="failed", place=error.place, error=error))
    is_known = asked.stored is not None and asked.stored.state == state
    record = ShowRecord(podcast=podcast, feed=state)
    return News(
        place=asked.place,
        items=tuple(items),
        outcomes=tuple(outcomes),
        last=None if is_known else lambda failed: (record,),
    )


def _videos(entries: Any) -> Iterator[str]:
    """The ids of videos, also of a channel, whose tabs are lists of their own."""
    for each in entries or ():
        if not isinstance(each, dict):
            continue
        if each.get("entries") is not None:
            yield from _videos(each["entries"])
        elif youtube_id(f"https://youtu.be/{each.get('id')}") and each.get("live_status") != "is_upcoming":
            yield str(each["id"])


def _episode(connection: sqlite3.Connection, id_: str) -> int | None:
    found = connection.execute(
        "select episode_id from sources where uri = ? and superseded_at is null and episode_id is not null",
        (f"youtube:{id_}/info",),
    ).fetchone()
    return None if found is None else int(found[0])


def _listed(id_: str, extractor: Extractor) -> Listed:
    """A video: what its page says, and its captions. Raises NotFetched."""
    held = extractor.video(id_)
    said = {key: held[key] for key in excerpts.KEPT if key in held}
    files = [_raw(f"youtube:{id_}/info", (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())]
    for language, form, url in captions(held):
        files.append(_raw(f"youtube:{id_}/{language}.{form}", extractor.read(url)))
    return Listed(place=Path(f"youtube:{id_}"), files=tuple(files))


def captions(held: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(language, format, address) of the captions that are wanted of an info.json."""
    own = _addresses(held.get("subtitles"))
    if own:
        return own[:MOST_LANGUAGES]
    # Of all languages into which it can be translated, the one that was heard.
    heard = [each for each in _addresses(held.get("automatic_captions")) if "tlang=" not in each[2]]
    original = [each for each in heard if each[0].endswith("-orig")]
    spoken = [each for each in heard if each[0] == held.get("language")]
    return (original or spoken or heard)[:1]


def _addresses(said: Any) -> list[tuple[str, str, str]]:
    found = []
    for language, forms in (said if isinstance(said, dict) else {}).items():
        if language == "live_chat" or "/" in language:
            continue
        urls = {each.get("ext"): each.get("url") for each in forms or () if isinstance(each, dict)}
        form = next((form for form in _FORMATS if isinstance(urls.get(form), str)), None)
        if form is not None:
            found.append((str(language), form, str(urls[form])))
    return found


def _raw(uri: str, content: bytes) -> Raw:
    return Raw(uri=uri, name=uri, content=content, sha256=sha256(content))


def extractor() -> Extractor:
    """yt-dlp, if it is installed. Raises NotFetched."""
    try:
        yt_dlp = import_module("yt_dlp")
    except ImportError:
        remedy = "run `pip install 'podcast-archive[youtube]'`, and the same command again"
        raise NotFetched("youtube.com", "is read by yt-dlp, which is not installed", remedy) from None
    return _YtDlp(yt_dlp)


class _Silent:
    """yt-dlp's lines are not ours."""

    def debug(self, message: str) -> None:
        """Said to nobody, as are the others."""

    info = warning = error = debug


class _YtDlp:
    """yt-dlp with nothing of this machine: no configuration, cookies or cache; and no media."""

    def __init__(self, module: Any) -> None:
        self._module = module
        said = {
            "logger": _Silent(),
            "skip_download": True,
            "ignoreconfig": True,
            "cachedir": False,
            "ignore_no_formats_error": True,
            "socket_timeout": 30,
            "retries": 3,
            "sleep_interval_requests": 1,
        }
        self._pages = module.YoutubeDL(said)
        self._lists = module.YoutubeDL(said | {"extract_flat": "in_playlist"})

    def listed(self, url: str) -> Mapping[str, Any]:
        return self._asked(self._lists, url)

    def video(self, id_: str) -> Mapping[str, Any]:
        return self._asked(self._pages, f"https://www.youtube.com/watch?v={id_}")

    def _asked(self, downloader: Any, url: str) -> Mapping[str, Any]:
        try:
            held = downloader.sanitize_info(downloader.extract_info(url, download=False))
        except self._module.utils.YoutubeDLError as error:
            why = " ".join(str(error).removeprefix("ERROR: ").split())[:200]
            raise NotFetched(url, f"yt-dlp cannot read it ({why})", LATER) from None
        if not isinstance(held, dict):
            raise NotFetched(url, "yt-dlp found nothing there", "check the address")
        return held

    def read(self, url: str) -> bytes:
        try:
            content: bytes = self._pages.urlopen(url).read(LARGEST)
        except (self._module.utils.YoutubeDLError, OSError) as error:
            place = url.partition("?")[0]
            raise NotFetched(place, f"the captions cannot be had ({type(error).__name__})", LATER) from None
        return content
