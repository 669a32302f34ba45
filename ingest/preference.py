"""Which of several sources speaks: one transcript's words, one list's chapters. All of them are kept."""

from collections.abc import Sequence
from typing import get_args

from archive.records import Origin

from . import labels
from .read import Evidence, is_path
from .reading import ChapterList, ChapterMark, Reading

_ORDER: tuple[tuple[Origin | None, bool, str], ...] = (
    ("human", False, "a person wrote it"),
    ("edited", False, "a person corrected a recogniser"),
    (None, False, "a publisher gives it, and does not say who made it"),
    ("asr", True, "a recogniser that tells voices apart"),
    ("asr", False, "a recogniser"),
    ("automatic captions", False, "YouTube's recogniser"),
)
"""(who made it, whether it has to tell voices apart, in words), the best first.

What does not say who made it comes from a publisher, who may know: it goes before what no person wrote.
"""

_ALIKE: tuple[Origin, ...] = ("human", "edited")
"""Both are a person's: which goes first is decided last."""

_SHORT = 4
"""A text with less than one letter for so many of the longest is no transcript, but a description."""

_LISTS: tuple[ChapterList, ...] = get_args(ChapterList)


def best(items: Sequence[Evidence], prefer: str | None = None) -> Evidence | None:
    """The transcript that speaks; None if none of them has words. It is the one that a person prefers.

    What is far shorter than another of them was never said: notes, or the description of a video.
    """
    heard = [item for item in items if item.reading.cues]
    if prefer is not None:
        chosen = [item for item in heard if _is_called(item, prefer)]
        if chosen:
            return min(chosen, key=rank)
    lengths = [sum(len(cue.text) for cue in item.reading.cues) for item in items]
    longest = max(lengths, default=0)
    whole = [
        item for item, length in zip(items, lengths, strict=True) if length and length * _SHORT >= longest
    ]
    return min(whole, key=rank, default=None)


def rank(item: Evidence) -> tuple[object, ...]:
    """What orders transcripts; the smallest is preferred.

    A person's words first, then what a publisher gives without saying who made it, a recogniser's that tells
    voices apart, a recogniser's, YouTube's own; of one kind the one that names its speakers, that tells
    voices apart, that has times, that has the most of them.
    """
    cues = item.reading.cues
    printed = {cue.speaker for cue in cues if cue.speaker}
    named = any(labels.understand(label).kind == "name" for label in printed)
    timed = any(cue.start_ms is not None or cue.marks for cue in cues)
    times = sum(max(1, len(cue.marks)) for cue in cues) if timed else 0
    made = _made(item.reading.origin, bool(printed))
    edited = item.reading.origin == "edited"
    # What the show itself links to goes before what lies somewhere, as far as both are alike.
    linked = not is_path(item.stored.uri)
    return made, not named, not printed, not timed, edited, not linked, -times, item.stored.uri


def _made(origin: Origin | None, voices: bool) -> int:
    first = _ALIKE[0] if origin in _ALIKE else origin
    return next(
        place for place, (each, needs, _) in enumerate(_ORDER) if each == first and (voices or not needs)
    )


def table() -> list[tuple[str, str]]:
    """Whose transcript speaks, as rows of (who made it, in words), the best first, for people to read."""
    return [(origin or "unknown", words) for origin, _, words in _ORDER]


def _is_called(item: Evidence, prefer: str) -> bool:
    uri = item.stored.uri
    return uri == prefer or uri.endswith(f"/{prefer}")


def chapters(readings: Sequence[Reading], preferred: int | None) -> tuple[ChapterMark, ...]:
    """The list with the most titles; of equals, the one that was made for players.

    Headings belong to the words of one transcript, so only those of the preferred one count, and only where
    no list has times.
    """
    lists = [
        (-sum(bool(mark.title) for mark in reading.chapters), _LISTS.index(reading.chapter_list), number)
        for number, reading in enumerate(readings)
        if reading.chapters and reading.chapter_list != "headings"
    ]
    if lists:
        return readings[min(lists)[2]].chapters
    return readings[preferred].chapters if preferred is not None else ()
