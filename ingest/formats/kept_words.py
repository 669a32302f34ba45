"""What was kept of a transcript when somebody in it was taken out of the archive: a format of our own.

    {"podcast-archive": "kept words", "left_out": true,
     "cues": [{"text": "Hello.", "start_ms": 0, "end_ms": 900, "speaker": "Ann", "marks": [[0, 0]]}],
     "reading": {"title": "Bees at night", "people": [{"name": "Ann", "role": "host"}], …}}

`ingest.leaving` makes these documents in the place of what came in, and no program elsewhere does. The cues
are the utterances of those who stay, with one cue `[removed]` where others spoke; `reading` is what else the
source said, without fields that say nothing.
"""

import json
from dataclasses import asdict, replace
from typing import Any

from archive.withholding import REMOVED
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import typed
from ingest.reading import PersonMention, Reading, spoken
from ingest.registry import Format

_MARK = "kept words"


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


def _reading(document: dict[str, Any]) -> Reading:
    if document["podcast-archive"] != _MARK:
        raise ValueError(document)
    said = typed.made(Reading, {**document["reading"], "cues": document["cues"]})
    cues = tuple(replace(cue, text=spoken(cue.text)) for cue in said.cues)
    gone = (PersonMention(name=REMOVED),) if document["left_out"] else ()
    return replace(said, cues=cues, people=(*said.people, *gone))


FORMAT = Format(
    name="kept_words",
    title="What stays of a transcript when somebody is taken out",
    version=1,
    sniff=_sniff,
    read=_read,
    gives=("times", "speakers", "people", "metadata"),
)
