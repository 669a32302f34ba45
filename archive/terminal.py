"""Text that others wrote, made safe to print in a terminal."""

import unicodedata
from collections.abc import Sequence

# Words of Persian, of Indian languages and emoji need the first two, and a hyphenated text the third.
_HARMLESS = frozenset("\u200c\u200d\u00ad")


def inert(text: str) -> str:
    """One line that cannot steer a terminal, nor show its words in another order than they stand in.

    A control character, a line break and a lone surrogate become a blank; an invisible format character
    (Unicode's Cf, such as the controls of writing direction) is left out, save joiners and soft hyphens.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_inert(character) for character in text)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines of text with aligned columns; every cell is made inert."""
    cells = [[inert(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    return "\n".join(lines) + "\n"


def _inert(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp", "Cs"):
        return " "
    return "" if category == "Cf" and character not in _HARMLESS else character
