"""IBM Watson Speech to Text (https://cloud.ibm.com/docs/speech-to-text): results with lists of timed words.

    {"result_index": 0, "results": [{"final": true, "alternatives": [
       {"transcript": "several tornadoes ", "confidence": 0.96, "word_confidence": [["several", 1.0], …],
        "timestamps": [["several", 1.0, 1.51], ["tornadoes", 1.51, 2.15]]}]}],
     "speaker_labels": [{"from": 1.0, "to": 1.51, "speaker": 2, "confidence": 0.52, "final": false}, …]}

A recognition that ran in the background has such values under `results`. `%HESITATION` stands for a sound,
not a word, and is left out.
"""

from collections.abc import Iterator
from typing import Any

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers.jsontext import fraction, load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, divided, label, reading, seconds
from ingest.reading import Reading
from ingest.registry import Format

_HESITATION = "%HESITATION"
_HOLDERS = ("", "results[].")


def _sniff(head: Head) -> bool:
    keys = head.json
    return {"speaker_labels[].from", "speaker_labels[].speaker"} <= keys or any(
        f"{at}results[].alternatives[].timestamps" in keys
        or (
            f"{at}results[].alternatives[].transcript" in keys
            and not keys.isdisjoint({f"{at}results[].final", f"{at}result_index"})
        )
        for at in _HOLDERS
    )


def _read(source: Source) -> Reading:
    value = table(load(source))
    inner = [one for one in tables(value.get("results")) if "results" in one]
    odd = Oddities()
    return reading(source, (one for held in inner or [value] for one in _segments(held, odd)), odd)


def _segments(value: dict[str, Any], odd: Oddities) -> Iterator[Segment]:
    speakers = {
        str(one.get("from")): speaker
        for one in tables(value.get("speaker_labels"))
        if (speaker := label(one.get("speaker")))
    }
    for number, result in enumerate(tables(value.get("results")), start=1):
        best = next(iter(tables(result.get("alternatives"))), {})
        said = (text(best.get("transcript")) or "").replace(_HESITATION, " ")
        words = _words(best, speakers, f"result {number}", odd)
        if words:
            yield from divided(said, words)
        else:
            yield Segment(text=said, confidence=fraction(best.get("confidence")))


def _words(best: dict[str, Any], speakers: dict[str, str], place: str, odd: Oddities) -> list[Word]:
    listed = best.get("timestamps")
    sure = best.get("word_confidence")
    sure = sure if isinstance(sure, list) and isinstance(listed, list) and len(sure) == len(listed) else []
    words = []
    for number, one in enumerate(listed if isinstance(listed, list) else []):
        said, start, end = (*one, None, None, None)[:3] if isinstance(one, list) else (None, None, None)
        if not (named := text(said)) or named == _HESITATION:
            continue
        pair = sure[number] if sure else None
        words.append(
            Word(
                text=named,
                start_ms=seconds(odd, start, place),
                end_ms=seconds(odd, end, place),
                speaker=speakers.get(str(start)),
                confidence=fraction(pair[1]) if isinstance(pair, list) and len(pair) > 1 else None,
            )
        )
    return words


FORMAT = Format(
    name="ibm_watson",
    title="IBM Watson Speech to Text JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
