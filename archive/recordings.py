"""What plays and what belongs to it: recordings, their clocks, links to files elsewhere, moments pointed at.

Part of the values of `archive.records`; times are integer milliseconds, half-open.
"""

from dataclasses import dataclass

from archive.kinds import LinkKind, RecordingKind

Piece = tuple[int, int, int, int]
"""Where two clocks run alike: (start, end) on the one, then on the other, in ms; both go on evenly."""


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
class ClockMap:
    """How the clock of one recording maps onto another's; the recordings are positions in the record's.

    `pieces` ascend on both clocks and do not overlap. `matches` are the words heard in both, `covered` is the
    part of the words of one transcript that have a moment on the other clock, `to_covered` the other way
    round. The errors are those at matching runs of words that the pieces were not learned from.
    """

    from_recording: int
    to_recording: int
    pieces: tuple[Piece, ...]
    matches: int
    covered: float
    to_covered: float
    median_error_ms: int
    p95_error_ms: int
