"""What became of a piece of work before it is stored."""

from dataclasses import dataclass
from pathlib import Path

from archive.outcome import Change, Outcome
from archive.records import Identifier

from .files.raw import Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What became of a group before it is stored: its change, or why there is none; and each file refused.

    `claims` are the names by which it is known, and `episode_id` is set if it is unchanged. `feeds` are files
    that list episodes, and are none. `others` are what became of files of the group that are of another talk.
    """

    place: Path
    episode: Change | Outcome | None
    claims: tuple[Identifier, ...] = ()
    episode_id: int | None = None
    feeds: tuple[Raw, ...] = ()
    refused: tuple[Outcome, ...] = ()
    others: tuple["Prepared", ...] = ()
