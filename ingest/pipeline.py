"""The whole job on one page.

files, folders, feeds ─find→ groups ─gather→ bytes ─recognise→ readings ─┐
stored already: other sources, decisions ────────────────────────────────┴settle, assemble→ Change ─save→ rows
└───────────── in several processes, each with a connection that only reads ────────────────┘└── in one ──┘
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from archive.database import connect_readonly, require_archive
from archive.errors import ArchiveError
from archive.outcome import Change, Outcome, Part
from archive.records import Correction, EpisodeRecord, Identifier, StoredSource

from . import leaving, likeness
from .assemble import assemble
from .errors import IsFeed, UnreadableSource
from .files.folders import Group
from .files.raw import Raw
from .gather import Gathered, Listed, gather
from .known import Known, Unchanged
from .nodes import names as identify
from .options import Options
from .prepared import Prepared
from .read import Evidence, read, recognise
from .registry import Format
from .rounds import rounds
from .settling import New, settle
from .storing import stored
from .succession import together
from .whom import directory

if TYPE_CHECKING:
    from archive.store import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What every group of a run is prepared with; `root` is the folder that stored paths start from."""

    archive: Path
    root: Path
    options: Options
    format: Format | None = None


def ingest(
    archive: Path,
    groups: Iterable[Group | Listed],
    options: Options,
    *,
    format: Format | None = None,
    jobs: int = 1,
    command: str = "ingest",
    before: "Iterable[Stored]" = (),
    after: "Iterable[Stored]" = (),
) -> Iterator[Outcome]:
    """Take in the episodes of `groups`, in order: an outcome for each, and one for each file refused.

    An outcome is given once it is committed; a bad file fails alone. Reading is shared by `jobs` processes.
    What is `before` is stored when the first group is read, and `after` is asked for when all is stored.
    Raises ArchiveError if the archive is none, or cannot be written.
    """
    task = Task(archive=archive, root=archive.resolve().parent, options=options, format=format)
    require_archive(archive, create=True)
    with closing(connect_readonly(archive)) as connection:
        begin = partial(_preparing, task)
        made = rounds(connection, groups, begin, jobs=jobs, place=lambda group: str(group.place))
        yield from stored(archive, chain(before, [None], made, [None], after), command=command)


def prepare(group: Group | Listed, task: Task, known: Known) -> Prepared:
    """The change to store for a group, or what became of it already: unchanged, or failed."""
    try:
        given = gather(group, task.options, task.root)
        held = known.held(given.files)
        new = [raw for raw in given.files if raw.sha256 not in held.hashes]
        heard, errors = _recognised(new, task.format)
        if not heard and (same := known.unchanged(given, held, task.format)):
            feeds, wrong = _feeds(errors)
            return replace(_unchanged(group, given, same, wrong), feeds=feeds)
        rest = [raw for raw in given.files if raw.sha256 in held.hashes]
        more, faults = _recognised(rest, task.format)
        order = [raw.uri for raw in given.files]
        heard = sorted([*heard, *more], key=lambda item: order.index(item.stored.uri))
        feeds, wrong = _feeds([*errors, *faults])
        refused = _failed([*given.refused, *wrong])
        if not heard:
            return Prepared(place=group.place, episode=None, refused=refused, feeds=feeds)
        _require_an_episode(heard, group)
        made, *others = (
            _settled(own, said, given, known, place) for own, said, place in _talks(heard, given, group)
        )
        return replace(made, refused=refused, feeds=feeds, others=tuple(others))
    except ArchiveError as error:
        return Prepared(
            place=group.place, episode=Outcome(status="failed", place=str(group.place), error=error)
        )


def _unchanged(
    group: Group | Listed, given: Gathered, same: Sequence[Unchanged], errors: Sequence[ArchiveError]
) -> Prepared:
    """What is stored of a group already: its own episode, and those of other talks."""

    def found(each: Unchanged, place: Path) -> Prepared:
        outcome = Outcome(status="unchanged", place=str(place), episode_id=each.episode_id)
        hashes = tuple(Identifier(scheme="sha256", value=raw.sha256) for raw in each.files)
        return Prepared(place=place, episode=outcome, claims=hashes, episode_id=each.episode_id)

    own, *others = same
    return replace(
        found(own, group.place),
        refused=_failed([*given.refused, *errors]),
        others=tuple(found(each, Path(given.places[each.files[0].uri])) for each in others),
    )


