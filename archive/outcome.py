"""What became of an episode: in a module of its own, since a run that writes nothing needs no SQLAlchemy."""

from dataclasses import dataclass
from typing import Literal

from archive.errors import ArchiveError
from archive.records import EpisodeRecord

Status = Literal["inserted", "updated", "unchanged", "failed", "removed", "withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one episode. `place` is what to call it; `error` says why it failed, or is withheld.

    What is withheld was taken out of the archive before, and is passed over.

    The pipeline makes the outcomes of episodes that need no record (a file that is unchanged, or unreadable)
    and sends them through `save`, which counts them and keeps them in order.
    """

    status: Status
    place: str
    episode_id: int | None = None
    record: EpisodeRecord | None = None
    error: ArchiveError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A record and the stored episode that it replaces; `episode_id` is None if it is new.

    `absorbed` are the episodes whose sources are its own from now on. Sources of a format in `shared` are
    copied where several parts have them.
    """

    record: EpisodeRecord
    episode_id: int | None = None
    absorbed: tuple[int, ...] = ()
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is stored together or not at all: the `parts` that sources of some episodes were shared out to.

    `beside` are other episodes that share a name with one of them, which joins none. Of several parts, or one
    that absorbs, each replaces what is there; `place` is what to call it.
    """

    parts: tuple[Part, ...]
    beside: tuple[int, ...] = ()
    place: str
