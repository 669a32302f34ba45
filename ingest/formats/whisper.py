"""Whisper's JSON: openai-whisper, faster-whisper, whisper-timestamped, WhisperX, whisper.cpp, Hugging Face.

    {"text": " Hello there.", "language": "en", "segments": [                              openai-whisper
      {"start": 0.0, "end": 1.4, "text": " Hello there.", "avg_logprob": -0.2, "speaker": "SPEAKER_00",
       "words": [{"word": " Hello", "start": 0.0, "end": 0.5, "probability": 0.98}, …]}]}
    {"result": {"language": "en"}, "transcription": [                                        whisper.cpp
      {"offsets": {"from": 0, "to": 1400}, "text": " Hello there.", "tokens": [{"text": " Hello", …}]}]}
    {"text": " Hello there.", "chunks": [{"timestamp": [0.0, null], "text": " Hello there."}]}  Hugging Face

The forms are those of https://github.com/openai/whisper, of OpenAI's API (which prints the words beside the
segments), of m-bain/whisperX, linto-ai/whisper-timestamped, ggml-org/whisper.cpp (examples/cli) and of the
`transformers` pipeline. A word's leading blank is the border between words; WhisperX and whisper-timestamped
print words without, and WhisperX leaves out time and voice of figures (`30,000`). The whole `text` often
comes first, and may be all that is there. Confidence is the mean of the words', else the segment's own,
else exp(avg_logprob), the mean likelihood of its tokens.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, divided, label, reading, seconds, split
from ingest.readers.whisper_cpp import segments as cpp_segments
from ingest.reading import Reading, spoken
from ingest.registry import Format

_AROUND = {
    *("{}", "text", "segments", "words", "chunks", "language", "language_probability", "task", "duration"),
    *("model", "usage", "usage.type", "usage.seconds", "transcription", "translation", "detected_language"),
}
"""Keys that stand before or after a whole `text` too long for anything else to be seen."""


def _sniff(head: Head) -> bool:
    keys = head.json
    return (
        {"segments[].start", "segments[].text"} <= keys
        or {"segments[].start", "segments[].words[].word"} <= keys
        or "transcription[].offsets" in keys
        or {"chunks[].timestamp", "chunks[].text"} <= keys
        or {"words[].word", "words[].start", "text"} <= keys
        or {"word_segments[].word", "word_segments[].start"} <= keys
        or (keys <= _AROUND and not keys.isdisjoint({"text", "transcription"}))
    )


def _read(source: Source) -> Reading:
    value = table(load(source))
    odd = Oddities()
    return reading(
        source,
        _segments(value, odd),
        odd,
        language=languages.tag(_language(value)),
        duration_ms=seconds(odd, value.get("duration"), "duration"),
    )


def _language(value: dict[str, Any]) -> object:
    return (
        value.get("language") or value.get("detected_language") or table(value.get("result")).get("language")
    )


def _segments(value: dict[str, Any], odd: Oddities) -> Iterator[Segment]:
    whole = text(value.get("text")) or text(value.get("transcription"))
    if tables(value.get("transcription")):
        return cpp_segments(value, odd)
    if segments := tables(value.get("segments")):
        return _timed(segments, tables(value.get("words")), odd)
    # insanely-fast-whisper repeats the chunks, cut at voices.
    chunks = [one for one in tables(value.get("speakers")) if "timestamp" in one]
    if chunks or (chunks := tables(value.get("chunks"))):
        return _chunks(chunks, odd)
    words = _words(tables(value.get("words")) or tables(value.get("word_segments")), "word", odd)
    return divided(whole, words)


def _timed(segments: list[dict[str, Any]], beside: list[dict[str, Any]], odd: Oddities) -> Iterator[Segment]:
    loose = _words(beside, "word", odd)
    taken = 0
    for number, one in enumerate(segments, start=1):
        place = f"segment {number}"
        said = text(one.get("text"))
        words: Sequence[Word] = _words(tables(one.get("words")), place, odd)
        if not words and loose and said:
            words, taken = _beside(said, loose, taken)
        yield Segment(
            text=said,
            words=words,
            start_ms=seconds(odd, one.get("start"), place),
            end_ms=seconds(odd, one.get("end"), place),
            speaker=label(one.get("speaker")),
            confidence=_confidence(one),
        )


def _beside(said: str, loose: Sequence[Word], taken: int) -> tuple[Sequence[Word], int]:
    """The words, among those printed beside the segments, that are this segment's, by its letters."""
    letters = sum(map(str.isalnum, said))
    end = taken
    while end < len(loose) and letters > 0:
        letters -= sum(map(str.isalnum, loose[end].text))
        end += 1
    return loose[taken:end], end


def _words(listed: list[dict[str, Any]], place: str, odd: Oddities) -> list[Word]:
    words: list[Word] = []
    bordered = any(str(one.get("word") or one.get("text") or "").startswith(" ") for one in listed)
    for one in listed:
        if not (said := text(one.get("word")) or text(one.get("text"))):
            continue
        sure = next((one[key] for key in ("probability", "confidence", "score") if key in one), None)
        words.append(
            Word(
                text=spoken(said),
                start_ms=seconds(odd, one.get("start"), place),
                end_ms=seconds(odd, one.get("end"), place),
                speaker=label(one.get("speaker")),
                confidence=fraction(sure),
                joined=bordered and bool(words) and not said[0].isspace(),
            )
        )
    return words


def _confidence(segment: dict[str, Any]) -> float | None:
    sure = fraction(segment.get("confidence"))
    likelihood = segment.get("avg_logprob")
    if sure is not None or not isinstance(likelihood, float) or not -100 < likelihood <= 0:
        return sure
    return round(math.exp(likelihood), 4)


def _chunks(chunks: list[dict[str, Any]], odd: Oddities) -> Iterator[Segment]:
    segments = []
    for number, one in enumerate(chunks, start=1):
        times = one.get("timestamp")
        start, end = (*times, None, None)[:2] if isinstance(times, list) else (None, None)
        segments.append(
            Segment(
                text=text(one.get("text")),
                start_ms=seconds(odd, start, f"chunk {number}"),
                end_ms=seconds(odd, end, f"chunk {number}"),
                speaker=label(one.get("speaker")),
            )
        )
    said = [one for one in segments if one.text]
    if sum(len((one.text or "").split()) for one in said) > 1.5 * len(said):
        yield from said
        return
    # return_timestamps="word": each chunk is a word, and its leading blank their border.
    bordered = any((one.text or "").startswith(" ") for one in said)
    words = [
        Word(
            text=spoken(one.text or ""),
            start_ms=one.start_ms,
            end_ms=one.end_ms,
            speaker=one.speaker,
            joined=bordered and number > 0 and not (one.text or "").startswith(" "),
        )
        for number, one in enumerate(said)
    ]
    yield from split(words)


FORMAT = Format(
    name="whisper",
    title="Whisper JSON (OpenAI, faster-whisper, WhisperX, whisper.cpp, Hugging Face and others)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