def _settled(
    heard: Sequence[Evidence], said: Sequence[StoredSource], given: Gathered, known: Known, place: Path
) -> Prepared:
    """What an episode changes: of files that were `heard`, what was `said`, and what is stored of it."""
    new = New(heard=tuple(heard), said=tuple(said), places=given.places, place=str(place))
    decide = given.decisions if given.corrections in said else tuple
    change, names = settle(new, known, decide)
    if not change.parts:
        # All that shares a name with it was read again, and came out as it is stored.
        outcome = Outcome(status="unchanged", place=str(place), episode_id=min(change.beside, default=None))
        return Prepared(place=place, episode=outcome, claims=names)
    shows = [item.reading.podcast for item in heard] + [part.record.podcast for part in change.parts]
    gone = leaving.passed_over(known, change, names, shows, str(place))
    return Prepared(place=place, episode=gone or leaving.without_people(change, known), claims=names)


def show(
    group: Group, options: Options, format: Format | None = None
) -> tuple[list[EpisodeRecord], list[ArchiveError]]:
    """The records that `ingest` would store of a group in an archive beside it, and each file refused.

    Raises ArchiveError if there would be none.
    """
    given = gather(group, options, group.place.resolve().parent)
    heard, errors = _recognised(given.files, format)
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
    require_archive(archive)
    with closing(connect_readonly(archive)) as connection:
        known = Known(connection=connection)
        episode, whom = known.by_id(episode_id), directory(known.connection, episode_id)
    sources = together(handed_in, episode.sources)
    place = f"{archive} episode {episode_id}"
    evidence = [read(source, place) for source in sources]
    record = assemble(evidence, decisions, names=episode.names, directory=whom)
    change = Change(parts=(Part(record=record, episode_id=episode_id),), place=place)
    (outcome,) = stored(archive, [change], command="correct")
    return outcome


def _recognised(files: Iterable[Raw], format: Format | None) -> tuple[list[Evidence], list[ArchiveError]]:
    heard: list[Evidence] = []
    errors: list[ArchiveError] = []
    for raw in files:
        try:
            heard.append(recognise(raw, format))
        except ArchiveError as error:
            errors.append(error)
    return heard, errors


def _feeds(errors: Iterable[ArchiveError]) -> tuple[tuple[Raw, ...], list[ArchiveError]]:
    """The feeds among files that are no transcripts, and what is wrong with the others."""
    feeds: list[Raw] = []
    wrong: list[ArchiveError] = []
    for error in errors:
        if isinstance(error, IsFeed) and error.raw:
            feeds.append(error.raw)
        else:
            wrong.append(error)
    return tuple(feeds), wrong


def _talks(
    heard: Sequence[Evidence], given: Gathered, group: Group | Listed
) -> Iterator[tuple[list[Evidence], Sequence[StoredSource], Path]]:
    """(files, what is said of them, their place) of each talk of a group: its own, then those of others."""
    # What a feed links to is of its episode, in whatever language.
    others = [] if isinstance(group, Listed) else likeness.strangers(heard)
    yield [item for item in heard if item not in others], given.said, group.place
    for item in others:
        yield [item], given.shared(), Path(given.places[item.stored.uri])


def _require_an_episode(heard: Iterable[Evidence], group: Group | Listed) -> None:
    """A list of who speaks when, without words, is of an episode that is not there."""
    readings = [item.reading for item in heard]
    if not any(r.cues or r.chapters or r.title or r.description or r.recordings for r in readings):
        problem = "says nothing of an episode by itself"
        raise UnreadableSource(str(group.place), problem, "put it beside its transcript, with the same name")


def _failed(errors: Iterable[ArchiveError]) -> tuple[Outcome, ...]:
    return tuple(Outcome(status="failed", place=error.place, error=error) for error in errors)


@contextmanager
def _preparing(task: Task) -> Iterator[Callable[[Group | Listed], Prepared]]:
    with closing(connect_readonly(task.archive)) as connection:
        yield partial(prepare, task=task, known=Known(connection=connection))
