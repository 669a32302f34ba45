"""From a caption as printed to cues: its times, its lines, and the voices in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.reading import Cue, Reading

from . import captions, cuetext
from .cuetext import Timing
from .oddities import Oddities


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A caption as printed, or text without times: the number of its first line, from 0, and the text."""

    line: int
    times: Timing | None
    lines: list[str]
    confidence: float | None = None


def reading(source: Source, blocks: Sequence[Block], *, between: str) -> Reading:
    """What captions say that are nothing but times and text; the first of `blocks` stands before all times.

    `between` is what such a format has between two times. Raises MalformedTranscript if there are no words.
    """
    if len(blocks) < 2:
        problem = f"has no cue: no line gives two times with {between} between them"
        raise MalformedTranscript(source.name, problem, "export it again")
    odd = Oddities()
    named, unsure = captions.label_cues(cues(blocks, odd, closed="</v>" in source.text))
    if not named:
        raise MalformedTranscript(source.name, "its cues have no words", "export it again")
    return Reading(cues=named, warnings=(*odd.warnings(), *unsure))


def cues(blocks: Iterable[Block], odd: Oddities, *, closed: bool) -> list[Cue]:
    """The cues of all blocks with the voices of `<v>` tags; line breaks stay for `captions.label_cues`.

    A voice lasts to the end of its caption. Where a file never closes one (`closed`) and names each only
    where it changes, it lasts until the next.
    """
    found = [cue for block in blocks for cue in _cues(block, odd)]
    names = [cue.speaker for cue in found if cue.speaker]
    carried = not closed and len(set(names)) > 1 and all(one != two for one, two in pairwise(names))
    return list(_voiced(found, carried, odd)) if any(cue.speaker is not None for cue in found) else found


def _cues(block: Block, odd: Oddities) -> Iterator[Cue]:
    """One cue for each voice; its speaker is UNREADABLE where somebody speaks who is not named."""
    said = cuetext.cue_text("\n".join(block.lines))
    times = block.times
    start, end = (times.start_ms, times.end_ms) if times else (None, None)
    marks = tuple(
        (offset, ms) for offset, ms in said.marks if (start or 0) <= ms and (end is None or ms <= end)
    )
    codes = list(said.oddities)
    if times and times.odd:
        codes.append("unreadable_time")
    if len(marks) < len(said.marks):
        codes.append("mark_outside")
    words = bool(said.text.strip())
    if times and not words:
        codes.append("no_words")
    if words and not times:
        codes.append("untimed_text")
    for code in codes:
        odd.note(code, f"line {block.line + 1}", cuetext.ODDITIES[code])
    if not words:
        return
    cue = Cue(text=said.text, start_ms=start, end_ms=end, marks=marks, confidence=block.confidence)
    if not said.voices:
        yield cue
        return
    pieces: list[captions.Piece] = []
    begins, speaker = 0, None
    for offset, voice in said.voices:
        pieces.append((begins, offset, speaker))
        begins, speaker = offset, voice
    yield from captions.split(cue, [*pieces, (begins, len(said.text), speaker)])


def _voiced(found: Sequence[Cue], carried: bool, odd: Oddities) -> Iterator[Cue]:
    holds: str | None = None
    for number, cue in enumerate(found):
        if cue.speaker is not None:
            holds = cue.speaker
            yield replace(cue, speaker=holds or None)
        elif carried and holds:
            odd.note("voice_carried", f"cue {number + 1}", cuetext.ODDITIES["voice_carried"])
            yield replace(cue, speaker=holds)
        else:
            yield cue
