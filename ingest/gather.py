"""What belongs to one file: the transcript itself, the sidecars beside it, the options given with it.

ep1.txt                 the transcript
ep1.toml                the sidecar: what it does not say of itself
ep1.corrections.toml    decisions by a person
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

from archive import corrections
from archive.records import Correction, StoredSource

from . import registry, sidecar
from .options import Options
from .source import Source, from_bytes, read_source

CORRECTIONS = "corrections"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}")

CORRECTIONS_READER = "corrections 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All the `sources`, of which one is the `transcript`, and perhaps one the `corrections` beside it.

    `places` has the path of each source as it was typed, for messages, by the source's uri.
    """

    sources: tuple[StoredSource, ...]
    transcript: StoredSource
    corrections: StoredSource | None = None
    places: Mapping[str, str]

    def decisions(self, stored: Sequence[Correction]) -> tuple[Correction, ...]:
        """The stored decisions, with what the corrections file says now. Raises InvalidCorrections."""
        if self.corrections is None:
            return tuple(stored)
        said = parsed(self.corrections, self.places[self.corrections.uri])
        return corrections.merge(stored, said, origin=origin(self.corrections), now=now(), redo=False)


def gather(path: Path, options: Options, root: Path) -> Gathered:
    """`root` is the folder that the stored paths start from: the archive's.

    Raises UnreadableSource, UnknownFormat or AmbiguousFormat; reads no cue and no decision yet.
    """
    source = read_source(path, root)
    format = registry.detect(source)
    transcript = _stored(source, format.name, format.reader)
    sources = [transcript]
    places = {transcript.uri: str(path)}
    beside = _beside(path, ".toml")
    if beside != path and beside.is_file():
        sources.append(_stored(read_source(beside, root), sidecar.SIDECAR, sidecar.READER))
        places[sources[-1].uri] = str(beside)
    if document := options.document():
        sources.append(typed(document))
    decided = _beside(path, ".corrections.toml")
    handed_in = read_corrections(decided, root) if decided.is_file() else None
    if handed_in:
        sources.append(handed_in)
        places[handed_in.uri] = str(decided)
    return Gathered(sources=tuple(sources), transcript=transcript, corrections=handed_in, places=places)


def typed(document: Mapping[str, object]) -> StoredSource:
    """What was said on the command line, as a source."""
    uri = sidecar.OPTIONS_URI
    said = from_bytes(sidecar.options_bytes(document), uri=uri, name=uri)
    return _stored(said, sidecar.OPTIONS, sidecar.READER)


def read_corrections(path: Path, root: Path) -> StoredSource:
    """A corrections file as it came. Raises UnreadableSource."""
    return _stored(read_source(path, root), CORRECTIONS, CORRECTIONS_READER)


def parsed(source: StoredSource, name: str) -> tuple[Correction, ...]:
    """The decisions in a corrections file, made now. Raises InvalidCorrections, whose place is `name`."""
    return corrections.parse(source.content, name=name, origin=origin(source), made_at=now())


def origin(source: StoredSource) -> str:
    """What a corrections file is known by among those of an episode: its name, wherever it lies."""
    return PurePath(source.uri).name


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _beside(path: Path, ending: str) -> Path:
    """`Interview with Dr. Smith` has no suffix, though it has a dot."""
    stem = path.stem if _SUFFIX.fullmatch(path.suffix) else path.name
    return path.with_name(stem + ending)


def _stored(source: Source, format: str, reader: str) -> StoredSource:
    return StoredSource(
        uri=source.uri,
        format=format,
        reader=reader,
        sha256=source.sha256,
        encoding=source.encoding,
        content=source.content,
    )
