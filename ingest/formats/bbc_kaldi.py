"""BBC's Kaldi (https://github.com/bbc/react-transcript-editor reads it): words, and who is heard when.

    {"action": "audio-transcribe", "retval": {"status": true, "punct": "There is a day.",
      "words": [{"index": 0, "start": 13.02, "end": 13.17, "word": "there", "punct": "There",
                 "confidence": 0.68}, …],
      "segmentation": {"segments": [{"@type": "Segment", "start": 13.01, "duration": 6.75,
                                     "speaker": {"@id": "S12", "gender": "F"}}]}}}

The segmentation also comes as a file of its own; then it gives spans without words.
"""

from collections.abc import Iterator
from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Word, divided, label, reading, seconds
from ingest.readers.voices import Voices
from ingest.reading import Reading, Span
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    keys = head.json
    return (
        "retval.punct" in keys or "retval.words[].punct" in keys or "segmentation.segments[].duration" in keys
    )


def _read(source: Source) -> Reading:
    value = table(load(source))
    retval = table(value.get("retval"))
    odd = Oddities()
    spans = tuple(_spans(table(retval.get("segmentation") or value.get("segmentation")), odd))
    if retval:
        words = _words(tables(retval.get("words")), Voices(spans), odd)
        return reading(source, divided(text(retval.get("punct")), words), odd)
    if not spans:
        raise MalformedTranscript(source.name, "has neither words nor speakers", "export it again")
    return Reading(spans=spans, warnings=odd.warnings())


def _words(listed: list[dict[str, Any]], voices: Voices, odd: Oddities) -> list[Word]:
    words = []
    for number, one in enumerate(listed):
        if not (said := text(one.get("punct")) or text(one.get("word"))):
            continue
        place = f"word {number}"
        start_ms, end_ms = seconds(odd, one.get("start"), place), seconds(odd, one.get("end"), place)
        words.append(
            Word(
                text=said,
                start_ms=start_ms,
                end_ms=end_ms,
                speaker=voices.at(start_ms, end_ms),
                confidence=fraction(one.get("confidence")),
            )
        )
    return words


def _spans(segmentation: dict[str, Any], odd: Oddities) -> Iterator[Span]:
    for number, one in enumerate(tables(segmentation.get("segments")), start=1):
        start_ms = seconds(odd, one.get("start"), f"segment {number}")
        lasts_ms = seconds(odd, one.get("duration"), f"segment {number}")
        speaker = label(table(one.get("speaker")).get("@id"))
        if speaker and start_ms is not None and lasts_ms is not None:
            yield Span(start_ms=start_ms, end_ms=start_ms + lasts_ms, speaker=speaker)


FORMAT = Format(
    name="bbc_kaldi",
    title="BBC Kaldi JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
