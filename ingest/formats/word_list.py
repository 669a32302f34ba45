"""A JSON list of timed words or segments, as many scripts around recognisers write: it has no specification.

    [{"start": 2.32, "end": 2.56, "text": "Test.", "speaker": "SPEAKER_00"}, …]

`word` may stand for `text`. Seconds; where all times are whole numbers and speech would be far too slow so,
they are milliseconds, and a warning says it. Who made the words is not said.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from archive.records import Warning
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers.jsontext import fraction, load, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, label, milliseconds, reading, seconds, split
from ingest.reading import Reading
from ingest.registry import Format

SLOW = 5
"""Seconds a character. Speech has a fifteenth of one; where more than this would be needed, it is ms."""

_OTHERS = {"[].start_ms", "[].voice", "[].duration", "[].title", "[].dur"}
"""Podlove transcripts and chapters, and what youtube-transcript-api writes."""


def _sniff(head: Head) -> bool:
    keys = head.json
    said = not keys.isdisjoint({"[].text", "[].word"})
    return said and {"[].start", "[].end"} <= keys and keys.isdisjoint(_OTHERS)


def _read(source: Source) -> Reading:
    listed = [one for one in tables(load(source)) if _text(one)]
    odd = Oddities()
    in_ms = _in_milliseconds(listed)
    time = partial(milliseconds if in_ms else seconds, odd)
    one_word_each = sum(len(_text(one).split()) for one in listed) <= 1.5 * len(listed)
    segments = split(list(_words(listed, time))) if one_word_each else _segments(listed, time)
    found = reading(source, segments, odd, origin=None)
    if not in_ms:
        return found
    message = "all times are whole numbers too large for seconds; they were taken for milliseconds"
    doubt = Warning(code="taken_for_milliseconds", place="entry 1", message=message)
    return replace(found, warnings=(*found.warnings, doubt))


def _text(one: dict[str, Any]) -> str:
    return text(one.get("text")) or text(one.get("word")) or ""


def _in_milliseconds(listed: list[dict[str, Any]]) -> bool:
    lasts = characters = 0
    for one in listed:
        start, end = one.get("start"), one.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            return False
        lasts += max(0, end - start)
        characters += len(_text(one))
    return lasts > SLOW * characters


def _sure(one: dict[str, Any]) -> float | None:
    return next((fraction(one[key]) for key in ("confidence", "probability", "score") if key in one), None)


def _words(listed: list[dict[str, Any]], time: Callable[[object, str], int | None]) -> Iterator[Word]:
    bordered = any(_text(one).startswith(" ") for one in listed)
    for number, one in enumerate(listed, start=1):
        if not (said := _text(one)):
            continue
        yield Word(
            text=said,
            start_ms=time(one.get("start"), f"entry {number}"),
            end_ms=time(one.get("end"), f"entry {number}"),
            speaker=label(one.get("speaker")),
            confidence=_sure(one),
            joined=bordered and number > 1 and not said[0].isspace(),
        )


def _segments(listed: list[dict[str, Any]], time: Callable[[object, str], int | None]) -> Iterator[Segment]:
    for number, one in enumerate(listed, start=1):
        place = f"entry {number}"
        yield Segment(
            text=_text(one),
            words=list(_words(tables(one.get("words")), time)),
            start_ms=time(one.get("start"), place),
            end_ms=time(one.get("end"), place),
            speaker=label(one.get("speaker")),
            confidence=_sure(one),
        )


FORMAT = Format(
    name="word_list",
    title="JSON list of words or segments with start, end and text",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
