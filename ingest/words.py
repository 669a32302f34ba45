"""A transcript as one running text with a clock: every question about *where* and *when* is answered here."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from archive.records import Mark

from . import clock
from .reading import Cue

CHARACTERS_PER_SECOND = 8
"""Slow speech. A cue without an end lasts no longer than its text would at this pace, plus PAUSE_MS."""

PAUSE_MS = 2_000

_SENTENCE_END = re.compile(r"[.!?…]++[\"'”’)\]]*+\s++|[。！？]++\s*+")
_ABBREVIATION = re.compile(r"(?:^|[\s(\"“])(?:[A-HJ-Z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|e\.g|i\.e)\.$")


class _Anchors(NamedTuple):
    """The times that the source prints, and the stretch of text from each up to the next.

    Columns, since a file with the time of each word has tens of thousands: with an object for each of them,
    the whole of `Words` took two and a half times as long.
    """

    offsets: list[int]
    lengths: list[int]
    starts: list[int]
    ends: list[int]
    printed_ends: list[int | None]

    def at(self, offset: int) -> int | None:
        """The number of the stretch that holds the character at `offset`; None before the first."""
        place = bisect_right(self.offsets, offset) - 1
        return place if place >= 0 else None

    def times(self, number: int, offsets: Iterable[int]) -> list[int]:
        """The times at `offsets`, which are inside the stretch `number`."""
        begins, length, start_ms = self.offsets[number], self.lengths[number], self.starts[number]
        lasts = self.ends[number] - start_ms
        return [start_ms + lasts * (offset - begins) // length for offset in offsets]

    def end_is_given(self, number: int) -> bool:
        end_ms = self.printed_ends[number]
        return end_ms is not None and end_ms > self.starts[number]


class Words:
    """The cues' texts joined by blanks. Offsets are characters in `text`; a word is a run of non-blanks.

    A time inside a cue is interpolated by characters. `starts` and `ends` are the offsets of each word,
    `start_times` and `end_times` its times in ms, None before the first time that the source prints.
    `backwards_ms` are times of the source that fall behind those before them: they count for nothing.
    """

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cue_numbers = [number for number, cue in enumerate(cues) if cue.text]
        spoken = [cues[number] for number in self.cue_numbers]
        self.text = " ".join(cue.text for cue in spoken)
        self.cue_offsets: list[int] = []
        offset = 0
        for cue in spoken:
            self.cue_offsets.append(offset)
            offset += len(cue.text) + 1
        lengths = [len(word) for word in self.text.split()]
        self.ends = [end - 1 for end in accumulate(length + 1 for length in lengths)]
        self.starts = [end - length for end, length in zip(self.ends, lengths, strict=True)]
        self._confidences = [cue.confidence for cue in spoken]
        self._anchors, self.backwards_ms = _anchors(spoken, self.cue_offsets, len(self.text))
        self.start_times: Sequence[int | None]
        self.end_times: Sequence[int | None]
        if self._anchors.offsets == self.starts:  # the source has the time of each word
            self.start_times, self.end_times = self._anchors.starts, self._anchors.ends
        else:
            self.start_times = self._times(self.starts, self.starts)
            self.end_times = self._times(self.ends, [end - 1 for end in self.ends])

    @property
    def timed(self) -> bool:
        return bool(self._anchors.offsets)

    @property
    def timed_from(self) -> int:
        """The offset of the first words that have a time; the text's end if none have."""
        return self._anchors.offsets[0] if self.timed else len(self.text)

    @property
    def end_ms(self) -> int | None:
        """When the last word ends."""
        return max(self._anchors.ends, default=None)

    def time_at(self, offset: int) -> int | None:
        number = self._anchors.at(offset)
        return None if number is None else self._anchors.times(number, [offset])[0]

    def printed_at(self, offset: int) -> int | None:
        """The time printed for the cue that holds the character at `offset`."""
        number = self._anchors.at(offset)
        return None if number is None else self._anchors.starts[number]

    def starts_cue(self, offset: int) -> bool:
        """Whether the source prints a time for exactly this place."""
        number = self._anchors.at(offset)
        return number is not None and self._anchors.offsets[number] == offset

    def end_is_given(self, end: int) -> bool:
        number = self._anchors.at(end - 1)
        if number is None or not self._anchors.end_is_given(number):
            return False
        return self._anchors.offsets[number] + self._anchors.lengths[number] == end

    def cue_at(self, offset: int) -> int:
        """The number, in the reading, of the cue that holds the character at `offset`."""
        return self.cue_numbers[bisect_right(self.cue_offsets, offset) - 1]

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """(offset, start, end) in ms of each stretch of text that has a time of its own."""
        return zip(self._anchors.offsets, self._anchors.starts, self._anchors.ends, strict=True)

    def confidence(self, start: int, end: int) -> float | None:
        """How sure the recogniser was of the words from `start` to `end`: the mean over their cues."""
        first = bisect_right(self.cue_offsets, start) - 1
        sure = [
            each for each in self._confidences[first : bisect_left(self.cue_offsets, end)] if each is not None
        ]
        return round(sum(sure) / len(sure), 3) if sure else None

    def offset_of(self, cue: int) -> int:
        """The offset of the first cue with words from number `cue` on; the text's end if none is."""
        place = bisect_left(self.cue_numbers, cue)
        return self.cue_offsets[place] if place < len(self.cue_offsets) else len(self.text)

    def first_cue_from(self, ms: int) -> int:
        """The offset of the first cue whose printed time is not before `ms`; the text's end if none is."""
        return next((offset for offset, start_ms, _ in self.stretches() if start_ms >= ms), len(self.text))

    def marks(self, start: int, end: int) -> tuple[Mark, ...]:
        """Every time printed for the text from `start` to `end`, counted from `start`; see `Utterance`."""
        offsets, times = self._anchors.offsets, self._anchors.starts
        first = bisect_right(offsets, start)
        last = bisect_left(offsets, end)
        marks = [(0, times[first - 1])] if first else []
        marks += zip([offset - start for offset in offsets[first:last]], times[first:last], strict=True)
        return tuple(marks)

    def sentences(self) -> list[int]:
        """The offsets where sentences begin, as far as punctuation tells."""
        begins = [0] if self.text else []
        for end in _SENTENCE_END.finditer(self.text):
            if end.end() < len(self.text) and not _ABBREVIATION.search(
                self.text, max(0, end.start() - 8), end.start() + 1
            ):
                begins.append(end.end())
        return begins

    def _times(self, offsets: Sequence[int], inside: Sequence[int]) -> list[int | None]:
        """The times at `offsets`, each by the anchor of the character that stands in its place `inside`.

        Both ascend, so each anchor has a run of them: asking one by one took a third of reading an episode.
        """
        borders = [bisect_left(inside, offset) for offset in self._anchors.offsets]
        borders.append(len(offsets))
        times: list[int | None] = [None] * borders[0]
        for number, (first, last) in enumerate(pairwise(borders)):
            if first < last:
                times += self._anchors.times(number, offsets[first:last])
        return times


