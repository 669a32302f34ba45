"""What programs write around a transcript that they export: nobody said it.

Transcribed by https://otter.ai                                   Otter, at the end
Transcription ended after 00:31:12                                Google Meet, at the end
This editable transcript was computer generated and might …       Google Meet
Attendees ⏎ Ada Lovelace, Charles Babbage                         Google Meet, at the beginning
Ada Lovelace started transcription                                Microsoft Teams
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.records import Origin
from ingest import labels
from ingest.readers.oddities import Oddities
from ingest.reading import PersonMention

from .blocks import Line

_PROGRAMS = "descript|riverside|rev|sonix|trint|happy scribe|turboscribe|macwhisper|whisper|notta|fireflies"
_PATTERNS: tuple[tuple[str, Origin | None], ...] = (
    (r"transcribed by (?:https?://)?(?:www\.)?otter\.ai/?\.?", "asr"),
    (
        r"(?:transcribed|transcript(?:ion)? (?:generated|created)|generated|created) (?:by|with|using) "
        rf"(?:https?://)?(?:www\.)?(?:{_PROGRAMS})(?:\.(?:com|ai|fm|app|so))?/?\.?",
        None,
    ),
    (r"this editable transcript was computer generated and might contain errors\..{0,200}", "asr"),
    (r"(?:meeting|transcription|recording) ended (?:after|at) [\d: apm.]{4,20}(?:👋)?", None),
    (r"[^\d:]{1,80} (?:started|stopped) (?:the )?transcription", None),
    (r".{1,120}-Meeting (?:Recording|Transcript)", None),
    (r"[a-z]{3,9} \d{1,2}, \d{4}, \d{1,2}:\d\d ?[ap]m", None),
    (r"(?:this )?(?:transcript|text) (?:was|is) (?:automatically|auto-?)\s?generated\b.{0,120}", "asr"),
)
_FURNITURE = [(re.compile(pattern, re.IGNORECASE), origin) for pattern, origin in _PATTERNS]
_LONGEST = 320
_ATTENDEES = re.compile(r"(?:attendees|participants|invited):?\s*(?P<names>.*)", re.IGNORECASE)
_MOST_ABOVE = 40
"""Lines at the beginning that a list of attendees stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    lines: list[Line]
    people: tuple[PersonMention, ...] = ()
    origin: Origin | None = None


def without_furniture(lines: Sequence[Line], oddities: Oddities) -> Exported:
    """The lines without what the program added, and what that says."""
    origin: Origin | None = None
    dropped: set[int] = set()
    for place, line in enumerate(lines):
        text = line.text.strip()
        if len(text) > _LONGEST:
            continue
        for pattern, says in _FURNITURE:
            if pattern.fullmatch(text):
                dropped.add(place)
                origin = origin or says
                break
    people = _attendees(lines, dropped)
    for place in sorted(dropped):
        message = f"“{lines[place].text.strip()[:60]}” was left out: the exporting program wrote it"
        oddities.note("export_furniture", f"line {lines[place].number}", message)
    kept = [line for place, line in enumerate(lines) if place not in dropped]
    return Exported(lines=kept, people=people, origin=origin)


def _attendees(lines: Sequence[Line], dropped: set[int]) -> tuple[PersonMention, ...]:
    for place, line in enumerate(lines[:_MOST_ABOVE]):
        found = _ATTENDEES.fullmatch(line.text.strip()) if len(line.text) <= _LONGEST else None
        if not found:
            continue
        names, last = found["names"], place
        if not names and place + 1 < len(lines):
            names, last = lines[place + 1].text, place + 1
        printed = [" ".join(name.split()) for name in names[:2_000].split(",")]
        if printed and all(labels.may_be(name) for name in printed):
            dropped.update(range(place, last + 1))
            return tuple(PersonMention(name=name) for name in dict.fromkeys(printed))
    return ()
