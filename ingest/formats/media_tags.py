"""Tags and chapters of a media file: the JSON that `ingest.media` makes of MP3, MP4, Ogg, FLAC and WAV.

    {"media": "mp3", "mime_type": "audio/mpeg", "size": 143695, "duration_ms": 10031,
     "tags": {"title": "Bees at night", "album": "The Hive Hour", "date": "2026-02-04"},
     "chapter_source": "ID3 CHAP",
     "chapters": [{"start_ms": 0, "end_ms": 3000, "title": "Intro", "href": "https://…"}],
     "odd": {"not_in_contents": 1}}

In a podcast's files the album is the podcast. A comment describes the episode where nothing else does.
"""

from typing import Any

from archive.records import Podcast, Warning
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import dates, jsontext, languages
from ingest.readers.weblinks import address
from ingest.reading import ChapterMark, Reading, RecordingMention, spoken
from ingest.registry import Format

_ODD = {
    "chapter_cut_off": "the file ends within a chapter, or its table of chapters is broken",
    "chapter_without_time": "a chapter has no time, and was left out",
    "frame_cut_off": "a tag claims more bytes than there are",
    "no_moov": "the file was not finished by what recorded it: it has no table of contents",
    "not_in_contents": "a chapter is in no table of contents; it was kept",
    "partly_read": "its tags are too long, and were read in part",
    "tag_cut_off": "the file ends within its tags",
    "undecodable_text": "a tag is not in the encoding that it claims; replacement characters stand in it",
    "utf8_as_latin1": "a tag says that it is Latin-1, and is UTF-8",
}


def _sniff(head: Head) -> bool:
    return {"media", "mime_type", "size", "tags"} <= head.json


def _read(source: Source) -> Reading:
    said = jsontext.load(source)
    if not isinstance(said, dict):
        raise MalformedTranscript(
            source.name, "is no excerpt of a media file", "take the media file in again"
        )
    tags = {name: jsontext.text(value) for name, value in jsontext.table(said.get("tags")).items()}
    album, artist = _line(tags.get("album")), _line(tags.get("artist"))
    duration_ms = _ms(said.get("duration_ms"))
    recording = RecordingMention(kind="file", mime_type=_line(said.get("mime_type")), duration_ms=duration_ms)
    marks = (_mark(each, number) for number, each in enumerate(jsontext.tables(said.get("chapters")), 1))
    return Reading(
        chapters=tuple(mark for mark in marks if mark),
        chapter_list="media",
        recordings=(recording,),
        podcast=Podcast(title=album, author=artist) if album else None,
        title=_line(tags.get("title")),
        description=tags.get("description") or tags.get("subtitle") or tags.get("comment"),
        published=dates.published(tags.get("date")),
        language=languages.tag(tags.get("language")),
        link=address(tags.get("link")),
        duration_ms=duration_ms,
        warnings=tuple(_warnings(jsontext.table(said.get("odd")))),
    )


def _mark(chapter: dict[str, Any], number: int) -> ChapterMark | None:
    start_ms = _ms(chapter.get("start_ms"))
    if start_ms is None:
        return None
    return ChapterMark(
        start_ms=start_ms,
        title=_line(chapter.get("title")),
        end_ms=_ms(chapter.get("end_ms")),
        href=address(chapter.get("href")),
        place=f"chapter {number}",
    )


def _warnings(odd: dict[str, Any]) -> list[Warning]:
    return [
        Warning(code=code, place="tags", message=_ODD[code] + (f" ({count} times)" if count != 1 else ""))
        for code, count in odd.items()
        if code in _ODD and isinstance(count, int)
    ]


def _ms(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < 1_000_000_000 else None


def _line(value: Any) -> str | None:
    return spoken(jsontext.text(value) or "") or None


FORMAT = Format(
    name="media_tags",
    title="Tags and chapters in a media file",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".mp3", ".m4a", ".m4b", ".mp4", ".ogg", ".opus", ".flac", ".wav"),
    gives=("chapters", "metadata"),
)
