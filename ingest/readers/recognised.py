"""What recognisers of speech print, words with times, voices and confidences, made into cues.

Each format reads its own names for these things into Words and Segments; what they mean is decided here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive import timecode
from archive.records import Mark, Origin
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.reading import ChapterMark, Cue, Reading, spoken

from .jsontext import text as printable
from .oddities import Oddities

MOST_WORDS = 30
"""A cue made of words has no more than these."""

PAUSE_MS = 1_500
"""After as much silence the next word begins a cue."""

_FINER = re.compile(r"([.,]\d{3})\d{1,6}\s*$")
_GAP = 50
"""Characters of punctuation that may stand between two words of a text."""

NO_TIME = "has a time that is negative, beyond any recording or no number; it was left out"
_UNLIKE = (
    "has other words in its text than those listed with times: the text was kept, without times of words; but"
    " the words, where only they say who speaks"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as recognised. `joined`: it continues the word before without a blank."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None
    confidence: float | None = None
    joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What a source prints as one piece. `text` governs where it is there; `words` then say when and who."""

    words: Sequence[Word] = ()
    text: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None
    confidence: float | None = None


def seconds(odd: Oddities, value: object, place: str) -> int | None:
    """The ms of a number of seconds, also as text or as a clock's time; None where there is none."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str) and ":" in value:
            # Python prints six digits of a fraction.
            return timecode.parse(_FINER.sub(r"\1", value))
        return timecode.from_seconds(value)
    except ValueError:
        odd.note("bad_time", place, NO_TIME)
        return None


def milliseconds(odd: Oddities, value: object, place: str) -> int | None:
    """The same of a number of milliseconds."""
    if isinstance(value, int | float | str) and not isinstance(value, bool) and value != "":
        try:
            value = float(value) / 1000
        except (OverflowError, ValueError):
            value = -1
    return seconds(odd, value, place)


def label(value: object, kind: str = "Speaker") -> str | None:
    """A speaker's label as printed: `SPEAKER_00`, `spk_0`, `A`.

    A bare number is no label that a person can read, and becomes `Speaker 0`.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{kind} {value}" if 0 <= value < 1_000_000 else None
    name = spoken(printable(value) or "")
    return f"{kind} {name}" if name.isdecimal() else name or None


def reading(
    source: Source,
    segments: Iterable[Segment],
    odd: Oddities,
    *,
    language: str | None = None,
    duration_ms: int | None = None,
    chapters: tuple[ChapterMark, ...] = (),
    origin: Origin | None = "asr",
) -> Reading:
    """The reading of recognised segments. Raises MalformedTranscript if they have no words."""
    found = cues(segments, odd)
    if not found:
        raise MalformedTranscript(source.name, "has no words", "see whether the recogniser heard any")
    return Reading(
        cues=found,
        language=language,
        duration_ms=duration_ms or None,
        chapters=chapters,
        chapter_list="headings" if chapters else "description",
        origin=origin,
        warnings=odd.warnings(),
    )


def cues(segments: Iterable[Segment], odd: Oddities) -> tuple[Cue, ...]:
    """The cues of the segments, in their order: one each, or one for each voice that their words have."""
    found: list[Cue] = []
    for number, segment in enumerate(segments, start=1):
        said = _said(segment.words)
        whole = spoken(segment.text or "")
        fitted = fit(whole, said) if whole and said else said
        if fitted is None:
            odd.note("words_unlike_text", f"segment {number}", _UNLIKE)
            voices = {word.speaker for word in _with_speakers(said, segment.speaker)}
            # Who said what can only be told by the words.
            fitted = said if len(voices) > 1 else []
            segment = replace(segment, speaker=voices.pop() if len(voices) == 1 else segment.speaker)
        if fitted:
            found += _by_voice(segment, _with_speakers(fitted, segment.speaker))
        elif whole:
            found.append(_cue(segment, [Word(text=whole, speaker=segment.speaker)], first=True, last=True))
    return tuple(found)


def split(words: Sequence[Word]) -> Iterator[Segment]:
    """Segments of words that come without: a new one at another voice, a sentence's end or a pause."""
    piece: list[Word] = []
    for word in words:
        if piece and _parts(piece, word):
            yield Segment(words=piece, speaker=piece[0].speaker)
            piece = []
        piece.append(word)
    if piece:
        yield Segment(words=piece, speaker=piece[0].speaker)


