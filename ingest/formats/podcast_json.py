r"""Podcasting 2.0 transcript in JSON, which a feed names in `<podcast:transcript type="application/json">`.

    {"version": "1.0.0", "segments": [
      {"speaker": "Ann", "startTime": 0.5, "endTime": 0.75, "body": "Hello"},
      {"startTime": 0.8, "body": "there.\n"}                          the same speaker, no end
    ]}

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md

A segment is a word, a line or a whole turn. The specification does not say what a segment without `speaker`
means; as in the formats beside it a name stands where it changes, so that it holds until the next. A speaker
that is there and empty or null names nobody. Some hosts leave the object out and give the list of segments.
"""

from typing import Any

from archive import timecode
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import jsontext
from ingest.readers.oddities import Oddities
from ingest.reading import Cue, Reading, spoken
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    return {"segments[].startTime", "segments[].body"} <= head.json or {
        "[].startTime",
        "[].body",
    } <= head.json


def _read(source: Source) -> Reading:
    document = jsontext.load(source)
    segments = document if isinstance(document, list) else jsontext.table(document).get("segments")
    odd = Oddities()
    cues: list[Cue] = []
    speaker: str | None = None
    for number, segment in enumerate(segments if isinstance(segments, list) else [], 1):
        place = f"segment {number}"
        if not isinstance(segment, dict):
            odd.note("no_segment", place, "is no segment, and was left out")
            continue
        if "speaker" in segment:
            speaker = _label(segment["speaker"])
        elif speaker:
            odd.note("speaker_carried", place, f"names no speaker; {speaker} speaks until the next name")
        text = spoken(_body(segment, place, odd))
        if not text:
            continue
        start_ms, end_ms = _times(segment, place, odd)
        cues.append(Cue(text=text, start_ms=start_ms, end_ms=end_ms, speaker=speaker))
    if not cues:
        raise MalformedTranscript(source.name, "its segments have no words", "export it again")
    return Reading(cues=tuple(cues), warnings=odd.warnings())


def _label(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return spoken(jsontext.text(value) or "") or None


def _body(segment: dict[str, Any], place: str, odd: Oddities) -> str:
    body = segment.get("body")
    if isinstance(body, int | float) and not isinstance(body, bool):
        return str(body)  # "2024" that went through a spreadsheet
    if body is not None and not isinstance(body, str):
        odd.note("no_text", place, "its body is no text, and was left out")
    return jsontext.text(body) or ""


def _times(segment: dict[str, Any], place: str, odd: Oddities) -> tuple[int | None, int | None]:
    start_ms = _time(segment, "startTime", place, odd)
    end_ms = _time(segment, "endTime", place, odd)
    if start_ms is not None and end_ms is not None and end_ms < start_ms:
        odd.note("end_before_start", place, "ends before it starts; its end was left out")
        end_ms = None
    return start_ms, end_ms


def _time(segment: dict[str, Any], key: str, place: str, odd: Oddities) -> int | None:
    value = segment.get(key)
    if value is None:
        if key == "startTime":
            odd.note("no_start", place, "has no startTime")
        return None
    try:
        return timecode.from_seconds(value)
    except ValueError:
        pass
    try:
        return timecode.parse(value if isinstance(value, str) else "")
    except ValueError:
        odd.note("bad_time", place, f"its {key} is no time: {str(value)[:40]!r}")
        return None


FORMAT = Format(
    name="podcast_json",
    title="Podcasting 2.0 transcript (JSON)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "speakers"),
)
