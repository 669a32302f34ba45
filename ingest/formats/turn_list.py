"""A JSON list of turns or captions, under whatever keys a show's own script gives them.

    [{"speaker": "Ada", "text": "Good morning.", "timestamp": "00:01:02"}, …]
    {"title": "Bread", "transcript": [{"name": "Ada", "line": "Good morning.", "start_time": 62}, …]}

No specification: the keys are those seen in the wild. It is asked only for what no other format claims. Words
are needed, and a time or a speaker. Numbers are seconds; they are milliseconds if as seconds they would be
longer than a day, and a warning says it.
"""

from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import LENGTH, Head
from ingest.readers import jsontext, tables
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import label
from ingest.reading import Cue, Reading, spoken
from ingest.registry import Format

_HOLDERS = (
    *("transcript", "transcription", "transcripts", "utterances", "segments", "turns", "cues", "captions"),
    *("subtitles", "lines", "entries", "dialogue", "dialog", "conversation", "paragraphs", "sentences"),
)
_TEXT = (
    *("text", "line", "utterance", "content", "sentence", "transcript", "body", "dialogue", "words"),
    *("caption", "speech", "said"),
)
_SPEAKER = (
    *("speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "name", "who", "person"),
    *("voice", "speaker_id", "speakerId"),
)
_START = (
    *("start", "start_time", "startTime", "timestamp", "time", "begin", "from", "timecode", "start_ms", "ts"),
    "startMs",
)
_END = ("end", "end_time", "endTime", "to", "stop", "end_ts", "end_ms", "endMs")
_TITLE = ("title", "episode_title", "episodeTitle")


def _sniff(head: Head) -> bool:
    return _holder(head.json) is not None


def _holder(paths: frozenset[str]) -> str | None:
    """The key of the list of turns, "" for a list that holds nothing else; None if there is none."""
    for holder in ("", *_HOLDERS):
        keys = {key for key in (*_TEXT, *_SPEAKER, *_START) if f"{holder}[].{key}" in paths}
        if not keys.isdisjoint(_TEXT) and not keys.isdisjoint((*_SPEAKER, *_START)):
            return holder
    return None


def _read(source: Source) -> Reading:
    held = jsontext.load(source)
    holder = _holder(Head(source.text[:LENGTH]).json) or ""
    turns = jsontext.tables(jsontext.table(held).get(holder) if holder else held)
    odd = Oddities()
    text = next((key for key in _TEXT if any(isinstance(turn.get(key), str) for turn in turns)), "")
    starts, ends = (
        next((key for key in keys if any(turn.get(key) is not None for turn in turns)), "")
        for keys in (_START, _END)
    )
    in_ms = {key: tables.in_milliseconds(key, _numbers(turns, key)) for key in (starts, ends)}
    cues = []
    for number, turn in enumerate(turns, start=1):
        words = spoken(jsontext.text(turn.get(text)) or "")
        if not words:
            continue
        place = f"entry {number}"
        start_ms, end_ms = (_time(turn.get(key), place, odd, in_ms=in_ms[key]) for key in (starts, ends))
        if start_ms is None or (end_ms is not None and end_ms < start_ms):
            end_ms = None
        cues.append(Cue(text=words, start_ms=start_ms, end_ms=end_ms, speaker=_speaker(turn)))
    if not cues:
        raise MalformedTranscript(source.name, "none of its entries has words", "export it again")
    if any(in_ms.values()):
        odd.note("taken_for_milliseconds", "entry 1", "numbers were taken for milliseconds")
    told = jsontext.table(held)
    title = next((said for key in _TITLE if (said := jsontext.text(told.get(key)))), None)
    return Reading(cues=tuple(cues), title=spoken(title) if title else None, warnings=odd.warnings())


def _numbers(turns: list[dict[str, Any]], key: str) -> list[str]:
    return [str(turn[key]) for turn in turns if key in turn and turn[key] is not None]


def _speaker(turn: dict[str, Any]) -> str | None:
    for key in _SPEAKER:
        value = turn.get(key)
        said = label(value.get("name") if isinstance(value, dict) else value)
        if said:
            return said
    return None


def _time(value: Any, place: str, odd: Oddities, *, in_ms: bool) -> int | None:
    if value is None or value == "":
        return None
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        return tables.moment(str(value).strip("[]() "), in_ms=in_ms)[0]
    except (ValueError, OverflowError):
        odd.note("no_time", place, f"has a time that is none: “{str(value)[:30]}”")
        return None


FORMAT = Format(
    name="turn_list",
    title="JSON list of turns with speaker, time or both",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "speakers", "metadata"),
    fallback=True,
)
