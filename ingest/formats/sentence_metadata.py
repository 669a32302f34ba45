"""The voices of a WhisperX transcript as SPS By The Numbers keeps them (https://github.com/SPS-By-The-Numbers).

    {"version": 1, "language": "eng", "sentenceMetadata": [["0", 6, 3.038, 9.502], …]}

The number of a sentence, its speaker, and its start and end in seconds. The words are in a file beside it.
"""

from collections.abc import Iterator
from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import load, table
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import NO_TIME, label, seconds
from ingest.reading import Reading, Span
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    return "sentenceMetadata" in head.json


def _read(source: Source) -> Reading:
    value = table(load(source))
    odd = Oddities()
    spans = tuple(_spans(value.get("sentenceMetadata"), odd))
    if not spans:
        raise MalformedTranscript(source.name, "names no voices", "export it again")
    return Reading(spans=spans, language=languages.tag(value.get("language")), warnings=odd.warnings())


def _spans(listed: Any, odd: Oddities) -> Iterator[Span]:
    for number, one in enumerate(listed if isinstance(listed, list) else [], start=1):
        if not isinstance(one, list) or len(one) < 4 or not (speaker := label(one[1])):
            continue
        place = f"sentence {number}"
        start_ms, end_ms = seconds(odd, one[2], place), seconds(odd, one[3], place)
        if start_ms is None or end_ms is None:
            continue
        if end_ms < start_ms:
            odd.note("bad_time", place, NO_TIME)
        else:
            yield Span(start_ms=start_ms, end_ms=end_ms, speaker=speaker)


FORMAT = Format(
    name="sentence_metadata",
    title="Voices of SPS By The Numbers, JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("speakers",),
)
