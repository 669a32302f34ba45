r"""Times in prose: which runs of characters are one.

[12:34]  (1:02:03)  00:04:01.06     in brackets anywhere, bare only where nothing but a time can stand
"""

import re
from collections.abc import Iterator

from archive import timecode

CLOCK = r"\d{1,4}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
_LOOSE = r"\d{1,4}:\d{1,2}(?::\d{1,2})?(?:[.,:]\d{1,3})?"
_TO = r"\s*+(?:-->|--|[-–—]|to)\s*+"

_IN_SQUARES = rf"\[\s*+(?:at\s)?{CLOCK}(?:{_TO}{CLOCK})?\s*+\]"
SQUARE = rf"{_IN_SQUARES}(?:{_TO}{_IN_SQUARES})?"
ROUND = rf"\(\s*+(?:{_IN_SQUARES}|{CLOCK}(?:{_TO}{CLOCK})?)\s*+\)"
BARE = rf"(?<![\w:.]){CLOCK}(?:{_TO}{CLOCK}(?!\w))?(?![\w:])"
ANY = rf"(?:{SQUARE}|{ROUND}|{BARE})"

_IN_TEXT = {
    False: re.compile(SQUARE),
    True: re.compile(rf"{SQUARE}|{ROUND}"),
}
_ALONE = re.compile(rf"\s*+(?:{ANY}|{_LOOSE}\s*+-->\s*+{_LOOSE})\s*+")
_ROUND = re.compile(ROUND)
_LOOSE_CLOCKS = re.compile(_LOOSE)
_LONGEST = 80


def times(printed: str) -> tuple[int | None, int | None]:
    """The start, and the end of a range, of a stamp as printed; None for what is no time (`10:75`)."""
    found = [_ms(clock) for clock in _LOOSE_CLOCKS.findall(printed)]
    return (found[0], found[1] if len(found) > 1 else None) if found else (None, None)


def alone(line: str) -> bool:
    """Whether the line is nothing but a time."""
    return len(line) <= _LONGEST and bool(_ALONE.fullmatch(line)) and times(line)[0] is not None


def has_round(text: str) -> bool:
    return "(" in text and bool(_ROUND.search(text))


def cut(text: str, *, round_too: bool) -> Iterator[tuple[int | None, int | None, str]]:
    """The text in pieces, each with the start and the end that the stamp before it gives."""
    start: int | None = None
    end: int | None = None
    begins = 0
    if "[" in text or (round_too and "(" in text):
        for found in _IN_TEXT[round_too].finditer(text):
            at, until = times(found[0])
            if at is None:
                continue
            yield start, end, text[begins : found.start()]
            start, end, begins = at, until, found.end()
    yield start, end, text[begins:]


def _ms(clock: str) -> int | None:
    if clock.count(":") == 3:  # `00:12:13:45`, hundredths or frames: to the second
        clock = clock.rpartition(":")[0]
    try:
        return timecode.parse(clock)
    except ValueError:
        return None
