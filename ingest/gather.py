"""What belongs to one file: the transcript itself, the sidecars beside it, the options given with it.

ep1.txt                 the transcript
ep1.toml                the sidecar: what it does not say of itself
ep1.corrections.toml    decisions by a person
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import corrections
from archive.records import Correction, StoredSource

from . import registry, sidecar
from .options import Options
from .source import Source, from_bytes, read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """`sources` strongest first: options, sidecar, and the `transcript` itself."""

    sources: tuple[StoredSource, ...]
    transcript: StoredSource
    corrections_uri: str | None = None
    corrections: tuple[Correction, ...] = ()

    def decisions(self, stored: Sequence[Correction]) -> tuple[Correction, ...]:
        """The stored decisions, with what the corrections file beside the transcript says now."""
        if self.corrections_uri is None:
            return tuple(stored)
        return corrections.merge(stored, self.corrections, origin=self.corrections_uri, now=now(), redo=False)


def gather(path: Path, options: Options) -> Gathered:
    """Raises UnreadableSource, UnknownFormat, AmbiguousFormat or InvalidCorrections; reads no cue yet."""
    source = read_source(path)
    format = registry.detect(source)
    transcript = _stored(source, format.name, format.reader)
    sources = [transcript]
    beside = path.with_suffix(".toml")
    if beside != path and beside.is_file():
        sources.insert(0, _stored(read_source(beside), sidecar.SIDECAR, sidecar.READER))
    if document := options.document():
        content = sidecar.options_bytes(document)
        said = from_bytes(content, uri=sidecar.OPTIONS_URI, name=sidecar.OPTIONS_URI)
        sources.insert(0, _stored(said, sidecar.OPTIONS, sidecar.READER))
    decided = path.with_suffix(".corrections.toml")
    if not decided.is_file():
        return Gathered(sources=tuple(sources), transcript=transcript)
    return Gathered(
        sources=tuple(sources),
        transcript=transcript,
        corrections_uri=str(decided.resolve()),
        corrections=read_corrections(decided),
    )


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The decisions of a corrections file, made now. Raises UnreadableSource or InvalidCorrections."""
    source = read_source(path)
    return corrections.parse(source.content, name=str(path), origin=source.uri, made_at=now())


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
