"""Who speaks where: printed labels, a diarisation's spans and decisions become turns."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.corrections import Anchored
from archive.records import Correction, Method

from .cast import Cast
from .reading import Cue, Span
from .words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """From `offset` on, `speaker` (a position in the speakers) speaks; None is unknown, and has no number."""

    offset: int
    speaker: int | None = None
    method: Method | None = None
    confidence: float | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Turns by ascending offset, the first at 0; neighbours have different speakers."""

    turns: tuple[Turn, ...]
    offsets: tuple[int, ...]

    def at(self, offset: int) -> Turn:
        return self.turns[bisect_right(self.offsets, offset) - 1]


def turns(
    words: Words,
    cues: Sequence[Cue],
    spans: Sequence[Span],
    cast: Cast,
    corrections: Sequence[Correction],
    anchored: Sequence[Anchored],
) -> Turns:
    """Printed labels (else those of a diarisation) and decisions, laid over each other.

    A decision holds until the next place where a source prints another label, or the next decision; at one
    place the latest decision wins.
    """
    said = _printed(words, cues, cast)
    if spans and not any(cue.speaker for cue in cues):
        said |= _heard(words, spans, cast)
    for anchor in anchored:
        name = corrections[anchor.correction].speaker
        speaker = None if name is None else cast.decided(name)
        said[anchor.offset] = Turn(offset=anchor.offset, speaker=speaker, method="corrected", confidence=1.0)
    merged: list[Turn] = []
    number = 0
    for _, turn in sorted(said.items()):
        if merged and (merged[-1].speaker, merged[-1].method) == (turn.speaker, turn.method):
            continue
        known = turn.speaker is not None
        continues = bool(merged) and known and merged[-1].speaker == turn.speaker
        number += known and not continues
        merged.append(replace(turn, number=number if known else None))
    return Turns(turns=tuple(merged), offsets=tuple(turn.offset for turn in merged))


def _printed(words: Words, cues: Sequence[Cue], cast: Cast) -> dict[int, Turn]:
    said = {0: Turn(offset=0)}
    label: str | None = None
    for offset, number in zip(words.cue_offsets, words.cue_numbers, strict=True):
        if cues[number].speaker == label:
            continue
        label = cues[number].speaker
        speaker = None if label is None else cast.printed(label)
        known = speaker is not None
        said[offset] = Turn(
            offset=offset,
            speaker=speaker,
            method="printed" if known else None,
            confidence=1.0 if known else None,
        )
    return said


def _heard(words: Words, spans: Sequence[Span], cast: Cast) -> dict[int, Turn]:
    """Whom a diarisation hears while the words of each stretch are said: whoever has most of its time."""
    ordered = sorted(spans, key=lambda span: span.start_ms)
    starts = [span.start_ms for span in ordered]
    longest = max(span.end_ms - span.start_ms for span in ordered)
    said = {}
    for offset, start, end in words.stretches():
        shares: Counter[str] = Counter()
        near = ordered[bisect_left(starts, start - longest) : bisect_left(starts, end)]
        for span in near:
            shares[span.speaker] += max(0, min(end, span.end_ms) - max(start, span.start_ms))
        label, share = max(shares.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        speaker = cast.printed(label, method="overlap") if share > 0 else None
        sure = round(min(1.0, share / max(1, end - start)), 3)
        said[offset] = Turn(
            offset=offset,
            speaker=speaker,
            method=None if speaker is None else "overlap",
            confidence=None if speaker is None else sure,
        )
    return said
