"""A transcript as one running text with a clock: every question about *where* and *when* is answered here."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.records import Mark

from . import clock
from .reading import Cue

CHARACTERS_PER_SECOND = 8
"""Slow speech. A cue without an end lasts no longer than its text would at this pace, plus PAUSE_MS."""

PAUSE_MS = 2_000

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…]++[\"'”’)\]]*+\s++|[。！？]++\s*+")
_ABBREVIATION = re.compile(r"(?:^|[\s(\"“])(?:[A-HJ-Z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|e\.g|i\.e)\.$")


class _Anchor(NamedTuple):
    """A time that the source prints, and the stretch of text up to the next one.

    A tuple, since a file with the time of each word has tens of thousands: a frozen dataclass takes three
    times as long to make.
    """

    offset: int
    length: int
    start_ms: int
    end_ms: int
    end_given: bool

    def times(self, offsets: Iterable[int]) -> list[int]:
        begins, length, start_ms, end_ms, _ = self
        lasts = end_ms - start_ms
        return [start_ms + lasts * (offset - begins) // length for offset in offsets]


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
        found = [word.span() for word in _WORD.finditer(self.text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]
        self._confidences = [cue.confidence for cue in spoken]
        self._anchors, self.backwards_ms = _anchors(spoken, self.cue_offsets, len(self.text))
        self._anchor_offsets = [anchor.offset for anchor in self._anchors]
        self.start_times = self._times(self.starts, self.starts)
        self.end_times = self._times(self.ends, [end - 1 for end in self.ends])

    @property
    def timed(self) -> bool:
        return bool(self._anchors)

    @property
    def timed_from(self) -> int:
        """The offset of the first words that have a time; the text's end if none have."""
        return self._anchor_offsets[0] if self._anchors else len(self.text)

    @property
    def end_ms(self) -> int | None:
        """When the last word ends."""
        return max((anchor.end_ms for anchor in self._anchors), default=None)

    def time_at(self, offset: int) -> int | None:
        anchor = self._anchor(offset)
        return anchor.times([offset])[0] if anchor else None

    def printed_at(self, offset: int) -> int | None:
        """The time printed for the cue that holds the character at `offset`."""
        anchor = self._anchor(offset)
        return anchor.start_ms if anchor else None

    def starts_cue(self, offset: int) -> bool:
        """Whether the source prints a time for exactly this place."""
        place = bisect_left(self._anchor_offsets, offset)
        return place < len(self._anchors) and self._anchor_offsets[place] == offset

    def end_is_given(self, end: int) -> bool:
        anchor = self._anchor(end - 1)
        return anchor is not None and anchor.end_given and anchor.offset + anchor.length == end

    def cue_at(self, offset: int) -> int:
        """The number, in the reading, of the cue that holds the character at `offset`."""
        return self.cue_numbers[bisect_right(self.cue_offsets, offset) - 1]

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """(offset, start, end) in ms of each stretch of text that has a time of its own."""
        return ((anchor.offset, anchor.start_ms, anchor.end_ms) for anchor in self._anchors)

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
        return next((anchor.offset for anchor in self._anchors if anchor.start_ms >= ms), len(self.text))

    def marks(self, start: int, end: int) -> tuple[Mark, ...]:
        """Every time printed for the text from `start` to `end`, counted from `start`; see `Utterance`."""
        first = bisect_right(self._anchor_offsets, start) - 1
        marks = [(0, self._anchors[first].start_ms)] if first >= 0 else []
        last = bisect_left(self._anchor_offsets, end)
        marks += [(anchor.offset - start, anchor.start_ms) for anchor in self._anchors[first + 1 : last]]
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

    def _anchor(self, offset: int) -> _Anchor | None:
        place = bisect_right(self._anchor_offsets, offset) - 1
        return self._anchors[place] if place >= 0 else None

    def _times(self, offsets: Sequence[int], inside: Sequence[int]) -> list[int | None]:
        """The times at `offsets`, each by the anchor of the character that stands in its place `inside`.

        Both ascend, so each anchor has a run of them: asking one by one took a third of reading an episode.
        """
        borders = [bisect_left(inside, offset) for offset in self._anchor_offsets]
        times: list[int | None] = [None] * (borders[0] if borders else len(offsets))
        for anchor, first, last in zip(self._anchors, borders, [*borders[1:], len(offsets)], strict=False):
            if last - first == 1:  # as where the source has the time of each word
                begins, length, start_ms, end_ms, _ = anchor
                times.append(start_ms + (end_ms - start_ms) * (offsets[first] - begins) // length)
            elif first < last:
                times += anchor.times(offsets[first:last])
        return times


def _anchors(cues: Sequence[Cue], offsets: Sequence[int], length: int) -> tuple[list[_Anchor], list[int]]:
    """The anchors, and the times that run backwards, which are none: the text around them has its own."""
    stamps = [stamp for offset, cue in zip(offsets, cues, strict=True) for stamp in _stamps(cue, offset)]
    kept = clock.forward([ms for _, ms, _ in stamps])
    dropped = [] if len(kept) == len(stamps) else sorted(set(range(len(stamps))) - set(kept))
    timed = [stamps[number] for number in kept] if dropped else stamps
    # The blank that joins two cues belongs to neither, not even after the last.
    followers: list[tuple[int, int | None]] = [(offset, start_ms) for offset, start_ms, _ in timed[1:]]
    followers.append((length + 1, None))
    anchors = []
    for (offset, start_ms, printed_ms), (next_offset, next_ms) in zip(timed, followers, strict=False):
        extent = next_offset - 1 - offset
        given = printed_ms is not None and printed_ms > start_ms
        end_ms = printed_ms if given and printed_ms is not None else start_ms
        if not given:
            end_ms = start_ms + extent * 1000 // CHARACTERS_PER_SECOND + PAUSE_MS
            if next_ms is not None:
                end_ms = max(start_ms, min(end_ms, next_ms))
        anchors.append(_Anchor(offset, extent, start_ms, end_ms, given))
    return anchors, [stamps[number][1] for number in dropped]


def _stamps(cue: Cue, offset: int) -> Iterator[tuple[int, int, int | None]]:
    """Every time of a cue: (offset in the running text, ms, the end if the source prints one for it)."""
    if not cue.marks:
        if cue.start_ms is not None:
            yield offset, cue.start_ms, cue.end_ms
        return
    if cue.start_ms is not None and cue.marks[0][0] > 0:
        yield offset, cue.start_ms, None
    for place, ms in cue.marks[:-1]:
        yield offset + place, ms, None
    place, ms = cue.marks[-1]
    yield offset + place, ms, cue.end_ms
