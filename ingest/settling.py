"""Which stored episodes some sources change, and how: joined to one, several made one, or one parted.

The usual case is decided by a look at the names: sources of no stored episode, or of just one. Otherwise all
that shares a name is read again and shared out (see `ingest.identity`), as if it had come at once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.evidence import find_episode, find_episodes
from archive.outcome import Change, Part
from archive.records import Correction, Identifier, StoredSource

from . import identity, nodes, sidecar
from .assemble import assemble, derivation, fits
from .gather import typed
from .known import Known
from .nodes import SHARED, Cluster
from .options import merged
from .read import Evidence, is_file, is_path, read
from .succession import is_moved, together
from .whom import directory

MOST_EPISODES = 200
"""A name that more episodes than this share says nothing of any of them."""

_LASTING = ("youtube", "sha256")
"""An episode keeps these names when its sources no longer say them."""

Decide = Callable[[Sequence[Correction]], Sequence[Correction]]
"""The decisions that hold, given those that are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Sources that come in: of files that were `heard`, and what was `said` of them.

    `places` are names for messages, by uri.
    """

    heard: tuple[Evidence, ...]
    said: tuple[StoredSource, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    place: str

    def read(self, source: StoredSource) -> Evidence:
        known = {item.stored.uri: item for item in self.heard}.get(source.uri)
        if known is not None and known.stored.sha256 == source.sha256:
            return known
        return read(source, self.places.get(source.uri, source.uri))


def settle(new: New, known: Known, decide: Decide) -> tuple[Change, tuple[Identifier, ...]]:
    """What `new` sources change, and the names by which they are found. Raises ArchiveError."""
    said = [new.read(source) for source in new.said]
    names = nodes.names([*new.heard, *said])
    ids = known.meeting(names)
    if not ids and (lay := known.lay(new.heard, names)) is not None:
        ids = {lay}
    if len(ids) <= 1 and known.is_simple(names, ids):
        return _joined(new, known, next(iter(ids), None), names, decide), names
    return shared_out(new, known, ids, decide), names


def _joined(
    new: New, known: Known, episode_id: int | None, names: tuple[Identifier, ...], decide: Decide
) -> Change:
    episode = known.by_id(episode_id, names)
    sources = together([*(item.stored for item in new.heard), *new.said], episode.sources)
    evidence = [new.read(source) for source in sources]
    decisions, whom = decide(episode.decisions), directory(known.connection, episode.id)
    record = assemble(evidence, decisions, names=identity.ordered(episode.names), directory=whom)
    return Change(parts=(Part(record=record, episode_id=episode.id),), place=new.place)


def reduced(known: Known, episode_id: int, sources: Sequence[StoredSource]) -> Change:
    """An episode with just some of its `sources`."""
    evidence = [read(source, source.uri) for source in sources]
    kept = (name for name in known.names(episode_id) if name.scheme in _LASTING)
    names = identity.ordered({*nodes.names(evidence), *kept})
    whom = directory(known.connection, episode_id)
    record = assemble(evidence, known.decisions(episode_id), names=names, directory=whom)
    return Change(parts=(Part(record=record, episode_id=episode_id),), place=f"episode {episode_id}")


def shared_out(
    new: New | None,
    known: Known,
    ids: set[int],
    decide: Decide | None = None,
    *,
    decided: Sequence[identity.Decision] | None = None,
    undone: Sequence[identity.Decision] = (),
) -> Change:
    """All that shares a name with some episodes, and what is new, shared out: what of it changes.

    Parts that stay as they are stored are not in the change, but beside it. `decided` are the merges and
    splits that hold, if not those that are stored; `undone` are those that do not any more.
    """
    held = _Held(new, known)
    held.gather(ids)
    holding = known.splits_and_merges() if decided is None else decided
    again = [identity.Decision(kind="merge", one=d.one, other=d.other) for d in undone if d.kind == "split"]
    nodes_ = [each.node for each in held.clusters]
    resolved = identity.resolve(nodes_, [*holding, *again], [d for d in undone if d.kind == "merge"])
    assigned = identity.assign(
        resolved.parts,
        nodes_,
        {number: len(each.cluster.own) for number, each in enumerate(held.clusters)},
    )
    decisions = held.decisions(resolved.parts, assigned)
    made, same = [], []
    for place, (part, (id_, absorbed)) in enumerate(zip(resolved.parts, assigned, strict=True)):
        evidence = held.evidence(part, new)
        own = decisions[place]
        if decide is not None and any(held.clusters[number].is_new for number in part):
            own = tuple(decide(own))
        kept = derivation((item.stored for item in evidence), own)
        if id_ is not None and not absorbed and kept == known.derivation(id_):
            same.append(id_)
            continue
        names = held.names(part, id_, absorbed)
        record = assemble(evidence, own, names=names, directory=directory(known.connection, id_))
        made.append(Part(record=record, episode_id=id_, absorbed=absorbed, shared=SHARED))
    name = new.place if new else f"episode {min(ids, default=0)}"
    # What stays has its address, and what is new comes after it.
    made.sort(key=lambda part: (part.episode_id is None, part.episode_id or 0))
    return Change(parts=tuple(made), beside=tuple(same), place=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    cluster: Cluster
    node: identity.Node
    is_new: bool


class _Held:
    """The sources of some stored episodes and new ones, in clusters."""

    def __init__(self, new: New | None, known: Known) -> None:
        self._new = new
        self._known = known
        self._stored: dict[int, tuple[StoredSource, ...]] = {}
        self._lay: int | None = None
        self._decisions = known.splits_and_merges()
        self.clusters: list[_Placed] = []

    def gather(self, ids: set[int]) -> None:
        """Read the episodes, and all that share a name with them or with what is new."""
        if self._new is not None:
            said = [self._new.read(source) for source in self._new.said]
            evidence = [*self._new.heard, *said]
            # What lies where a source of an episode lay takes its place there.
            self._lay = self._known.lay(self._new.heard, nodes.names(evidence))
            # A file that was moved, and perhaps called otherwise, is of the episode that has its bytes.
            files = [item.stored for item in self._new.heard if is_path(item.stored.uri)]
            hashes = [Identifier(scheme="sha256", value=file.sha256) for file in files]
            home = self._lay or find_episode(self._known.connection, hashes)
            self._add(evidence, home, is_new=True)
        waiting = sorted(ids | self._merged() if self._lay is None else ids | self._merged() | {self._lay})
        while waiting and len(self._stored) < MOST_EPISODES:
            id_ = waiting.pop()
            if id_ in self._stored:
                continue
            self._stored[id_] = self._known.sources(id_)
            kept = [source for source in self._stored[id_] if not self._is_replaced(source, id_)]
            left = [read(source, f"episode {id_} ({source.uri})") for source in kept]
            gone = [source for source in self._stored[id_] if source not in kept]
            self._add(self._without_beside(left, gone) if gone else left, id_)
            names = {name for each in self.clusters for name in each.cluster.names}
            waiting += sorted((self._known.meeting(names) | self._merged()) - self._stored.keys())

    def _without_beside(self, left: Sequence[Evidence], gone: Sequence[StoredSource]) -> list[Evidence]:
        """What is `left`, but for what lay beside a file that is `gone`: it goes with what replaced that."""
        lay = {nodes.home(source) for source in gone}
        beside = [
            item for item in left if item.stored.format not in SHARED and nodes.home(item.stored) in lay
        ]
        if beside:
            number = next(n for n, each in enumerate(self.clusters) if each.is_new)
            placed = self.clusters[number]
            names = dict.fromkeys((*placed.cluster.names, *nodes.names(beside)))
            cluster = replace(placed.cluster, own=(*placed.cluster.own, *beside), names=tuple(names))
            node = replace(placed.node, names=frozenset(names))
            self.clusters[number] = replace(placed, cluster=cluster, node=node)
        return [item for item in left if item not in beside]

    def _merged(self) -> set[int]:
        """The episodes that somebody merged with one of these, which need have no name in common."""
        names = {name for each in self.clusters for name in identity.of_node(each.node)}
        merges = [{each.one, each.other} for each in self._decisions if each.kind == "merge"]
        others = {name for pair in merges if pair & names for name in pair - names}
        return find_episodes(self._known.connection, others) if others else set()

    def _is_replaced(self, source: StoredSource, id_: int) -> bool:
        """Whether what is new takes the place of a source: it lies there, or is the same file elsewhere."""
        if self._new is None or source.format in SHARED:
            return False
        heard = [item.stored for item in self._new.heard]
        if id_ != self._lay:
            return any(is_moved(each, source) for each in heard if each.uri != source.uri)
        return source not in together([*heard, *self._new.said], [source])

    def _add(self, evidence: Sequence[Evidence], episode: int | None, *, is_new: bool = False) -> None:
        for cluster in nodes.clusters(evidence):
            # Nobody decided anything of most archives.
            files = [item.stored for item in cluster.own if self._decisions and is_file(item.stored)]
            former = {name for each in files for name in _former(self._known, each)}
            node = cluster.node(episode, former)
            self.clusters.append(_Placed(cluster=cluster, node=node, is_new=is_new))

    def evidence(self, part: Sequence[int], new: New | None) -> list[Evidence]:
        """All sources of a part, each once; what was typed of any of them, as one."""
        found: dict[str, Evidence] = {}
        typed_before: list[StoredSource] = []
        for number in sorted(part, key=lambda number: self.clusters[number].node.episode or 2**62):
            for item in self.clusters[number].cluster.sources:
                if item.stored.format == sidecar.OPTIONS:
                    typed_before.append(item.stored)
                else:
                    found[item.stored.uri] = item
        if typed_before:
            document = json.loads(typed_before[0].content)
            for source in typed_before[1:]:
                document = merged(document, json.loads(source.content))
            said = typed(document)
            found[said.uri] = read(said, said.uri)
        return list(found.values())

    def names(self, part: Sequence[int], id_: int | None, absorbed: Sequence[int]) -> tuple[Identifier, ...]:
        """The names of a part, and those that its episodes had and nothing else has now."""
        own = {name for number in part for name in self.clusters[number].cluster.names}
        others = {name for each in self.clusters for name in each.cluster.names} - own
        ids = [each for each in (id_, *absorbed) if each is not None]
        kept = {
            name
            for each in ids
            for name in self._known.names(each)
            if name.scheme in _LASTING and name not in others
        }
        return identity.ordered(own | kept)

    def decisions(
        self,
        parts: Sequence[Sequence[int]],
        assigned: Sequence[tuple[int | None, tuple[int, ...]]],
    ) -> list[tuple[Correction, ...]]:
        """Every decision on the episodes goes to one part: of those that have its sources, where it fits."""
        found: list[list[Correction]] = [[] for _ in parts]
        for id_ in sorted(self._stored):
            stored = self._known.decisions(id_)
            if not stored:
                continue
            homes = [
                place
                for place, part in enumerate(parts)
                if any(self.clusters[number].node.episode == id_ for number in part)
            ]
            first = next((p for p in homes if id_ in (assigned[p][0], *assigned[p][1])), homes[0])
            for decision in stored:
                fit = [place for place in homes if len(homes) > 1 and self._fits(parts[place], decision)]
                found[fit[0] if fit else first].append(decision)
        return [tuple(sorted(each, key=lambda one: one.id or 0)) for each in found]

    def _fits(self, part: Sequence[int], decision: Correction) -> bool:
        return fits(self.evidence(part, self._new), decision)


def _former(known: Known, source: StoredSource) -> set[Identifier]:
    """The names that a file had before it was edited, where it lies."""
    found = known.connection.execute(
        # Each half has an index of its own.
        "select sha256 from sources where superseded_at is null and uri = ?1 and format = ?2 and sha256 != ?3"
        " union select sha256 from sources where superseded_at is not null"
        " and uri = ?1 and format = ?2 and sha256 != ?3",
        (source.uri, source.format, source.sha256),
    )
    return {Identifier(scheme="sha256", value=sha256) for (sha256,) in found}
