"""Azure AI Speech (https://learn.microsoft.com/azure/ai-services/speech-service/): phrases with timed words.

    {"source": "…", "durationInTicks": 62500000, "combinedRecognizedPhrases": [{"display": "Low tide."}],
     "recognizedPhrases": [                                                              a batch transcription
       {"channel": 0, "speaker": 1, "offsetInTicks": 700000.0, "durationInTicks": 15900000.0, "nBest": [
         {"confidence": 0.9, "display": "Low tide.", "words": [
           {"word": "low", "offsetInTicks": 700000.0, "durationInTicks": 3200000.0}, …]}]}]}

    {"durationMilliseconds": 4000, "combinedPhrases": [{"text": "Low tide."}],          a fast transcription
     "phrases": [{"speaker": 1, "offsetMilliseconds": 70, "durationMilliseconds": 1590, "locale": "en-US",
       "text": "Low tide.", "words": [{"text": "Low", "offsetMilliseconds": 70, …}, …]}]}

A tick is a ten-thousandth of a millisecond. The words of a batch are as they were heard, without the
capitals, figures and punctuation of the text.
"""

from collections.abc import Iterator
from typing import Any

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, label, milliseconds, reading
from ingest.reading import Reading
from ingest.registry import Format

_TICKS = 10_000


def _sniff(head: Head) -> bool:
    keys = head.json
    return not keys.isdisjoint({"combinedRecognizedPhrases", "recognizedPhrases[].nBest"}) or (
        {"durationMilliseconds", "combinedPhrases"} <= keys
    )


def _read(source: Source) -> Reading:
    value = table(load(source))
    phrases = tables(value.get("recognizedPhrases")) or tables(value.get("phrases"))
    odd = Oddities()
    stated = (languages.tag(one.get("locale")) for one in phrases)
    return reading(
        source,
        _segments(phrases, odd),
        odd,
        language=next(filter(None, stated), None),
        duration_ms=_lasts(value, "duration", "duration", odd),
    )


def _segments(phrases: list[dict[str, Any]], odd: Oddities) -> Iterator[Segment]:
    several = len({str(one.get("channel")) for one in phrases}) > 1
    for number, one in enumerate(phrases, start=1):
        place = f"phrase {number}"
        best = next(iter(tables(one.get("nBest"))), one)
        start_ms, end_ms = _times(one, place, odd)
        speaker = label(one.get("speaker"))
        yield Segment(
            text=text(best.get("display")) or text(best.get("text")),
            words=_words(tables(best.get("words")) or tables(best.get("displayWords")), place, odd),
            start_ms=start_ms,
            end_ms=end_ms,
            speaker=speaker or (label(one.get("channel"), "Channel") if several else None),
            confidence=fraction(best.get("confidence")),
        )


def _words(listed: list[dict[str, Any]], place: str, odd: Oddities) -> list[Word]:
    words = []
    for one in listed:
        if said := text(one.get("word")) or text(one.get("text")) or text(one.get("displayText")):
            start_ms, end_ms = _times(one, place, odd)
            sure = fraction(one.get("confidence"))
            words.append(Word(text=said, start_ms=start_ms, end_ms=end_ms, confidence=sure))
    return words


def _times(one: dict[str, Any], place: str, odd: Oddities) -> tuple[int | None, int | None]:
    start_ms = _lasts(one, "offset", place, odd)
    lasts_ms = _lasts(one, "duration", place, odd)
    return start_ms, None if start_ms is None or lasts_ms is None else start_ms + lasts_ms


def _lasts(one: dict[str, Any], name: str, place: str, odd: Oddities) -> int | None:
    ticks = one.get(f"{name}InTicks")
    if isinstance(ticks, int | float) and not isinstance(ticks, bool):
        try:
            return milliseconds(odd, ticks / _TICKS, place)
        except OverflowError:
            ticks = -1
    return milliseconds(odd, ticks if ticks is not None else one.get(f"{name}Milliseconds"), place)


FORMAT = Format(
    name="azure_speech",
    title="Azure AI Speech JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
