"""What a record must keep to before anything is written: what the tables' own constraints cannot say."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from archive.errors import InvalidRecord
from archive.names import plain
from archive.records import Chapter, EpisodeRecord, Speaker, Utterance
from archive.schema import UTTERANCES_PER_EPISODE

_LARGEST = 2**63 - 1


def validate(record: EpisodeRecord) -> None:
    """Raises InvalidRecord, naming the first thing in `record` that the archive cannot keep."""
    for problem in _problems(record):
        raise InvalidRecord(
            place(record), problem, "report this with the source: its reader made a bad record"
        )


def place(record: EpisodeRecord) -> str:
    """What to call the record in a message: its first source, else its slug."""
    return record.sources[0].uri if record.sources else record.slug


def _problems(record: EpisodeRecord) -> Iterator[str]:
    if not record.identifiers:
        yield "it has no identifier, so it could never be found again"
    if len(set(record.identifiers)) < len(record.identifiers):
        yield "it has the same identifier twice"
    if not record.slug:
        yield "its slug is empty"
    yield from _unstorable(record)
    uris = [source.uri for source in record.sources]
    if len(set(uris)) < len(uris):
        yield "two of its sources have the same address"
    for n, transcript in enumerate(record.transcripts):
        if not _within(transcript.source, record.sources) or not _within(
            transcript.recording, record.recordings
        ):
            yield f"transcript {n} names a source or a recording that the record does not have"
    if sum(transcript.preferred for transcript in record.transcripts) > 1:
        yield "two transcripts are preferred"
    for warning in record.warnings:
        if warning.correction is not None and not _within(warning.correction, record.corrections):
            yield f"the warning {warning.code} names a correction that the record does not have"
    for n, speaker in enumerate(record.speakers):
        yield from (f"speaker {n}: {problem}" for problem in _speaker(speaker))
    for n, chapter in enumerate(record.chapters):
        yield from (f"chapter {n}: {problem}" for problem in _chapter(chapter))
    if len(record.utterances) >= UTTERANCES_PER_EPISODE:
        yield f"it has {len(record.utterances)} utterances; {UTTERANCES_PER_EPISODE - 1} can be numbered"
    for n, utterance in enumerate(record.utterances):
        yield from (f"utterance {n}: {problem}" for problem in _utterance(utterance, record))


def _speaker(speaker: Speaker) -> Iterator[str]:
    if not speaker.label:
        yield "its label is empty"
    if speaker.person and not plain(speaker.person.name):
        yield "the person's name is empty"
    if not 0 <= speaker.confidence <= 1:
        yield f"its confidence {speaker.confidence} is not between 0 and 1"
    if min(speaker.talk_ms or 0, speaker.turns, speaker.words) < 0:
        yield "it counts less than nothing"


def _chapter(chapter: Chapter) -> Iterator[str]:
    if min(chapter.start_ms or 0, chapter.given_ms or 0) < 0:
        yield "it begins before the recording"
    if chapter.end_ms is not None and (chapter.start_ms is None or chapter.end_ms < chapter.start_ms):
        yield "it ends before it begins"
    if (chapter.end_ms is None) != (chapter.end_kind is None):
        yield "its end and how the end is known must be there together"


def _utterance(utterance: Utterance, record: EpisodeRecord) -> Iterator[str]:
    if not utterance.text:
        yield "it has no text"
    if not utterance.text.isascii():
        yield from _unstorable(utterance.text, "its text")
    if utterance.speaker is not None and not _within(utterance.speaker, record.speakers):
        yield "it names a speaker that the record does not have"
    if utterance.chapter is not None and not _within(utterance.chapter, record.chapters):
        yield "it names a chapter that the record does not have"
    untimed = utterance.start_ms is None
    if untimed != (utterance.timing is None) or untimed != (not utterance.marks):
        yield "its start, its timing and its marks must be there together"
    if not untimed and not 0 <= (utterance.start_ms or 0) <= _LARGEST:
        yield "it begins before the recording, or never"
    if utterance.end_ms is not None and utterance.end_ms < (utterance.start_ms or 0):
        yield "it ends before it begins"
    offsets = [offset for offset, _ in utterance.marks]
    if offsets and (offsets[0] != 0 or offsets[-1] >= len(utterance.text)):
        yield "its marks must begin at its first character and lie inside the text"
    if offsets != sorted(offsets):
        yield "its marks must not go backward in the text"
    if utterance.confidence is not None and not 0 <= utterance.confidence <= 1:
        yield f"its confidence {utterance.confidence} is not between 0 and 1"
    if utterance.word_confidence is not None and not 0 <= utterance.word_confidence <= 1:
        yield f"the confidence in its words, {utterance.word_confidence}, is not between 0 and 1"
    if not 0 <= utterance.source_start < utterance.source_end:
        yield "it comes from no cue"


def _within(position: int, things: tuple[object, ...]) -> bool:
    return 0 <= position < len(things)


def _unstorable(value: object, name: str = "the record") -> Iterator[str]:
    """SQLite takes no half of a surrogate pair and no integer beyond 64 bits."""
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            yield f"{name} has a character that is none (half of a surrogate pair)"
    elif isinstance(value, int):
        if abs(value) > _LARGEST:
            yield f"{name} is too large a number"
    elif isinstance(value, tuple):
        for part in value:
            yield from _unstorable(part, name)
    elif is_dataclass(value):
        for field in fields(value):
            # Utterances are many, and looked at one by one already.
            if field.name != "utterances":
                part = f"{type(value).__name__.lower()}.{field.name}"
                yield from _unstorable(getattr(value, field.name), part)