def _anchors(cues: Sequence[Cue], offsets: Sequence[int], length: int) -> tuple[_Anchors, list[int]]:
    """The anchors, and the times that run backwards, which are none: the text around them has its own."""
    places, starts, printed = _stamps(cues, offsets)
    kept = clock.forward(starts)
    backwards: list[int] = []
    if len(kept) < len(starts):
        backwards = [starts[number] for number in sorted(set(range(len(starts))) - set(kept))]
        places = [places[number] for number in kept]
        starts = [starts[number] for number in kept]
        printed = [printed[number] for number in kept]
    # The blank before the next belongs to neither, not even after the last. Between two marks in a word there
    # is none: in Chinese, each character may have its time.
    lengths = [max(1, end - 1 - place) for place, end in zip(places, [*places[1:], length + 1], strict=False)]
    followers: list[int | None] = [*starts[1:], None]
    ends = [
        end if end is not None and end > start else _likely_end(start, extent, following)
        for start, end, extent, following in zip(starts, printed, lengths, followers, strict=False)
    ]
    return _Anchors(places, lengths, starts, ends, printed), backwards


def _stamps(cues: Sequence[Cue], offsets: Sequence[int]) -> tuple[list[int], list[int], list[int | None]]:
    """Every time of the cues: where it stands in the running text, ms, the end if the source prints one."""
    places: list[int] = []
    starts: list[int] = []
    printed: list[int | None] = []
    for cue, offset in zip(cues, offsets, strict=True):
        marks = cue.marks
        if cue.start_ms is not None and not (marks and marks[0][0] == 0):
            marks = ((0, cue.start_ms), *marks)
        if marks:
            places += [offset + place for place, _ in marks]
            starts += [ms for _, ms in marks]
            printed += [None] * (len(marks) - 1)
            printed.append(cue.end_ms)
    return places, starts, printed


def _likely_end(start_ms: int, length: int, following_ms: int | None) -> int:
    """When a stretch of text ends for which no end is printed."""
    slowly = start_ms + length * 1000 // CHARACTERS_PER_SECOND + PAUSE_MS
    return slowly if following_ms is None else max(start_ms, min(slowly, following_ms))
