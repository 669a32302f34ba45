"""What one source says, in its own words: the frozen values that readers make and `assemble` takes.

Times are integer milliseconds, half-open; unknown is None. What we *store* is in `archive.records`.
"""

import re
from dataclasses import dataclass

from archive.records import Podcast, Precision, Warning

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def spoken(text: str) -> str:
    """The text of a cue: runs of white space are one blank; control characters, never said, are gone."""
    return " ".join(_CONTROL.sub("", text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A piece of text with at most one start time, as the source prints it.

    `text` went through `spoken`; its words are otherwise untouched. `speaker` is the label as
    printed, on every cue that it holds for.
    """

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterMark:
    """One line of a chapter list, with the time as printed. `place` (`line 12`) is for messages."""

    start_ms: int
    title: str | None = None
    end_ms: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """A person whom a source names as taking part."""

    name: str
    role: str | None = None
    href: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A date as exact as the source says it: `text` is ISO, `precision` year, month, day or second."""

    text: str
    precision: Precision
    instant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one source says. A source may say anything or nothing of each."""

    cues: tuple[Cue, ...] = ()
    chapters: tuple[ChapterMark, ...] = ()
    people: tuple[PersonMention, ...] = ()
    youtube_id: str | None = None
    podcast: Podcast | None = None
    title: str | None = None
    description: str | None = None
    published: Published | None = None
    season: int | None = None
    number: float | None = None
    language: str | None = None
    link: str | None = None
    duration_ms: int | None = None
    origin: str | None = None
    warnings: tuple[Warning, ...] = ()
