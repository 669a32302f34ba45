"""ElevenLabs Scribe (https://elevenlabs.io/docs/api-reference/speech-to-text): words, blanks and sounds.

    {"language_code": "eng", "language_probability": 0.98, "text": "Hello (laughs)", "words": [
       {"text": "Hello", "start": 0.1, "end": 0.4, "type": "word", "speaker_id": "…", "logprob": -0.1},
       {"text": " ", "start": 0.4, "end": 0.5, "type": "spacing", "speaker_id": "speaker_0"}, …]}

Seconds. Blanks are entries of their own, where a script has them; `audio_event` is a sound, in parentheses.
Several channels are several such values under `transcripts`.
"""

import math
from collections.abc import Iterator
from typing import Any

from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages
from ingest.readers.jsontext import load, table, tables, text
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import Segment, Word, divided, label, reading, seconds
from ingest.reading import Reading
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    keys = head.json
    return any(
        {f"{at}language_code", f"{at}language_probability"} <= keys
        or {f"{at}words[].text", f"{at}words[].type", f"{at}words[].start"} <= keys
        for at in ("", "transcripts[].")
    )


def _read(source: Source) -> Reading:
    value = table(load(source))
    parts = tables(value.get("transcripts")) or [value]
    odd = Oddities()
    return reading(
        source,
        (one for part in parts for one in _segments(part, len(parts) > 1, odd)),
        odd,
        language=languages.tag(parts[0].get("language_code")),
    )


def _segments(part: dict[str, Any], several: bool, odd: Oddities) -> Iterator[Segment]:
    channel = label(part.get("channel_index"), "Channel") if several else None
    yield from divided(text(part.get("text")), list(_words(tables(part.get("words")), channel, odd)))


def _words(listed: list[dict[str, Any]], channel: str | None, odd: Oddities) -> Iterator[Word]:
    bordered = True
    spaced = any(one.get("type") == "spacing" for one in listed)
    for number, one in enumerate(listed, start=1):
        if not (said := text(one.get("text"))):
            bordered = True
            continue
        place = f"word {number}"
        likelihood = one.get("logprob")
        sure = None
        if isinstance(likelihood, float) and -100 < likelihood <= 0:
            sure = math.exp(likelihood)
        yield Word(
            text=said,
            start_ms=seconds(odd, one.get("start"), place),
            end_ms=seconds(odd, one.get("end"), place),
            speaker=channel or label(one.get("speaker_id")),
            confidence=sure,
            joined=spaced and not bordered,
        )
        bordered = False


FORMAT = Format(
    name="elevenlabs",
    title="ElevenLabs Scribe JSON",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "word times", "speakers"),
)
