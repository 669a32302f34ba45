"""What was kept of a transcript when somebody in it was taken out of the archive: a format of our own.

    {"podcast-archive": "kept words", "left_out": true,
     "cues": [{"text": "Hello.", "start_ms": 0, "end_ms": 900, "speaker": "Ann", "marks": [[0, 0]]}],
     "reading": {"title": "Bees at night", "people": [{"name": "Ann", "role": "host"}], …}}

`ingest.leaving` makes these documents in the place of what came in, and no program elsewhere does. The cues
are the utterances of those who stay, with one cue `[removed]` where others spoke; `reading` is what else the
source said, without fields that say nothing.
"""

import json
from dataclasses import asdict, fields, replace
from typing import Any

from archive.records import Link, Podcast, Soundbite, Warning
from archive.withholding import REMOVED
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.reading import ChapterMark, Cue, PersonMention, Published, Reading, RecordingMention, Span
from ingest.registry import Format

_MARK = "kept words"
_PARTS: dict[str, type[Any]] = {
    "spans": Span,
    "chapters": ChapterMark,
    "people": PersonMention,
    "recordings": RecordingMention,
    "links": Link,
    "soundbites": Soundbite,
    "warnings": Warning,
}
_ONE: dict[str, type[Any]] = {"podcast": Podcast, "published": Published}


def document(reading: Reading, *, left_out: bool) -> bytes:
    """The document that is read as `reading`; `left_out` says that some of the words are not there."""
    plain = {
        name: value
        for name, value in asdict(replace(reading, cues=(), warnings=())).items()
        if value not in (None, (), [])
    }
    plain["people"] = [person for person in plain.get("people", ()) if REMOVED not in person["name"]]
    cues = [
        {name: value for name, value in asdict(cue).items() if value not in (None, (), [])}
        for cue in reading.cues
    ]
    made = {"podcast-archive": _MARK, "left_out": left_out, "cues": cues, "reading": plain}
    return json.dumps(made, ensure_ascii=False, sort_keys=True).encode()


def _sniff(head: Head) -> bool:
    return {"podcast-archive", "left_out"} <= head.json


def _read(source: Source) -> Reading:
    try:
        return _reading(json.loads(source.text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        problem = "is not what this program keeps of a transcript"
        raise MalformedTranscript(source.name, problem, "name the transcript itself") from None


def _reading(made: dict[str, Any]) -> Reading:
    if made["podcast-archive"] != _MARK:
        raise ValueError(made)
    said: dict[str, Any] = {}
    known = {field.name for field in fields(Reading)}
    for name, value in made["reading"].items():
        if name not in known:
            continue
        if name in _PARTS:
            said[name] = tuple(_PARTS[name](**_tuples(each)) for each in value)
        elif name in _ONE:
            said[name] = _ONE[name](**_tuples(value))
        else:
            said[name] = tuple(value) if isinstance(value, list) else value
    cues = tuple(
        Cue(**{**each, "marks": tuple((offset, ms) for offset, ms in each.get("marks", ()))})
        for each in made["cues"]
    )
    if made["left_out"]:
        said["people"] = (*said.get("people", ()), PersonMention(name=REMOVED))
    return Reading(**{**said, "cues": cues})


def _tuples(value: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(each) if isinstance(each, list) else each for name, each in value.items()}


FORMAT = Format(
    name="kept_words",
    title="What stays of a transcript when somebody is taken out",
    version=1,
    sniff=_sniff,
    read=_read,
    gives=("times", "speakers", "people", "metadata"),
)
