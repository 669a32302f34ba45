"""Deepgram (https://developers.deepgram.com/docs/pre-recorded-audio): words in channels and utterances.

    {"metadata": {"duration": 25.9, "channels": 1},
     "results": {"channels": [{"detected_language": "en", "alternatives": [{"transcript": "Yeah. As much",
                   "words": [{"word": "yeah", "punctuated_word": "Yeah.", "start": 0.08, "end": 0.32,
                              "confidence": 0.99, "speaker": 0}, …], "paragraphs": {…}}]}],
                 "utterances": [{"channel": 0, "speaker": 0, "transcript": "…", "words": […]}]}}

Seconds; utterances are there if they were asked for. A speaker is a number within its channel, and becomes
`Speaker 0`. Where there are several channels the label is `Channel 0`, and `Channel 0 Speaker 1` for a second
voice in one.
"""

from collections.abc import Iterator
from typing import Any

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, divided, label, reading, seconds
from ingest.reading import Reading
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    keys = head.json
    return (
        "results.channels[].alternatives" in keys
        or {"results.utterances[].transcript", "results.utterances[].channel"} <= keys
    )


def _read(source: Source) -> Reading:
    value = table(load(source))
    results = table(value.get("results"))
    channels = [_best(channel) for channel in tables(results.get("channels"))]
    odd = Oddities()
    if utterances := tables(results.get("utterances")):
        segments = _utterances(utterances, len(channels) > 1, odd)
    else:
        segments = _channels(channels, odd)
    return reading(
        source,
        segments,
        odd,
        language=_language(results),
        duration_ms=seconds(odd, table(value.get("metadata")).get("duration"), "metadata.duration"),
    )


def _best(channel: dict[str, Any]) -> dict[str, Any]:
    return next(iter(tables(channel.get("alternatives"))), {})


def _language(results: dict[str, Any]) -> str | None:
    for channel in tables(results.get("channels")):
        listed = _best(channel).get("languages")
        spoken_here = listed[0] if isinstance(listed, list) and len(listed) == 1 else None
        if found := languages.tag(channel.get("detected_language") or spoken_here):
            return found
    return None


def _utterances(utterances: list[dict[str, Any]], several: bool, odd: Oddities) -> Iterator[Segment]:
    for number, one in enumerate(utterances, start=1):
        place = f"utterance {number}"
        channel = one.get("channel") if several else None
        yield Segment(
            text=text(one.get("transcript")),
            words=_words(one, channel, place, odd),
            start_ms=seconds(odd, one.get("start"), place),
            end_ms=seconds(odd, one.get("end"), place),
            speaker=_speaker(channel, one.get("speaker")),
            confidence=fraction(one.get("confidence")),
        )


def _channels(channels: list[dict[str, Any]], odd: Oddities) -> Iterator[Segment]:
    for number, best in enumerate(channels):
        channel = number if len(channels) > 1 else None
        yield from divided(text(best.get("transcript")), _words(best, channel, f"channel {number}", odd))


def _words(holder: dict[str, Any], channel: object, place: str, odd: Oddities) -> list[Word]:
    return [
        Word(
            text=said,
            start_ms=seconds(odd, one.get("start"), place),
            end_ms=seconds(odd, one.get("end"), place),
            speaker=_speaker(channel, one.get("speaker")),
            confidence=fraction(one.get("confidence")),
        )
        for one in tables(holder.get("words"))
        if (said := text(one.get("punctuated_word")) or text(one.get("word")))
    ]


def _speaker(channel: object, speaker: object) -> str | None:
    """The label; each channel counts its own voices, and mostly has one."""
    if channel is None or (isinstance(speaker, int) and speaker > 0):
        return label(speaker) if channel is None else f"{label(channel, 'Channel')} {label(speaker)}"
    return label(channel, "Channel")


FORMAT = Format(
    name="deepgram",
    title="Deepgram JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
