"""Everything that happens to one episode, in order: readings and decisions in, a record out."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import TypeVar

from archive import corrections, timecode
from archive.records import (
    Correction,
    EpisodeRecord,
    Identifier,
    Recording,
    StoredSource,
    Transcript,
    Warning,
)
from archive.slug import slugify

from . import chapters, people, utterances
from .errors import MalformedTranscript
from .read import Evidence
from .reading import ChapterMark, PersonMention, Reading
from .sidecar import strength
from .words import Words

VERSION = 1
"""Goes up whenever the same readings would give another record: stored episodes are then derived again."""

PAST_THE_END_MS = 5_000
"""A last chapter may be printed this much after the last words: hand-typed times are sloppy."""

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
    place: str,
) -> EpisodeRecord:
    """The record of one episode, which has the outside `names`; messages begin with `place`.

    The order of `evidence` does not matter: options go before the sidecar, and that before what a transcript
    says of itself. Raises MalformedTranscript where the readings contradict each other, so that no record
    would be right.
    """
    evidence = sorted(evidence, key=lambda item: strength(item.stored))
    says = _Sayings([item.reading for item in evidence])
    transcript = next(number for number, item in enumerate(evidence) if item.reading.cues)
    cues = evidence[transcript].reading.cues
    words = Words(cues)
    duration_ms = says.first(lambda reading: reading.duration_ms)
    marks = says.first(lambda reading: reading.chapters or None) or ()
    _refuse_chapters_past_the_end(marks, words, duration_ms, place)

    cast = people.Cast(says.people())
    anchored, unfit = corrections.anchor(decisions, words.text, words.printed_at)
    turns = people.turns(words, cues, cast, decisions, anchored)
    # The tail of a sentence that nobody is known to say begins no chapter.
    spoken = (turn.offset for turn in turns.turns if turn.speaker is not None)
    borders = sorted({*words.sentences(), *spoken})
    placed = chapters.place(marks, words, borders, duration_ms=duration_ms)
    cut = utterances.cut(words, turns, placed.offsets)

    youtube_id = next((name.value for name in names if name.scheme == "youtube"), None)
    source = evidence[transcript].stored
    title = says.first(lambda reading: reading.title)
    published = says.first(lambda reading: reading.published)
    return EpisodeRecord(
        identifiers=tuple(names),
        derivation=derivation((item.stored for item in evidence), decisions),
        slug=slugify(title or youtube_id or PurePath(source.uri).stem, otherwise="untitled"),
        title=title,
        podcast=says.first(lambda reading: reading.podcast),
        description=says.first(lambda reading: reading.description),
        published=published.text if published else None,
        published_at=published.instant if published else None,
        published_precision=published.precision if published else None,
        season=says.first(lambda reading: reading.season),
        number=says.first(lambda reading: reading.number),
        language=says.first(lambda reading: reading.language),
        link=says.first(lambda reading: reading.link),
        duration_ms=duration_ms,
        recordings=(_recording(youtube_id),),
        sources=tuple(item.stored for item in evidence),
        transcripts=(
            Transcript(
                source=transcript,
                recording=0,
                origin=evidence[transcript].reading.origin,
                timed=words.timed,
                has_speakers=any(cue.speaker for cue in cues),
                preferred=True,
                cues=len(cues),
                words=len(words.starts),
            ),
        ),
        speakers=people.counted(cast.speakers, cut),
        chapters=placed.chapters,
        utterances=cut,
        corrections=tuple(decisions),
        warnings=(
            *(warning for item in evidence for warning in item.reading.warnings),
            *placed.warnings,
            *cast.warnings,
            *(_unfit(decisions[number], number) for number in unfit),
        ),
    )


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


def identify(transcript: Evidence) -> tuple[Identifier, ...]:
    """The outside names of the episode that a transcript tells of, strongest first."""
    youtube_id = transcript.reading.youtube_id
    video = (Identifier(scheme="youtube", value=youtube_id),) if youtube_id else ()
    return (*video, Identifier(scheme="sha256", value=transcript.stored.sha256))


def _recording(youtube_id: str | None) -> Recording:
    if youtube_id:
        return Recording(kind="youtube", url=f"https://www.youtube.com/watch?v={youtube_id}")
    return Recording(kind="unknown")


def _refuse_chapters_past_the_end(
    marks: Sequence[ChapterMark], words: Words, duration_ms: int | None, place: str
) -> None:
    """Such a list is another recording's, or the transcript was cut off: no record would be right."""
    end = duration_ms if duration_ms is not None else words.end_ms
    if end is None:
        return
    for mark in marks:
        if mark.start_ms > end + PAST_THE_END_MS:
            start, last = timecode.clock(mark.start_ms), timecode.clock(end)
            raise MalformedTranscript(
                f"{place} {mark.place}",
                f"chapter “{mark.title}” starts at {start}, after the end at {last}",
                "complete the transcript, take the chapter out, or give the duration in the sidecar",
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
