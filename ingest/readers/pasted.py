"""Times and words pasted from a page: which lines are times, and which run of them is a transcript.

A page has other times than a transcript's: lengths of clips in a sidebar, a list of chapters, a comment. A
transcript is a run of times that never falls, each followed by its words, and mostly stands below a heading.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive import timecode

BACKWARDS_MS = 2_000
"""Overlapping captions step back this far; at a larger step another list begins."""

FEWEST = 5
"""Times that make a transcript where no heading says so."""

TIGHT = 2
"""Lines that a cue has at most, mostly: one of words, and the title of the next chapter."""

MOST = 0.6
"""The part of the times that must be said in words too, for that to be the panel's and no speech."""

TIME_LINE = re.compile(r"\s*\d{1,2}(?::\d\d){1,2}\s*", re.ASCII)
_TIME_FIRST = re.compile(
    r"\s*(?P<time>\d{1,2}(?::\d\d){1,2})(?![:\d]*\d:|\s*[ap]m\b)\s*(?P<words>\S.*)?", re.ASCII
)
_GLUED = re.compile(r"\s*\d{1,2}(?::\d\d){1,2}(?:[^\W\d_]|[\[(“\"'¿¡♪>]|\d{1,2} [^\W\d_])")
_NUMBER = re.compile(r"\d{1,6}")
_LONGEST_IN_WORDS = 60
_TRACK = re.compile(
    r"\s*+[^\s()（][^()（]{1,40}[(（](?:auto-generated|automatisch (?:erzeugt|gegenereerd)"
    r"|automatisk generer\w+|gener\w+ autom\w+|générée?s? automatiquement|создан\w* автоматически"
    r"|自動生成|自动生成|자동 생성됨)[)）]\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time and the line that holds it; `words` are what stands behind it on that line."""

    line: int
    ms: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Times that belong together, and for each the numbers of the lines below it that hold words."""

    stamps: tuple[Stamp, ...]
    below: tuple[tuple[int, ...], ...]

    @property
    def ends_tight(self) -> bool:
        """Whether the last of them has no more lines than a cue."""
        return _is_tight(self.stamps[-1], self.below[-1])

    @property
    def is_long(self) -> bool:
        """Whether it is a transcript though nothing says so."""
        tight = sum(0 < len(below) <= TIGHT for below in self.below)
        return len(self.stamps) >= FEWEST and tight >= 0.8 * (len(self.stamps) - 1)


def stamps(lines: Sequence[str]) -> list[Stamp]:
    """The lines that are nothing but a time, without those that somebody said."""
    found = []
    for number, line in enumerate(lines):
        if TIME_LINE.fullmatch(line):
            try:
                found.append(Stamp(line=number, ms=timecode.parse(line)))
            except ValueError:  # `10:75`: words, whatever they mean
                continue
    return [stamp for place, stamp in enumerate(found) if not _is_said(found, place)]


def _is_said(found: Sequence[Stamp], place: int) -> bool:
    """Whether a time directly below another is that one's words: it does not lie between its neighbours."""
    if place == 0 or found[place].line != found[place - 1].line + 1 or place + 1 == len(found):
        return False
    before, here, after = (found[place + step].ms for step in (-1, 0, 1))
    return before <= after and not before <= here <= after


def stamps_with_words(lines: Sequence[str], first: int) -> list[Stamp]:
    """The lines from `first` on that begin with a time: `0:06 Okay`, `0:06Okay`, `0:066 secondsOkay`."""
    found = []
    for number in range(first, len(lines)):
        begins = _TIME_FIRST.fullmatch(lines[number])
        if begins:
            try:
                ms = timecode.parse(begins["time"])
            except ValueError:
                continue
            found.append(Stamp(line=number, ms=ms, words=begins["words"] or ""))
    said = [stamp.words.startswith(in_words(stamp.ms)) for stamp in found]
    if sum(said) < MOST * len(found):
        return found
    return [
        replace(stamp, words=stamp.words[len(in_words(stamp.ms)) :].strip()) if twice else stamp
        for stamp, twice in zip(found, said, strict=True)
    ]


def are_glued(lines: Sequence[str]) -> bool:
    """Whether nearly every line from the first time on is a time and words without a blank: `0:06Okay`."""
    found = [_GLUED.match(line) for line in lines if line.strip()]
    first = next((place for place, glued in enumerate(found) if glued), len(found))
    times = [stamp.ms for stamp in stamps_with_words(lines, 0)]
    count = sum(map(bool, found[first:]))
    rising = sum(one <= two for one, two in pairwise(times))
    return count >= FEWEST and count >= 0.8 * (len(found) - first) and rising >= 0.9 * (len(times) - 1)


def in_words(ms: int) -> str:
    """`1 minute, 23 seconds`, as the panel says a time to who cannot see it."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    counts = ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    parts = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count]
    return ", ".join(parts) or "0 seconds"


def runs(lines: Sequence[str], found: Sequence[Stamp], headings: Collection[int]) -> list[Run]:
    """The times in runs that never fall; a heading begins a new one where the words before it are a page's.

    A single time that is out of order inside a list does not end it: somebody mistyped it.
    """
    below = list(_below(lines, found))
    tight = [_is_tight(stamp, numbers) for stamp, numbers in zip(found, below, strict=True)]
    heads = sorted(headings)
    place = 0
    made: list[Run] = []
    begins = 0
    for number in range(1, len(found) + 1):
        if number < len(found):
            while place < len(heads) and heads[place] < found[number - 1].line:
                place += 1
            headed = place < len(heads) and heads[place] < found[number].line
            falls = found[number].ms < found[number - 1].ms - BACKWARDS_MS
            slips = falls and not headed and _is_slip(found, tight, number)
            if (not falls or slips) and (not headed or tight[number - 1]):
                continue
        made.append(Run(stamps=tuple(found[begins:number]), below=tuple(below[begins:number])))
        begins = number
    return made


def _below(lines: Sequence[str], found: Sequence[Stamp]) -> Iterator[tuple[int, ...]]:
    ends = [*(stamp.line for stamp in found[1:]), len(lines)]
    for stamp, end in zip(found, ends, strict=False):
        yield tuple(number for number in range(stamp.line + 1, end) if lines[number].strip())


def _is_tight(stamp: Stamp, below: Sequence[int]) -> bool:
    return 0 < len(below) + bool(stamp.words) <= TIGHT


def _is_slip(found: Sequence[Stamp], tight: Sequence[bool], number: int) -> bool:
    """Whether a fall before `number` is one wrong time, that before or this, in a list that goes on."""
    if number < 2 or number + 1 >= len(found) or not all(tight[number - 2 : number + 2]):
        return False
    two, one, here, next = (found[number + step].ms for step in (-2, -1, 0, 1))
    return two <= here <= next or one <= next


def without_page(run: Run) -> tuple[Run, int | None]:
    """The run up to where the page goes on, and the line where it does.

    The last cue is the first that has more lines than a cue, and it keeps as many as those before it.
    """
    counts = [len(numbers) for numbers in run.below]
    last = next((place for place, count in enumerate(counts) if place and count > TIGHT), len(counts) - 1)
    most = max(counts[:last], default=1)
    ends = run.below[last][most] if counts[last] > most else None
    return Run(stamps=run.stamps[: last + 1], below=(*run.below[:last], run.below[last][:most])), ends


def said_in_words(lines: Sequence[str], run: Run) -> frozenset[int]:
    """The lines directly below the times that say the same time in words, `1 minute, 23 seconds`.

    In any language: the numbers are the same. Only where most times have such a line is it no speech.
    """
    exact, likely = set(), set()
    for stamp, below in zip(run.stamps, run.below, strict=True):
        if not below or below[0] != stamp.line + 1 or len(lines[below[0]]) > _LONGEST_IN_WORDS:
            continue
        line = lines[below[0]]
        said = [int(number) for number in _NUMBER.findall(line)]
        minutes, seconds = divmod(stamp.ms // 1000, 60)
        parts = [*divmod(minutes, 60), seconds]
        if not any(map(str.isalpha, line)):
            continue
        if (said and _without(said, 0) == _without(parts, 0)) and (stamp.ms or said == [0]):
            exact.add(below[0])
        elif len(below) > 1 and _without(said, 0, 1) == _without(parts, 0, 1):
            likely.add(below[0])  # "une minute"
    most = len(exact) >= MOST * len(run.stamps)
    return frozenset(exact | likely) if most and len(run.stamps) > 1 else frozenset()


def track(lines: Sequence[str], run: Run) -> int | None:
    """The line below the last words that names the track, `English (auto-generated)`, if it is there."""
    last = run.below[-1]
    named = len(last) > bool(not run.stamps[-1].words) and _TRACK.fullmatch(lines[last[-1]])
    return last[-1] if named else None


def _without(numbers: Sequence[int], *gone: int) -> list[int]:
    return [number for number in numbers if number not in gone]
