"""BBC's Digital Paper Edit (https://github.com/bbc/digital-paper-edit-client): words and paragraphs.

    {"words": [{"id": 0, "start": 13.02, "end": 13.17, "text": "There"}, …],
     "paragraphs": [{"id": 0, "start": 13.02, "end": 23.82, "speaker": "F_S12"}, …]}

Seconds. A paragraph has the words that lie in its time. The words may have been corrected since they were
recognised, so nothing is said of their origin.
"""

from collections.abc import Iterator
from typing import Any

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers.jsontext import load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Word, label, reading, seconds, split
from ingest.readers.voices import Voices
from ingest.reading import Reading, Span
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    keys = head.json
    return {"words[].id", "words[].start", "words[].end", "words[].text"} <= keys and "audio_url" not in keys


def _read(source: Source) -> Reading:
    value = table(load(source))
    odd = Oddities()
    voices = Voices(_paragraphs(tables(value.get("paragraphs")), odd))
    return reading(source, split(_words(tables(value.get("words")), voices, odd)), odd, origin=None)


def _words(listed: list[dict[str, Any]], voices: Voices, odd: Oddities) -> list[Word]:
    words = []
    for number, one in enumerate(listed):
        if not (said := text(one.get("text"))):
            continue
        place = f"word {number}"
        start_ms, end_ms = seconds(odd, one.get("start"), place), seconds(odd, one.get("end"), place)
        words.append(Word(text=said, start_ms=start_ms, end_ms=end_ms, speaker=voices.at(start_ms, end_ms)))
    return words


def _paragraphs(listed: list[dict[str, Any]], odd: Oddities) -> Iterator[Span]:
    for number, one in enumerate(listed):
        place = f"paragraph {number}"
        start_ms, end_ms = seconds(odd, one.get("start"), place), seconds(odd, one.get("end"), place)
        if (speaker := label(one.get("speaker"))) and start_ms is not None and end_ms is not None:
            yield Span(start_ms=start_ms, end_ms=end_ms, speaker=speaker)


FORMAT = Format(
    name="digital_paper_edit",
    title="BBC Digital Paper Edit JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
