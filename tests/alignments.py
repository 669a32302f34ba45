"""Two recordings of one talk whose true times are known, and how far off a map between their clocks is."""

import random
from collections.abc import Sequence
from dataclasses import replace

from archive import clocks
from archive.clocks import ClockMap
from ingest import alignment
from ingest.reading import Cue
from ingest.words import Words
from tests.recordings import Heard, played, quickened, talk, truth

TALK = talk(1, 6000)
INTRO, ADS = talk(2, 60), [talk(3, 150), talk(4, 90), talk(5, 70)]

# What editors do: the audio has an introduction and three advertisements, lacks a part, and pauses less.
AUDIO = played(
    [
        *INTRO,
        *quickened([*TALK[:1500], *TALK[1800:3000]]),
        *ADS[0],
        *quickened(TALK[3000:4500]),
        *ADS[1],
        *quickened(TALK[4500:5500]),
        *ADS[2],
    ]
)
STREAM = played([*talk(6, 400), *TALK, *talk(7, 100)])

BORDER_MS = 2_000
"""So near to where something was cut out or put in, a word may be on either side."""


def learned(ours: Words, theirs: Words) -> ClockMap:
    found = alignment.learn(ours, theirs)
    assert found is not None
    return found


def errors(found: ClockMap, ours: Sequence[Heard], theirs: Sequence[Heard]) -> list[int]:
    """At every word of ours that is in theirs, if the map answers."""
    known = ((clocks.at(found.pieces, ms), other) for ms, other in truth(ours, theirs) if other is not None)
    return sorted(abs(ms - other) for ms, other in known if ms is not None)


def right(found: ClockMap, ours: Sequence[Heard], theirs: Sequence[Heard]) -> bool:
    """Beside a cut, a word that is also the first behind it in the other recording may be taken for that."""
    off = errors(found, ours, theirs)
    return bool(off) and off[int(0.99 * len(off))] < 2_000


def displaced(cues: Sequence[Cue], most_ms: int, seed: int) -> list[Cue]:
    """The cues, each too early or too late by so much at most."""
    chance = random.Random(seed)
    shifts = [chance.randint(-most_ms, most_ms) + most_ms for _ in cues]
    return [
        replace(cue, start_ms=(cue.start_ms or 0) + shift, end_ms=(cue.end_ms or 0) + shift)
        for cue, shift in zip(cues, shifts, strict=True)
    ]
