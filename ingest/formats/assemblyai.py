"""AssemblyAI (https://www.assemblyai.com/docs/api-reference): words, utterances and chapters.

    {"id": "…", "language_code": "en_us", "status": "completed", "audio_url": "…", "text": "Yeah. As much",
     "words": [{"text": "Yeah.", "start": 170, "end": 718, "confidence": 0.99, "speaker": "A"}, …],
     "utterances": [{"speaker": "A", "start": 170, "end": 25140, "text": "…", "words": […]}],
     "chapters": [{"start": 170, "end": 25140, "headline": "…", "gist": "…", "summary": "…"}]}

Milliseconds, but `audio_duration` in seconds. The sentences and paragraphs that can be asked for have the
words in the same form under `sentences` or `paragraphs`.
"""

from collections.abc import Iterator
from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, divided, label, milliseconds, reading, seconds
from ingest.reading import ChapterMark, Reading, spoken
from ingest.registry import Format

_PIECES = ("utterances", "sentences", "paragraphs")


def _sniff(head: Head) -> bool:
    keys = head.json
    return {"id", "status", "audio_url", "text"} <= keys or any(
        {f"{name}[].words[].start", f"{name}[].words[].confidence"} <= keys for name in _PIECES
    )


def _read(source: Source) -> Reading:
    value = table(load(source))
    odd = Oddities()
    found = next((listed for name in _PIECES if (listed := tables(value.get(name)))), [])
    if (status := value.get("status")) in ("queued", "processing", "error"):
        raise MalformedTranscript(
            source.name, f"is no transcript yet: its status is {status}", "get it again"
        )
    return reading(
        source,
        _pieces(found, odd) if found else divided(text(value.get("text")), _words(value, "words", odd)),
        odd,
        language=languages.tag(value.get("language_code")),
        duration_ms=seconds(odd, value.get("audio_duration"), "audio_duration"),
        chapters=tuple(_chapters(tables(value.get("chapters")), odd)),
    )


def _pieces(listed: list[dict[str, Any]], odd: Oddities) -> Iterator[Segment]:
    for number, one in enumerate(listed, start=1):
        place = f"utterance {number}"
        yield Segment(
            text=text(one.get("text")),
            words=_words(one, place, odd),
            start_ms=milliseconds(odd, one.get("start"), place),
            end_ms=milliseconds(odd, one.get("end"), place),
            speaker=_speaker(one),
            confidence=fraction(one.get("confidence")),
        )


def _words(holder: dict[str, Any], place: str, odd: Oddities) -> list[Word]:
    return [
        Word(
            text=said,
            start_ms=milliseconds(odd, one.get("start"), place),
            end_ms=milliseconds(odd, one.get("end"), place),
            speaker=_speaker(one),
            confidence=fraction(one.get("confidence")),
        )
        for one in tables(holder.get("words"))
        if (said := text(one.get("text")))
    ]


def _speaker(one: dict[str, Any]) -> str | None:
    return label(one.get("speaker")) or label(one.get("channel"), "Channel")


def _chapters(listed: list[dict[str, Any]], odd: Oddities) -> Iterator[ChapterMark]:
    for number, one in enumerate(listed, start=1):
        place = f"chapter {number}"
        title = text(one.get("headline")) or text(one.get("gist"))
        start_ms = milliseconds(odd, one.get("start"), place)
        if title and start_ms is not None:
            end_ms = milliseconds(odd, one.get("end"), place)
            yield ChapterMark(start_ms=start_ms, end_ms=end_ms, title=spoken(title), place=place)


FORMAT = Format(
    name="assemblyai",
    title="AssemblyAI JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers", "chapters"),
)
