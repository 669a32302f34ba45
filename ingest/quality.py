"""What looks wrong in the words themselves, whatever format they came in: kept, and flagged, never repaired.

Recognisers invent sentences over silence and repeat them; converters lose every blank; a file is tagged with
another language than it is in. Found on real files; see the tests for the shapes.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from archive import timecode
from archive.records import Warning

from . import tongues
from .reading import Cue

FLAGS = ("repetition", "no_spaces", "no_words", "language_mismatch", "duplicate_text")
"""The warnings that are also flags of the transcript: who counts or quotes its words should know."""

REPEATED = 4
"""So many equal pieces in a row are hardly what somebody said."""

LONGEST_WORD = 25
"""Letters. No language with blanks has words as long as this on average."""

LONGEST_OF_ONE_MS = 20_000
"""One or two words that last longer were stretched over music or silence."""

_SAMPLE = 2_000


def warnings(cues: Sequence[Cue], language: str | None) -> Iterator[Warning]:
    """One warning for each kind of oddity. `language` is what some source says the words are in."""
    yield from _repetition(cues)
    yield from _stretched(cues)
    text = " ".join(cue.text for cue in cues if cue.text)
    if text and not any(character.isalnum() for character in text):
        yield Warning(code="no_words", place=_place(cues, 0), message=f"it says only “{text[:40]}”")
        return
    if _lost_blanks(text):
        yield Warning(
            code="no_spaces", place=_place(cues, 0), message="the blanks between the words are lost"
        )
    elif language and (heard := tongues.mismatch(language, text)):
        message = f"it says that it is in {language}, and reads like {heard}"
        yield Warning(code="language_mismatch", place=_place(cues, 0), message=message)


def _repetition(cues: Sequence[Cue]) -> Iterator[Warning]:
    worst: tuple[int, int, str] = (0, 0, "")
    runs = 0
    number = 0
    for text, same in groupby(cues, key=lambda cue: cue.text.casefold()):
        count = sum(1 for _ in same)
        # “no, no, no, no” is speech where every word is a cue.
        if count >= REPEATED and (" " in text or len(text) > LONGEST_WORD):
            runs += 1
            worst = max(worst, (count, -number, cues[number].text))
        number += count
    if runs:
        count, place, text = worst
        more = f", and {runs - 1} more such places" if runs > 1 else ""
        message = f"“{text[:60]}” comes {count} times in a row{more}"
        yield Warning(code="repetition", place=_place(cues, -place), message=message)


def _stretched(cues: Sequence[Cue]) -> Iterator[Warning]:
    found = [
        number
        for number, cue in enumerate(cues)
        if cue.start_ms is not None
        and cue.end_ms is not None
        and cue.end_ms - cue.start_ms > LONGEST_OF_ONE_MS
        and 0 < len(cue.text.split()) <= 2
        and cue.text.isascii()  # without blanks, two words may be a sentence
    ]
    if found:
        cue = cues[found[0]]
        seconds = ((cue.end_ms or 0) - (cue.start_ms or 0)) // 1000
        more = f" ({len(found)} such pieces)" if len(found) > 1 else ""
        message = f"“{cue.text[:40]}” is said to last {seconds} s{more}"
        yield Warning(code="implausible_duration", place=_place(cues, found[0]), message=message)


def _lost_blanks(text: str) -> bool:
    if sum(map(len, text.split())) < 200 or tongues.without_blanks(text[:_SAMPLE]):
        return False
    sample = text[: 50 * _SAMPLE]
    # Pieces of letters alone are words; mostly they are so many that no others need be looked for.
    if len(sample) <= LONGEST_WORD * sum(map(str.isalpha, sample.split())):
        return False
    words = re.findall(r"[^\W\d_]+", sample)
    return sum(map(len, words)) > LONGEST_WORD * max(1, len(words))


def _place(cues: Sequence[Cue], number: int) -> str:
    start = cues[number].start_ms if number < len(cues) else None
    return f"cue {number + 1}" + (f" at {timecode.clock(start)}" if start is not None else "")
