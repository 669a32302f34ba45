"""The frozen values that are stored: one EpisodeRecord is everything the archive keeps of one episode.

`ingest.assemble` makes them, `archive.store` writes them; what a *source* says is in `ingest.reading`.
Times are integer milliseconds, called `…_ms`, half-open. Unknown is None, never 0 or "".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.decisions import (
    Correction as Correction,
)
from archive.kinds import (
    EndKind as EndKind,
)
from archive.kinds import (
    EpisodeKind as EpisodeKind,
)
from archive.kinds import (
    FieldOrigin as FieldOrigin,
)
from archive.kinds import (
    LabelKind as LabelKind,
)
from archive.kinds import (
    LinkKind as LinkKind,
)
from archive.kinds import (
    Mark as Mark,
)
from archive.kinds import (
    Method as Method,
)
from archive.kinds import (
    NotesType as NotesType,
)
from archive.kinds import (
    Origin as Origin,
)
from archive.kinds import (
    Precision as Precision,
)
from archive.kinds import (
    RecordingKind as RecordingKind,
)
from archive.kinds import (
    Timing as Timing,
)
from archive.recordings import (
    ClockMap as ClockMap,
)
from archive.recordings import (
    Link as Link,
)
from archive.recordings import (
    Piece as Piece,
)
from archive.recordings import (
    Recording as Recording,
)
from archive.recordings import (
    Soundbite as Soundbite,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """A show. `guid` is its `podcast:guid`, given by its feed or computed as the specification says.

    `license` is an SPDX name or a text, `license_url` where it stands. `categories` are as its feed nests
    them (`Health & Fitness/Mental Health`), `tags` are free.
    """

    title: str
    guid: str | None = None
    author: str | None = None
    description: str | None = None
    language: str | None = None
    link: str | None = None
    image_url: str | None = None
    copyright: str | None = None
    license: str | None = None
    license_url: str | None = None
    explicit: bool | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    origins: Mapping[str, FieldOrigin] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who somebody is in the world. Two people of one name are told apart by `href`, or not at all."""

    name: str
    href: str | None = None
    image_url: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person or a voice in this episode. `label` is what the source prints, or the person's name."""

    label: str
    kind: LabelKind = "name"
    person: Person | None = None
    role: str | None = None
    description: str | None = None
    method: Method
    confidence: float
    talk_ms: int | None = None
    turns: int = 0
    words: int = 0
    questions: int | None = None
    interruptions: int | None = None
    longest_ms: int | None = None
    longest_start_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """`given_ms` is the time as printed; `start_ms` the sentence that begins nearest to it.

    A heading in a text without times has neither.
    """

    title: str | None
    start_ms: int | None = None
    given_ms: int | None = None
    end_ms: int | None = None
    end_kind: EndKind | None = None
    href: str | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One speaker's consecutive sentences: at most 60 words and 30 s, inside one turn and one chapter.

    `speaker` and `chapter` are positions in the record's tuples. `marks` begins with offset 0 whenever the
    text is timed: that pair is the time the source printed for the cue that holds the first word.
    `confidence` is how sure the speaker is, `word_confidence` how sure a recogniser was of the words.
    `source_start` and `source_end` are the half-open range of cues, counted in the order of the reading,
    that the text was cut from.
    """

    text: str
    words: int
    start_ms: int | None = None
    end_ms: int | None = None
    timing: Timing | None = None
    marks: tuple[Mark, ...] = ()
    speaker: int | None = None
    chapter: int | None = None
    turn: int | None = None
    method: Method | None = None
    confidence: float | None = None
    word_confidence: float | None = None
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An outside name of the episode: `youtube` Y3Vb6ecvfpU, `file` /shows/ep1.txt, or a `sha256`."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSource:
    """A source as it came. `content` is the whole of it, uncompressed; `reader` is name and version.

    `left_at` is when its feed no longer listed it (ISO, UTC).
    """

    uri: str
    format: str
    reader: str
    sha256: str
    encoding: str | None
    content: bytes
    left_at: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One reading of one recording; `source` and `recording` are positions in the record's tuples.

    `flags` are what looks wrong in the text itself, as `ingest.quality` names it.
    """

    source: int
    recording: int
    origin: Origin | None = None
    language: str | None = None
    flags: tuple[str, ...] = ()
    timed: bool
    has_speakers: bool
    preferred: bool
    cues: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:
    """One thing noticed, at `place` (`line 12`); `correction` is a position in the record's corrections."""

    code: str
    place: str
    message: str
    correction: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRecord:
    """Everything the archive keeps of one episode. `identifiers` come strongest first.

    `origins` has the kind of source for each of its fields that is known. `guessed` names those of its fields
    that only a file's name tells. `fingerprint` are hashes of a few runs of its words, by which the same text
    is found under another title.
    """

    identifiers: tuple[Identifier, ...]
    derivation: str
    slug: str
    title: str | None = None
    podcast: Podcast | None = None
    subtitle: str | None = None
    description: str | None = None
    description_type: NotesType | None = None
    published: str | None = None
    published_at: str | None = None
    published_precision: Precision | None = None
    season: int | None = None
    number: float | None = None
    kind: EpisodeKind | None = None
    language: str | None = None
    link: str | None = None
    image_url: str | None = None
    explicit: bool | None = None
    tags: tuple[str, ...] = ()
    duration_ms: int | None = None
    origins: Mapping[str, FieldOrigin] = field(default_factory=dict, hash=False)
    guessed: tuple[str, ...] = ()
    fingerprint: tuple[int, ...] = ()
    recordings: tuple[Recording, ...] = ()
    sources: tuple[StoredSource, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    links: tuple[Link, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    clock_maps: tuple[ClockMap, ...] = ()
    corrections: tuple[Correction, ...] = ()
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What was last seen of a feed. `url` has no secrets in it, `url_sha256` is of the whole address.

    `retry_at` is the instant (ISO, UTC) before which its server wants no request.
    """

    url: str
    url_sha256: str
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    status: Literal["active", "moved", "gone"] = "active"
    problem: str | None = None
    retry_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRecord:
    """What a feed says of its show: `source` is the feed without its items.

    `left` are all its items (the uris of their sources) that it does not list now.
    """

    podcast: Podcast
    source: StoredSource | None = None
    feed: FeedState | None = None
    left: tuple[str, ...] = ()
