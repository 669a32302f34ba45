"""Whether two texts are of one talk: by the runs of words that they have in common."""

import re
from collections.abc import Sequence

from . import preference, tongues
from .read import Evidence

ALIKE = 0.4
"""The part of the shorter text's runs of three words that the other must have for both to be one talk.

Measured on real captions: 0.82 and more between two captions of one talk (8 pairs), 0.19 and less between
talks of one podcast (2,235 pairs).
"""

FEWEST_WORDS = 50
"""Of a shorter text nothing can be said."""


def alike(one: str, other: str) -> bool:
    """Whether two texts are of one talk, said by two recognisers or written by two people."""
    ours, theirs = _runs(one), _runs(other)
    return len(ours & theirs) >= ALIKE * min(len(ours), len(theirs))


def strangers(heard: Sequence[Evidence]) -> list[Evidence]:
    """The transcripts among files of one name that are of another talk than the preferred one.

    `captions.vtt` and `transcript.vtt` in one folder may be anything. A translation is no stranger.
    """
    texts = {
        item.stored.uri: " ".join(cue.text for cue in item.reading.cues)
        for item in heard
        if item.reading.cues
    }
    if len(texts) < 2:
        return []
    best = preference.best(heard)
    if best is None:
        return []
    ours = texts[best.stored.uri]
    return [
        item
        for item in heard
        if item.reading.cues and item is not best and differ(ours, texts[item.stored.uri])
    ]


def differ(one: str, other: str) -> bool:
    """Whether two texts in one language are of two talks, as far as anything can be said of them."""
    if min(len(one.split()), len(other.split())) < FEWEST_WORDS or alike(one, other):
        return False
    languages = tongues.reads_like(one), tongues.reads_like(other)
    return None not in languages and languages[0] == languages[1]


def _runs(text: str) -> frozenset[str]:
    """The runs of three words in a text."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2)))
