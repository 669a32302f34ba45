"""Which sources are of one episode: the names by which they meet, and when a name joins none.

guid      <podcast:guid> <item's guid>                a feed's name for it
youtube   dQw4w9WgXcQ                                 its video
url       https://example.org/12                      its page
number    engines of thought 2 12                     the show, season and number
file      engines-012                                 what its file or enclosure is called
sha256    …                                           the bytes of a transcript

A feed is the skeleton of a show: its items are never one episode, however alike they are, and page, number
and file name join a source to an item only, never two files by themselves. A name that would join two items
of one feed joins nothing. What a person decided goes first. Whatever order sources arrive in, the same are
joined: what is decided depends on all that share a name, and on nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.records import Identifier

SCHEMES = ("guid", "youtube", "sha256", "url", "number", "file")
"""The strongest first."""

NEEDS_A_FEED = frozenset({"url", "number", "file"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Sources that are together in any case, and the names that they have.

    `guid` is that of a feed's item, (show, item), while it is listed. `episode` is the stored episode that
    they are of now; None if they are new.
    """

    names: frozenset[Identifier]
    guid: tuple[str, str] | None = None
    episode: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person said that what has the name `one` and what has `other` are one episode, or are two."""

    kind: Literal["merge", "split"]
    one: Identifier
    other: Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """`parts` are positions of nodes, one part an episode; `void` are the names that join nothing here."""

    parts: tuple[tuple[int, ...], ...]
    void: frozenset[Identifier]


def resolve(nodes: Sequence[Node], decisions: Iterable[Decision] = ()) -> Resolved:
    """The episodes that `nodes` are. What shares a name with one of them must be among them.

    Level by level, the strongest names first: a name that would join what must stay apart is void; if all
    that are left at a level still would together, none of them joins there.
    """
    decided = tuple(decisions)
    parts = _Parts(nodes, [each for each in decided if each.kind == "split"])
    where: dict[Identifier, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        for name in node.names:
            where[name].append(number)
    for each in decided:
        if each.kind == "merge":
            parts.join_all([[*where.get(each.one, ()), *where.get(each.other, ())]])
    void: set[Identifier] = set()
    for scheme in SCHEMES:
        shared = {
            name: numbers
            for name, numbers in sorted(where.items(), key=lambda item: item[0].value)
            if name.scheme == scheme and len(numbers) > 1
        }
        if scheme in NEEDS_A_FEED:
            # Without an item it joins nothing yet, and is not void: its feed may come later.
            shared = {name: numbers for name, numbers in shared.items() if _has_item(nodes, numbers)}
        alone = [name for name, numbers in shared.items() if not parts.may_join([numbers])]
        void.update(alone)
        left = {name: numbers for name, numbers in shared.items() if name not in void}
        failed = parts.join_all(list(left.values()))
        void.update(name for name, numbers in left.items() if any(number in failed for number in numbers))
    _keep_together(nodes, parts, void)
    return Resolved(parts=parts.all(), void=frozenset(void))


def _has_item(nodes: Sequence[Node], numbers: Iterable[int]) -> bool:
    return any(nodes[number].guid is not None for number in numbers)


def _keep_together(nodes: Sequence[Node], parts: "_Parts", void: set[Identifier]) -> None:
    """What is of one episode already stays so, unless only a name joined it that is void now."""
    homes: dict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if node.episode is not None:
            homes[node.episode].append(number)
    for numbers in homes.values():
        free = [number for number in numbers if not nodes[number].names & void]
        parts.join_all([free])


class _Parts:
    """Nodes joined so far, and what must not be joined: items of one feed, and what a person split."""

    def __init__(self, nodes: Sequence[Node], splits: Sequence[Decision]) -> None:
        self._nodes = nodes
        self._splits = splits
        self._of = list(range(len(nodes)))
        self._members = {number: frozenset({number}) for number in range(len(nodes))}

    def may_join(self, groups: Iterable[Sequence[int]]) -> bool:
        members = frozenset().union(
            *(self._members[self._of[number]] for group in groups for number in group)
        )
        return self._is_one(members)

    def join_all(self, groups: Sequence[Sequence[int]]) -> set[int]:
        """Join the nodes of each group, and groups that overlap: the nodes that must not be joined so."""
        pending: list[set[int]] = []
        for group in groups:
            merged = {self._of[number] for number in group}
            apart = []
            for other in pending:
                if other & merged:
                    merged |= other
                else:
                    apart.append(other)
            pending = [*apart, merged]
        failed: set[int] = set()
        for roots in pending:
            members = frozenset().union(*(self._members[root] for root in roots))
            if not self._is_one(members):
                failed |= members
                continue
            root = min(roots, default=0)
            for member in members:
                self._of[member] = root
            if members:
                self._members[root] = members
        return failed

    def all(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(sorted(self._members[root])) for root in sorted(set(self._of)))

    def _is_one(self, members: frozenset[int]) -> bool:
        items: dict[str, set[str]] = defaultdict(set)
        for member in members:
            if guid := self._nodes[member].guid:
                items[guid[0]].add(guid[1])
        if any(len(each) > 1 for each in items.values()):
            return False
        return not any(self._is_split(members, each) for each in self._splits)

    def _is_split(self, members: frozenset[int], split: Decision) -> bool:
        one = {member for member in members if split.one in self._nodes[member].names}
        other = {member for member in members if split.other in self._nodes[member].names}
        return bool(one - other) and bool(other - one)


def assign(
    parts: Sequence[Sequence[int]], nodes: Sequence[Node], weights: Mapping[int, int] | None = None
) -> list[tuple[int | None, tuple[int, ...]]]:
    """(the episode it is, those that it absorbs) for each part: an id stays where most of its sources are.

    Of several the lowest stays; `weights` are how many sources a node has.
    """
    weigh = weights or {}
    shares: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place, part in enumerate(parts):
        held: dict[int, int] = defaultdict(int)
        for number in part:
            episode = nodes[number].episode
            if episode is not None:
                held[episode] += weigh.get(number, 1) + (1_000 if nodes[number].guid else 0)
        for episode, weight in held.items():
            shares[episode].append((-weight, place))
    owned: list[list[int]] = [[] for _ in parts]
    for episode, claims in sorted(shares.items()):
        owned[min(claims)[1]].append(episode)
    return [(ids[0], tuple(ids[1:])) if ids else (None, ()) for ids in map(sorted, owned)]
