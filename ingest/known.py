"""What the archive knows already: which episode a file tells of, and what else it has of it."""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive import evidence
from archive.records import Correction, Identifier, StoredSource

from . import sidecar
from .assemble import derivation, identify
from .errors import InputError
from .gather import CORRECTIONS, Gathered, origin, typed
from .options import merged
from .read import Evidence

ALIKE = 0.4
"""The part of the shorter text's runs of three words that the other must have for both to be one talk.

Measured on real captions: 0.82 and more between two captions of one talk (8 pairs), 0.19 and less between
talks of one podcast (2,235 pairs).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An episode as it is stored, and the outside names that it has now; `id` is None if it is new."""

    id: int | None = None
    names: tuple[Identifier, ...]
    sources: tuple[StoredSource, ...] = ()
    decisions: tuple[Correction, ...] = ()


@dataclass(slots=True, kw_only=True)
class Known:
    """What is committed, and which file of this run told of which episode."""

    connection: sqlite3.Connection
    claims: dict[str, Path] = field(default_factory=dict)

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

    def episode(self, transcript: Evidence) -> Episode:
        """The stored episode that a transcript is of: by its names, else by its path if the words are alike.

        A file that was overwritten with another talk is another episode. An episode keeps the names it had:
        an older version of its transcript is still known, and so is its video if the address was not pasted
        again.
        """
        names = identify(transcript)
        episode_id = evidence.find_episode(self.connection, names)
        if episode_id is None:
            episode_id = self._at(transcript, _videos(names))
        if episode_id is None:
            return Episode(names=names)
        held = evidence.load_identifiers(self.connection, episode_id)
        return Episode(
            id=episode_id,
            names=tuple(dict.fromkeys((*names, *held))),
            sources=evidence.load_sources(self.connection, episode_id),
            decisions=evidence.load_corrections(self.connection, episode_id),
        )

    def claim(self, path: Path, names: Iterable[Identifier], episode_id: int | None) -> None:
        """Raises InputError if another file of this run is the same episode: each would undo the other."""
        keys = [f"{name.scheme} {name.value}" for name in names]
        keys += [] if episode_id is None else [f"episode {episode_id}"]
        for key in keys:
            first = self.claims.get(key, path)
            if first != path:
                raise InputError(str(path), f"is the same episode as {first}", "keep one of the two")
        self.claims.update(dict.fromkeys(keys, path))

    def _at(self, transcript: Evidence, ours: set[str]) -> int | None:
        """The episode whose transcript lay where this one lies, if it is of the same talk."""
        found = self.connection.execute(
            "select distinct episode_id from sources where uri = ? and superseded_at is null",
            (transcript.stored.uri,),
        ).fetchall()
        for (episode_id,) in found:
            theirs = _videos(evidence.load_identifiers(self.connection, episode_id))
            texts = self.connection.execute(
                "select text from utterances where episode_id = ? order by id", (episode_id,)
            )
            said = " ".join(cue.text for cue in transcript.reading.cues)
            another_video = ours and theirs and not ours & theirs
            if not another_video and _alike(said, " ".join(text for (text,) in texts)):
                return int(episode_id)
        return None


def together(given: Sequence[StoredSource], stored: Iterable[StoredSource]) -> list[StoredSource]:
    """What is known now: what is given takes the place of what is stored of its kind.

    An episode has one transcript and one sidecar. What is said on the command line is added to what was said
    there before, and of corrections it may have several files.
    """
    old = list(stored)
    said = [source for source in old if source.format == sidecar.OPTIONS]
    new = [
        _with(said[0], source) if said and source.format == sidecar.OPTIONS else source for source in given
    ]
    return [*new, *(source for source in old if not any(_replaces(one, source) for one in new))]


def _with(old: StoredSource, new: StoredSource) -> StoredSource:
    return typed(merged(json.loads(old.content), json.loads(new.content)))


def _replaces(new: StoredSource, old: StoredSource) -> bool:
    same = new.sha256 == old.sha256 or origin(new) == origin(old)
    return new.format == old.format and (same or new.format != CORRECTIONS)


def _videos(names: Iterable[Identifier]) -> set[str]:
    return {name.value for name in names if name.scheme == "youtube"}


def _alike(one: str, other: str) -> bool:
    ours, theirs = _runs(one), _runs(other)
    return len(ours & theirs) >= ALIKE * min(len(ours), len(theirs))


def _runs(text: str) -> frozenset[str]:
    """The runs of three words in a text."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2)))
