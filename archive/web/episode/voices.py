"""The voices of an episode as its page shows them: who, how much, in which colour, and how sure that is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.search import unspaced
from archive.web import addresses

COLOURS = 8
"""How many voices have a colour of their own; the next begin again. The name is always printed too."""

LISTED = 12
"""So many voices stand above the words; of more, those that say little are folded away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker of the episode. `colour` is 1 to COLOURS; `share` is the part of all talk, 0 to 1.

    `known` is the method by which it is known who it is. `sureness` is that of a diarisation, over all words
    that only it gives to this voice; None if none are. `corrected` are the passages that a person gave to it.
    `has_words`: its words can be counted, which are one a line where no blanks are between them.
    `questions` and `interruptions` are None where nobody can count them: the words have no punctuation.
    """

    id: int
    name: str
    kind: str
    person_id: int | None
    href: str | None
    role: str | None
    description: str | None
    known: str | None
    talk_ms: int | None
    turns: int
    words: int
    has_words: bool
    words_per_minute: int | None
    questions: int | None
    interruptions: int | None
    longest_ms: int | None
    longest_start_ms: int | None
    corrected: int
    colour: int
    share: float | None
    sureness: float | None

    @property
    def is_sound(self) -> bool:
        return self.kind == "sound"


def voices_of(speakers: Sequence[Any], utterances: Sequence[Any]) -> dict[int, Voice]:
    """By the id of the speaker, in the order of the source."""
    total = sum(row["talk_ms"] or 0 for row in speakers if row["kind"] != "sound")
    heard: dict[int, list[tuple[float | None, int]]] = {}
    corrected = Counter(row["speaker_id"] for row in utterances if row["method"] == "corrected")
    for row in utterances:
        if row["method"] == "overlap":
            heard.setdefault(row["speaker_id"], []).append((row["confidence"], row["words"]))
    letters = Counter[int]()
    for row in utterances:
        if row["spaced"]:
            letters[row["speaker_id"]] += unspaced.letters(row["text"])
    found: dict[int, Voice] = {}
    coloured = 0
    for row in speakers:
        is_sound = row["kind"] == "sound"
        has_words = letters[row["id"]] <= row["words"]
        coloured += not is_sound
        found[row["id"]] = Voice(
            id=row["id"],
            name=row["name"] or row["label"],
            kind=row["kind"],
            person_id=row["person_id"],
            href=addresses.web(row["href"]),
            role=row["role"],
            description=row["description"],
            known=row["method"] if row["person_id"] is not None else None,
            talk_ms=row["talk_ms"],
            turns=row["turns"],
            words=row["words"],
            has_words=has_words,
            words_per_minute=_words_per_minute(row["words"], row["talk_ms"]) if has_words else None,
            questions=row["questions"],
            interruptions=row["interruptions"],
            longest_ms=row["longest_ms"],
            longest_start_ms=row["longest_start_ms"],
            corrected=corrected[row["id"]],
            colour=0 if is_sound else (coloured - 1) % COLOURS + 1,
            share=row["talk_ms"] / total if row["talk_ms"] and total and not is_sound else None,
            sureness=mean(heard.get(row["id"], ())),
        )
    return found


def _words_per_minute(words: int, talk_ms: int | None) -> int | None:
    """Rounded; None if nothing is timed, or too little is said to tell."""
    return round(words * 60_000 / talk_ms) if words and talk_ms and talk_ms >= 5_000 else None


def foremost(voices: Sequence[Voice]) -> tuple[tuple[Voice, ...], tuple[Voice, ...]]:
    """Those to list, and the others, in their order: who has a role goes first, then who says most."""
    if len(voices) <= LISTED + 1:  # one name takes no more room than the line that says so
        return tuple(voices), ()
    ranked = sorted(voices, key=lambda voice: (voice.is_sound, voice.role is None, -voice.words))
    first = {id(voice) for voice in ranked[:LISTED]}
    return (
        tuple(voice for voice in voices if id(voice) in first),
        tuple(voice for voice in voices if id(voice) not in first),
    )


def mean(weighed: Iterable[tuple[float | None, int]]) -> float | None:
    """The mean of (value, weight), of those that have a value."""
    known = [(value, weight) for value, weight in weighed if value is not None]
    weights = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / weights if weights else None
