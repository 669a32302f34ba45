"""What is shown of a hit, and where in its text the first matched word stands."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from archive.search import unspaced, words
from archive.search.results import Piece

OPEN, CLOSE = "\x02", "\x03"
"""What FTS5's highlight() is told to put around a matched word: characters that no text holds."""

LENGTH = 360
_BEFORE = 100
_MARKED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


def pieces(highlighted: str | None, text: str) -> tuple[Piece, ...]:
    """The whole of `text`, cut where highlight() put its marks; one piece without hits where it put none.

    `highlighted` is not believed where it is not `text` with marks, or `text` with its letters apart: a text
    may hold such characters itself, and highlight() stops at a NUL.
    """
    if highlighted is None:
        return ((text, False),)
    plain = _MARKED.sub(r"\1", highlighted)
    cut = _MARKED.split(highlighted)
    if plain != text:
        if plain != unspaced.apart(text):
            return ((text, False),)
        cut = _joined(cut, text)
    return tuple((piece, at % 2 == 1) for at, piece in enumerate(cut) if piece)


def _joined(cut: Sequence[str], text: str) -> list[str]:
    """The pieces as `text` has them: without the separators at its borders, and as wide as there."""
    separators = {border + number for number, border in enumerate(unspaced.borders(text))}
    joined = []
    offset = start = 0
    for piece in cut:
        end = start + sum(at not in separators for at in range(offset, offset + len(piece)))
        joined.append(text[start:end])
        offset, start = offset + len(piece), end
    return joined


def over_the_border(text: str, following: str, before: int, after: int) -> tuple[Piece, ...]:
    """`text` and the one that follows it, with the last `before` and the first `after` words as hits."""
    start = words.spans(text)[-before][0]
    end = words.spans(text)[-1][1]
    first, last = words.spans(following)[0][0], words.spans(following)[after - 1][1]
    cut = (
        (text[:start], False),
        (text[start:end], True),
        (f"{text[end:]} {following[:first]}", False),
        (following[first:last], True),
        (following[last:], False),
    )
    return tuple((piece, is_hit) for piece, is_hit in cut if piece)


def first_hit(cut: Sequence[Piece]) -> int | None:
    """The offset in the text of the first matched word; None if there is none."""
    offset = 0
    for text, is_hit in cut:
        if is_hit:
            return offset
        offset += len(text)
    return None


def moment(marks: Sequence[tuple[int, int]], offset: int | None) -> int | None:
    """The time printed last before `offset` (None: the beginning) of a text; None if it is not timed.

    `marks` are (character offset, ms), in the order of the text.
    """
    if not marks:
        return None
    at = bisect_right([place for place, _ in marks], offset or 0) - 1
    return marks[max(at, 0)][1]


def shortened(cut: Sequence[Piece], length: int = LENGTH) -> tuple[Piece, ...]:
    """About `length` characters of it around the first hit, with … where something is missing."""
    total = sum(len(text) for text, _ in cut)
    if total <= length:
        return tuple(cut)
    text = "".join(piece for piece, _ in cut)
    start = max(0, min((first_hit(cut) or 0) - _BEFORE, total - length))
    end = start + length
    if start and (blank := text.find(" ", start, start + _BEFORE)) >= 0:
        start = blank + 1
    if end < total and (blank := text.rfind(" ", end - _BEFORE, end)) >= 0:
        end = blank
    kept: list[Piece] = [("…", False)] if start else []
    offset = 0
    for piece, is_hit in cut:
        inside = piece[max(0, start - offset) : max(0, end - offset)]
        if inside:
            kept.append((inside, is_hit))
        offset += len(piece)
    return tuple(kept) + ((("…", False),) if end < total else ())
