"""The clocks of two recordings of one episode, learned from the words that are said in both.

There is a map only where the evidence is good: two talks of one show, which share what is read out in both,
must never get one. Of each map it is measured how far off it is, on words that it was not learned from.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise, product
from pathlib import PurePath

from archive import clocks
from archive.clocks import ClockMap, Piece
from archive.records import Recording

from . import drift, playable, preference, runs
from .drift import Moment
from .files import endings
from .read import Evidence
from .runs import Pair, Spoken
from .words import Words

FEWEST_WORDS = 100
"""In common. What is shorter is a trailer, or what a show says at the beginning of each episode."""

MOST_LETTERS = 1_500_000
"""Of a transcript: more than a day of talk. It keeps the memory bounded."""

LEAST_IN_COMMON = 0.3
"""Part of the shorter transcript. Measured on real captions: 0.84 and more between two of one talk (8 pairs),
0.10 and less between talks of one show (733 pairs)."""

OTHER_WORDS = 30
"""So many words in the place of so many others are another talk or advertisement, and not misheard."""

NEAR_MS = 5_000
"""A word is a moment of a clock if a time is printed so near to it: farther off it is but interpolated."""

WORST_MS = 5_000
"""The most that a map may be off at the 95th percentile: with more it would not lead to the words."""

_FOLDS = 5
_HELD_WORDS = 24
"""A run that is held back has no more: about two cues, since the words of one are early or late together."""

_FEWEST_HELD = 5
_TRIED = 3
"""Transcripts of one recording, the best first: the others may be translations."""


APART_MS = 10_000
"""Clocks that differ by more are not of one recording: a transcript may be some seconds early or late."""


def placed(
    evidence: Sequence[Evidence], recordings: Sequence[Recording]
) -> tuple[tuple[Recording, ...], dict[str, int]]:
    """(the recordings, the position of that which each transcript belongs to, by its uri).

    What a feed's item links to is of its enclosure. Where other transcripts do not say of which recording
    they are, and their clocks show that they are not of one, that keeps it which ends where the recording
    does, or else the best; each of the others is of the video that lies beside it, or of a recording of which
    nothing else is known.
    """
    heard = sorted((item for item in evidence if item.reading.cues), key=preference.rank)
    places = {item.stored.uri: playable.of(item, recordings) for item in heard}
    linked = {link.url for item in evidence for link in item.reading.links}
    told = [
        item for item in heard if item.stored.uri in linked or playable.stated(item, recordings) is not None
    ]
    video = next((number for number, each in enumerate(recordings) if each.kind == "youtube"), None)
    filmed = {_home(item) for item in evidence if item.reading.youtube_id}
    silent = [item for item in heard if item not in told and _is_timed(item)]
    found = list(recordings)
    for item in silent:
        here = places[item.stored.uri]
        rivals = [each for each in told if places[each.stored.uri] == here] or sorted(
            (each for each in silent if places[each.stored.uri] == here),
            key=lambda each: _too_long(each, recordings[here]),
        )
        first = rivals[0]
        if first is not item and _home(first) != _home(item) and _apart(first, item):
            if video is not None and _home(item) in filmed:
                places[item.stored.uri] = video
                continue
            found.append(Recording(kind="unknown"))
            places[item.stored.uri] = len(found) - 1
    return tuple(found), places


def _too_long(item: Evidence, recording: Recording) -> int:
    """How far from the end of a recording a transcript ends; 0 if that is not known."""
    last = max((cue.end_ms or cue.start_ms or 0 for cue in item.reading.cues), default=0)
    return 0 if recording.duration_ms is None else abs(recording.duration_ms - last)


def _home(item: Evidence) -> tuple[str, str]:
    path = PurePath(item.stored.uri)
    return str(path.parent), endings.stem(path.name)


def _apart(one: Evidence, other: Evidence) -> bool:
    learned = learn(Words(one.reading.cues), Words(other.reading.cues)) if _is_timed(one) else None
    return learned is not None and any(abs(theirs - ours) > APART_MS for ours, _, theirs, _ in learned.pieces)


def _is_timed(item: Evidence) -> bool:
    return any(cue.start_ms is not None or cue.marks for cue in item.reading.cues)


def maps(
    best: Evidence | None, evidence: Sequence[Evidence], places: Mapping[str, int]
) -> tuple[ClockMap, ...]:
    """From the recording of `best`, the transcript that speaks, to all others that have one with times.

    `places` has the recording of each transcript, by its uri. No map is made by way of a third recording: the
    errors of both would add up.
    """
    if best is None:
        return ()
    timed: dict[int, list[Evidence]] = {}
    for item in sorted(evidence, key=preference.rank):
        if _is_timed(item):
            timed.setdefault(places[item.stored.uri], []).append(item)
    ours = places[best.stored.uri]
    if ours not in timed or len(timed) < 2:
        return ()
    words = {place: [Words(item.reading.cues) for item in items[:_TRIED]] for place, items in timed.items()}
    others = (place for place in sorted(words) if place != ours)
    learned = (_first(words[ours], words[other], ours, other) for other in others)
    return tuple(each for each in learned if each is not None)


def _first(ours: Sequence[Words], theirs: Sequence[Words], *recordings: int) -> ClockMap | None:
    tried = (learn(one, other, *recordings) for one, other in product(ours, theirs))
    return next((each for each in tried if each is not None), None)


def learn(ours: Words, theirs: Words, from_recording: int = 0, to_recording: int = 1) -> ClockMap | None:
    """The map from the clock of our words to that of theirs; None unless the evidence is good."""
    if not (ours.timed and theirs.timed) or max(len(ours.text), len(theirs.text)) > MOST_LETTERS:
        return None
    here, there = runs.spoken(ours.text), runs.spoken(theirs.text)
    pairs = runs.in_common(here.words, there.words)
    if not _one_talk(pairs, len(here.words), len(there.words)):
        return None
    moments = _moments(
        _times(ours, here, (one for one, _ in pairs)),
        _times(theirs, there, (other for _, other in pairs)),
        pairs,
    )
    errors = sorted(_errors(moments))
    if len(errors) < _FEWEST_HELD or (p95 := errors[len(errors) * 95 // 100]) > WORST_MS:
        return None
    pieces = drift.pieces(moments)
    return ClockMap(
        from_recording=from_recording,
        to_recording=to_recording,
        pieces=tuple(pieces),
        matches=len(pairs),
        covered=_covered(ours, pieces),
        to_covered=_covered(theirs, clocks.inverse(pieces)),
        median_error_ms=errors[len(errors) // 2],
        p95_error_ms=p95,
    )


def _one_talk(pairs: Sequence[Pair], ours: int, theirs: int) -> bool:
    """Whether so much is in common that it cannot be what a show reads out in every episode."""
    if len(pairs) < max(FEWEST_WORDS, LEAST_IN_COMMON * min(ours, theirs)):
        return False
    between = pairwise([(-1, -1), *pairs, (ours, theirs)])
    replaced = (min(after[0] - before[0], after[1] - before[1]) for before, after in between)
    return 2 * sum(words for words in replaced if words > OTHER_WORDS) <= len(pairs)


def _times(words: Words, said: Spoken, numbers: Iterable[int]) -> Iterator[int | None]:
    """When each of these words is said, as far as it is known well."""
    stretches = [*words.stretches()]
    begins = [offset for offset, _, _ in stretches]
    for number in numbers:
        place = bisect_right(begins, said.offsets[number]) - 1
        ms = words.time_at(said.offsets[number]) if place >= 0 else None
        near = ms is not None and min(ms - stretches[place][1], stretches[place][2] - ms) <= NEAR_MS
        yield ms if near else None


def _moments(ours: Iterable[int | None], theirs: Iterable[int | None], pairs: Sequence[Pair]) -> list[Moment]:
    return [
        Moment(one + other, other - one, number, *pair)
        for number, (one, other, pair) in enumerate(zip(ours, theirs, pairs, strict=True))
        if one is not None and other is not None
    ]


def _errors(moments: Sequence[Moment]) -> Iterator[int]:
    """How far off the middle of each matching run is, if that run is held back."""
    matching = _runs(moments)
    for fold in range(_FOLDS):
        known = (run for number, run in enumerate(matching) if number % _FOLDS != fold)
        pieces = drift.pieces([*chain.from_iterable(known)])
        for run in matching[fold::_FOLDS]:
            word = run[len(run) // 2]
            ours, theirs = (word.total - word.lag) // 2, (word.total + word.lag) // 2
            ms = clocks.at(pieces, ours)
            if ms is not None:
                yield abs(ms - theirs)


def _runs(moments: Sequence[Moment]) -> list[list[Moment]]:
    """The moments of words that follow each other in both transcripts."""
    found: list[list[Moment]] = []
    for moment in moments:
        last = found[-1][-1] if found else None
        if (
            last is None
            or moment.ours - last.ours != moment.theirs - last.theirs
            or moment.matched - last.matched != moment.ours - last.ours
            or moment.ours - found[-1][0].ours >= _HELD_WORDS
        ):
            found.append([])
        found[-1].append(moment)
    return found


def _covered(words: Words, pieces: Sequence[Piece]) -> float:
    """The part of the words whose time has a moment on the other clock."""
    known = sum(ms is not None and clocks.at(pieces, ms) is not None for ms in words.start_times)
    return round(known / len(words.starts), 3)
