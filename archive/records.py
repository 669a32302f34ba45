"""The frozen values that are stored: one EpisodeRecord is everything the archive keeps of one episode.

`ingest.assemble` makes them, `archive.store` writes them; what a *source* says is in `ingest.reading`.
Times are integer milliseconds, called `…_ms`, half-open. Unknown is None, never 0 or "".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Method = Literal["declared", "printed", "alias", "first name", "overlap", "corrected"]
"""How a speaker is known: named by a feed, sidecar or option; printed in the source as the name is, as
somebody decided to read it, or as the first name that only one person here has; heard at that time (as a
diarisation beside it says); said by a correction. Of an utterance it is printed, overlap or corrected."""

FieldOrigin = Literal[
    "options", "sidecar", "podcast.toml", "feed", "video", "transcript", "media", "file name"
]
"""Which kind of source said something of an episode or a show, the strongest first."""

Timing = Literal["given", "derived", "interpolated"]
"""given: the source printed start and end; derived: only the start; interpolated: the start lies in a cue."""

EndKind = Literal["given", "next", "duration", "words"]
"""How an end is known: printed, the next chapter's start, the episode's duration, the last words' end."""

Origin = Literal["human", "edited", "asr", "automatic captions"]
"""Who made the words: a person, a person who corrected a recogniser, a recogniser, YouTube's recogniser."""

RecordingKind = Literal["youtube", "audio", "video", "file", "unknown"]
"""Where a recording plays: on YouTube, at an address, or from a file that lies beside the transcript."""

LabelKind = Literal["name", "anonymous", "group", "sound"]
"""What a speaker's label is: somebody's name, a voice without one, several people, or no speech at all."""

Precision = Literal["year", "month", "day", "second"]

EpisodeKind = Literal["full", "trailer", "bonus"]
"""What an episode is, as feeds say it."""

NotesType = Literal["html", "text"]
"""How a description is written: HTML is shown sanitised, text as it is."""

LinkKind = Literal["transcript", "chapters"]
"""What lies elsewhere and belongs to an episode."""

Mark = tuple[int, int]
"""(character offset in the utterance's text, ms): from here on the source's clock said this."""


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
class Recording:
    """One cut of an episode that can be played, with its own clock."""

    kind: RecordingKind
    url: str | None = None
    mime_type: str | None = None
    duration_ms: int | None = None
    size: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A transcript or a chapters file that a source links to, whether it was fetched or not."""

    kind: LinkKind
    url: str
    mime_type: str | None = None
    language: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A moment of the feed's recording that the show itself points at."""

    start_ms: int
    duration_ms: int
    title: str | None = None


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


Piece = tuple[int, int, int, int]
"""Where two clocks run alike: (start, end) in the one recording, (start, end) in the other, in ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMap:
    """How the clock of one recording maps onto another's; the recordings are positions in the record's.

    The errors are those at matches that were held back while it was learned.
    """

    from_recording: int
    to_recording: int
    pieces: tuple[Piece, ...]
    matches: int
    covered: float
    median_error_ms: int
    p95_error_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person's decision: from these words on, near this time, `speaker` speaks (None: nobody knows).

    `words` are as heard, so that the anchor survives other captions; `id` is None until it is stored.
    An undone decision is kept with the instant it was undone, and with who undid it: a person, or its file,
    which no longer has it. Instants are ISO, UTC.
    """

    id: int | None = None
    at_ms: int | None
    words: str
    speaker: str | None
    origin: str
    made_at: str
    undone_at: str | None = None
    undone_by: Literal["person", "file"] | None = None


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
