"""Episodes merged and split as a person decides, and what was decided undone.

A decision is kept under the strongest names of both sides, so that it holds also when the sources come again,
and in whatever order. What it changes is found first: nothing is written of what cannot be.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from archive import episode_decisions, evidence
from archive.database import connect_readonly, require_archive
from archive.errors import InvalidDecision
from archive.outcome import Change, Outcome
from archive.records import Identifier

from . import identity, nodes
from .known import Known
from .named import episode
from .nodes import SHARED, Cluster
from .read import read
from .settling import shared_out
from .storing import stored

Pairs = list[tuple[Identifier, Identifier]]


def merge(archive: Path, names: Sequence[str]) -> tuple[list[int], list[Outcome]]:
    """Make episodes one: (the numbers of the decision, what became of them). Raises ArchiveError."""
    require_archive(archive)
    with closing(connect_readonly(archive)) as connection:
        known = Known(connection=connection)
        ids = list(dict.fromkeys(episode(connection, name) for name in names))
        if len(ids) < 2:
            raise InvalidDecision(f"episode {names[0]}", "is one episode", "name two that are to be one")
        strongest = [_name(known, id_, ids) for id_ in ids]
        pairs = [(strongest[0], other) for other in strongest[1:]]
        change = _change(known, {*ids}, "merge", pairs)
        homes = [{part.episode_id, *part.absorbed} for part in change.parts]
        if not any({*ids} <= home for home in homes):
            problem = "are two items of one feed, or were split"
            raise InvalidDecision(
                f"episodes {', '.join(names)}", problem, "see `podarchive episodes decisions`"
            )
    return _decided(archive, "merge", pairs, change)


def split(archive: Path, name: str, uris: Sequence[str]) -> tuple[list[int], list[Outcome]]:
    """Part sources of an episode from the others: (the numbers, what became of them). Raises ArchiveError."""
    require_archive(archive)
    with closing(connect_readonly(archive)) as connection:
        known = Known(connection=connection)
        id_ = episode(connection, name)
        clusters = _clusters(known, id_)
        leaving = [each for each in clusters if any(_is_called(each, uri) for uri in uris)]
        for uri in uris:
            if not any(_is_called(each, uri) for each in leaving):
                problem = f"is no source of episode {name}"
                raise InvalidDecision(uri, problem, f"see `podarchive transcripts list {archive} {id_}`")
        staying = [each for each in clusters if each not in leaving]
        if not staying:
            problem = "is together with all the rest of it by its name"
            raise InvalidDecision(uris[0], problem, "give the file another name, and ingest it again")
        pairs = [(_own(one, staying), _own(other, leaving)) for one in leaving for other in staying]
        change = _change(known, {id_}, "split", pairs)
    return _decided(archive, "split", pairs, change)


def undo(archive: Path, number: int) -> list[Outcome]:
    """Undo a decision, with all that was decided with it. Raises NoSuchCorrection and other ArchiveErrors."""
    require_archive(archive)
    with closing(connect_readonly(archive)) as connection:
        known = Known(connection=connection)
        every = episode_decisions.load(connection)
        chosen = episode_decisions.together(every, number)
        named = {name for each in chosen for name in (each.one, each.other)}
        ids = evidence.find_episodes(connection, named)
        left = [_of(each) for each in every if each.undone_at is None and each not in chosen]
        change = shared_out(None, known, ids, decided=left, undone=[_of(each) for each in chosen])
    outcomes = _stored(archive, change)
    # Only now: whoever is interrupted before can undo it again, and what it joined would stay so otherwise.
    if not any(outcome.error for outcome in outcomes):
        episode_decisions.mark(archive, [each.id for each in chosen], _now())
    return outcomes


def _change(known: Known, ids: set[int], kind: str, pairs: Pairs) -> Change:
    made = [
        identity.Decision(kind="merge" if kind == "merge" else "split", one=one, other=other)
        for one, other in pairs
    ]
    # What is decided now goes before what it contradicts.
    wanted = {frozenset(pair) for pair in pairs}
    before = [d for d in known.splits_and_merges() if frozenset((d.one, d.other)) not in wanted]
    return shared_out(None, known, ids, decided=[*before, *made])


def _decided(archive: Path, kind: str, pairs: Pairs, change: Change) -> tuple[list[int], list[Outcome]]:
    with closing(connect_readonly(archive)) as connection:
        wanted = {frozenset(pair) for pair in pairs}
        contradicted = [
            each.id
            for each in episode_decisions.load(connection)
            if each.undone_at is None and each.kind != kind and frozenset((each.one, each.other)) in wanted
        ]
    instant = _now()
    changed = {id_ for part in change.parts for id_ in (part.episode_id, *part.absorbed) if id_ is not None}
    ids = episode_decisions.add(archive, kind, pairs, instant, instead_of=contradicted, episodes=changed)
    outcomes = _stored(archive, change)
    if any(outcome.error for outcome in outcomes):
        episode_decisions.mark(archive, ids, instant)
        episode_decisions.mark(archive, contradicted, None)
    return ids, outcomes


def _now() -> str:
    """The instant by which the rows of one decision are known: two commands are never made at one."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _stored(archive: Path, change: Change) -> list[Outcome]:
    return list(stored(archive, [change] if change.parts else [], command="episodes"))


def _clusters(known: Known, id_: int) -> list[Cluster]:
    return nodes.clusters([read(source, f"episode {id_} ({source.uri})") for source in known.sources(id_)])


def _name(known: Known, id_: int, others: Iterable[int]) -> Identifier:
    """The strongest name that an episode has and none of the others."""
    theirs = [each for other in others if other != id_ for each in _clusters(known, other)]
    own = [each for each in _clusters(known, id_) if each.names]
    return min((_own(each, theirs) for each in own), key=_strength)


def _own(cluster: Cluster, others: Iterable[Cluster]) -> Identifier:
    """The strongest name of a cluster that none of the others has."""
    theirs = {name for each in others for name in each.names}
    return min((name for name in cluster.names if name not in theirs), key=_strength)


def _strength(name: Identifier) -> tuple[int, str]:
    return identity.SCHEMES.index(name.scheme), name.value


def _is_called(cluster: Cluster, uri: str) -> bool:
    return any(
        item.stored.format not in SHARED and (item.stored.uri == uri or item.stored.uri.endswith(f"/{uri}"))
        for item in cluster.own
    )


def _of(each: episode_decisions.Decided) -> identity.Decision:
    return identity.Decision(kind=each.kind, one=each.one, other=each.other)


def table(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Every decision a row: number, state, what, of which, when; for people to read."""
    rows: list[tuple[str, ...]] = [("N", "STATE", "WHAT", "ONE", "OTHER")]
    for each in episode_decisions.load(connection):
        state = f"undone {each.undone_at[:10]}" if each.undone_at else "holds"
        one, other = (f"{name.scheme} {name.value}" for name in (each.one, each.other))
        rows.append((str(each.id), state, each.kind, one, other))
    return rows
