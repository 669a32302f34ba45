"""Everything that happens to one episode, in order: readings and decisions in, a record out."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, TypeVar

from archive import corrections, timecode
from archive.records import (
    Correction,
    EpisodeRecord,
    FieldOrigin,
    Identifier,
    StoredSource,
    Transcript,
    Warning,
)
from archive.slug import slugify

from . import (
    alignment,
    chapters,
    fingerprint,
    merging,
    nodes,
    people,
    playable,
    preference,
    quality,
    sidecar,
    talk,
    utterances,
)
from .cast import Cast
from .directory import Directory
from .merging import Sayings
from .read import Evidence, guess, is_file
from .reading import Reading
from .words import Words

VERSION = 5
"""Goes up whenever the same readings would give another record: stored episodes are then derived again."""

Value = TypeVar("Value")

_GUESSED = ("title", "published", "season", "number")
"""What the name of a file may tell where no source says anything."""


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
    directory: Directory = Directory(),  # noqa: B008 - frozen
) -> EpisodeRecord:
    """The record of one episode, which has the outside `names`; `directory` is whom people's names mean.

    The order of `evidence` does not matter: options go before the sidecar, and that before what transcripts
    say of themselves. What a file's name seems to say is used, and marked, where no source says anything.
    """
    evidence = sorted(_as_said_beside(evidence), key=_strength)
    says = Sayings(said=[(merging.kind(item.stored), item.reading) for item in evidence])
    heard = [number for number, item in enumerate(evidence) if item.reading.cues]
    best = preference.best(evidence, _preferred(evidence))
    preferred = evidence.index(best) if best else None
    cues = evidence[preferred].reading.cues if preferred is not None else ()
    words = Words(cues)
    fields, origins = _fields(says)
    first = evidence[preferred if preferred is not None else _first_file(evidence)].stored
    named = guess(first.uri)
    duration_ms = fields["duration_ms"]
    marks = preference.chapters([item.reading for item in evidence], preferred)

    title = fields["title"] or named.title
    youtube_id = next((name.value for name in names if name.scheme == "youtube"), None)
    slug = slugify(title or youtube_id or PurePath(first.uri).stem, otherwise="untitled")
    show = says.podcast()
    printed = dict.fromkeys(cue.speaker for cue in cues if cue.speaker)
    cast = Cast(says.people(), printed, directory.within(show, slug))
    anchored, unfit = corrections.anchor(decisions, words.text, words.printed_at)
    spans = next((item.reading.spans for item in evidence if item.reading.spans), ())
    turns = people.turns(words, cues, spans, cast, decisions, anchored)
    # The tail of a sentence that nobody is known to say begins no chapter.
    spoken = (turn.offset for turn in turns.turns if turn.speaker is not None)
    borders = sorted({*words.sentences(), *spoken})
    placed = chapters.place(marks, words, borders, duration_ms=duration_ms)
    cut = utterances.cut(words, turns, placed.offsets)

    recordings, places = alignment.placed(evidence, playable.recordings(evidence, names))
    odd = {
        number: tuple(quality.warnings(evidence[number].reading.cues, fields["language"])) for number in heard
    }
    guessed = tuple(name for name in _GUESSED if fields[name] is None and getattr(named, name) is not None)
    fields |= {name: getattr(named, name) for name in guessed}
    origins |= dict.fromkeys(guessed, "file name")
    title, published = fields.pop("title"), fields.pop("published")
    return EpisodeRecord(
        identifiers=tuple(names),
        derivation=derivation((item.stored for item in evidence), decisions),
        slug=slug,
        title=title,
        podcast=show,
        published=published.text if published else None,
        published_at=published.instant if published else None,
        published_precision=published.precision if published else None,
        **fields,
        tags=says.tags(),
        origins=origins,
        guessed=guessed,
        fingerprint=fingerprint.of(cue.text for cue in cues),
        recordings=recordings,
        sources=tuple(item.stored for item in evidence),
        transcripts=tuple(
            Transcript(
                source=number,
                recording=places[evidence[number].stored.uri],
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
        speakers=talk.counted(cast.speakers, cut),
        chapters=placed.chapters,
        utterances=cut,
        links=_unique(link for item in evidence for link in item.reading.links),
        clock_maps=alignment.maps(best, evidence, places),
        soundbites=_unique(bite for item in evidence for bite in item.reading.soundbites),
        corrections=tuple(decisions),
        warnings=(
            *(warning for item in evidence for warning in _placed(item, item.reading.warnings)),
            *(warning for number in heard for warning in _placed(evidence[number], odd[number])),
            *_other_shows(evidence),
            *_backwards(words),
            *placed.warnings,
            *cast.warnings,
            *(_unfit(decisions[number], number) for number in unfit),
        ),
    )


def fits(evidence: Sequence[Evidence], decision: Correction) -> bool:
    """Whether the words that a decision is anchored to are among those of the preferred transcript."""
    evidence = sorted(_as_said_beside(evidence), key=_strength)
    best = preference.best(evidence, _preferred(evidence))
    words = Words(best.reading.cues if best else ())
    _, unfit = corrections.anchor([decision], words.text, words.printed_at)
    return not unfit


def _as_said_beside(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Transcripts with what a person wrote beside them: who made them, and of which recording."""
    beside = nodes.beside(evidence)
    return [
        replace(item, reading=_told(item.reading, beside[item.stored.uri]))
        if item.reading.cues and item.stored.uri in beside
        else item
        for item in evidence
    ]


