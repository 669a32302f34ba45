"""Who takes part, and who speaks where: printed labels and decisions become speakers and turns.

A printed label is matched to a person only by the exact name that a source declares. No match and several
matches both leave the person unknown: a wrong name on a quotation is the worst thing this program can do.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.corrections import Anchored
from archive.records import Correction, Method, Person, Speaker, Utterance, Warning

from .reading import Cue, PersonMention
from .words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """From `offset` on, `speaker` (a position in the speakers) speaks; None is unknown, and has no number."""

    offset: int
    speaker: int | None = None
    method: Method | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Turns by ascending offset, the first at 0; neighbours have different speakers."""

    turns: tuple[Turn, ...]
    offsets: tuple[int, ...]

    def at(self, offset: int) -> Turn:
        return self.turns[bisect_right(self.offsets, offset) - 1]


class Cast:
    """The speakers of one episode, gathered in the order in which sources name them."""

    def __init__(self, mentions: Iterable[PersonMention]) -> None:
        self.speakers: list[Speaker] = []
        self.warnings: list[Warning] = []
        for mention in mentions:
            speaker = Speaker(
                label=mention.name,
                person=Person(name=mention.name, href=mention.href),
                role=mention.role,
                description=mention.description,
                method="declared",
                confidence=1.0,
            )
            if speaker not in self.speakers:
                self.speakers.append(speaker)

    def printed(self, label: str) -> int:
        """The speaker that a source prints as `label`."""
        return self._named(label, Speaker(label=label, method="printed", confidence=1.0))

    def decided(self, name: str) -> int:
        """The speaker whom a person named: known in the world by that name, unless two here share it."""
        return self._named(
            name, Speaker(label=name, person=Person(name=name), method="corrected", confidence=1.0)
        )

    def _named(self, label: str, otherwise: Speaker) -> int:
        matches = [place for place, speaker in enumerate(self.speakers) if _same_name(speaker.label, label)]
        people = {self.speakers[place].person for place in matches}
        if matches and len(people) == 1:
            return matches[0]
        if len(people) > 1:
            anonymous = Speaker(label=label, method=otherwise.method, confidence=1.0)
            if anonymous in self.speakers:
                return self.speakers.index(anonymous)
            message = f"{len(people)} people here are called {label!r}, so it is not said which one speaks"
            self.warnings.append(Warning(code="ambiguous_speaker", place=label, message=message))
            otherwise = anonymous
        self.speakers.append(otherwise)
        return len(self.speakers) - 1


def turns(
    words: Words,
    cues: Sequence[Cue],
    cast: Cast,
    corrections: Sequence[Correction],
    anchored: Sequence[Anchored],
) -> Turns:
    """Printed labels and decisions, laid over each other: at one place the latest decision wins.

    A decision holds until the next place where a source prints another label, or the next decision.
    """
    said: dict[int, tuple[int | None, Method | None]] = {0: (None, None)}
    label: str | None = None
    for offset, number in zip(words.cue_offsets, words.cue_numbers, strict=True):
        if cues[number].speaker != label:
            label = cues[number].speaker
            said[offset] = (None, None) if label is None else (cast.printed(label), "printed")
    for anchor in anchored:
        name = corrections[anchor.correction].speaker
        said[anchor.offset] = (None, None) if name is None else (cast.decided(name), "corrected")
    merged: list[Turn] = []
    number = 0
    for offset, (speaker, method) in sorted(said.items()):
        if merged and (merged[-1].speaker, merged[-1].method) == (speaker, method):
            continue
        known = speaker is not None
        continues = bool(merged) and known and merged[-1].speaker == speaker
        number += known and not continues
        merged.append(Turn(offset=offset, speaker=speaker, method=method, number=number if known else None))
    return Turns(turns=tuple(merged), offsets=tuple(turn.offset for turn in merged))


def counted(speakers: Sequence[Speaker], utterances: Sequence[Utterance]) -> tuple[Speaker, ...]:
    """The speakers with their talk time (None where nothing is timed), turns and words filled in."""
    talk: list[int | None] = [None] * len(speakers)
    spoken: list[set[int]] = [set() for _ in speakers]
    words = [0] * len(speakers)
    for utterance in utterances:
        if (place := utterance.speaker) is None:
            continue
        words[place] += utterance.words
        if utterance.turn is not None:
            spoken[place].add(utterance.turn)
        if utterance.start_ms is not None and utterance.end_ms is not None:
            talk[place] = (talk[place] or 0) + utterance.end_ms - utterance.start_ms
    return tuple(
        replace(speaker, talk_ms=talk[place], turns=len(spoken[place]), words=words[place])
        for place, speaker in enumerate(speakers)
    )


def _same_name(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
