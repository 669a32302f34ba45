"""Rev and Rev AI (https://docs.rev.ai/api/asynchronous/transcripts/): monologues of elements.

    {"monologues": [{"speaker": 0, "elements": [
       {"type": "text", "value": "Hi", "ts": 0.27, "end_ts": 0.48, "confidence": 1.0},
       {"type": "punct", "value": ", "}, {"type": "text", "value": "there", …}]}]}

The values joined are the text: punctuation carries the blanks. Transcripts that people at Rev made name their
speakers under `speakers` and print times as `"timestamp": "00:00:01,229"`; where there are no confidences,
nothing says who made the words.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive import timecode
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import NO_TIME, Segment, Word, label, reading, seconds, split
from ingest.reading import Reading
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    return {"monologues[].elements[].type", "monologues[].elements[].value"} <= head.json


def _read(source: Source) -> Reading:
    value = table(load(source))
    monologues = tables(value.get("monologues"))
    names = {
        str(one.get("id")): name for one in tables(value.get("speakers")) if (name := text(one.get("name")))
    }
    odd = Oddities()
    recognised = any("confidence" in element for one in monologues for element in tables(one.get("elements")))
    return reading(
        source,
        _segments(monologues, names, odd),
        odd,
        language=languages.tag(value.get("language")),
        origin="asr" if recognised else None,
    )


def _segments(monologues: list[dict[str, Any]], names: dict[str, str], odd: Oddities) -> Iterator[Segment]:
    for number, one in enumerate(monologues, start=1):
        printed = one.get("speaker")
        speaker = label(names.get(str(printed)) or one.get("speaker_name") or printed)
        yield from split(list(_words(tables(one.get("elements")), speaker, f"monologue {number}", odd)))


def _words(elements: list[dict[str, Any]], speaker: str | None, place: str, odd: Oddities) -> Iterator[Word]:
    last: Word | None = None
    bordered = True
    for one in elements:
        value = one.get("value")
        if not isinstance(value, str) or not value:
            continue
        said = text(value) or ""
        if last and one.get("type") == "punct" and not (bordered and said):
            last = replace(last, text=last.text + said)
        elif said:
            if last:
                yield last
            last = Word(
                text=said,
                start_ms=_time(one, "ts", "timestamp", place, odd),
                end_ms=_time(one, "end_ts", "end_timestamp", place, odd),
                speaker=speaker,
                confidence=fraction(one.get("confidence")),
                joined=not bordered and not said[0].isspace(),
            )
        bordered = value[-1].isspace()
    if last:
        yield last


def _time(one: dict[str, Any], number: str, clock: str, place: str, odd: Oddities) -> int | None:
    printed = one.get(clock)
    if one.get(number) is None and isinstance(printed, str):
        try:
            return timecode.parse(printed)
        except ValueError:
            odd.note("bad_time", place, NO_TIME)
            return None
    return seconds(odd, one.get(number), place)


FORMAT = Format(
    name="rev_ai",
    title="Rev and Rev AI JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
