"""What the archive knows already: which episode a file tells of, and what else it has of it."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive import evidence
from archive.records import Correction, Identifier, StoredSource

from .assemble import derivation
from .errors import InputError
from .gather import Gathered, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An episode as it is stored, all empty if it is new, and the outside names that it may have."""

    names: tuple[Identifier, ...]
    sources: tuple[StoredSource, ...] = ()
    decisions: tuple[Correction, ...] = ()


@dataclass(slots=True, kw_only=True)
class Known:
    """What is committed, and which file of this run told of which video."""

    connection: sqlite3.Connection
    videos: dict[str, Path] = field(default_factory=dict)

    def unchanged(self, given: Gathered) -> int | None:
        """The id of the episode that was derived from just what is given, if one was."""
        same = Identifier(scheme="sha256", value=given.transcript.sha256)
        episode_id = evidence.find_episode(self.connection, [same])
        if episode_id is None:
            return None
        # The decisions as stored, not as the file says: a file that is the same was heard when it was new.
        decisions = evidence.load_corrections(self.connection, episode_id)
        sources = together(given.sources, evidence.load_sources(self.connection, episode_id))
        stored = evidence.load_derivation(self.connection, episode_id)
        return episode_id if derivation(sources, decisions) == stored else None

    def episode(self, names: Sequence[Identifier]) -> Episode:
        """The stored episode that has one of the names.

        A file that was overwritten with another video's page is another episode; its path stays the first's.
        """
        episode_id = evidence.find_episode(self.connection, names)
        if episode_id is None:
            return Episode(names=tuple(names))
        ours = _videos(names)
        theirs = _videos(evidence.load_identifiers(self.connection, episode_id))
        if ours and theirs and ours != theirs:
            return self.episode([name for name in names if name.scheme != "file"])
        return Episode(
            names=tuple(names),
            sources=evidence.load_sources(self.connection, episode_id),
            decisions=evidence.load_corrections(self.connection, episode_id),
        )

    def refuse_a_second_file(self, path: Path, names: Iterable[Identifier]) -> None:
        """Raises InputError if another file of this run is the same video: each would undo the other."""
        for video in _videos(names):
            first = self.videos.setdefault(video, path)
            if first != path:
                raise InputError(str(path), f"is the same video as {first}", "keep one of the two")


def _videos(names: Iterable[Identifier]) -> set[str]:
    return {name.value for name in names if name.scheme == "youtube"}
