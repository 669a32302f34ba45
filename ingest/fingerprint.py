"""A few hashes of a text, by which the same words are known again under another title.

The smallest of the hashes of its runs of eight words (Broder, On the resemblance and containment of
documents, 1997): two texts share as many of them as they share runs.
"""

import re
from collections.abc import Iterable
from zlib import crc32

RUN = 8
KEPT = 16

ENOUGH = 8
"""So many in common, and half the runs are the same. Two talks of one show share an advertisement at most."""

FEWEST_WORDS = 200

_SAMPLED = 8
"""Only runs that begin with a word of one class in so many are hashed: it is an eighth of the work."""

_WORD = re.compile(r"\w+")


def of(texts: Iterable[str]) -> tuple[int, ...]:
    """The fingerprint of the words, by ascending value; empty for a text too short to have one."""
    words = _WORD.findall(" ".join(texts).casefold())
    if len(words) < FEWEST_WORDS:
        return ()
    chosen = {word for word in set(words) if crc32(word.encode()) % _SAMPLED == 0}
    runs = (
        crc32(" ".join(words[at : at + RUN]).encode())
        for at, word in enumerate(words[: 1 - RUN])
        if word in chosen
    )
    return tuple(sorted(set(runs))[:KEPT])
