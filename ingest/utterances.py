"""Cutting the running text into utterances.

An utterance never crosses a turn or a chapter; inside them it ends at the last sentence end that fits, else
at the last comma, else between cues, else between words, and never passes MOST_WORDS or LONGEST_MS.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.records import Timing, Utterance

from .people import Turns
from .words import Words

MOST_WORDS = 60
LONGEST_MS = 30_000


def cut(words: Words, turns: Turns, chapter_offsets: Sequence[int]) -> tuple[Utterance, ...]:
    """The utterances in the order of the text; joined by blanks they are the text again.

    `chapter_offsets` ascend: the offset where each chapter of the record begins.
    """
    # What has a time and what has none are not one utterance: it would begin nowhere.
    borders = sorted({0, words.timed_from, len(words.text), *turns.offsets, *chapter_offsets})
    sentences = frozenset(words.sentences())
    cues = frozenset(words.cue_offsets)
    utterances = []
    for start, end in pairwise(borders):
        for first, last in _pieces(
            words, bisect_left(words.starts, start), bisect_left(words.starts, end), sentences, cues
        ):
            utterances.append(_utterance(words, first, last, turns, chapter_offsets))
    return tuple(utterances)


def _pieces(
    words: Words, first: int, end: int, sentences: frozenset[int], cues: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Half-open ranges of word numbers."""
    while first < end:
        most = _fitting(words, first, end)
        yield first, (cut := most if most == end else _best_cut(words, first, most, sentences, cues))
        first = cut


def _fitting(words: Words, first: int, end: int) -> int:
    """One past the last word that still fits with the word `first`; always takes that one."""
    start = words.start_times[first]
    most = min(first + MOST_WORDS, end)
    if start is None:
        return most
    for number in range(first + 1, most):
        word_end = words.end_times[number]
        if word_end is not None and word_end - start > LONGEST_MS:
            return number
    return most


def _best_cut(words: Words, first: int, most: int, sentences: frozenset[int], cues: frozenset[int]) -> int:
    candidates = range(most, first, -1)
    for number in candidates:
        if words.starts[number] in sentences:
            return number
    for number in candidates:
        if words.text[words.ends[number - 1] - 1] in ",;:，、":
            return number
    for number in candidates:
        if words.starts[number] in cues:
            return number
    return most


def _utterance(
    words: Words, first: int, last: int, turns: Turns, chapter_offsets: Sequence[int]
) -> Utterance:
    start, end = words.starts[first], words.ends[last - 1]
    start_ms, end_ms = words.start_times[first], words.end_times[last - 1]
    if start_ms is not None and end_ms is not None:
        # A single word may be printed with more than LONGEST_MS: recognisers stretch one over music.
        end_ms = max(start_ms, min(end_ms, start_ms + LONGEST_MS))
    turn = turns.at(start)
    chapter = bisect_right(chapter_offsets, start) - 1
    return Utterance(
        text=words.text[start:end],
        words=last - first,
        start_ms=start_ms,
        end_ms=end_ms if start_ms is not None else None,
        timing=_timing(words, start, end),
        marks=words.marks(start, end),
        speaker=turn.speaker,
        chapter=chapter if chapter >= 0 else None,
        turn=turn.number,
        method=turn.method,
        confidence=turn.confidence,
        word_confidence=words.confidence(start, end),
        source_start=words.cue_at(start),
        source_end=words.cue_at(end - 1) + 1,
    )


def _timing(words: Words, start: int, end: int) -> Timing | None:
    if words.time_at(start) is None:
        return None
    if not words.starts_cue(start):
        return "interpolated"
    return "given" if words.end_is_given(end) else "derived"
