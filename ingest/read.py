"""What a source says, by the reader for its kind."""

import re
from dataclasses import dataclass, replace
from pathlib import PurePath

from archive.records import StoredSource

from . import collector, registry, sidecar
from .errors import IsFeed, MalformedTranscript, UnknownFormat
from .files import endings, names
from .files.raw import Raw
from .files.source import Source, decode, from_bytes
from .gather import CORRECTIONS
from .reading import Reading
from .registry import Format

MOST_TEXT = 10_000_000
"""Characters of one transcript; an hour of talk has about 55,000. It keeps the memory bounded."""

_ELSEWHERE = re.compile(r"(?:https?://|podcast:|youtube:)")
"""How the uri of a source begins that lies at no path."""

_FETCHED = re.compile(r"https?://")

_WRITTEN = {
    sidecar.OPTIONS: sidecar.read_options,
    sidecar.SIDECAR: sidecar.read,
    sidecar.PODCAST: sidecar.read_podcast,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One source as it is stored, and what it says."""

    stored: StoredSource
    reading: Reading


def recognise(raw: Raw, format: Format | None) -> Evidence:
    """Read a file in its own format, or in the one that was named. Raises InputError."""
    source = decode(raw)
    try:
        chosen = format or registry.detect(source)
    except IsFeed as error:
        error.raw = raw
        raise
    stored = StoredSource(
        uri=raw.uri,
        format=chosen.name,
        reader=chosen.reader,
        sha256=raw.sha256,
        encoding=source.encoding,
        content=raw.content,
    )
    return Evidence(stored=stored, reading=_reading(chosen, source))


def read(stored: StoredSource, place: str) -> Evidence:
    """Read a source as this version of the program does; messages begin with `place`. Raises InputError."""
    source = from_bytes(stored.content, uri=stored.uri, name=place)
    if format := registry.named(stored.format):
        return Evidence(stored=current(stored), reading=_reading(format, source))
    if said := _WRITTEN.get(stored.format):
        return Evidence(stored=stored, reading=said(source))
    if stored.format == CORRECTIONS:
        # It says nothing of the episode by itself: its decisions are stored as such, dated and reversible.
        return Evidence(stored=stored, reading=Reading())
    raise UnknownFormat(place, f"nothing here reads {stored.format}", "use the version that stored it")


def current(stored: StoredSource) -> StoredSource:
    """A stored source with the reader that this version of the program has for it; nothing is read."""
    format = registry.named(stored.format)
    return replace(stored, reader=format.reader) if format else stored


def is_file(stored: StoredSource) -> bool:
    """Whether a source is a file that a format reads, and not what a person wrote of the episode."""
    return stored.format not in _WRITTEN and stored.format != CORRECTIONS


def is_path(uri: str) -> bool:
    """Whether a source lies at a path, and was not listed by a feed or fetched from an address."""
    return _ELSEWHERE.match(uri) is None


def guess(uri: str) -> names.Guess:
    """What the name of a file tells; a file called `transcript` has its folder's name.

    What a feed lists has no such name: the figures in a guid count nothing.
    """
    if not is_path(uri):
        return names.Guess()
    path = PurePath(uri)
    stem = endings.stem(path.name)
    if endings.is_generic(stem) and path.parent.name:
        return names.guess(endings.stem(path.parent.name), path.parent.parent.name or None)
    return names.guess(stem, path.parent.name or None)


def _reading(format: Format, source: Source) -> Reading:
    with collector.resting():
        said = format.read(source)
    size = sum(len(cue.text) for cue in said.cues)
    if size > MOST_TEXT:
        problem = f"holds {size / 1e6:,.0f} million letters, more than anybody says in a week"
        raise MalformedTranscript(source.name, problem, "name one episode's transcript")
    if source.doubts:
        said = replace(said, warnings=(*source.doubts, *said.warnings))
    if _FETCHED.match(source.uri):
        said = _of_its_words(said)
    if said.youtube_id is None and is_path(source.uri):
        # yt-dlp puts the video's id into the name of what it saves: captions, or sound that was transcribed.
        said = replace(said, youtube_id=guess(source.uri).youtube_id)
    return said


def _of_its_words(said: Reading) -> Reading:
    """What a file says that a feed links to, without what its page says of itself: the feed knows better."""
    return Reading(
        cues=said.cues,
        spans=said.spans,
        chapters=said.chapters,
        chapter_list=said.chapter_list,
        people=said.people,
        language=said.language,
        origin=said.origin,
        warnings=said.warnings,
    )
