"""How far off a map between two clocks is, at runs of words that it cannot have been learned from.

Nothing here is the program's: words, their times and the matching runs are found by code of its own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.reading import Cue

RUN = 8
HIDDEN = 20
FOLDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """The errors in ms, and at how many of the runs the map gave no answer."""

    errors: tuple[int, ...]
    unanswered: int

    @property
    def median_ms(self) -> float:
        return median(self.errors)

    @property
    def p95_ms(self) -> int:
        return sorted(self.errors)[int(0.95 * len(self.errors))]


def measure(
    ours: Sequence[Cue],
    theirs: Sequence[Cue],
    learn: Callable[[Sequence[Cue], Sequence[Cue]], Callable[[int], int | None]],
) -> Off:
    """Twenty words in sixty are made illegible in our transcript, three times others, before `learn` sees it.

    `learn` gives the map. It is asked for the runs of eight words that were hidden, and that either
    transcript has but once.
    """
    here, there = _timed(ours), _timed(theirs)
    places = _once([word for word, _ in there])
    shared = [(at, places[run]) for run, at in _once([word for word, _ in here]).items() if run in places]
    errors, unanswered = [], 0
    for fold in range(FOLDS):
        ask = learn(_hidden(ours, fold), theirs)
        for at, other in shared:
            if _is_hidden(at, fold) and _is_hidden(at + RUN - 1, fold):
                ms = ask(here[at][1])
                if ms is None:
                    unanswered += 1
                else:
                    errors.append(abs(ms - there[other][1]))
    return Off(errors=tuple(errors), unanswered=unanswered)


def _is_hidden(number: int, fold: int) -> bool:
    return number // HIDDEN % FOLDS == fold


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())


def _timed(cues: Sequence[Cue]) -> list[tuple[str, int]]:
    """The words with their times: those printed, else by the letters between the cue's start and end."""
    found = []
    for cue in cues:
        assert cue.start_ms is not None
        assert cue.end_ms is not None
        marks = {0: cue.start_ms, **dict(cue.marks)}
        for match in re.finditer(r"\S+", cue.text):
            lasts = max(0, cue.end_ms - cue.start_ms)
            ms = marks.get(match.start(), cue.start_ms + lasts * match.start() // len(cue.text))
            if _plain(match.group()):
                found.append((_plain(match.group()), ms))
    return found


def _once(words: Sequence[str]) -> dict[str, int]:
    runs = [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
    places: dict[str, list[int]] = {}
    for at, run in enumerate(runs):
        places.setdefault(run, []).append(at)
    return {run: found[0] for run, found in places.items() if len(found) == 1}


def _hidden(cues: Sequence[Cue], fold: int) -> list[Cue]:
    number = 0
    kept = []
    for cue in cues:
        words = []
        for word in cue.text.split():
            if _plain(word):
                # As long as it was: the times inside a cue are found by counting letters.
                words.append(f"q{number:x}".ljust(len(word), "q") if _is_hidden(number, fold) else word)
                number += 1
            else:
                words.append(word)
        kept.append(replace(cue, text=" ".join(words)))
    return kept
