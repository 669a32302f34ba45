"""Which of several sources speaks: one transcript's words, one list's chapters. All of them are kept."""

from collections.abc import Sequence
from typing import get_args

from archive.records import Origin

from . import labels
from .read import Evidence
from .reading import ChapterList, ChapterMark, Reading

_ORIGINS: dict[Origin | None, int] = {"human": 0, "edited": 1, None: 2, "asr": 2, "automatic captions": 3}
_SHORT = 4
"""A text with less than one letter for so many of the longest is no transcript, but a description."""

_LISTS: tuple[ChapterList, ...] = get_args(ChapterList)


def best(items: Sequence[Evidence]) -> Evidence | None:
    """The transcript that speaks; None if none of them has words.

    What is far shorter than another of them was never said: notes, or the description of a video.
    """
    lengths = [sum(len(cue.text) for cue in item.reading.cues) for item in items]
    longest = max(lengths, default=0)
    whole = [
        item for item, length in zip(items, lengths, strict=True) if length and length * _SHORT >= longest
    ]
    return min(whole, key=rank, default=None)


def rank(item: Evidence) -> tuple[object, ...]:
    """What orders transcripts; the smallest is preferred.

    A person's words before a recogniser's, YouTube's recogniser last; then the one that names its speakers,
    that tells voices apart, that has times, that has the most of them.
    """
    cues = item.reading.cues
    printed = {cue.speaker for cue in cues if cue.speaker}
    named = any(labels.understand(label).kind == "name" for label in printed)
    timed = any(cue.start_ms is not None or cue.marks for cue in cues)
    automatic = item.reading.origin == "automatic captions"
    times = sum(max(1, len(cue.marks)) for cue in cues) if timed else 0
    origin = _ORIGINS[item.reading.origin]
    return automatic, not named, not printed, not timed, origin, -times, item.stored.uri


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
