"""What belongs to one file: the transcript itself, the sidecars beside it, the options given with it.

ep1.txt                 the transcript
ep1.toml                the sidecar: what it does not say of itself
ep1.corrections.toml    decisions by a person
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import corrections
from archive.records import Correction, StoredSource

from . import registry, sidecar
from .options import Options
from .source import Source, from_bytes, read_source

CORRECTIONS = "corrections"
CORRECTIONS_READER = "corrections 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All the `sources`, of which one is the `transcript`, and perhaps one the `corrections` beside it."""

    sources: tuple[StoredSource, ...]
    transcript: StoredSource
    corrections: StoredSource | None = None

    def decisions(self, stored: Sequence[Correction]) -> tuple[Correction, ...]:
        """The stored decisions, with what the corrections file says now. Raises InvalidCorrections."""
        if self.corrections is None:
            return tuple(stored)
        return corrections.merge(
            stored, parsed(self.corrections), origin=self.corrections.uri, now=now(), redo=False
        )


def gather(path: Path, options: Options) -> Gathered:
    """Raises UnreadableSource, UnknownFormat or AmbiguousFormat; reads no cue and no decision yet."""
    source = read_source(path)
    format = registry.detect(source)
    transcript = _stored(source, format.name, format.reader)
    sources = [transcript]
    beside = path.with_suffix(".toml")
    if beside != path and beside.is_file():
        sources.append(_stored(read_source(beside), sidecar.SIDECAR, sidecar.READER))
    if document := options.document():
        content = sidecar.options_bytes(document)
        said = from_bytes(content, uri=sidecar.OPTIONS_URI, name=sidecar.OPTIONS_URI)
        sources.append(_stored(said, sidecar.OPTIONS, sidecar.READER))
    decided = path.with_suffix(".corrections.toml")
    handed_in = read_corrections(decided) if decided.is_file() else None
    if handed_in:
        sources.append(handed_in)
    return Gathered(sources=tuple(sources), transcript=transcript, corrections=handed_in)


def read_corrections(path: Path) -> StoredSource:
    """A corrections file as it came. Raises UnreadableSource."""
    return _stored(read_source(path), CORRECTIONS, CORRECTIONS_READER)


def parsed(source: StoredSource) -> tuple[Correction, ...]:
    """The decisions in a corrections file, made now. Raises InvalidCorrections."""
    return corrections.parse(source.content, name=source.uri, origin=source.uri, made_at=now())


def together(given: Sequence[StoredSource], stored: Iterable[StoredSource]) -> list[StoredSource]:
    """What is known now: what is given takes the place of what is stored of its kind.

    An episode has one transcript, sidecar and set of options; of corrections it may have several files.
    """
    return [*given, *(source for source in stored if not any(_replaces(new, source) for new in given))]


def _replaces(new: StoredSource, old: StoredSource) -> bool:
    same = new.uri == old.uri or new.sha256 == old.sha256
    return new.format == old.format and (same or new.format != CORRECTIONS)


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
