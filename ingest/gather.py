"""Everything that is there of one episode, as bytes: its files, what a person wrote beside them, the options.

Ep 01.srt, Ep 01.mp3, …     what has to be recognised and read
Ep 01.toml                  the sidecar: what the files do not say of themselves
podcast.toml                what holds for every episode in the folder
Ep 01.corrections.toml      decisions by a person
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

from archive import corrections
from archive.errors import ArchiveError
from archive.records import Correction, StoredSource

from . import sidecar
from .errors import UnreadableSource
from .files.folders import Group
from .files.raw import Raw
from .files.source import Source, decode, from_bytes, read_raw
from .options import Options

CORRECTIONS = "corrections"
CORRECTIONS_READER = "corrections 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An episode that a feed or a channel lists: what it says of it, and what was fetched that it links to.

    The first of `files` is the item. `place` is what messages call it.
    """

    place: Path
    files: tuple[Raw, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The `files` that could be opened and the `refused` that could not; what was `said` in TOML or typed.

    `places` has the path of each source as it was typed, for messages, by the source's uri.
    """

    files: tuple[Raw, ...]
    said: tuple[StoredSource, ...]
    corrections: StoredSource | None = None
    refused: tuple[ArchiveError, ...] = ()
    places: Mapping[str, str]

    def shared(self) -> tuple[StoredSource, ...]:
        """What was said of every talk among the files: in podcast.toml, on the command line."""
        return tuple(source for source in self.said if source.format in (sidecar.OPTIONS, sidecar.PODCAST))

    def decisions(self, stored: Sequence[Correction]) -> tuple[Correction, ...]:
        """The stored decisions, with what the corrections file says now. Raises InvalidCorrections."""
        if self.corrections is None:
            return tuple(stored)
        said = parsed(self.corrections, self.places[self.corrections.uri])
        return corrections.merge(stored, said, origin=origin(self.corrections), now=now(), redo=False)


def gather(group: Group | Listed, options: Options, root: Path) -> Gathered:
    """`root` is the folder that the stored paths start from: the archive's.

    Raises UnreadableSource if what a person wrote beside the files cannot be opened; recognises nothing yet.
    """
    document = options.document()
    if isinstance(group, Listed):
        own = (typed(document),) if document else ()
        return Gathered(files=group.files, said=own, places={raw.uri: raw.name for raw in group.files})
    files: list[Raw] = []
    refused: list[ArchiveError] = []
    for path in group.files:
        try:
            files.append(read_raw(path, root))
        except UnreadableSource as error:
            refused.append(error)
    said = [
        _stored(decode(read_raw(path, root)), format, sidecar.READER)
        for path, format in ((group.sidecar, sidecar.SIDECAR), (group.podcast, sidecar.PODCAST))
        if path is not None
    ]
    if document:
        said.append(typed(document))
    decided = read_corrections(group.corrections, root) if group.corrections else None
    beside = [path for path in (group.sidecar, group.podcast) if path is not None]
    places = {raw.uri: raw.name for raw in files}
    places |= {source.uri: str(path) for source, path in zip(said, beside, strict=False)}
    if decided:
        said.append(decided)
        places[decided.uri] = str(group.corrections)
    return Gathered(
        files=tuple(files), said=tuple(said), corrections=decided, refused=tuple(refused), places=places
    )


def typed(document: Mapping[str, object]) -> StoredSource:
    """What was said on the command line, as a source."""
    uri = sidecar.OPTIONS_URI
    said = from_bytes(sidecar.options_bytes(document), uri=uri, name=uri)
    return _stored(said, sidecar.OPTIONS, sidecar.READER)


def read_corrections(path: Path, root: Path) -> StoredSource:
    """A corrections file as it came. Raises UnreadableSource."""
    return _stored(decode(read_raw(path, root)), CORRECTIONS, CORRECTIONS_READER)


def parsed(source: StoredSource, name: str) -> tuple[Correction, ...]:
    """The decisions in a corrections file, made now. Raises InvalidCorrections, whose place is `name`."""
    return corrections.parse(source.content, name=name, origin=origin(source), made_at=now())


def origin(source: StoredSource) -> str:
    """What a corrections file is known by among those of an episode: its name, wherever it lies."""
    return PurePath(source.uri).name


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stored(source: Source, format: str, reader: str) -> StoredSource:
    return StoredSource(
        uri=source.uri,
        format=format,
        reader=reader,
        sha256=source.sha256,
        encoding=source.encoding,
        content=source.content,
    )
