"""JSON of the Python library youtube-transcript-api (https://github.com/jdepoix/youtube-transcript-api).

    [{"text": "Hey, this is just a test", "start": 0.0, "duration": 1.54}]

A list of such lists is what its formatter for several videos writes: one in it is read, several are refused.
Of the object that its newer versions make, the snippets, the video and the language are read.
"""

from itertools import pairwise
from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import jsontext, timed_events, word_times
from ingest.readers.languages import tag
from ingest.readers.timed_events import Event
from ingest.reading import Reading
from ingest.registry import Format

_KEYS = ("text", "start", "duration")


def _sniff(head: Head) -> bool:
    return any(
        {f"{path}.{key}" for key in _KEYS} <= head.json
        for path in ("[]", "[][]", "snippets[]", "[].snippets[]")
    )


def _read(source: Source) -> Reading:
    held = _one(jsontext.load(source), source.name)
    about = jsontext.table(held)
    snippets = jsontext.tables(about.get("snippets", held))
    events = [event for each in snippets if (event := _event(each)).text]
    if not events:
        raise MalformedTranscript(source.name, "has no snippet with words", "fetch the transcript again")
    automatic = about.get("is_generated") is True
    video = about.get("video_id")
    cues, unsure = timed_events.cues(events, automatic=automatic or _overlap(events))
    return Reading(
        cues=cues,
        youtube_id=video if isinstance(video, str) and len(video) == 11 else None,
        language=tag(about.get("language_code")),
        origin="automatic captions" if automatic else None,
        warnings=unsure,
    )


def _one(value: Any, name: str) -> Any:
    """The only transcript, where there is a list of them."""
    while (
        isinstance(value, list)
        and value
        and (isinstance(value[0], list) or "snippets" in jsontext.table(value[0]))
    ):
        if len(value) > 1:
            problem = f"holds {len(value)} transcripts"
            raise MalformedTranscript(name, problem, "save each in a file of its own")
        value = value[0]
    return value


def _event(snippet: dict[str, Any]) -> Event:
    return Event(
        start_ms=word_times.seconds(snippet.get("start")),
        lasts_ms=word_times.seconds(snippet.get("duration")),
        text=(jsontext.text(snippet.get("text")) or "").strip(),
    )


def _overlap(events: list[Event]) -> bool:
    """Whether nearly every snippet is still shown when the next begins, as automatic captions are."""
    pairs = [
        one.start_ms + one.lasts_ms > two.start_ms
        for one, two in pairwise(events)
        if one.start_ms is not None and one.lasts_ms is not None and two.start_ms is not None
    ]
    return sum(pairs) > 0.8 * len(pairs)


FORMAT = Format(
    name="youtube_transcript_api",
    title="YouTube captions (JSON of youtube-transcript-api)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times",),
)
