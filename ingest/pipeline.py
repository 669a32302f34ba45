"""The whole job on one page.

file, sidecar, options ─gather→ sources ─read→ readings ─┐
of the episode stored already: other sources, decisions ─┴─assemble→ EpisodeRecord ─save→ rows
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive import evidence
from archive.database import open_archive, open_readonly
from archive.errors import ArchiveError
from archive.records import Correction, EpisodeRecord, StoredSource
from archive.store import Outcome, save

from .assemble import assemble, identify
from .gather import gather, together
from .known import Known
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
            yield from save(engine, (prepare(path, options, known) for path in paths), command="ingest")
    finally:
        engine.dispose()


def prepare(path: Path, options: Options, known: Known) -> EpisodeRecord | Outcome:
    """The record to store for a file, or what became of it already: unchanged, or failed."""
    name = str(path)
    try:
        given = gather(path, options)
        episode_id = known.unchanged(given)
        if episode_id is not None:
            return Outcome(status="unchanged", place=name, episode_id=episode_id)
        fresh = {source: read(source, name) for source in given.sources}
        names = identify(fresh[given.transcript])
        known.refuse_a_second_file(path, names)
        episode = known.episode(names)
        sources = together(given.sources, episode.sources)
        readings = [fresh.get(source) or read(source, name) for source in sources]
        record = assemble(readings, given.decisions(episode.decisions), name=name)
        return replace(record, identifiers=episode.names)
    except ArchiveError as error:
        return Outcome(status="failed", place=name, error=error)


def show(path: Path, options: Options) -> EpisodeRecord:
    """The record that `ingest` would store of a file in an empty archive. Raises ArchiveError."""
    given = gather(path, options)
    readings = [read(source, str(path)) for source in given.sources]
    return assemble(readings, given.decisions(()), name=str(path))


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
        place = f"{archive} episode {episode_id}"
        record = assemble([read(source, place) for source in sources], decisions, name=place)
        return next(save(engine, [record], command="correct"))
    finally:
        engine.dispose()
