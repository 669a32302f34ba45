"""Text in pieces, each with a time of its own: one text of a cue, and where in it the times lie."""

from collections.abc import Iterable

from archive import timecode
from archive.records import Mark
from ingest.reading import spoken


def joined(pieces: Iterable[tuple[int | None, str]]) -> tuple[str, tuple[Mark, ...]]:
    """(the text, its marks) of pieces `(ms, text)`; blanks stand in the pieces, as in `("the", " CPU")`.

    The text is what `spoken` makes of all pieces together. A piece's time is a mark where its first word
    begins; the time of a piece without words is that of the word that comes next.
    """
    pieces = list(pieces)
    whole = "".join([piece for _, piece in pieces])
    text = whole.strip(" ")
    if spoken(text) != text:
        return _respaced(pieces)
    # As it mostly is: no blank is one too many, so every word stands where it stands in the pieces.
    marks: list[Mark] = []
    place, time = len(whole.lstrip(" ")) - len(whole), None
    for ms, piece in pieces:
        if ms is not None:
            time = ms
        if time is not None and (words := piece.lstrip(" ")):
            marks.append((place + len(piece) - len(words), time))
            time = None
        place += len(piece)
    return text, tuple(marks)


def _respaced(pieces: Iterable[tuple[int | None, str]]) -> tuple[str, tuple[Mark, ...]]:
    parts: list[str] = []
    marks: dict[int, int] = {}
    length, apart, time = 0, False, None
    for ms, piece in pieces:
        time = ms if ms is not None else time
        between = spoken(f"|{piece}|")[1:-1]
        if text := between.strip(" "):
            if parts and (apart or between[0] == " "):
                parts.append(" ")
                length += 1
            if time is not None:
                marks.setdefault(length, time)
            parts.append(text)
            length += len(text)
            time, apart = None, between[-1] == " "
        else:
            apart = apart or between == " "
    return "".join(parts), tuple(marks.items())


def without_start(marks: tuple[Mark, ...], start_ms: int | None) -> tuple[Mark, ...]:
    """The marks without one that only repeats the cue's own start."""
    return marks[1:] if marks and marks[0] == (0, start_ms) else marks


def milliseconds(value: object) -> int | None:
    """A number of milliseconds, also as text; None for what is none."""
    try:
        return timecode.from_seconds(float(value) / 1000) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None


def seconds(value: object) -> int | None:
    """The milliseconds of a number of seconds, also as text; None for what is none."""
    try:
        return timecode.from_seconds(value)
    except ValueError:
        return None
