"""YouTube's captions as json3, its own format; there is no specification.

    {"wireMagic": "pb3", "events": [
      {"tStartMs": 0, "dDurationMs": 504980, "id": 1},                             a window, without words
      {"tStartMs": 160, "dDurationMs": 4320, "wWinId": 1, "segs": [
        {"utf8": "Dashboards", "acAsrConf": 252}, {"utf8": " are", "tOffsetMs": 559}]},
      {"tStartMs": 2230, "aAppend": 1, "segs": [{"utf8": "⏎"}]}]}                   the lines roll up

Automatic captions have a window, a time for each word, and stay on the screen while the next line comes: such
a cue ends where the next one begins. `acAsrConf` is the recogniser's confidence from 0 to 255; where all are
0, as they are today, nothing was said of it. Captions made by people have one segment an event.
"""

from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import jsontext, timed_events, word_times
from ingest.readers.timed_events import SUREST, Event
from ingest.reading import Reading
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    return "events[].segs[].utf8" in head.json or {"wireMagic", "events"} <= head.json


def _read(source: Source) -> Reading:
    listed = jsontext.tables(jsontext.table(jsontext.load(source)).get("events"))
    events = [event for each in listed if (event := _event(each)).text]
    if not events:
        raise MalformedTranscript(source.name, "has no event with words", "download the captions again")
    automatic = any("aAppend" in each for each in listed) or any(event.sureness for event in events)
    cues, unsure = timed_events.cues(events, automatic=automatic)
    return Reading(cues=cues, origin="automatic captions" if automatic else None, warnings=unsure)


def _event(event: dict[str, Any]) -> Event:
    start_ms = word_times.milliseconds(event.get("tStartMs"))
    pieces: list[tuple[int | None, str]] = []
    sureness = []
    for segment in jsontext.tables(event.get("segs")):
        text = segment.get("utf8")
        if not isinstance(text, str):
            continue
        offset = word_times.milliseconds(segment.get("tOffsetMs"))
        known = start_ms is not None and offset is not None
        pieces.append((start_ms + offset if known else None, _whole(text)))  # type: ignore[operator]
        sure = segment.get("acAsrConf")
        if isinstance(sure, int) and not isinstance(sure, bool) and 0 <= sure <= SUREST and text.strip():
            sureness.append(sure)
    text, marks = word_times.joined(pieces)
    return Event(
        start_ms=start_ms,
        lasts_ms=word_times.milliseconds(event.get("dDurationMs")),
        text=text if any(offset for offset, _ in marks) else "".join(piece for _, piece in pieces).strip(),
        marks=marks,
        sureness=tuple(sureness),
    )


def _whole(text: str) -> str:
    """Halves of a surrogate pair are no character."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


FORMAT = Format(
    name="youtube_json3",
    title="YouTube captions (json3)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json3", ".json"),
    gives=("times", "word times"),
)
