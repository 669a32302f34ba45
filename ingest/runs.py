"""The words that two transcripts of one talk have in common: which word of one is which word of the other.

Runs of words that either has only once are found first, and of them the longest chain that goes forward in
both (a patience diff of words); between its runs, where less can be confused, shorter ones are enough.
What is said twice, as advertisements are, is no such run, and what was moved breaks out of the chain.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import sub

RUN = 8
"""Words. Two talks of one show have such runs in common only where something is read out in both."""

_ROUNDS = ((RUN, None), (6, 1_500), (4, 200), (3, 40))
"""(words of a run, the most words between two runs that it is looked for in), one round after the other.

Three words are a common phrase somewhere in an hour, but hardly in the same quarter of a minute.
"""

_ALONE = r"\u3040-\u30ff\u3400-\u9fff"
"""Kana and Han: each is a word by itself, since no blanks tell where one ends."""

_LETTER = rf"[^\W_{_ALONE}][\u0300-\u036f]*+"  # an accent may be a character of its own
_WORD = re.compile(rf"[{_ALONE}]|(?:{_LETTER})++(?:['’](?:{_LETTER})++)*+")

ALONE = 12
"""A run of fewer words, with so many others before and behind it, says nothing."""

Pair = tuple[int, int]
"""(the number of a word in one text, the number of the same word in the other)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The words of a text without case and punctuation, and the offset where each begins."""

    words: list[str]
    offsets: list[int]


def spoken(text: str) -> Spoken:
    """`Don't stop!` → dont, stop."""
    found = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    forms = {word: _form(word) for word, _ in found}
    return Spoken(words=[forms[word] for word, _ in found], offsets=[offset for _, offset in found])


def _form(word: str) -> str:
    return unicodedata.normalize("NFKC", word.casefold()).replace("'", "").replace("’", "")


def in_common(ours: Sequence[str], theirs: Sequence[str]) -> list[Pair]:
    """The pairs of words, ascending on both sides: no two of them cross."""
    pairs: list[Pair] = []
    for length, most in _ROUNDS:
        found: list[Pair] = []
        low = (0, 0)
        for high in (*pairs, (len(ours), len(theirs))):
            shorter, longer = sorted((high[0] - low[0], high[1] - low[1]))
            if shorter >= length and (most is None or longer <= most):
                found += _spread(_chain(ours, theirs, low, high, length), length)
            low = high[0] + 1, high[1] + 1
        pairs = sorted(pairs + found)
    return _supported(pairs)


def _supported(pairs: Sequence[Pair]) -> list[Pair]:
    """Without single runs amid words that are others on both sides: such a run is a phrase, or chance."""
    kept: list[Pair] = []
    first = 0
    for number in range(1, len(pairs) + 1):
        if number == len(pairs) or min(map(sub, pairs[number], pairs[number - 1])) > ALONE:
            if number - first >= ALONE:
                kept += pairs[first:number]
            first = number
    return kept


def _chain(ours: Sequence[str], theirs: Sequence[str], low: Pair, high: Pair, length: int) -> list[Pair]:
    """Where runs begin that either text has once between `low` and `high`: the most that do not cross."""
    here = _once(ours, low[0], high[0], length)
    there = _once(theirs, low[1], high[1], length)
    return _longest([(at, there[run]) for run, at in here.items() if run in there])


def _once(words: Sequence[str], first: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    """The runs that occur once, and where."""
    places: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    part = words[first:end]
    for at, run in enumerate(zip(*(part[shift:] for shift in range(length)), strict=False), first):
        if places.setdefault(run, at) != at:
            twice.add(run)
    for run in twice:
        del places[run]
    return places


def _longest(pairs: Sequence[Pair]) -> list[Pair]:
    """Of pairs that ascend on our side, the most that ascend on theirs too (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        place = bisect_left(ends, there)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(there)
            last.append(number)
        else:
            ends[place], last[place] = there, number
    chain: list[Pair] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _spread(chain: Sequence[Pair], length: int) -> list[Pair]:
    """Every pair of words of the runs that begin at `chain`; of two that overlap the first is believed."""
    pairs: list[Pair] = []
    here = there = -1
    for ours, theirs in chain:
        for step in range(max(0, here + 1 - ours, there + 1 - theirs), length):
            here, there = ours + step, theirs + step
            pairs.append((here, there))
    return pairs
