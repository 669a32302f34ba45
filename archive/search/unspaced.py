"""Scripts without blanks between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer.

Where their words end is known only to who reads them, and dictionaries disagree. So each letter, with the
marks that stand on it, is a word to the index, and what is looked for is a phrase of letters: any part of a
text is found, at the price of a word being found inside a longer one.

Beside such letters, those of the Latin alphabet and digits are often written as wide as they are (`ＡＩ`): to
the index they are what they are elsewhere.
"""

import re

SEPARATOR = "\u200b"
"""No letter to the tokeniser, and of no width to whoever sees it."""

_LETTERS = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"  # Thai
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"  # Lao
    "\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081"  # Burmese
    "\u108e\ua9e0-\ua9e4\ua9e7-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a\uaa7e\uaa7f"  # of its neighbours
    "\u1780-\u17b3\u17d7\u17dc"  # Khmer
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # kana
    "\U0001b000-\U0001b16f"
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\u3105-\u312f\u31a0-\u31bf"  # bopomofo
)
_MARKS = (
    "\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d"
    "\u108f\u109a-\u109d\ua9e5\uaa7b-\uaa7d"
    "\u17b4-\u17d3\u17dd"
    "\u302a-\u302f\u3099\u309a\uff9e\uff9f"
)
_LETTER = re.compile(f"[{_LETTERS}][{_MARKS}]*")

_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF5B) if _WIDE.match(chr(wide))}


def borders(text: str) -> list[int]:
    """The offsets in `text`, in order, before and after each letter of such scripts, where no blank is."""
    found: list[int] = []
    if text.isascii():
        return found
    for letter in _LETTER.finditer(text):
        start, end = letter.span()
        if start and not text[start - 1].isspace() and not (found and found[-1] == start):
            found.append(start)
        if end < len(text) and not text[end].isspace():
            found.append(end)
    return found


def narrow(text: str) -> str:
    """`text` with its wide letters and digits as they are elsewhere; each is one character in both."""
    return text.translate(_NARROW) if not text.isascii() and _WIDE.search(text) else text


def apart(text: str) -> str | None:
    """`text`, narrow, with a SEPARATOR at each of its borders; None if that is the text as it is."""
    found, narrowed = borders(text), narrow(text)
    if not found:
        return None if narrowed == text else narrowed
    return SEPARATOR.join(
        narrowed[start:end] for start, end in zip([0, *found], [*found, len(text)], strict=True)
    )


def letters(text: str) -> int:
    """How many letters of such scripts the text has."""
    return 0 if text.isascii() else sum(1 for _ in _LETTER.finditer(text))


def is_letter(word: str) -> bool:
    """Whether `word` is one letter of such scripts, with its marks."""
    return _LETTER.fullmatch(word) is not None
