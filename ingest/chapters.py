"""Where a chapter begins and ends once the words are known."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.records import Chapter, EndKind, Warning

from .reading import ChapterMark
from .words import Words

NEAREST_MS = 5_000
"""A sentence that begins this near to the printed time begins the chapter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Chapters in order of time, and the offset in the text where each begins (the text's end: after it)."""

    chapters: tuple[Chapter, ...] = ()
    offsets: tuple[int, ...] = ()
    warnings: tuple[Warning, ...] = ()


def place(
    marks: Sequence[ChapterMark], words: Words, borders: Sequence[int], *, duration_ms: int | None
) -> Placed:
    """Where each chapter begins in the words, and when it ends.

    `borders` are the offsets where sentences and known turns begin. A chapter begins at the border that is
    spoken nearest to its printed time; where none is near enough, with the first cue that is not earlier.
    """
    ordered = sorted(marks, key=lambda mark: mark.start_ms)
    timed = [(time, offset) for offset in borders if (time := words.time_at(offset)) is not None]
    starts: list[int] = []
    offsets: list[int] = []
    for mark in ordered:
        start, offset = _begin(mark.start_ms, words, timed)
        offsets.append(max([offset, *offsets[-1:]]))
        starts.append(max([start, *starts[-1:]]))
    ends = [*starts[1:], duration_ms if duration_ms is not None else words.end_ms]
    kinds: list[EndKind] = ["next"] * (len(starts) - 1)
    kinds.append("duration" if duration_ms is not None else "words")
    chapters = tuple(
        Chapter(
            title=mark.title,
            start_ms=start,
            given_ms=mark.start_ms,
            end_ms=mark.end_ms if mark.end_ms is not None else None if end is None else max(start, end),
            end_kind="given" if mark.end_ms is not None else None if end is None else kind,
        )
        for mark, start, end, kind in zip(ordered, starts, ends, kinds, strict=False)
    )
    return Placed(chapters=chapters, offsets=tuple(offsets), warnings=_oddities(marks, ordered))


def _begin(given_ms: int, words: Words, timed: Sequence[tuple[int, int]]) -> tuple[int, int]:
    nearest = min(timed, key=lambda border: abs(border[0] - given_ms), default=None)
    if nearest and abs(nearest[0] - given_ms) <= NEAREST_MS:
        return nearest
    return given_ms, words.first_cue_from(given_ms)


def _oddities(marks: Sequence[ChapterMark], ordered: Sequence[ChapterMark]) -> tuple[Warning, ...]:
    if list(marks) == list(ordered):
        return ()
    message = "the chapter list does not ascend; its chapters were put in order of time"
    return (Warning(code="chapters_out_of_order", place=marks[0].place, message=message),)
