"""yt-dlp's `info.json`: what a video's page says, beside captions or a media file, without words.

    {"id": "aB3_dE-gH1j", "title": "A bread lecture", "channel": "Bakers", "duration": 2281, "language": "en",
     "upload_date": "20260118", "timestamp": 1768732800, "series": null, "extractor_key": "Youtube",
     "chapters": [{"start_time": 0.0, "end_time": 14.0, "title": "<Untitled Chapter 1>"}], …}

The keys are those of yt-dlp's `InfoExtractor` (https://github.com/yt-dlp/yt-dlp). Most of the file is
addresses of streams; `files.excerpts` keeps them out of the archive. A channel is not taken for a podcast, a
series is.
"""

import re
from typing import Any

from archive.records import Podcast
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import dates, jsontext, word_times
from ingest.readers.languages import tag
from ingest.reading import ChapterMark, Published, Reading, spoken
from ingest.registry import Format

_UNTITLED = re.compile(r"<Untitled Chapter \d+>")
_VIDEO_ID = re.compile(r"[\w-]{11}", re.ASCII)
_ADDRESS = re.compile(r"https?://\S+")


def _sniff(head: Head) -> bool:
    keys = head.json
    if not {"id", "title"} <= keys:
        return False
    return {"extractor_key", "webpage_url"} <= keys or {"formats[].format_id", "formats[].url"} <= keys


def _read(source: Source) -> Reading:
    held = jsontext.table(jsontext.load(source))
    if held.get("_type") in ("playlist", "multi_video"):
        raise MalformedTranscript(source.name, "tells of a playlist, not of one video", "leave it out")
    series = jsontext.text(held.get("series"))
    description = jsontext.text(held.get("description"))
    link = jsontext.text(held.get("webpage_url"))
    language = jsontext.text(held.get("language"))
    chapters = tuple(
        _chapter(each, place) for place, each in enumerate(jsontext.tables(held.get("chapters")), 1)
    )
    return Reading(
        chapters=tuple(mark for mark in chapters if mark.start_ms is not None),
        chapter_list="video",
        youtube_id=_video(held),
        podcast=Podcast(title=spoken(series)) if series else None,
        title=_line(held.get("title")),
        description=description.strip() if description else None,
        published=_published(held),
        season=_whole(held.get("season_number")),
        number=_whole(held.get("episode_number")),
        language=tag(language.removesuffix("-orig")) if language else None,
        link=link if link and _ADDRESS.fullmatch(link) else None,
        duration_ms=word_times.seconds(held.get("duration")) or None,
    )


def _line(value: Any) -> str | None:
    text = jsontext.text(value)
    return spoken(text) or None if text else None


def _whole(value: Any) -> int | None:
    return (
        value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000 else None
    )


def _video(held: dict[str, Any]) -> str | None:
    """The id, if the file tells of a video on YouTube: yt-dlp knows a thousand other sites."""
    name = held.get("id")
    site = jsontext.text(held.get("extractor_key")) or jsontext.text(held.get("webpage_url")) or ""
    youtube = site == "Youtube" or "://www.youtube.com/" in site
    return name if youtube and isinstance(name, str) and _VIDEO_ID.fullmatch(name) else None


def _published(held: dict[str, Any]) -> Published | None:
    """The moment of release, of a premiere for one, before that of the upload; else the day."""
    moments = (dates.published(held.get(key), unix=True) for key in ("release_timestamp", "timestamp"))
    days = (dates.published(held.get(key)) for key in ("release_date", "upload_date"))
    return next((date for date in (*moments, *days) if date), None)


def _chapter(chapter: dict[str, Any], place: int) -> ChapterMark:
    title = _line(chapter.get("title"))
    start_ms, end_ms = (
        word_times.seconds(chapter.get("start_time")),
        word_times.seconds(chapter.get("end_time")),
    )
    backwards = start_ms is None or end_ms is None or end_ms <= start_ms
    return ChapterMark(
        start_ms=start_ms,
        title=None if not title or _UNTITLED.fullmatch(title) else title,
        end_ms=None if backwards else end_ms,
        place=f"chapter {place}",
    )


FORMAT = Format(
    name="youtube_info",
    title="yt-dlp info.json",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".info.json",),
    gives=("metadata", "chapters"),
)
