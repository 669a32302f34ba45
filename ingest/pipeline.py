"""The whole job on one page.

file, sidecar, options ─gather→ sources ─read→ readings ─┐
of the episode stored already: other sources, decisions ─┴─assemble→ EpisodeRecord ─save→ rows
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from archive import evidence
from archive.database import open_archive, open_readonly
from archive.errors import ArchiveError
from archive.records import Correction, EpisodeRecord, StoredSource
from archive.store import Outcome, save

from .assemble import assemble, identify
from .gather import gather
from .known import Known, together
from .options import Options
from .read import read


def ingest(archive: Path, paths: Iterable[Path], options: Options) -> Iterator[Outcome]:
    """Take in files, one outcome each, in order; an outcome is given once it is committed.

    A bad file fails alone. Raises ArchiveError if the archive is none, or cannot be written.
    """
    engine = open_archive(archive, create=True)
    try:
        with closing(open_readonly(archive)) as connection:
            known = Known(connection=connection)
            prepared = (prepare(path, options, known, archive.resolve().parent) for path in paths)
            yield from save(engine, prepared, command="ingest")
    finally:
        engine.dispose()


def prepare(path: Path, options: Options, known: Known, root: Path) -> EpisodeRecord | Outcome:
    """The record to store for a file, or what became of it already: unchanged, or failed."""
    place = str(path)
    try:
        given = gather(path, options, root)
        episode_id = known.unchanged(given)
        if episode_id is not None:
            known.claim(path, (), episode_id)
            return Outcome(status="unchanged", place=place, episode_id=episode_id)
        transcript = read(given.transcript, place)
        episode = known.episode(transcript)
        sources = together(given.sources, episode.sources)
        readings = [
            transcript
            if source is given.transcript
            else read(source, given.places.get(source.uri, source.uri))
            for source in sources
        ]
        record = assemble(readings, given.decisions(episode.decisions), names=episode.names, place=place)
        known.claim(path, identify(transcript), episode.id)
        return record
    except ArchiveError as error:
        return Outcome(status="failed", place=place, error=error)


def show(path: Path, options: Options) -> EpisodeRecord:
    """The record that `ingest` would store of a file in an archive beside it. Raises ArchiveError."""
    given = gather(path, options, path.resolve().parent)
    readings = [read(source, given.places.get(source.uri, source.uri)) for source in given.sources]
    transcript = next(reading for reading in readings if reading.stored.uri == given.transcript.uri)
    return assemble(readings, given.decisions(()), names=identify(transcript), place=str(path))


def correct(
    archive: Path,
    episode_id: int,
    decisions: Sequence[Correction],
    handed_in: Sequence[StoredSource] = (),
) -> Outcome:
    """Derive a stored episode again from its evidence, with `decisions` in the place of the stored ones.

    `handed_in` are the files that they came in. Raises ArchiveError if the archive cannot be written, or if
    its evidence can no longer be read.
    """
    engine = open_archive(archive)
    try:
        with closing(open_readonly(archive)) as connection:
            sources = together(handed_in, evidence.load_sources(connection, episode_id))
            names = evidence.load_identifiers(connection, episode_id)
        place = f"{archive} episode {episode_id}"
        record = assemble([read(source, place) for source in sources], decisions, names=names, place=place)
        (outcome,) = save(engine, [record], command="correct")
        return outcome
    finally:
        engine.dispose()
