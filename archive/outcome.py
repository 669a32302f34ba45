"""What became of an episode: in a module of its own, since a run that writes nothing needs no SQLAlchemy."""

from dataclasses import dataclass
from typing import Literal

from archive.errors import ArchiveError
from archive.records import EpisodeRecord

Status = Literal["inserted", "updated", "unchanged", "failed", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one episode. `place` is what to call it; `error` says why it failed.

    The pipeline makes the outcomes of episodes that need no record (a file that is unchanged, or unreadable)
    and sends them through `save`, which counts them and keeps them in order.
    """

    status: Status
    place: str
    episode_id: int | None = None
    record: EpisodeRecord | None = None
    error: ArchiveError | None = None
