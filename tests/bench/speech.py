"""Talk without end, its words distributed as in real speech: the bundled interview, cut up and refilled.

Runs of its words, taken anywhere, keep the function words and phrases of real talk as frequent as they are.
What the interview was about leaves gaps, and so do its rarer words; they are filled with made words, drawn so
that few are common and most are rare (Zipf, Mandelbrot) and the vocabulary grows as a real one does (Heaps),
some of them from the few that an episode is about. What this interview says far more often than others do
(um, you know, like) is left out so often that it is about as frequent as in the transcripts of hundreds of
real episodes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from tests.bench import generate

SHIFT, EXPONENT = 300, 0.75
"""The made word of rank r is drawn as often as (r + SHIFT) ** -(1 + EXPONENT) says."""

ABOUT = 0.3
"""So much of what fills the gaps are words of the episode's own subject."""

PIECE = (3, 10)
"""A run of words of the interview has at least so many, and fewer than so many."""

OPEN_SOURCE = "open source"

_TOO_OFTEN = {"um": 0.9, "uh": 0.85, "like": 0.5, "people": 0.5, "the": 0.3, "and": 0.2, "think": 0.5}
"""Which part of these is left out."""

_YOU_KNOW = 0.8
_FILLED = frozenset({"open", "source", "model", "models", "company", "community", "data", "project"})
_QUESTION = 0.08
_COMMA = 0.4
_SHORT = ("Yeah.", "Right.", "Okay.", "Mm-hmm.", "Exactly.", "Sure.", "Wow.", "Oh, yeah.", "That's right.")


@cache
def word(rank: int) -> str:
    return generate.word(rank)


class Speech:
    """What is said in one episode; all is drawn from `random`, which is the episode's own.

    `open_source` is in which part of its sentences the phrase is said.
    """

    def __init__(self, random: Random, *, subjects: int = 40, open_source: float = 0.0) -> None:
        self._random = random
        self._open_source = open_source
        self.subject: tuple[str, ...] = tuple(self._rank() for _ in range(subjects))
        self._fill = self._filling()

    def passage(self, length: int) -> str:
        """Whole sentences of about `length` words, or, for the shortest, a word that only says yes."""
        if length < 3:
            return self._random.choice(_SHORT)
        sentences = []
        while length > 2:
            words = min(length, self._random.randint(6, 28))
            sentences.append(self._sentence(words))
            length -= words
        return " ".join(sentences)

    def title(self) -> str:
        """A few words that could stand over an episode or a chapter."""
        first, second = self._random.sample(self.subject, 2)
        return f"{first.title()} {self._random.choice(('and', 'for', 'without', 'after', 'versus'))} {second}"

    def _sentence(self, length: int) -> str:
        random, words = self._random, _words()
        parts: list[str] = []
        while length > 0:
            wanted = min(length, random.randrange(*PIECE))
            start = int(random.random() * (len(words) - PIECE[1]))
            length -= wanted
            parts += [each or next(self._fill) for each in words[start : start + wanted]]
            if length > 0 and random.random() < _COMMA:
                parts[-1] = parts[-1].rstrip(",") + ","
        if random.random() < self._open_source:
            parts.insert(random.randrange(len(parts)), OPEN_SOURCE)
        text = " ".join(parts).rstrip(",")
        return f"{text[0].upper()}{text[1:]}{'?' if random.random() < _QUESTION else '.'}"

    def _filling(self) -> Iterator[str]:
        random = self._random
        while True:
            yield random.choice(self.subject) if random.random() < ABOUT else self._rank()

    def _rank(self) -> str:
        return word(int(SHIFT * (self._random.paretovariate(EXPONENT) - 1)) % 10**8)


@cache
def _words() -> Sequence[str]:
    """The words of the interview in order, without what is said too often; gaps are empty."""
    said = generate.interview()[1]
    found = re.findall(r"[A-Za-z][\w'’-]*,?", re.sub(r"^[\d:]+$", "", said, flags=re.MULTILINE))
    counts = Counter(each.rstrip(",").lower() for each in found)
    small = Counter(each.rstrip(",").lower() for each in found if each[0].islower())
    random = Random("the words of the interview")
    kept: list[str] = []
    for each in found:
        bare = each.rstrip(",").lower()
        if random.random() < _TOO_OFTEN.get(bare, 0):
            continue
        if bare == "know" and kept and kept[-1].lower() == "you" and random.random() < _YOU_KNOW:
            kept.pop()
            continue
        named = small[bare] < counts[bare] / 4 and not bare.startswith("i'") and bare != "i"
        if named or counts[bare] <= generate.RARE or bare in _FILLED:
            kept.append("")
        else:
            kept.append(each if bare == "i" or bare.startswith("i'") else each.lower())
    return kept
