"""Chapters inside metadata: a list of tables, of lines, or a block of lines; and those of a description."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archive import timecode
from ingest.readers import chapter_lists, jsontext
from ingest.readers.chapter_lists import ChapterList
from ingest.readers.oddities import Oddities
from ingest.readers.weblinks import address
from ingest.reading import ChapterMark, spoken

KEYS = ("chapters", "podcast_chapters", "timestamps", "timecodes")

_START = ("startTime", "start", "start_time", "time", "timestamp", "at", "from")
_END = ("endTime", "end", "end_time", "to")
_TITLE = ("title", "name", "label", "text", "topic", "chapter")


def chapters(keys: Mapping[str, Any], odd: Oddities) -> tuple[ChapterMark, ...]:
    """The chapters under the first key that has some."""
    for name in KEYS:
        value = keys.get(name)
        if isinstance(value, dict):  # a file of Podcasting 2.0 as a whole, or `"0:00": Intro`
            within = value.get("chapters")
            value = within if isinstance(within, list) else [f"{key} {title}" for key, title in value.items()]
        if isinstance(value, str):
            value = value.splitlines()
        if not isinstance(value, list):
            continue
        lines = [line for line in value if isinstance(line, str)]
        listed = chapter_lists.find(lines, headed=True).marks if lines else ()
        marks = listed or tuple(
            mark
            for number, each in enumerate(jsontext.tables(value), 1)
            if (mark := _mark(each, number, odd))
        )
        if marks:
            return marks
    return ()


def description(text: str, place: str) -> tuple[str | None, ChapterList]:
    """A description without the list of chapters in it, and that list; `place` is where the text begins."""
    lines = text.splitlines()
    listed = chapter_lists.find(lines)
    listed = replace(
        listed,
        marks=tuple(replace(mark, place=place) for mark in listed.marks),
        warnings=tuple(replace(warning, place=place) for warning in listed.warnings),
    )
    gone = {*listed.lines, listed.heading}
    rest = [spoken(line) if not line.isascii() or line.strip() != line else line.rstrip() for line in lines]
    kept = [line for number, line in enumerate(rest) if number not in gone]
    return _joined(kept) or None, listed


def _joined(lines: list[str]) -> str:
    """The lines with no more than one blank line between two."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _mark(table: Mapping[str, Any], number: int, odd: Oddities) -> ChapterMark | None:
    place = f"chapter {number}"
    start_ms = next((ms for key in _START if (ms := _time(table.get(key))) is not None), None)
    title = next((text for key in _TITLE if (text := spoken(jsontext.text(table.get(key)) or ""))), None)
    if str(table.get("toc")).lower() == "false":
        odd.note("silent_chapter", place, "is silent (toc is false), and was left out")
        return None
    if start_ms is None or not title:
        odd.note("no_chapter", place, "has no time or no title, and was left out")
        return None
    end_ms = next((ms for key in _END if (ms := _time(table.get(key))) is not None), None)
    return ChapterMark(
        start_ms=start_ms,
        title=title,
        end_ms=end_ms if end_ms is not None and end_ms >= start_ms else None,
        href=address(table.get("url", table.get("href"))),
        image_url=address(table.get("img", table.get("image"))),
        place=place,
    )


def _time(value: object) -> int | None:
    try:
        return timecode.from_seconds(value)
    except ValueError:
        pass
    try:
        return timecode.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None
