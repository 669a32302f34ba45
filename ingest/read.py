"""What a source says, by the reader for its kind."""

from dataclasses import dataclass, replace

from archive.records import StoredSource

from . import registry, sidecar
from .errors import UnknownFormat
from .gather import CORRECTIONS
from .reading import Reading
from .source import from_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One source as it is stored, and what it says."""

    stored: StoredSource
    reading: Reading


def read(stored: StoredSource, place: str) -> Evidence:
    """Read a source as this version of the program does; messages begin with `place`. Raises InputError."""
    source = from_bytes(stored.content, uri=stored.uri, name=place)
    if format := registry.named(stored.format):
        return Evidence(stored=replace(stored, reader=format.reader), reading=format.read(source))
    if stored.format == sidecar.SIDECAR:
        return Evidence(stored=stored, reading=sidecar.read(source))
    if stored.format == sidecar.OPTIONS:
        return Evidence(stored=stored, reading=sidecar.read_options(source))
    if stored.format == CORRECTIONS:
        # It says nothing of the episode by itself: its decisions are stored as such, dated and reversible.
        return Evidence(stored=stored, reading=Reading())
    raise UnknownFormat(place, f"nothing here reads {stored.format}", "use the version that stored it")
