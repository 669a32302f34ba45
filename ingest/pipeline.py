"""The whole job on one page.

files and folders ─find→ groups ─gather→ bytes ─recognise→ readings ─┐
of the episode stored already: other sources, decisions ─────────────┴─assemble→ EpisodeRecord ─save→ rows
└──────────── in several processes, each with a connection that only reads ──────────────────┘└── in one ──┘
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from archive.database import open_archive, open_readonly
from archive.errors import ArchiveError
from archive.outcome import Outcome
from archive.records import Correction, EpisodeRecord, Identifier, StoredSource
from archive.store import save

from . import likeness, parallel, sidecar
from .assemble import assemble, identify
from .errors import UnreadableSource
from .files.folders import Group
from .gather import Gathered, gather
from .known import Known, together
from .options import Options
from .read import Evidence, read, recognise
from .registry import Format
from .rivals import Rivals


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What became of a group before it is stored: its record, or why there is none; and each file refused.

    `claims` are the names by which no other group of the same run may be known. `others` are what became of
    files of the group that are of another talk.
    """

    place: Path
    episode: EpisodeRecord | Outcome | None
    claims: tuple[Identifier, ...] = ()
    episode_id: int | None = None
    refused: tuple[Outcome, ...] = ()
    others: tuple["Prepared", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What every group of a run is prepared with; `root` is the folder that stored paths start from."""

    archive: Path
    root: Path
    options: Options
    format: Format | None = None


def ingest(
    archive: Path, groups: Sequence[Group], options: Options, *, format: Format | None = None, jobs: int = 1
) -> Iterator[Outcome]:
    """Take in the episodes of `groups`, in order: an outcome for each, and one for each file refused.

    An outcome is given once it is committed; a bad file fails alone. Reading is shared by `jobs` processes.
    Raises ArchiveError if the archive is none, or cannot be written.
    """
    task = Task(archive=archive, root=archive.resolve().parent, options=options, format=format)
    engine = open_archive(archive, create=True)
    try:
        with closing(open_readonly(archive)) as connection:
            made = prepared(groups, task, Known(connection=connection), jobs)
            yield from save(engine, Rivals(connection).settle(made), command="ingest")
    finally:
        engine.dispose()


def prepared(groups: Sequence[Group], task: Task, known: Known, jobs: int) -> Iterator[Prepared]:
    """Every group prepared, in order; what is read ahead is bounded."""
    if jobs == 1 or len(groups) <= parallel.FEW:
        return (prepare(group, task, known) for group in groups)
    return parallel.in_order(
        _elsewhere,
        groups,
        jobs=jobs,
        start=partial(_begin, task),
        lost=_lost,
        name=lambda group: str(group.place),
    )


def prepare(group: Group, task: Task, known: Known) -> Prepared:
    """The record to store for a group, or what became of it already: unchanged, or failed."""
    try:
        given = gather(group, task.options, task.root)
        episode_id = known.unchanged(given, task.format)
        if episode_id is not None:
            outcome = Outcome(status="unchanged", place=str(group.place), episode_id=episode_id)
            refused = _failed(given.refused)
            return Prepared(place=group.place, episode=outcome, episode_id=episode_id, refused=refused)
        heard, errors = _recognised(given, task.format)
        refused = _failed([*given.refused, *errors])
        if not heard:
            return Prepared(place=group.place, episode=None, refused=refused)
        _require_an_episode(heard, group)
        made, *others = (
            _assembled(own, said, given, known, place) for own, said, place in _talks(heard, given, group)
        )
        return replace(made, refused=refused, others=tuple(others))
    except ArchiveError as error:
        return Prepared(
            place=group.place, episode=Outcome(status="failed", place=str(group.place), error=error)
        )


def _assembled(
    heard: Sequence[Evidence], said: Sequence[StoredSource], given: Gathered, known: Known, place: Path
) -> Prepared:
    """The record of an episode: of files that were `heard`, what was `said`, and what is stored of it."""
    episode = known.episode(heard)
    files = {item.stored.uri: item for item in heard}
    sources = together([*(item.stored for item in heard), *said], episode.sources)
    readings = [
        files.get(source.uri) or read(source, given.places.get(source.uri, source.uri)) for source in sources
    ]
    decided = given.decisions(episode.decisions) if given.corrections in said else episode.decisions
    record = assemble(readings, decided, names=episode.names)
    return Prepared(place=place, episode=record, claims=identify(heard), episode_id=episode.id)


def show(
    group: Group, options: Options, format: Format | None = None
) -> tuple[list[EpisodeRecord], list[ArchiveError]]:
    """The records that `ingest` would store of a group in an archive beside it, and each file refused.

    Raises ArchiveError if there would be none.
    """
    given = gather(group, options, group.place.resolve().parent)
    heard, errors = _recognised(given, format)
    refused = [*given.refused, *errors]
    if not heard:
        raise refused[0]
    _require_an_episode(heard, group)
    records = []
    for own, said, _ in _talks(heard, given, group):
        readings = [read(source, given.places.get(source.uri, source.uri)) for source in said]
        decided = given.decisions(()) if given.corrections in said else ()
        records.append(assemble([*own, *readings], decided, names=identify(own)))
    return records, refused


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
            episode = Known(connection=connection).by_id(episode_id)
        sources = together(handed_in, episode.sources)
        place = f"{archive} episode {episode_id}"
        record = assemble([read(source, place) for source in sources], decisions, names=episode.names)
        (outcome,) = save(engine, [record], command="correct")
        return outcome
    finally:
        engine.dispose()


def _recognised(given: Gathered, format: Format | None) -> tuple[list[Evidence], list[ArchiveError]]:
    heard: list[Evidence] = []
    errors: list[ArchiveError] = []
    for raw in given.files:
        try:
            heard.append(recognise(raw, format))
        except ArchiveError as error:
            errors.append(error)
    return heard, errors


def _talks(
    heard: Sequence[Evidence], given: Gathered, group: Group
) -> Iterator[tuple[list[Evidence], Sequence[StoredSource], Path]]:
    """(files, what is said of them, their place) of each talk of a group: its own, then those of others."""
    others = likeness.strangers(heard)
    yield [item for item in heard if item not in others], given.said, group.place
    shared = [source for source in given.said if source.format in (sidecar.OPTIONS, sidecar.PODCAST)]
    for item in others:
        yield [item], shared, Path(given.places[item.stored.uri])


def _require_an_episode(heard: Iterable[Evidence], group: Group) -> None:
    """A list of who speaks when, without words, is of an episode that is not there."""
    readings = [item.reading for item in heard]
    if not any(r.cues or r.chapters or r.title or r.description or r.recordings for r in readings):
        problem = "says nothing of an episode by itself"
        raise UnreadableSource(str(group.place), problem, "put it beside its transcript, with the same name")


def _failed(errors: Iterable[ArchiveError]) -> tuple[Outcome, ...]:
    return tuple(Outcome(status="failed", place=error.place, error=error) for error in errors)


_HERE: list[tuple[Task, Known]] = []
"""What a process that only reads has opened, for as long as it lives."""


def _begin(task: Task) -> None:
    _HERE.append((task, Known(connection=open_readonly(task.archive))))


def _elsewhere(group: Group) -> Prepared:
    return prepare(group, *_HERE[-1])


def _lost(group: Group, error: ArchiveError) -> Prepared:
    return Prepared(place=group.place, episode=Outcome(status="failed", place=str(group.place), error=error))
