"""Google Cloud Speech-to-Text (https://cloud.google.com/speech-to-text/docs): v1, v1p1beta1 and v2.

    {"results": [{"languageCode": "en-us", "channelTag": 1, "alternatives": [{"transcript": "There was a day",
       "confidence": 0.95, "words": [{"word": "There", "startTime": "12.900s", "endTime": "13.300s",
                                      "speakerTag": 2}, …]}]}]}

Clients write a time as `"12.900s"` or `{"seconds": "12", "nanos": 900000000}`, names in camel or snake case;
v2 calls it `startOffset`, and leaves it out where it is 0. A long-running operation has all that under
`response`. Where v1 tells voices apart, its last result repeats the words of all results with a `speakerTag`:
then only that result is read.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, divided, label, reading, seconds, split
from ingest.reading import Reading
from ingest.registry import Format

_TRANSCRIPT = "results[].alternatives[].transcript"
_IBM = ("alternatives[].timestamps", "results[].final", "result_index")
_DEEPEST = 6
AS_MANY, REPEATED = 0.95, 0.8
"""The parts of the words before that the last result has in number, and the same, if it repeats them."""


def _sniff(head: Head) -> bool:
    keys = head.json
    return any(key.endswith(_TRANSCRIPT) for key in keys) and not any(key.endswith(_IBM) for key in keys)


def _read(source: Source) -> Reading:
    lists = list(_results(load(source), _DEEPEST))
    if len(lists) > 1:
        problem = f"holds the transcripts of {len(lists)} recordings"
        raise MalformedTranscript(source.name, problem, "make one file of each")
    results = lists[0] if lists else []
    odd = Oddities()
    stated = (_either(result, "languageCode", "language_code") for result in results)
    return reading(
        source,
        _segments(results, odd),
        odd,
        language=next((found for each in stated if (found := languages.tag(each))), None),
    )


def _results(value: Any, deepest: int) -> Iterator[list[dict[str, Any]]]:
    """The lists of results: a batch has one for each recording, under its address."""
    for key, held in table(value).items():
        if key == "results" and isinstance(held, list):
            yield tables(held)
        elif deepest:
            yield from _results(held, deepest - 1)


def _segments(results: list[dict[str, Any]], odd: Oddities) -> Iterator[Segment]:
    channels = {str(_either(result, "channelTag", "channel_tag")) for result in results}
    spoken: list[tuple[str | None, list[Word], float | None]] = []
    for number, result in enumerate(results, start=1):
        best = next(iter(tables(result.get("alternatives"))), {})
        channel = _either(result, "channelTag", "channel_tag") if len(channels) > 1 else None
        words = _words(best, channel, f"result {number}", odd)
        if not spoken and words and words[0].start_ms is None and words[0].end_ms is not None:
            words[0] = replace(words[0], start_ms=0)
        spoken.append((text(best.get("transcript")), words, fraction(best.get("confidence"))))
    if len(channels) < 2 and _repeats(spoken):
        yield from split(spoken[-1][1])
        return
    for said, words, sure in spoken:
        if words:
            yield from divided(said, words)
        else:
            yield Segment(text=said, confidence=sure or None)


def _repeats(spoken: Sequence[tuple[str | None, list[Word], float | None]]) -> bool:
    *others, last = [words for _, words, _ in spoken] or [[]]
    before = [word for words in others for word in words]
    if not before or not any(word.speaker for word in last) or last[0].start_ms != before[0].start_ms:
        return False
    same = Counter(word.text for word in before) & Counter(word.text for word in last)
    return len(last) >= AS_MANY * len(before) and same.total() >= REPEATED * len(before)


def _words(best: dict[str, Any], channel: object, place: str, odd: Oddities) -> list[Word]:
    return [
        Word(
            text=said,
            start_ms=_time(
                _either(one, "startTime", "start_time", "startOffset", "start_offset"), place, odd
            ),
            end_ms=_time(_either(one, "endTime", "end_time", "endOffset", "end_offset"), place, odd),
            speaker=_speaker(one) or label(channel, "Channel"),
            confidence=fraction(one.get("confidence")) or None,
        )
        for one in tables(best.get("words"))
        if (said := text(one.get("word")))
    ]


def _speaker(one: dict[str, Any]) -> str | None:
    """A tag is a number from 1; 0 says that nothing is known."""
    tag = _either(one, "speakerLabel", "speaker_label") or _either(one, "speakerTag", "speaker_tag")
    return label(tag) if tag else None


def _time(value: object, place: str, odd: Oddities) -> int | None:
    if isinstance(value, dict):
        whole = seconds(odd, value.get("seconds", 0), place)
        nanos = value.get("nanos", 0)
        if whole is None or isinstance(nanos, bool) or not isinstance(nanos, int) or not 0 <= nanos < 10**9:
            return whole
        return whole + round(nanos / 1e6)
    return seconds(odd, value.removesuffix("s") if isinstance(value, str) else value, place)


def _either(one: dict[str, Any], *names: str) -> Any:
    return next((one[name] for name in names if one.get(name) is not None), None)


FORMAT = Format(
    name="google_speech",
    title="Google Cloud Speech-to-Text JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
