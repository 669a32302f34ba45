"""What is done to a whole archive: old episodes derived again, files that are gone reported and pruned."""

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.database import connect_readonly, open_archive, open_readonly, require_archive
from archive.errors import ArchiveError
from archive.outcome import Change, Outcome

from . import settling
from .known import Known
from .prepared import Prepared
from .read import is_file, is_path
from .rounds import rounds
from .storing import stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanished:
    """A file that an episode was made from, and that no longer lies in a folder that was taken in."""

    uri: str
    episode_id: int
    title: str


def rederive(archive: Path, *, jobs: int = 1, only: Sequence[int] | None = None) -> Iterator[Outcome]:
    """Bring every episode up to this version of the program, from its evidence: an outcome for each.

    `only` are the ids of some. What is up to date is unchanged. Raises ArchiveError if the archive is none,
    or cannot be written.
    """
    require_archive(archive)
    with closing(connect_readonly(archive)) as connection:
        every = [id_ for (id_,) in connection.execute("select id from episodes order by id")]
        ids = every if only is None else sorted(only)
        begin = partial(_rederiving, archive)
        made = rounds(connection, ids, begin, jobs=jobs, place=lambda id_: f"episode {id_}")
        yield from stored(archive, made, command="rederive")


def count(archive: Path) -> int:
    """How many episodes an archive has. Raises ArchiveError."""
    with closing(open_readonly(archive)) as connection:
        return int(connection.execute("select count(*) from episodes").fetchone()[0])


def newest_run(archive: Path) -> int:
    """The id of the newest run that stored something; 0 if there is none, or no archive."""
    with suppress(ArchiveError), closing(open_readonly(archive)) as connection:
        return int(connection.execute("select coalesce(max(id), 0) from ingests").fetchone()[0])
    return 0


def stored_since(archive: Path, run: int) -> Counter[str]:
    """What became of the episodes of the run after `run`, as far as it is stored."""
    counted = ("inserted", "updated", "unchanged", "failed", "removed")
    # Whoever is interrupted early has no archive yet, or one without tables.
    with suppress(sqlite3.Error), closing(connect_readonly(archive)) as connection:
        found = connection.execute(
            f"select {', '.join(counted)} from ingests where id > ? order by id limit 1", (run,)
        ).fetchone()
        return Counter(dict(zip(counted, found or (), strict=False)))
    return Counter()


def vanished(archive: Path, folders: Sequence[Path]) -> list[Vanished]:
    """The files of stored episodes that lay in `folders` and are there no more. Raises ArchiveError."""
    if not folders:
        return []
    root = archive.resolve().parent
    tops = [folder.resolve() for folder in folders]
    with closing(open_readonly(archive)) as connection:
        found = connection.execute(
            "select sources.uri, episodes.id, coalesce(episodes.title, episodes.slug)"
            " from sources join episodes on episodes.id = sources.episode_id"
            " where sources.superseded_at is null and sources.format != 'options' order by sources.uri"
        ).fetchall()
    gone = []
    for uri, episode_id, title in found:
        if not is_path(uri):
            continue
        # Not resolved: a link that pointed nowhere would not be seen.
        path = Path(os.path.normpath(root / uri))
        if any(path.is_relative_to(top) for top in tops) and not path.exists():
            gone.append(Vanished(uri=uri, episode_id=episode_id, title=title))
    return gone


def prune(archive: Path, gone: Sequence[Vanished]) -> Iterator[Outcome]:
    """Take files that vanished out of their episodes, and episodes out of the archive that have none left.

    An episode with decisions by a person stays: they are kept for ever. Raises ArchiveError if the archive
    or cannot be written.
    """
    from archive.removing import remove

    engine = open_archive(archive)
    try:
        with closing(open_readonly(archive)) as connection:
            records: list[Change] = []
            empty: list[tuple[int, str]] = []
            for episode_id in dict.fromkeys(each.episode_id for each in gone):
                lost = {each.uri for each in gone if each.episode_id == episode_id}
                title = next(each.title for each in gone if each.episode_id == episode_id)
                left = _without(connection, episode_id, lost)
                if left is None:
                    empty.append((episode_id, title))
                else:
                    records.append(left)
        yield from stored(archive, records, command="prune")
        yield from remove(engine, empty)
    finally:
        engine.dispose()


def _without(connection: sqlite3.Connection, episode_id: int, lost: set[str]) -> Change | None:
    """An episode without some of its files; None if no file is left."""
    known = Known(connection=connection)
    sources = [source for source in known.sources(episode_id) if source.uri not in lost]
    if not any(is_file(source) for source in sources):
        return None
    return settling.reduced(known, episode_id, sources)


def _again(episode_id: int, known: Known, archive: Path) -> Prepared:
    place = archive / f"episode {episode_id}"
    try:
        stored_as = known.derivation(episode_id)
        if stored_as is None:  # another has absorbed it in this run
            return Prepared(place=place, episode=None)
        # Asked before anything is read: of an archive that is up to date nothing is.
        if known.is_up_to_date(episode_id):
            outcome = Outcome(status="unchanged", place=str(place), episode_id=episode_id)
            return Prepared(place=place, episode=outcome, episode_id=episode_id)
        return Prepared(place=place, episode=settling.shared_out(None, known, {episode_id}))
    except ArchiveError as error:
        outcome = Outcome(status="failed", place=str(place), episode_id=episode_id, error=error)
        return Prepared(place=place, episode=outcome, episode_id=episode_id)


@contextmanager
def _rederiving(archive: Path) -> Iterator[Callable[[int], Prepared]]:
    with closing(connect_readonly(archive)) as connection:
        yield partial(_again, known=Known(connection=connection), archive=archive)
