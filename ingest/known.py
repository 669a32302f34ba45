"""What the archive knows already: which episode files tell of, and what else it has of it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from archive import evidence
from archive.records import Correction, Identifier, StoredSource

from . import likeness, registry, sidecar
from .assemble import derivation, identify
from .files import endings
from .files.source import Raw
from .gather import CORRECTIONS, Gathered, origin, typed
from .options import merged
from .read import Evidence, is_file
from .registry import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An episode as it is stored, and the outside names that it has now; `id` is None if it is new."""

    id: int | None = None
    names: tuple[Identifier, ...]
    sources: tuple[StoredSource, ...] = ()
    decisions: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The stored episodes that have the bytes of some files: their sources, by their ids.

    The sources are there to be compared with what is given, and may be without their bytes.
    """

    sources: Mapping[int, tuple[StoredSource, ...]]
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An episode that would be derived again from just what it was derived from: from these `files`."""

    episode_id: int
    files: tuple[Raw, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is committed in an archive."""

    connection: sqlite3.Connection

    def held(self, files: Iterable[Raw]) -> Held:
        """What is stored already of `files`, by their bytes."""
        ids = {
            evidence.find_episode(self.connection, [Identifier(scheme="sha256", value=raw.sha256)])
            for raw in files
        }
        sources = {id_: self._sources(id_) for id_ in ids if id_ is not None}
        hashes = (source.sha256 for each in sources.values() for source in each if is_file(source))
        return Held(sources=sources, hashes=frozenset(hashes))

    def _sources(self, episode_id: int) -> tuple[StoredSource, ...]:
        """The sources of an episode, to be compared: without their bytes, unless options are among them.

        To unpack the bytes takes longer than all else that is done with a file that did not change.
        """
        found = self.connection.execute(
            "select uri, format, reader, sha256, encoding from sources"
            " where episode_id = ? and superseded_at is null order by uri",
            (episode_id,),
        ).fetchall()
        if any(format == sidecar.OPTIONS for _, format, *_ in found):
            return evidence.load_sources(self.connection, episode_id)
        return tuple(
            StoredSource(uri=uri, format=format, reader=reader, sha256=sha256, encoding=encoding, content=b"")
            for uri, format, reader, sha256, encoding in found
        )

    def unchanged(self, given: Gathered, held: Held, format: Format | None) -> list[Unchanged]:
        """The episodes that were derived from just what is given: the group's own, then those of other talks.

        Nothing if there are none, or if it is not so. Files that are not held do not count. Nothing is
        recognised: what has the bytes of a stored source has its format.
        """
        files: dict[int, list[Raw]] = {}
        for raw in given.files:
            if raw.sha256 not in held.hashes:
                continue
            homes = [id_ for id_, stored in held.sources.items() if _holds(stored, raw)]
            if len(homes) != 1:
                return []
            files.setdefault(homes[0], []).append(raw)
        same = [Unchanged(episode_id=id_, files=tuple(own)) for id_, own in files.items()]
        for own in same:
            others = [each for each in same if each is not own]
            if (
                self._is_same(own, held, given.said, format)
                and all(len(each.files) == 1 for each in others)
                and all(self._is_same(each, held, given.shared(), format) for each in others)
                and all(self._differ(own, each) for each in others)
            ):
                return [own, *others]
        return []

    def _is_same(
        self, found: Unchanged, held: Held, said: Sequence[StoredSource], format: Format | None
    ) -> bool:
        stored = held.sources[found.episode_id]
        formats = {source.sha256: registry.named(source.format) for source in stored if is_file(source)}
        files = []
        for raw in found.files:
            known = formats[raw.sha256]
            if known is None or format not in (None, known):
                return False
            files.append(_as(raw, known))
        # The decisions as stored, not as the file says: a file that is the same was heard when it was new.
        decisions = evidence.load_corrections(self.connection, found.episode_id)
        now = derivation(together([*files, *said], stored), decisions)
        return now == evidence.load_derivation(self.connection, found.episode_id)

    def _differ(self, one: Unchanged, other: Unchanged) -> bool:
        """Whether two episodes would be told apart again: perhaps their files were not of one name before."""
        return likeness.differ(self._text(one.episode_id), self._text(other.episode_id))

    def episode(self, read: Sequence[Evidence]) -> Episode:
        """The stored episode that files are of: by its names, else by a path if the words are alike.

        A file that was overwritten with another talk is another episode. An episode keeps the names it had:
        an older version of its transcript is still known, and so is its video if the address was not pasted
        again.
        """
        names = identify(read)
        episode_id = evidence.find_episode(self.connection, names)
        if episode_id is None:
            alike = (self._at(item, _videos(names)) for item in read)
            episode_id = next((found for found in alike if found is not None), None)
        return self.by_id(episode_id, names)

    def by_id(self, episode_id: int | None, names: Sequence[Identifier] = ()) -> Episode:
        """The stored episode, which is now also known by `names`; a new one if there is no id."""
        if episode_id is None:
            return Episode(names=tuple(names))
        held = evidence.load_identifiers(self.connection, episode_id)
        return Episode(
            id=episode_id,
            names=tuple(dict.fromkeys((*names, *held))),
            sources=evidence.load_sources(self.connection, episode_id),
            decisions=evidence.load_corrections(self.connection, episode_id),
        )

    def _at(self, transcript: Evidence, ours: set[str]) -> int | None:
        """The episode whose transcript lay where this one lies, if it is of the same talk."""
        found = self.connection.execute(
            "select distinct episode_id from sources where uri = ? and superseded_at is null",
            (transcript.stored.uri,),
        ).fetchall()
        for (episode_id,) in found:
            theirs = _videos(evidence.load_identifiers(self.connection, episode_id))
            said = " ".join(cue.text for cue in transcript.reading.cues)
            kept = self._text(episode_id)
            another_video = ours and theirs and not ours & theirs
            # What had no words and has none is the same by its path alone: a list of chapters, a recording.
            if not another_video and (likeness.alike(said, kept) if said and kept else not said):
                return int(episode_id)
        return None

    def _text(self, episode_id: int) -> str:
        texts = self.connection.execute(
            "select text from utterances where episode_id = ? order by id", (episode_id,)
        )
        return " ".join(text for (text,) in texts)


def together(given: Sequence[StoredSource], stored: Iterable[StoredSource]) -> list[StoredSource]:
    """What is known now: what is given takes the place of what is stored of its kind.

    A file takes the place of what lay at its path, and of a file of its format that is called otherwise. What
    is said on the command line is added to what was said there before, and of corrections an episode may have
    several files.
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
    if new.uri == old.uri:
        return is_file(new) == is_file(old)
    if new.format == CORRECTIONS or old.format == CORRECTIONS:
        same = new.sha256 == old.sha256 or origin(new) == origin(old)
        return new.format == old.format and same
    if is_file(new) and new.sha256 != old.sha256 and _home(new) == _home(old):
        return False  # one of several files of one name, which is not there now; it goes when it is pruned
    return new.format == old.format


def _home(source: StoredSource) -> tuple[str, str]:
    path = PurePath(source.uri)
    return str(path.parent), endings.stem(path.name)


def _holds(stored: Iterable[StoredSource], raw: Raw) -> bool:
    return any(source.sha256 == raw.sha256 and is_file(source) for source in stored)


def _as(raw: Raw, format: Format) -> StoredSource:
    return StoredSource(
        uri=raw.uri,
        format=format.name,
        reader=format.reader,
        sha256=raw.sha256,
        encoding=None,
        content=raw.content,
    )


def _videos(names: Iterable[Identifier]) -> set[str]:
    return {name.value for name in names if name.scheme == "youtube"}