def divided(text: str | None, words: Sequence[Word]) -> Iterator[Segment]:
    """The same where the source also prints the whole as `text`, which governs."""
    said = _said(words)
    whole = spoken(text or "")
    fitted = fit(whole, said) if whole and said else said
    if fitted:
        yield from split(fitted)
    elif whole:
        yield Segment(text=whole, words=said)


def fit(text: str, words: Sequence[Word]) -> list[Word] | None:
    """The words with the punctuation that `text` has around them; None if they are not its words.

    Joined again, they are `text`.
    """
    # Some list words without the capitals of the text; a few letters are longer in lower case.
    lowered = text.lower() if len(text.lower()) == len(text) else text
    starts: list[int] = []
    offset = 0
    for word in words:
        at = offset
        while not (text.startswith(word.text, at) or lowered.startswith(word.text, at)):
            if at >= min(len(text), offset + _GAP) or text[at].isalnum():
                return None
            at += 1
        # An opening quotation mark belongs to the word behind it, a full stop to the one before.
        blank = text.rfind(" ", offset, at)
        starts.append(at if blank < 0 else blank + 1)
        offset = at + len(word.text)
    if any(character.isalnum() for character in text[offset:]):
        return None
    starts[0] = 0
    return [
        _as(word, text[start:end].strip(), joined=start > 0 and text[start - 1] != " ")
        for word, start, end in zip(words, starts, [*starts[1:], len(text)], strict=True)
    ]


def _as(word: Word, text: str, *, joined: bool) -> Word:
    """The same word otherwise written. Most are not, and to copy them all took a third of reading a file."""
    if (word.text, word.joined) == (text, joined):
        return word
    return replace(word, text=text, joined=joined)


def _said(words: Sequence[Word]) -> list[Word]:
    return [_as(word, text, joined=word.joined) for word in words if (text := spoken(word.text))]


def _parts(piece: Sequence[Word], word: Word) -> bool:
    before = piece[-1]
    # Recognisers leave out time and voice of a figure: it is said by whoever is speaking.
    if word.speaker != piece[0].speaker and (word.speaker or word.start_ms is not None):
        return True
    if word.joined:
        return False
    pause = None
    if before.end_ms is not None and word.start_ms is not None:
        pause = word.start_ms - before.end_ms
    ended = before.text.rstrip("\"'”’)]»").endswith((".", "!", "?", "…", "。", "！", "？", "؟", "।"))
    return ended or (pause is not None and pause >= PAUSE_MS) or len(piece) >= MOST_WORDS


def _with_speakers(words: Sequence[Word], otherwise: str | None) -> list[Word]:
    """A word without a voice has that of the word before it in its segment: recognisers leave out figures."""
    current = otherwise or next((word.speaker for word in words if word.speaker), None)
    found = []
    for word in words:
        current = word.speaker or current
        found.append(word if word.speaker == current else replace(word, speaker=current))
    return found


def _by_voice(segment: Segment, words: Sequence[Word]) -> Iterator[Cue]:
    runs = [list(run) for _, run in groupby(words, key=lambda word: word.speaker)]
    for number, run in enumerate(runs):
        yield _cue(segment, run, first=number == 0, last=number == len(runs) - 1)


def _cue(segment: Segment, words: Sequence[Word], *, first: bool, last: bool) -> Cue:
    text = ""
    marks: list[Mark] = []
    for word in words:
        text += word.text if not text or word.joined else f" {word.text}"
        if word.start_ms is not None:
            marks.append((len(text) - len(word.text), word.start_ms))
    start_ms = segment.start_ms if first else None
    end_ms = segment.end_ms if last else None
    if start_ms is None or (marks and marks[0][0] == 0 and _within(marks[0][1], segment)):
        start_ms = marks[0][1] if marks else start_ms
    if end_ms is None:
        end_ms = words[-1].end_ms
    if end_ms is not None and (start_ms is None or end_ms < start_ms):
        end_ms = None
    sure = [word.confidence for word in words if word.confidence is not None]
    return Cue(
        text=text,
        start_ms=start_ms,
        end_ms=end_ms,
        speaker=words[0].speaker,
        marks=tuple(mark for mark in marks if mark[0] > 0),
        confidence=round(sum(sure) / len(sure), 4) if sure else segment.confidence,
    )


def _within(ms: int, segment: Segment) -> bool:
    """Whether a segment's first word starts in it: its time is then the more exact one."""
    start, end = segment.start_ms, segment.end_ms
    return start is None or (start <= ms and (end is None or ms <= end))
