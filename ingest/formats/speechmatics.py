"""Speechmatics (https://docs.speechmatics.com): `results` in version 2, `words` and `speakers` in version 1.

    {"job": {"duration": 711}, "metadata": {"transcription_config": {"language": "en"}},
     "results": [{"type": "word", "start_time": 13.05, "end_time": 13.23,
                  "alternatives": [{"content": "There", "confidence": 1.0, "speaker": "S1"}]},
                 {"type": "punctuation", "attaches_to": "previous", "is_eos": true, …}]}

    {"format": "1.0", "job": {"lang": "en", "duration": 711},
     "speakers": [{"name": "F4", "time": "13.05", "duration": "39.19"}],
     "words": [{"name": "There", "time": "13.05", "duration": "0.18", "confidence": "1.000"}, …]}

`UU` is a voice that was not identified, so nobody.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Word, label, reading, seconds, split
from ingest.readers.voices import Voices
from ingest.reading import Reading, Span
from ingest.registry import Format

_NOBODY = "UU"


def _sniff(head: Head) -> bool:
    keys = head.json
    return (
        {"results[].alternatives[].content", "results[].type"} <= keys
        or {"words[].name", "words[].time", "words[].duration"} <= keys
        or {"job.lang", "speakers[].name", "speakers[].time"} <= keys
    )


def _read(source: Source) -> Reading:
    value = table(load(source))
    job = table(value.get("job"))
    config = table(table(value.get("metadata")).get("transcription_config"))
    odd = Oddities()
    results = tables(value.get("results"))
    words = list(_second(results, odd) if results else _first(value, odd))
    return reading(
        source,
        split(words),
        odd,
        language=languages.tag(config.get("language") or job.get("lang")),
        duration_ms=seconds(odd, job.get("duration"), "job.duration"),
    )


def _second(results: list[dict[str, Any]], odd: Oddities) -> Iterator[Word]:
    last: Word | None = None
    attached = False
    for number, one in enumerate(results):
        best = next(iter(tables(one.get("alternatives"))), {})
        if not (said := text(best.get("content"))):
            continue
        place = f"result {number}"
        speaker = label(best.get("speaker")) or label(one.get("channel"), "Channel")
        word = Word(
            text=said,
            start_ms=seconds(odd, one.get("start_time"), place),
            end_ms=seconds(odd, one.get("end_time"), place),
            speaker=None if speaker == _NOBODY else speaker,
            confidence=fraction(best.get("confidence")),
        )
        # Punctuation without this key is of version 2.0 to 2.7, and stands behind a word.
        side = one.get("attaches_to", "previous") if one.get("type") == "punctuation" else "none"
        if last and attached:
            last = replace(word, text=last.text + word.text)
        elif last and side in ("previous", "both"):
            last = replace(last, text=last.text + word.text)
        else:
            if last:
                yield last
            last = word
        attached = side in ("next", "both")
    if last:
        yield last


def _first(value: dict[str, Any], odd: Oddities) -> Iterator[Word]:
    voices = Voices(_spans(tables(value.get("speakers")), odd))
    last: Word | None = None
    for number, one in enumerate(tables(value.get("words"))):
        if not (said := text(one.get("name"))):
            continue
        if last and not any(map(str.isalnum, said)):
            last = replace(last, text=last.text + said)
            continue
        if last:
            yield last
        start_ms, end_ms = _times(one, f"word {number}", odd)
        last = Word(
            text=said,
            start_ms=start_ms,
            end_ms=end_ms,
            speaker=voices.at(start_ms, end_ms),
            confidence=fraction(one.get("confidence")),
        )
    if last:
        yield last


def _spans(speakers: list[dict[str, Any]], odd: Oddities) -> Iterator[Span]:
    for number, one in enumerate(speakers):
        start_ms, end_ms = _times(one, f"speaker {number}", odd)
        speaker = label(one.get("name"))
        if speaker and speaker != _NOBODY and start_ms is not None and end_ms is not None:
            yield Span(start_ms=start_ms, end_ms=end_ms, speaker=speaker)


def _times(one: dict[str, Any], place: str, odd: Oddities) -> tuple[int | None, int | None]:
    start_ms = seconds(odd, one.get("time"), place)
    lasts_ms = seconds(odd, one.get("duration"), place)
    return start_ms, None if start_ms is None or lasts_ms is None else start_ms + lasts_ms


FORMAT = Format(
    name="speechmatics",
    title="Speechmatics JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
