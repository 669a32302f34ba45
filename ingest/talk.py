"""What each speaker does in an episode, in numbers: talk time, turns, words, questions, interruptions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.records import Speaker, Utterance

PUNCTUATED = 0.5
"""From this share of passages with a sentence's end in them on, a transcript counts as punctuated.

Automatic captions without punctuation have none at all, transcripts by people and newer recognisers nearly
everywhere: any share between would do.
"""

_END = "[.?!…。！？؟।]"
_SENTENCE = re.compile(_END)
_QUESTION = re.compile("[?？؟]+")
_ENDED = re.compile(rf"{_END}[\s\"”“’‘»«')\]]*$")


@dataclass(slots=True)
class _Figures:
    words: int = 0
    sure: float = 0.0
    talk_ms: int | None = None
    questions: int = 0
    interruptions: int = 0
    turns: set[int] = field(default_factory=set)
    turn_ms: dict[int, int] = field(default_factory=dict)
    turn_start: dict[int, int] = field(default_factory=dict)

    def add(self, utterance: Utterance) -> None:
        self.words += utterance.words
        self.sure += utterance.words * (utterance.confidence or 0.0)
        self.questions += len(_QUESTION.findall(utterance.text))
        turn = utterance.turn
        if turn is not None:
            self.turns.add(turn)
        if utterance.start_ms is None or utterance.end_ms is None:
            return
        lasts = utterance.end_ms - utterance.start_ms
        self.talk_ms = (self.talk_ms or 0) + lasts
        if turn is not None:
            self.turn_ms[turn] = self.turn_ms.get(turn, 0) + lasts
            self.turn_start.setdefault(turn, utterance.start_ms)


def counted(speakers: Sequence[Speaker], utterances: Sequence[Utterance]) -> tuple[Speaker, ...]:
    """The speakers with their figures filled in; times are None where nothing is timed.

    Questions and interruptions are None in a transcript without punctuation. An interruption is a turn that
    begins where the words before it, of another speaker, have not come to the end of a sentence. One whom a
    diarisation hears is as sure as it is of the words that are given to it.
    """
    figures = [_Figures() for _ in speakers]
    before: Utterance | None = None
    for utterance in utterances:
        if (place := utterance.speaker) is not None:
            figures[place].add(utterance)
            if before is not None and _cut_off(before, utterance):
                figures[place].interruptions += 1
        before = utterance
    punctuated = _is_punctuated(utterances)
    return tuple(_filled(*pair, punctuated) for pair in zip(speakers, figures, strict=True))


def _cut_off(before: Utterance, utterance: Utterance) -> bool:
    return before.speaker not in (None, utterance.speaker) and not _ENDED.search(before.text)


def _is_punctuated(utterances: Sequence[Utterance]) -> bool:
    ended = sum(bool(_SENTENCE.search(each.text)) for each in utterances)
    return bool(utterances) and ended >= PUNCTUATED * len(utterances)


def _filled(speaker: Speaker, figures: _Figures, punctuated: bool) -> Speaker:
    longest = max(figures.turn_ms, key=lambda turn: (figures.turn_ms[turn], -turn), default=None)
    return replace(
        speaker,
        talk_ms=figures.talk_ms,
        turns=len(figures.turns),
        words=figures.words,
        confidence=round(figures.sure / figures.words, 3)
        if speaker.method == "overlap" and figures.words
        else speaker.confidence,
        questions=figures.questions if punctuated else None,
        interruptions=figures.interruptions if punctuated else None,
        longest_ms=None if longest is None else figures.turn_ms[longest],
        longest_start_ms=None if longest is None else figures.turn_start[longest],
    )
