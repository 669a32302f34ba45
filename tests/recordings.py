"""Talks of chance words in several recordings, whose true times are known, and their transcripts."""

import random
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from ingest.reading import Cue
from ingest.words import Words

_SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve"]
_WORDS = [*_SYLLABLES, *(a + b for a in _SYLLABLES for b in _SYLLABLES)]
_WORDS += [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]
_HOW_OFTEN = [*accumulate(1 / (place + 8) for place in range(len(_WORDS)))]  # few words are most of a text


class Sound(NamedTuple):
    """A word as it is said, and the pause before it. No two sounds have the same `key`."""

    key: tuple[int, int]
    word: str
    pause_ms: int
    lasts_ms: int


class Heard(NamedTuple):
    """A sound on the clock of a recording."""

    key: tuple[int, int]
    word: str
    start_ms: int
    end_ms: int


def talk(seed: int, words: int) -> list[Sound]:
    """Three or four words a second, with a pause behind about every twelfth."""
    chance = random.Random(seed)
    return [
        Sound(
            (seed, number),
            word,
            chance.randrange(200, 2_500) if chance.random() < 0.08 else 0,
            chance.randrange(120, 420),
        )
        for number, word in enumerate(chance.choices(_WORDS, cum_weights=_HOW_OFTEN, k=words))
    ]


def quickened(sounds: Iterable[Sound], most_ms: int = 300) -> list[Sound]:
    """The same with its pauses shortened, as editors do."""
    return [sound._replace(pause_ms=min(sound.pause_ms, most_ms)) for sound in sounds]


def again(sounds: Iterable[Sound], time: int) -> list[Sound]:
    """The same words, said another time: they are other sounds."""
    return [sound._replace(key=(sound.key[0] + 1_000_000 * time, sound.key[1])) for sound in sounds]


def played(sounds: Iterable[Sound], start_ms: int = 0) -> list[Heard]:
    heard = []
    for key, word, pause_ms, lasts_ms in sounds:
        start_ms += pause_ms
        heard.append(Heard(key, word, start_ms, start_ms + lasts_ms))
        start_ms += lasts_ms
    return heard


def misheard(recording: Iterable[Heard], part: float, seed: int) -> list[Heard]:
    """So large a part of the words put down as others."""
    chance = random.Random(seed)
    return [
        heard._replace(word=chance.choice(_WORDS)) if chance.random() < part else heard for heard in recording
    ]


def captions(recording: Sequence[Heard], words: int = 10, *, exact: bool = False) -> tuple[Cue, ...]:
    """A cue for so many words, with the time of each word if `exact`."""
    cues = []
    for first in range(0, len(recording), words):
        few = recording[first : first + words]
        ends = accumulate(len(heard.word) + 1 for heard in few)
        marks = [(end - len(heard.word) - 1, heard.start_ms) for end, heard in zip(ends, few, strict=True)]
        cues.append(
            Cue(
                text=" ".join(heard.word for heard in few).capitalize() + ".",
                start_ms=few[0].start_ms,
                end_ms=few[-1].end_ms,
                marks=tuple(marks[1:]) if exact else (),
            )
        )
    return tuple(cues)


def transcript(recording: Sequence[Heard], words: int = 10, *, exact: bool = False) -> Words:
    return Words(captions(recording, words, exact=exact))


def truth(ours: Iterable[Heard], theirs: Iterable[Heard]) -> list[tuple[int, int | None]]:
    """When each of our sounds begins, and when it does in the other recording, if it does."""
    there = {heard.key: heard.start_ms for heard in theirs}
    return [(heard.start_ms, there.get(heard.key)) for heard in ours]
