"""Eight episodes of two shows whose words, hours and people are known: what pages count is known too.

Ada is the host of all but the last; Grace is a guest in every second; in the fifth somebody unknown talks
too, the sixth has no transcript, the seventh no times.
"""

from collections.abc import Sequence
from dataclasses import replace

from archive.records import Chapter, EpisodeRecord, Identifier, Person, Podcast, Recording, Utterance
from tests.parts import said, source, transcript, voice

ADA = Person(name="Ada Lovelace")
GRACE = Person(name="Grace Hopper", href="https://example.org/grace")
CARL = Person(name="Carl Sagan")
ENGINES = Podcast(title="The Engine Room", author="Ada Lovelace", language="en", license="CC-BY-4.0")
OCEANS = Podcast(title="Oceans", copyright="All rights reserved")

COMMON = "and so we talk of it here with all of you once more today"
"""14 words that everybody says."""

ADA_SAYS = (
    f"{COMMON} about compilers compilers compilers",
    f"{COMMON} about a compiler compilers compilers",
    f"It's Ada. {COMMON} of compilers compilers compilers",
)
GRACE_SAYS = (f"{COMMON} about ships", f"{COMMON} about the ship at sea")
PASSAGE_MS = 10_000


def talking_episodes() -> tuple[EpisodeRecord, ...]:
    return tuple(_episode(number) for number in range(1, 9))


def _episode(number: int) -> EpisodeRecord:
    people: list[tuple[Person | None, str, str | None, Sequence[str]]] = [(ADA, "Ada", "host", ADA_SAYS)]
    if number % 2 == 0:
        people.append((GRACE, "Grace", "guest", GRACE_SAYS))
    if number == 5:
        people.append((None, "SPEAKER_02", None, (COMMON,)))
    if number == 8:
        people = [(CARL, "Carl", None, (COMMON, "Billions of stars"))]
    lines = _lines([texts for *_, texts in people], timed=number != 7)
    record = EpisodeRecord(
        identifiers=(Identifier(scheme="url", value=f"https://example.org/{number}"),),
        derivation='{"program": 4}',
        slug=f"episode-{number}",
        title=f"Episode {number}",
        podcast=OCEANS if number == 8 else ENGINES,
        published=f"202{number // 4}-0{number}-11",
        published_precision="day",
        season=1 if number < 4 else None,
        recordings=(Recording(kind="audio", url=f"https://example.org/{number}.mp3", duration_ms=600_000),),
        sources=(source(f"https://example.org/{number}", str(number)),),
        chapters=(
            Chapter(title="Intro", start_ms=0, given_ms=0, end_ms=PASSAGE_MS, end_kind="next"),
            Chapter(title=f"Épisode no. {number}", start_ms=PASSAGE_MS, given_ms=PASSAGE_MS),
        )
        if number in (1, 2)
        else (),
        transcripts=(replace(transcript(lines), origin="human" if number < 3 else None),),
        speakers=tuple(
            voice(label, person, role, place, lines) for place, (person, label, role, _) in enumerate(people)
        ),
        utterances=lines,
        guessed=("title",) if number == 7 else (),
    )
    if number == 6:
        return replace(record, transcripts=(), utterances=(), speakers=(voice("Ada", ADA, "host", 0, ()),))
    return record


def _lines(texts: Sequence[Sequence[str]], *, timed: bool) -> tuple[Utterance, ...]:
    lines = []
    for speaker, own in enumerate(texts):
        for text in own:
            at = len(lines)
            times = (at * PASSAGE_MS, (at + 1) * PASSAGE_MS) if timed else (None, None)
            lines.append(said(text, times[0], end_ms=times[1], speaker=speaker, turn=speaker + 1, cue=at))
    return tuple(lines)
