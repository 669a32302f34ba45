"""RTTM (NIST RT-09 evaluation plan, appendix A): who is heard when, without words.

    SPEAKER ES2011a 1 34.27 10.12 <NA> <NA> FEE041 <NA> <NA>

Type, file, channel, start and duration in seconds, and in the eighth field the voice; voices may overlap.
Lines of other types (`SPKR-INFO`, `LEXEME`, `NON-SPEECH`) and comments (`;;`) say nothing of this.
"""

import re
from collections.abc import Iterator

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers.oddities import Oddities
from ingest.readers.recognised import label, seconds
from ingest.reading import Reading, Span
from ingest.registry import Format

_SPEAKER = re.compile(r"SPEAKER\s+\S+\s+\S+\s+\d[\d.]*\s+\d[\d.]*\s+\S+\s+\S+\s+\S+.*")
_OTHER = re.compile(r"(?:;.*|[A-Z][A-Z/_-]+\s+\S+\s+\S+\s+(?:<NA>|\d[\d.]*)\s.*)?")
_LONGEST = 1_000
"""Characters of a line. One that is longer is no RTTM."""


def _sniff(head: Head) -> bool:
    lines = [line.strip() for line in head.lines]
    # The last line may be cut off.
    whole = lines[:-1] if len(lines) > 1 else lines
    return all(
        len(line) < _LONGEST and (_SPEAKER.fullmatch(line) or _OTHER.fullmatch(line)) for line in whole
    ) and (any(map(_SPEAKER.fullmatch, lines)))


def _read(source: Source) -> Reading:
    odd = Oddities()
    spans = tuple(_spans(re.split(r"\r\n?|\n", source.text.removeprefix("\ufeff")), odd))
    if not spans:
        raise MalformedTranscript(source.name, "none of its lines says who is heard when", "export it again")
    return Reading(spans=spans, warnings=odd.warnings())


def _spans(lines: list[str], odd: Oddities) -> Iterator[Span]:
    for number, line in enumerate(lines, start=1):
        fields = line.split(maxsplit=8)
        if len(fields) < 2 or fields[0] != "SPEAKER":
            continue
        speaker = label(fields[7]) if len(fields) > 7 and fields[7] != "<NA>" else None
        start_ms = lasts_ms = None
        if speaker:
            start_ms, lasts_ms = (seconds(odd, field, f"line {number}") for field in fields[3:5])
        else:
            odd.note("line_without_speaker", f"line {number}", "names no speaker, and was left out")
        if speaker and start_ms is not None and lasts_ms is not None:
            yield Span(start_ms=start_ms, end_ms=start_ms + lasts_ms, speaker=speaker)


FORMAT = Format(
    name="rttm",
    title="RTTM",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".rttm",),
    gives=("speakers",),
)
