"""Amazon Transcribe (https://docs.aws.amazon.com/transcribe/latest/dg/): words, and who said them.

    {"jobName": "…", "results": {"language_code": "en-US", "transcripts": [{"transcript": "Today, the"}],
      "items": [{"type": "pronunciation", "start_time": "5.24", "end_time": "5.85", "speaker_label": "spk_0",
                 "alternatives": [{"confidence": "0.9999", "content": "Today"}]},
                {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": ","}]}, …],
      "speaker_labels": {"segments": [{"start_time": "5.24", "end_time": "12.83", "speaker_label": "spk_0",
                         "items": [{"start_time": "5.24", "end_time": "5.85", "speaker_label": "…"}]}]},
      "audio_segments": [{"start_time": "5.24", "end_time": "12.83", "items": [0, 1]}]}}

All numbers are texts, and punctuation has no time. Older results say who speaks only in `speaker_labels`, or
in `channel_labels` where each voice has a channel; newer ones have it in the items, and `audio_segments`. A
bare list of items is read too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, label, reading, seconds, split
from ingest.readers.voices import Voices
from ingest.reading import Reading, Span
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    keys = head.json
    return (
        "results.transcripts[].transcript" in keys
        or "results.items[].alternatives[].content" in keys
        or {"[].alternatives[].content", "[].type"} <= keys
    )


def _read(source: Source) -> Reading:
    value = load(source)
    results = {"items": value} if isinstance(value, list) else table(table(value).get("results"))
    odd = Oddities()
    listed = results.get("items")
    items = [table(item) for item in listed] if isinstance(listed, list) else []
    words = _words(items, results, odd)
    if pieces := tables(results.get("audio_segments")):
        segments = _pieces(pieces, words, odd)
    elif any(words):
        segments = split(_joined(words))
    else:
        whole = (text(one.get("transcript")) for one in tables(results.get("transcripts")))
        segments = (Segment(text=one) for one in whole)
    return reading(source, segments, odd, language=languages.tag(results.get("language_code")))


def _words(items: Sequence[dict[str, Any]], results: dict[str, Any], odd: Oddities) -> list[Word | None]:
    """A word for each item, None where it says nothing: `audio_segments` count the items."""
    printed, voices = _speakers(results, odd)
    words: list[Word | None] = []
    for number, item in enumerate(items):
        best = next(iter(tables(item.get("alternatives"))), {})
        said = text(best.get("content"))
        if not said:
            words.append(None)
            continue
        place = f"item {number}"
        start_ms, end_ms = (
            seconds(odd, item.get("start_time"), place),
            seconds(odd, item.get("end_time"), place),
        )
        speaker = label(item.get("speaker_label")) or printed.get(str(item.get("start_time")))
        mark = item.get("type") == "punctuation"
        words.append(
            Word(
                text=said,
                start_ms=start_ms,
                end_ms=end_ms,
                speaker=speaker or label(item.get("channel_label")) or voices.at(start_ms, end_ms),
                confidence=None if mark else fraction(best.get("confidence")),
                joined=mark,
            )
        )
    return words


def _speakers(results: dict[str, Any], odd: Oddities) -> tuple[dict[str, str], Voices]:
    """Whom the labels beside the items name at each start time, and in each stretch of time."""
    printed: dict[str, str] = {}
    spans = []
    for number, one in enumerate(tables(table(results.get("speaker_labels")).get("segments"))):
        place = f"speaker segment {number}"
        speaker = label(one.get("speaker_label"))
        start_ms, end_ms = (
            seconds(odd, one.get("start_time"), place),
            seconds(odd, one.get("end_time"), place),
        )
        if speaker and start_ms is not None and end_ms is not None:
            spans.append(Span(start_ms=start_ms, end_ms=end_ms, speaker=speaker))
        for item in tables(one.get("items")):
            if named := label(item.get("speaker_label")):
                printed[str(item.get("start_time"))] = named
    for channel in tables(table(results.get("channel_labels")).get("channels")):
        if named := label(channel.get("channel_label"), "Channel"):
            for item in tables(channel.get("items")):
                if item.get("start_time") is not None:
                    printed.setdefault(str(item["start_time"]), named)
    return printed, Voices(spans)


def _joined(words: Sequence[Word | None]) -> list[Word]:
    """The words with the punctuation behind them."""
    found: list[Word] = []
    for word in words:
        if word and word.joined and found:
            found[-1] = replace(found[-1], text=found[-1].text + word.text)
        elif word:
            found.append(replace(word, joined=False))
    return found


def _pieces(pieces: list[dict[str, Any]], words: Sequence[Word | None], odd: Oddities) -> Iterator[Segment]:
    taken: set[int] = set()
    for number, one in enumerate(pieces):
        place = f"audio segment {number}"
        numbers = one.get("items")
        listed = [each for each in numbers if isinstance(each, int)] if isinstance(numbers, list) else []
        mine = [each for each in listed if 0 <= each < len(words) and each not in taken]
        taken.update(mine)
        yield Segment(
            text=text(one.get("transcript")) if not mine else None,
            words=_joined([words[each] for each in mine]),
            start_ms=seconds(odd, one.get("start_time"), place),
            end_ms=seconds(odd, one.get("end_time"), place),
            speaker=label(one.get("speaker_label")) or label(one.get("channel_label")),
        )
    yield from split(_joined([word for number, word in enumerate(words) if number not in taken]))


FORMAT = Format(
    name="aws_transcribe",
    title="Amazon Transcribe JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