def _told(reading: Reading, said: Reading) -> Reading:
    reading = replace(reading, origin=said.origin or reading.origin)
    if not said.recordings and not said.youtube_id:
        return reading
    return replace(reading, recordings=said.recordings, youtube_id=said.youtube_id)


def _preferred(evidence: Sequence[Evidence]) -> str | None:
    return next((item.reading.prefer for item in evidence if item.reading.prefer), None)


def _first_file(evidence: Sequence[Evidence]) -> int:
    return next((number for number, item in enumerate(evidence) if is_file(item.stored)), 0)


def _strength(item: Evidence) -> tuple[int, int, str]:
    """What a person said goes first, then the other kinds; of one kind what has words, then by name."""
    kind = merging.DEFAULT.index(merging.kind(item.stored))
    return kind, 0 if item.reading.cues else 1, item.stored.uri


def _placed(item: Evidence, warnings: Iterable[Warning]) -> Iterator[Warning]:
    """The warnings, with the name of their file: an episode may have several."""
    file = PurePath(item.stored.uri).name
    for warning in warnings:
        yield replace(warning, place=f"{file} {warning.place}".strip())


def _other_shows(evidence: Sequence[Evidence]) -> Iterator[Warning]:
    """Where files that somebody wrote beside the sources name several shows: the first is believed."""
    for format in (sidecar.SIDECAR, sidecar.PODCAST):
        named = [
            (PurePath(item.stored.uri).name, item.reading.podcast.title)
            for item in evidence
            if item.stored.format == format and item.reading.podcast is not None
        ]
        for file, title in named[1:]:
            first, believed = named[0]
            if title.casefold().split() != believed.casefold().split():
                message = (
                    f"it says that the show is “{title}”, and {first} of the same episode that it is"
                    f" “{believed}”, which is believed; let both name one show"
                )
                yield Warning(code="other_show", place=file, message=message)


def _backwards(words: Words) -> Iterator[Warning]:
    if words.backwards_ms:
        first, count = timecode.clock(words.backwards_ms[0]), len(words.backwards_ms)
        message = (
            f"{count} time{'' if count == 1 else 's'} of the transcript run backwards, the first {first}"
        )
        yield Warning(code="times_backwards", place=first, message=f"{message}; the words have those around")


def _fields(says: Sayings) -> tuple[dict[str, Any], dict[str, FieldOrigin]]:
    """What is said of each field, and by which kind of source."""
    fields: dict[str, Any] = {}
    origins: dict[str, FieldOrigin] = {}
    for rule in merging.RULES:
        fields[rule.field], origin = says.field(rule.field)
        if origin is not None:
            origins[rule.field] = origin
    # How the notes are written is said by whoever wrote those that are believed.
    fields["description_type"] = says.beside("description", "description_type")
    return fields, origins


def _unique(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))


def _unfit(correction: Correction, number: int) -> Warning:
    near = f" near {timecode.clock(correction.at_ms)}" if correction.at_ms is not None else ""
    speaker = correction.speaker or "nobody knows"
    return Warning(
        code="correction_does_not_fit",
        place=correction.origin,
        message=f"the words “{correction.words}” are not found{near}; “{speaker}” was not applied",
        correction=number,
    )
