"""Podcasting 2.0 chapters in JSON (1.0 to 1.2), which a feed names in `<podcast:chapters>`.

    {"version": "1.2.0", "title": "Episode 7", "podcastName": "A Show", "chapters": [
      {"startTime": 0, "title": "Intro"},
      {"startTime": 168.5, "title": "Hearing", "url": "https://…", "img": "https://…", "endTime": 260},
      {"startTime": 200, "img": "https://…", "toc": false}              silent: only its picture is shown
    ]}

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md

What a player must not list (`toc` false) is left out; so is what has neither title nor link, which only
changes the picture. Chapter editors write null for what is empty, and times as text.
"""

from typing import Any

from archive import timecode
from archive.records import Podcast
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import jsontext
from ingest.readers.oddities import Oddities
from ingest.readers.weblinks import address
from ingest.reading import ChapterMark, Reading, spoken
from ingest.registry import Format

_TOP = {
    *("{}", "version", "chapters", "author", "title", "podcastName", "description", "fileName", "waypoints")
}


def _sniff(head: Head) -> bool:
    listed = "chapters[].startTime" in head.json
    empty = {"version", "chapters"} <= head.json <= _TOP
    return listed or empty


def _read(source: Source) -> Reading:
    document = jsontext.table(jsontext.load(source))
    listed = document.get("chapters")
    if not isinstance(listed, list):
        raise MalformedTranscript(source.name, "its chapters are no list", "export it again")
    odd = Oddities()
    marks = [mark for number, each in enumerate(listed, 1) if (mark := _mark(each, f"chapter {number}", odd))]
    if not listed:
        odd.note("no_chapters", "chapters", "the list is empty")
    show = _line(document.get("podcastName"))
    return Reading(
        chapters=tuple(marks),
        chapter_list="file",
        title=_line(document.get("title")),
        description=jsontext.text(document.get("description")),
        podcast=Podcast(title=show) if show else None,
        warnings=odd.warnings(),
    )


def _mark(chapter: Any, place: str, odd: Oddities) -> ChapterMark | None:
    if not isinstance(chapter, dict):
        odd.note("no_chapter", place, "is no chapter, and was left out")
        return None
    title, href = _line(chapter.get("title")), address(chapter.get("url"))
    if str(chapter.get("toc")).lower() == "false":
        odd.note("silent_chapter", place, "is silent (toc is false), and was left out")
        return None
    if not title and not href:
        odd.note("picture_only", place, "has no title, and was left out")
        return None
    start_ms = _time(chapter.get("startTime"))
    if start_ms is None:
        odd.note("bad_time", place, f"its startTime is no time: {str(chapter.get('startTime'))[:40]!r}")
        return None
    end_ms = _time(chapter.get("endTime"))
    if end_ms is None and chapter.get("endTime") is not None:
        odd.note("bad_end", place, f"its endTime is no time: {str(chapter['endTime'])[:40]!r}")
    if end_ms is not None and end_ms < start_ms:
        odd.note("end_before_start", place, "ends before it starts; its end was left out")
        end_ms = None
    return ChapterMark(
        start_ms=start_ms,
        title=title,
        end_ms=end_ms,
        href=href,
        image_url=address(chapter.get("img")),
        place=place,
    )


def _line(value: Any) -> str | None:
    return spoken(jsontext.text(value) or "") or None


def _time(value: Any) -> int | None:
    try:
        return timecode.from_seconds(value)
    except ValueError:
        pass
    try:
        return timecode.parse(value if isinstance(value, str) else "")
    except ValueError:
        return None


FORMAT = Format(
    name="podcast_chapters",
    title="Podcasting 2.0 chapters (JSON)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".chapters.json", "chapters.json"),
    gives=("chapters", "metadata"),
)
