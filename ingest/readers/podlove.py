"""Podlove's chapters and transcripts as their JSON has them, alone or inside an episode's."""

import re
from collections.abc import Mapping
from typing import Any

from archive import timecode
from ingest.reading import ChapterMark, Cue, spoken

from . import jsontext
from .oddities import Oddities
from .weblinks import address

_SECONDS = re.compile(r"\d{1,6}(?:\.\d{1,9})?", re.ASCII)


def normal_play_time(value: Any) -> int | None:
    """Milliseconds of `01:02:03.456`, `1:02` or `12`, which are all one format; None for what is no time."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        return timecode.from_seconds(text) if _SECONDS.fullmatch(text) else timecode.parse(text)
    except ValueError:
        return None


def chapter(
    start: Any, title: Any, href: Any, image: Any, *, place: str, odd: Oddities
) -> ChapterMark | None:
    """A chapter of what its four parts say; None, and noted, if it has no time."""
    start_ms = normal_play_time(start)
    if start_ms is None:
        odd.note("bad_time", place, f"its start is no time: {str(start)[:40]!r}")
        return None
    return ChapterMark(
        start_ms=start_ms,
        title=spoken(jsontext.text(title) or "") or None,
        href=address(href),
        image_url=address(image),
        place=place,
    )


def chapters(listed: Any, odd: Oddities) -> tuple[ChapterMark, ...]:
    """The chapters of a list of `{"start", "title", "href", "image"}`."""
    marks = (
        chapter(
            each.get("start"),
            each.get("title"),
            each.get("href"),
            each.get("image"),
            place=f"chapter {number}",
            odd=odd,
        )
        for number, each in enumerate(jsontext.tables(listed), 1)
    )
    return tuple(mark for mark in marks if mark)


def cues(listed: Any, names: Mapping[str, str], odd: Oddities) -> tuple[Cue, ...]:
    """The cues of a list of `{"start", "start_ms", "end", "end_ms", "speaker", "voice", "text"}`.

    `voice` is a name as the transcript prints it, `speaker` a contributor's id, whose name is in `names`.
    """
    found = []
    for number, each in enumerate(jsontext.tables(listed), 1):
        place = f"cue {number}"
        words = spoken(jsontext.text(each.get("text")) or "")
        if not words:
            continue
        start_ms, end_ms = _time(each, "start", place, odd), _time(each, "end", place, odd)
        if start_ms is not None and end_ms is not None and end_ms < start_ms:
            odd.note("end_before_start", place, "ends before it starts; its end was left out")
            end_ms = None
        found.append(Cue(text=words, start_ms=start_ms, end_ms=end_ms, speaker=_speaker(each, names)))
    return tuple(found)


def _speaker(cue: dict[str, Any], names: Mapping[str, str]) -> str | None:
    identity = cue.get("speaker")
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    speaker = spoken(jsontext.text(identity) or "")
    return spoken(jsontext.text(cue.get("voice")) or "") or names.get(speaker, speaker) or None


def _time(cue: dict[str, Any], key: str, place: str, odd: Oddities) -> int | None:
    exact, printed = cue.get(f"{key}_ms"), cue.get(key)
    if isinstance(exact, int) and not isinstance(exact, bool):
        try:
            # Through the same bounds as every other time.
            return timecode.from_seconds(exact / 1000)
        except (ValueError, OverflowError):
            pass
    time = normal_play_time(printed)
    if time is None and (printed is not None or exact is not None):
        odd.note(
            "bad_time",
            place,
            f"its {key} is no time: {str(printed if printed is not None else exact)[:40]!r}",
        )
    return time
