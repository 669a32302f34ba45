"""Everything that happens to one episode, in order: readings and decisions in, a record out."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TypeVar

from archive import corrections, timecode
from archive.records import (
    Correction,
    EpisodeRecord,
    Identifier,
    StoredSource,
    Transcript,
    Warning,
)
from archive.slug import slugify

from . import chapters, fingerprint, people, playable, preference, quality, utterances
from .cast import Cast
from .read import Evidence, guess, is_file
from .reading import PersonMention, Reading
from .sidecar import strength
from .words import Words

VERSION = 2
"""Goes up whenever the same readings would give another record: stored episodes are then derived again."""

Value = TypeVar("Value")


def derivation(sources: Iterable[StoredSource], decisions: Iterable[Correction]) -> str:
    """What an episode is derived from, as JSON: two that are equal give the same record."""
    held = [[c.at_ms, c.words, c.speaker] for c in corrections.holding(decisions)]
    return json.dumps(
        {
            "decisions": hashlib.sha256(json.dumps(held).encode()).hexdigest() if held else None,
            "program": VERSION,
            "sources": sorted((one.format, one.reader, one.sha256, one.uri) for one in sources),
        }
    )


def assemble(
    evidence: Sequence[Evidence],
    decisions: Sequence[Correction],
    *,
    names: Sequence[Identifier],
) -> EpisodeRecord:
    """The record of one episode, which has the outside `names`.

    The order of `evidence` does not matter: options go before the sidecar, and that before what transcripts
    say of themselves. What a file's name seems to say is used, and marked, where no source says anything.
    """
    evidence = sorted(evidence, key=_strength)
    says = _Sayings([item.reading for item in evidence])
    heard = [number for number, item in enumerate(evidence) if item.reading.cues]
    best = preference.best(evidence)
    preferred = evidence.index(best) if best else None
    cues = evidence[preferred].reading.cues if preferred is not None else ()
    words = Words(cues)
    duration_ms = says.first(lambda reading: reading.duration_ms)
    marks = preference.chapters([item.reading for item in evidence], preferred)

    cast = Cast(says.people(), dict.fromkeys(cue.speaker for cue in cues if cue.speaker))
    anchored, unfit = corrections.anchor(decisions, words.text, words.printed_at)
    spans = says.first(lambda reading: reading.spans or None) or ()
    turns = people.turns(words, cues, spans, cast, decisions, anchored)
    # The tail of a sentence that nobody is known to say begins no chapter.
    spoken = (turn.offset for turn in turns.turns if turn.speaker is not None)
    borders = sorted({*words.sentences(), *spoken})
    placed = chapters.place(marks, words, borders, duration_ms=duration_ms)
    cut = utterances.cut(words, turns, placed.offsets)

    recordings = playable.recordings(evidence, names)
    language = says.first(lambda reading: reading.language)
    odd = {number: tuple(quality.warnings(evidence[number].reading.cues, language)) for number in heard}
    title = says.first(lambda reading: reading.title)
    published = says.first(lambda reading: reading.published)
    season = says.first(lambda reading: reading.season)
    number = says.first(lambda reading: reading.number)
    first = evidence[preferred if preferred is not None else _first_file(evidence)].stored
    named = guess(first.uri)
    stated = {"title": title, "published": published, "season": season, "number": number}
    guessed = tuple(
        field for field, said in stated.items() if said is None and getattr(named, field) is not None
    )
    title, published = title or named.title, published or named.published
    youtube_id = next((name.value for name in names if name.scheme == "youtube"), None)
    return EpisodeRecord(
        identifiers=tuple(names),
        derivation=derivation((item.stored for item in evidence), decisions),
        slug=slugify(title or youtube_id or PurePath(first.uri).stem, otherwise="untitled"),
        title=title,
        podcast=says.first(lambda reading: reading.podcast),
        description=says.first(lambda reading: reading.description),
        published=published.text if published else None,
        published_at=published.instant if published else None,
        published_precision=published.precision if published else None,
        season=named.season if season is None else season,
        number=named.number if number is None else number,
        language=language,
        link=says.first(lambda reading: reading.link),
        duration_ms=duration_ms,
        guessed=guessed,
        fingerprint=fingerprint.of(cue.text for cue in cues),
        recordings=recordings,
        sources=tuple(item.stored for item in evidence),
        transcripts=tuple(
            Transcript(
                source=number,
                recording=playable.of(evidence[number], recordings),
                origin=evidence[number].reading.origin,
                language=evidence[number].reading.language,
                flags=tuple(warning.code for warning in odd[number] if warning.code in quality.FLAGS),
                timed=any(cue.start_ms is not None or cue.marks for cue in evidence[number].reading.cues),
                has_speakers=any(cue.speaker for cue in evidence[number].reading.cues),
                preferred=number == preferred,
                cues=len(evidence[number].reading.cues),
                words=sum(len(cue.text.split()) for cue in evidence[number].reading.cues),
            )
            for number in heard
        ),
        speakers=people.counted(cast.speakers, cut),
        chapters=placed.chapters,
        utterances=cut,
        corrections=tuple(decisions),
        warnings=(
            *(warning for item in evidence for warning in _placed(item, item.reading.warnings)),
            *(warning for number in heard for warning in _placed(evidence[number], odd[number])),
            *_backwards(words),
            *placed.warnings,
            *cast.warnings,
            *(_unfit(decisions[number], number) for number in unfit),
        ),
    )


def _first_file(evidence: Sequence[Evidence]) -> int:
    return next((number for number, item in enumerate(evidence) if is_file(item.stored)), 0)


def _strength(item: Evidence) -> tuple[int, int, str]:
    """What a person said goes first, then a better transcript before a poorer one; the rest by name."""
    return strength(item.stored.format), 0 if item.reading.cues else 1, item.stored.uri


def _placed(item: Evidence, warnings: Iterable[Warning]) -> Iterator[Warning]:
    """The warnings, with the name of their file: an episode may have several."""
    file = PurePath(item.stored.uri).name
    for warning in warnings:
        yield replace(warning, place=f"{file} {warning.place}".strip())


def _backwards(words: Words) -> Iterator[Warning]:
    if words.backwards_ms:
        first, count = timecode.clock(words.backwards_ms[0]), len(words.backwards_ms)
        message = (
            f"{count} time{'' if count == 1 else 's'} of the transcript run backwards, the first {first}"
        )
        yield Warning(code="times_backwards", place=first, message=f"{message}; the words have those around")


class _Sayings:
    """The first of the readings that says something decides; a weaker one only fills gaps."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings

    def people(self) -> list[PersonMention]:
        """Everybody whom a reading names; of one name that several give, the strongest is believed."""
        found: list[PersonMention] = []
        for reading in self._readings:
            names = {person.name for person in found}
            found += [person for person in reading.people if person.name not in names]
        return found

    def first(self, ask: Callable[[Reading], Value | None]) -> Value | None:
        return next((said for reading in self._readings if (said := ask(reading)) is not None), None)


def identify(evidence: Sequence[Evidence]) -> tuple[Identifier, ...]:
    """The outside names of the episode that sources tell of, strongest first.

    Its videos, and the hashes of its transcripts: of its other sources only if it has none.
    """
    heard = [item for item in evidence if item.reading.cues]
    files = heard or [item for item in evidence if is_file(item.stored)]
    videos = sorted({item.reading.youtube_id for item in evidence if item.reading.youtube_id})
    return (
        *(Identifier(scheme="youtube", value=video) for video in videos),
        *(Identifier(scheme="sha256", value=digest) for digest in sorted({f.stored.sha256 for f in files})),
    )


def _unfit(correction: Correction, number: int) -> Warning:
    near = f" near {timecode.clock(correction.at_ms)}" if correction.at_ms is not None else ""
    speaker = correction.speaker or "nobody knows"
    return Warning(
        code="correction_does_not_fit",
        place=correction.origin,
        message=f"the words “{correction.words}” are not found{near}; “{speaker}” was not applied",
        correction=number,
    )
