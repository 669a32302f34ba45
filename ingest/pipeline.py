"""The whole job on one page: a file is read, its episode assembled from all that is known of it, and saved.

file, sidecar, options ─gather→ sources ─understand→ readings ─┐
what is stored of the episode: other sources, decisions ───────┴─assemble→ EpisodeRecord ─save→ rows
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from archive import evidence
from archive.database import open_archive, open_readonly
from archive.errors import ArchiveError
from archive.records import Correction, EpisodeRecord, Identifier, StoredSource
from archive.store import Outcome, save

from . import registry, sidecar
from .assemble import Evidence, assemble, derivation, identify
from .errors import InputError, UnknownFormat
from .gather import Gathered, gather, now
from .options import Options
from .source import from_bytes


def ingest(archive: Path, paths: Iterable[Path], options: Options) -> Iterator[Outcome]:
    """Take in files, one outcome each, in order; an outcome is given once it is committed.

    A bad file fails alone. Raises ArchiveError if the archive is none, or cannot be written.
    """
    engine = open_archive(archive, create=True)
    try:
        with closing(open_readonly(archive)) as stored:
            run = _Run(stored=stored, options=options)
            yield from save(engine, (run.prepare(path) for path in paths), command="ingest")
    finally:
        engine.dispose()


def show(path: Path, options: Options) -> EpisodeRecord:
    """The record that `ingest` would store of a file in an empty archive. Raises ArchiveError."""
    given = gather(path, options)
    return derive(given.sources, given.decisions((), now=now()), name=str(path))


def correct(archive: Path, episode_id: int, decisions: Sequence[Correction]) -> Outcome:
    """Derive a stored episode again from its evidence, with `decisions` in the place of the stored ones.

    Raises ArchiveError if the archive cannot be written, or if its evidence can no longer be read.
    """
    engine = open_archive(archive)
    try:
        with closing(open_readonly(archive)) as stored:
            sources = evidence.load_sources(stored, episode_id)
        record = derive(sources, decisions, name=sources[-1].uri)
        return next(save(engine, [record], command="correct"))
    finally:
        engine.dispose()


def derive(sources: Sequence[StoredSource], decisions: Sequence[Correction], *, name: str) -> EpisodeRecord:
    """Sources and decisions to a record: the same ones give the same record. Raises InputError."""
    return assemble([understand(source, name) for source in _by_strength(sources)], decisions, name=name)


# An ingest asks twice: which episode a transcript tells of, then all that it says.
@lru_cache(maxsize=4)
def understand(stored: StoredSource, name: str) -> Evidence:
    """Read a source as this version of the program does. Raises InputError."""
    named = stored.uri if stored.format in sidecar.STRENGTH else name
    source = from_bytes(stored.content, uri=stored.uri, name=named)
    if stored.format == sidecar.SIDECAR:
        return Evidence(stored=stored, reading=sidecar.read(source))
    if stored.format == sidecar.OPTIONS:
        return Evidence(stored=stored, reading=sidecar.read_options(source))
    format = registry.named(stored.format)
    if format is None:
        raise UnknownFormat(name, f"nothing here reads {stored.format}", "use the version that stored it")
    return Evidence(stored=replace(stored, reader=format.reader), reading=format.read(source))


@dataclass(slots=True, kw_only=True)
class _Run:
    """One ingest: what is stored so far, what the command line says, and which file told of which video."""

    stored: sqlite3.Connection
    options: Options
    videos: dict[str, Path] = field(default_factory=dict)

    def prepare(self, path: Path) -> EpisodeRecord | Outcome:
        """The record to store for a file, or what became of it already: unchanged, or failed."""
        try:
            given = gather(path, self.options)
            same = Identifier(scheme="sha256", value=given.transcript.sha256)
            episode_id = evidence.find_episode(self.stored, [same])
            if episode_id is not None and self._unchanged(given, episode_id):
                return Outcome(status="unchanged", place=str(path), episode_id=episode_id)
            return self._record(path, given)
        except ArchiveError as error:
            return Outcome(status="failed", place=str(path), error=error)

    def _unchanged(self, given: Gathered, episode_id: int) -> bool:
        held = evidence.load_corrections(self.stored, episode_id)
        decisions = given.decisions(held, now=now())
        sources = _together(given, evidence.load_sources(self.stored, episode_id))
        stored = evidence.load_derivation(self.stored, episode_id)
        return decisions == held and derivation(sources, decisions) == stored

    def _record(self, path: Path, given: Gathered) -> EpisodeRecord:
        names = identify(understand(given.transcript, str(path)))
        self._refuse_a_second_file(path, names)
        episode_id, names = self._episode(names)
        held: tuple[Correction, ...] = ()
        sources = list(given.sources)
        if episode_id is not None:
            held = evidence.load_corrections(self.stored, episode_id)
            sources = _together(given, evidence.load_sources(self.stored, episode_id))
        record = derive(sources, given.decisions(held, now=now()), name=str(path))
        return replace(record, identifiers=names)

    def _episode(self, identifiers: Sequence[Identifier]) -> tuple[int | None, tuple[Identifier, ...]]:
        """The stored episode that has one of the names, and the names that it may have.

        A file that was overwritten with another video's page is another episode; its path stays the first's.
        """
        episode_id = evidence.find_episode(self.stored, identifiers)
        if episode_id is not None:
            held = evidence.load_identifiers(self.stored, episode_id)
            ours = {name.value for name in identifiers if name.scheme == "youtube"}
            theirs = {name.value for name in held if name.scheme == "youtube"}
            if ours and theirs and ours != theirs:
                return self._episode([name for name in identifiers if name.scheme != "file"])
        return episode_id, tuple(identifiers)

    def _refuse_a_second_file(self, path: Path, identifiers: Iterable[Identifier]) -> None:
        for name in identifiers:
            if name.scheme == "youtube":
                first = self.videos.setdefault(name.value, path)
                if first != path:
                    raise InputError(str(path), f"is the same video as {first}", "keep one of the two")


def _together(given: Gathered, stored: Iterable[StoredSource]) -> list[StoredSource]:
    """What is known now: a source that was given takes the place of the stored one of its kind."""
    return list({source.format: source for source in (*stored, *given.sources)}.values())


def _by_strength(sources: Iterable[StoredSource]) -> list[StoredSource]:
    """Options before sidecar before transcripts: the first that says something decides."""
    strength = {format: place for place, format in enumerate(sidecar.STRENGTH)}
    return sorted(sources, key=lambda source: strength.get(source.format, len(strength)))
