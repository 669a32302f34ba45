"""The parts that records made by hand are put together from."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from archive.records import EpisodeRecord, Person, Speaker, StoredSource, Transcript, Utterance


def said(
    text: str,
    start_ms: int | None = None,
    *,
    end_ms: int | None = None,
    speaker: int | None = None,
    chapter: int | None = None,
    turn: int | None = None,
    marks: tuple[tuple[int, int], ...] | None = None,
    cue: int = 0,
) -> Utterance:
    """An utterance, timed if it has a start, with one mark where that is."""
    return Utterance(
        text=text,
        words=len(text.split()),
        start_ms=start_ms,
        end_ms=end_ms,
        timing=None if start_ms is None else "derived",
        marks=marks if marks is not None else (() if start_ms is None else ((0, start_ms),)),
        speaker=speaker,
        chapter=chapter,
        turn=turn,
        method=None if speaker is None else "printed",
        confidence=None if speaker is None else 1.0,
        source_start=cue,
        source_end=cue + 1,
    )


def voice(
    label: str, person: Person | None, role: str | None, number: int, utterances: Sequence[Utterance]
) -> Speaker:
    """Speaker `number` of an episode, counted from what it says."""
    own = [each for each in utterances if each.speaker == number]
    timed = [
        each.end_ms - each.start_ms for each in own if each.end_ms is not None and each.start_ms is not None
    ]
    return Speaker(
        label=label,
        person=person,
        role=role,
        method="printed" if own else "declared",
        confidence=1.0,
        talk_ms=sum(timed) if timed else None,
        turns=len({each.turn for each in own}),
        words=sum(each.words for each in own),
    )


def source(uri: str, content: str) -> StoredSource:
    raw = content.encode()
    return StoredSource(
        uri=uri,
        format="youtube_page",
        reader="youtube_page 1",
        sha256=hashlib.sha256(raw).hexdigest(),
        encoding="utf-8",
        content=raw,
    )


def transcript(utterances: Sequence[Utterance]) -> Transcript:
    return Transcript(
        source=0,
        recording=0,
        timed=any(each.start_ms is not None for each in utterances),
        has_speakers=any(each.speaker is not None for each in utterances),
        preferred=True,
        cues=len(utterances),
        words=sum(each.words for each in utterances),
    )


def again(record: EpisodeRecord, **changes: object) -> EpisodeRecord:
    """The same episode, derived anew, with its decisions as the first episode of an archive has them."""
    decided = tuple(replace(each, id=n) for n, each in enumerate(record.corrections, start=1))
    changes = {"corrections": decided, **changes}
    return replace(record, derivation=f"{record.derivation} again", **changes)  # type: ignore[arg-type]
