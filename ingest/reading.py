"""What one source says, in its own words: the frozen values that readers make and `assemble` takes.

Times are integer milliseconds, half-open; unknown is None. What we *store* is in `archive.records`.
"""

import re
from dataclasses import dataclass
from typing import Literal

from archive.records import (
    EpisodeKind,
    Link,
    Mark,
    NotesType,
    Origin,
    Podcast,
    Precision,
    RecordingKind,
    Soundbite,
    Warning,
)

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def spoken(text: str) -> str:
    """The text of a cue: runs of white space are one blank; control characters, never said, are gone."""
    return " ".join((text if text.isprintable() else _CONTROL.sub("", text)).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A piece of text with at most one start time, as the source prints it, in the order of the source.

    `text` went through `spoken`; its words are otherwise untouched. `speaker` is the label as printed, on
    every cue that it holds for. `marks` are further times that the source gives inside the text, mostly of
    words: (offset in `text`, ms), by ascending offset. `confidence` is how sure a recogniser says to be of
    these words, from 0 to 1.
    """

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None
    marks: tuple[Mark, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterMark:
    """One line of a chapter list, with the time as printed, or a heading above the cue number `cue`.

    At least one of `start_ms` and `cue` is there. `place` (`line 12`) is for messages.
    """

    start_ms: int | None = None
    cue: int | None = None
    title: str | None = None
    end_ms: int | None = None
    href: str | None = None
    image_url: str | None = None
    place: str = ""


ChapterList = Literal["file", "feed", "media", "video", "description", "headings"]
"""Where chapters were listed: a chapters file, a feed's item, a media file's tags, a video's page, show
notes, headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """A person whom a source names as taking part; `group` if a feed says one but its cast: `writing`."""

    name: str
    role: str | None = None
    group: str | None = None
    href: str | None = None
    description: str | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A date as exact as the source says it: `text` is ISO, `precision` year, month, day or second."""

    text: str
    precision: Precision
    instant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingMention:
    """A cut of the episode that a source says can be played; see `archive.records.Recording`."""

    kind: RecordingKind
    url: str | None = None
    mime_type: str | None = None
    duration_ms: int | None = None
    size: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `start_ms` to `end_ms` the voice `speaker` is heard; spans of several voices may overlap."""

    start_ms: int
    end_ms: int
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one source says. A source may say anything or nothing of each.

    `spans` are who is heard when, without words (RTTM). `origin` is who made the words. `guid` is a feed's
    name for the episode, unique in the show whose `podcast:guid` is `podcast.guid`. `prefer` is the source
    whose words a person wants to be the episode's: its uri, or what its name or address ends in.
    """

    cues: tuple[Cue, ...] = ()
    spans: tuple[Span, ...] = ()
    chapters: tuple[ChapterMark, ...] = ()
    chapter_list: ChapterList = "description"
    people: tuple[PersonMention, ...] = ()
    recordings: tuple[RecordingMention, ...] = ()
    links: tuple[Link, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    youtube_id: str | None = None
    guid: str | None = None
    podcast: Podcast | None = None
    title: str | None = None
    subtitle: str | None = None
    description: str | None = None
    description_type: NotesType | None = None
    published: Published | None = None
    season: int | None = None
    number: float | None = None
    kind: EpisodeKind | None = None
    language: str | None = None
    link: str | None = None
    image_url: str | None = None
    explicit: bool | None = None
    tags: tuple[str, ...] = ()
    duration_ms: int | None = None
    prefer: str | None = None
    origin: Origin | None = None
    warnings: tuple[Warning, ...] = ()
