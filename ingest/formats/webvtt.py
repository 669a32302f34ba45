"""WebVTT (https://www.w3.org/TR/webvtt1/): cues with optional voices, as players and meeting tools write.

    WEBVTT - anything
    Language: en

    NOTE a comment, up to the next blank line

    an identifier, in Teams a long one
    00:01.000 --> 00:02.500 align:start
    <v Ann>Hello, <00:01.500>everyone.</v>
    <v Bob>Hi.

What a cue is, is decided as the specification's parser does. Where that drops words, they are kept: a block
without times is text without one, an arrow without times is text. Several voices make several cues. A voice
lasts to the end of its cue; where a file closes none and names each only where it changes, until the next.
X-TIMESTAMP-MAP is not applied: it maps to the clock of a stream that the archive does not have.
"""

import re
from collections.abc import Iterator, Sequence

from archive import timecode
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import captions, cue_blocks, cuetext
from ingest.readers.cue_blocks import Block
from ingest.readers.languages import tag
from ingest.readers.oddities import Oddities
from ingest.reading import Reading
from ingest.registry import Format

_SIGNATURE = re.compile(r"\ufeff?\s*+WEBVTT(?=\s|$)")
_WORD_TIME = re.compile(r"<\d\d:\d\d:\d\d\.\d\d\d>")
_COMMENT = re.compile(r"NOTE(?:\s|$)|(?:STYLE|REGION)\s*+$")
_METADATA = re.compile(r"(?:Kind|Language|Region|Style|X-[A-Z-]+)\s*[:=]|##|.*[{};]\s*$|::cue", re.IGNORECASE)
_LANGUAGE = re.compile(r"\blanguage:[ \t]*+([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*+)(?![\w-])", re.IGNORECASE)
_NO_SHIFT = re.compile(r"(?=.*LOCAL:0*+(?::0++)*+(?:\.0++)?(?:,|\s*$))(?=.*MPEGTS:0++(?:,|\s*$))")
_CONFIDENCE = re.compile(r"NOTE Confidence: ?(0?\.\d{1,12}|[01](?:\.0{1,12})?)\s*")
_DURATION = re.compile(r'NOTE duration: ?"([\d:]{4,12}(?:\.\d{1,3})?)\d*"\s*', re.IGNORECASE)
_ONLY_TIMES = re.compile(r"[\d:.,\s>-]+")


def _sniff(head: Head) -> bool:
    """Every file with the signature, but YouTube's automatic captions, whose words have times and classes."""
    return bool(_SIGNATURE.match(head.text)) and not any(
        "<c" in line and _WORD_TIME.search(line) for line in head.lines
    )


def _read(source: Source) -> Reading:
    lines = re.split(r"\r\n?|\n", source.text)
    header = _header(lines)
    blocks = list(_blocks(lines, len(header)))
    if not any(block.times for block in blocks):
        problem = "has no cue: no line gives two times with “-->” between them"
        raise MalformedTranscript(source.name, problem, "export it again")
    odd = Oddities()
    cues = cue_blocks.cues(blocks, odd, closed="</v>" in source.text)
    named, unsure = captions.label_cues(cues)
    if not named:
        raise MalformedTranscript(source.name, "its cues have no words", "export it again")
    for number, line in enumerate(header):
        if line.startswith("X-TIMESTAMP-MAP") and not _NO_SHIFT.search(line):
            odd.note("mapped_times", f"line {number + 1}", cuetext.ODDITIES["mapped_times"])
    comments = [line for line in lines if line.startswith("NOTE ")]
    language = next(filter(None, map(_LANGUAGE.search, [*header, *comments])), None)
    duration = next(filter(None, map(_DURATION.fullmatch, comments)), None)
    return Reading(
        cues=named,
        language=tag(language[1]) if language else None,
        duration_ms=_clock(duration[1]) if duration else None,
        # Microsoft Stream says of each cue how sure its recogniser was.
        origin="asr" if any(block.confidence is not None for block in blocks) else None,
        warnings=(*odd.warnings(), *unsure),
    )


def _header(lines: Sequence[str]) -> list[str]:
    """The lines up to the first blank one or the first cue; none if the signature is missing."""
    first = next((number for number, line in enumerate(lines) if line.strip("\ufeff \t")), len(lines))
    if first == len(lines) or not _SIGNATURE.match(lines[first]):
        return []
    ends = first + 1
    while ends < len(lines) and lines[ends] and not cuetext.timing(lines[ends]):
        ends += 1
    return list(lines[:ends])


def _blocks(lines: Sequence[str], begins: int) -> Iterator[Block]:
    """The cues, and the text outside them, as the specification's parser finds them.

    A line before the times is the cue's identifier if it stands alone; where no blank lines part the cues, it
    is one if it counts on from the cue before.
    """
    cue: Block | None = None
    loose: list[str] = []
    confidence: float | None = None
    seen = False
    # Without blank lines the first identifier stands at the end of the header.
    number_before = _integer(lines[begins - 1], -1) if begins else -1

    def outside(number: int) -> Iterator[Block]:
        nonlocal loose
        if loose and not _no_words(loose, seen):
            words = [line for line in loose if not (":" in line and _ONLY_TIMES.fullmatch(line))]
            yield Block(line=number - len(loose), times=None, lines=words)
        loose = []

    for number in range(begins, len(lines)):
        line = lines[number]
        times = cuetext.timing(line) if "-->" in line else None
        if times:
            identifier = loose[0] if len(loose) == 1 else ""
            if cue:
                if len(cue.lines) > 1 and cue.lines[-1].strip() == str(number_before + 1):
                    identifier = cue.lines.pop()
                yield cue
            elif not identifier:
                yield from outside(number)
            loose = []
            number_before = _integer(identifier, number_before)
            cue = Block(
                line=number, times=times, lines=[times.text] if times.text else [], confidence=confidence
            )
            confidence, seen = None, True
        elif not line:
            if cue:
                yield cue
                cue = None
            yield from outside(number)
        elif cue:
            cue.lines.append(line)
        else:
            sure = _CONFIDENCE.fullmatch(line)
            confidence = float(sure[1]) if sure else confidence
            loose.append(line)
    if cue:
        yield cue
    yield from outside(len(lines))


def _no_words(loose: Sequence[str], seen: bool) -> bool:
    """Whether a block without times is a comment, a style, a number or, before the first cue, metadata."""
    if _COMMENT.match(loose[0]) or all(not line.strip() or _ONLY_TIMES.fullmatch(line) for line in loose):
        return True
    return not seen and any(map(_METADATA.match, loose))


def _integer(identifier: str, otherwise: int) -> int:
    text = identifier.strip()
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise


def _clock(printed: str) -> int | None:
    try:
        return timecode.parse(printed)
    except ValueError:
        return None


FORMAT = Format(
    name="webvtt",
    title="WebVTT",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".vtt", ".webvtt"),
    gives=("times", "word times", "speakers"),
)
