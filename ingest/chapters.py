"""Where a chapter begins and ends once the words are known."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive import timecode
from archive.records import Chapter, EndKind, Warning

from .reading import ChapterMark
from .words import Words

NEAREST_MS = 5_000
"""A sentence that begins this near to the printed time begins the chapter."""

PAST_THE_END_MS = 5_000
"""A last chapter may be printed this much after the last words: hand-typed times are sloppy."""


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
    spoken nearest to its printed time; where none is near enough, with the first cue that is not earlier. A
    heading begins with the cue below it, whatever its time.
    """
    last_ms = duration_ms if duration_ms is not None else words.end_ms
    ordered = sorted(marks, key=lambda mark: _order(mark, words))
    timed = sorted((time, offset) for offset in borders if (time := words.time_at(offset)) is not None)
    starts: list[int | None] = []
    offsets: list[int] = []
    for mark in ordered:
        start, offset = _begin(mark, words, timed)
        offsets.append(max([offset, *offsets[-1:]]))
        before = next((known for known in reversed(starts) if known is not None), 0)
        starts.append(None if start is None else max(start, before))
    kinds: list[EndKind] = ["next"] * (len(starts) - 1)
    kinds.append("duration" if duration_ms is not None else "words")
    chapters = tuple(
        _chapter(mark, start, end, kind)
        for mark, start, end, kind in zip(ordered, starts, [*starts[1:], last_ms], kinds, strict=False)
    )
    return Placed(
        chapters=chapters, offsets=tuple(offsets), warnings=tuple(_oddities(marks, ordered, last_ms))
    )


def _order(mark: ChapterMark, words: Words) -> tuple[int, int]:
    time = mark.start_ms
    if time is None and mark.cue is not None:
        time = words.time_at(words.offset_of(mark.cue))
    return time or 0, mark.cue or 0


def _begin(mark: ChapterMark, words: Words, timed: Sequence[tuple[int, int]]) -> tuple[int | None, int]:
    """(ms if it can be known, offset in the text) where a chapter begins."""
    if mark.cue is not None:
        offset = words.offset_of(mark.cue)
        return (mark.start_ms if mark.start_ms is not None else words.time_at(offset)), offset
    given_ms = mark.start_ms or 0
    # The border just after the printed time, or the one before it, whichever is nearer.
    place = bisect_left(timed, (given_ms, 0))
    near = timed[max(0, place - 1) : place + 1]
    nearest = min(near, key=lambda border: abs(border[0] - given_ms), default=None)
    if nearest and abs(nearest[0] - given_ms) <= NEAREST_MS:
        return nearest
    return given_ms, words.first_cue_from(given_ms)


def _chapter(mark: ChapterMark, start: int | None, next_ms: int | None, kind: EndKind) -> Chapter:
    end: int | None = None
    if start is not None and mark.end_ms is not None and mark.end_ms >= start:
        end, kind = mark.end_ms, "given"
    elif start is not None and next_ms is not None:
        end = max(start, next_ms)
    return Chapter(
        title=mark.title,
        start_ms=start,
        given_ms=mark.start_ms,
        end_ms=end,
        end_kind=None if end is None else kind,
        href=mark.href,
        image_url=mark.image_url,
    )


def _oddities(
    marks: Sequence[ChapterMark], ordered: Sequence[ChapterMark], last_ms: int | None
) -> Iterator[Warning]:
    if list(marks) != list(ordered):
        message = "the chapter list does not ascend; its chapters were put in order of time"
        yield Warning(code="chapters_out_of_order", place=marks[0].place, message=message)
    for one, other in pairwise(ordered):
        if one.start_ms == other.start_ms is not None and one.cue == other.cue:
            message = f"“{one.title}” and “{other.title}” begin at one time, so the first has no length"
            yield Warning(code="chapters_at_one_time", place=other.place, message=message)
    late = [
        mark
        for mark in ordered
        if last_ms is not None and mark.start_ms is not None and mark.start_ms > last_ms + PAST_THE_END_MS
    ]
    if late and last_ms is not None:
        start, last = timecode.clock(late[0].start_ms or 0), timecode.clock(last_ms)
        problem = f"chapter “{late[0].title}” starts at {start}, after the end at {last}"
        more = f" ({len(late)} such chapters)" if len(late) > 1 else ""
        remedy = "the list may be another recording's, or the transcript was cut off"
        yield Warning(code="chapter_past_end", place=late[0].place, message=f"{problem}{more}: {remedy}")
