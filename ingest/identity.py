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

NEEDS_A_FEED = frozenset({"url", "number", "file"})

_MEANS = {
    "guid": "what a feed calls its item, within the show's `podcast:guid`",
    "youtube": "the id of its video",
    "sha256": "the bytes of a transcript",
    "url": "its own page",
    "number": "the show, the season and the number",
    "file": "what a file and the item's enclosure are called",
}

SCHEMES = tuple(_MEANS)
"""The strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Sources that are together in any case, and the names that they have.

    `guid` is that of a feed's item, (show, item), while it is listed. `episode` is the stored episode that
    they are of now; None if they are new. `former` are names by which decisions know it, and nothing else:
    the hashes of what a file said before it was edited.
    """

    names: frozenset[Identifier]
    former: frozenset[Identifier] = frozenset()
    guid: tuple[str, str] | None = None
    episode: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person said that what has the name `one` and what has `other` are one episode, or are two.

    What was split off is `one`: a name that both have, or that a third has too, joins the `other`.
    """

    kind: Literal["merge", "split"]
    one: Identifier
    other: Identifier


def of_node(node: Node) -> frozenset[Identifier]:
    """All the names by which a decision can mean a node."""
    return node.names | node.former


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """`parts` are positions of nodes, one part an episode; `void` are the names that join nothing here."""

    parts: tuple[tuple[int, ...], ...]
    void: frozenset[Identifier]


def ordered(names: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Names, each once, the strongest first."""
    return tuple(sorted(set(names), key=lambda name: (SCHEMES.index(name.scheme), name.value)))


def resolve(
    nodes: Sequence[Node], decisions: Iterable[Decision] = (), undone: Iterable[Decision] = ()
) -> Resolved:
    """The episodes that `nodes` are. What shares a name with one of them must be among them.

    Level by level, the strongest names first: a name that would join what must stay apart is void; if all
    that are left at a level still would together, none of them joins there. `undone` are merges that no
    longer hold: that something is of one episode because of them keeps nothing together.
    """
    decided = tuple(decisions)
    splits = [each for each in decided if each.kind == "split"]
    parts = _Parts(nodes, splits)
    known: dict[Identifier, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        for name in of_node(node):
            known[name].append(number)
    for each in decided:
        if each.kind == "merge" and each.one in known and each.other in known:
            parts.join_all([[*known[each.one], *known[each.other]]])
    where = _where(nodes, splits, known)
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
    parts.loosen(undone)
    _keep_together(nodes, parts, void)
    return Resolved(parts=parts.all(), void=frozenset(void))


def _has_item(nodes: Sequence[Node], numbers: Iterable[int]) -> bool:
    return any(nodes[number].guid is not None for number in numbers)


def _where(
    nodes: Sequence[Node], splits: Iterable[Decision], known: Mapping[Identifier, Sequence[int]]
) -> dict[Identifier, list[int]]:
    """The nodes that have each name; what was split off has none that what it was split from has."""
    lost: dict[int, set[Identifier]] = defaultdict(set)
    for split in splits:
        one, other = set(known.get(split.one, ())), set(known.get(split.other, ()))
        if not one & other:
            for number in one:
                lost[number].update(*(nodes[each].names for each in other))
    where: dict[Identifier, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        for name in node.names - lost[number] if number in lost else node.names:
            where[name].append(number)
    return where


def _keep_together(nodes: Sequence[Node], parts: "_Parts", void: set[Identifier]) -> None:
    """What is of one episode already stays so, unless only a name joined it that is void now.

    Where some of it must stay apart, the others are with its item, or with the first by name.
    """
    homes: dict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if node.episode is not None and not node.names & void:
            homes[node.episode].append(number)
    for numbers in homes.values():
        first: list[int] = []
        for number in sorted(numbers, key=lambda number: _weight(nodes[number])):
            if not any(not parts.join_all([[each, number]]) for each in first):
                first.append(number)


def _weight(node: Node) -> tuple[object, ...]:
    return node.guid is None, sorted((SCHEMES.index(name.scheme), name.value) for name in node.names)


class _Parts:
    """Nodes joined so far, and what must not be joined: items of one feed, and what a person split."""

    def __init__(self, nodes: Sequence[Node], splits: Sequence[Decision]) -> None:
        self._nodes = nodes
        self._splits = splits
        self._of = list(range(len(nodes)))
        self._members = {number: frozenset({number}) for number in range(len(nodes))}

    def loosen(self, undone: Iterable[Decision]) -> None:
        """From now on also what these merges had joined is joined no more."""
        self._splits = [*self._splits, *undone]

    def may_join(self, groups: Iterable[Sequence[int]]) -> bool:
        members = frozenset().union(
            *(self._members[self._of[number]] for group in groups for number in group)
        )
        return self._is_one(members)

    def join_all(self, groups: Sequence[Sequence[int]]) -> set[int]:
        """Join the nodes of each group, and groups that overlap: the nodes that must not be joined so."""
        pending: dict[int, set[int]] = {}
        for group in groups:
            merged = {self._of[number] for number in group}
            for root in [*merged]:
                if root in pending and pending[root] is not merged:
                    # The smaller into the larger: many names of one episode cost no square.
                    small, large = sorted((merged, pending[root]), key=len)
                    large |= small
                    merged = large
            pending |= dict.fromkeys(merged, merged)
        failed: set[int] = set()
        for roots in {id(roots): roots for roots in pending.values()}.values():
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
        one = {member for member in members if split.one in of_node(self._nodes[member])}
        other = {member for member in members if split.other in of_node(self._nodes[member])}
        return bool(one - other) and bool(other - one)


def assign(
    parts: Sequence[Sequence[int]], nodes: Sequence[Node], weights: Mapping[int, int] | None = None
) -> list[tuple[int | None, tuple[int, ...]]]:
    """(the episode it is, those that it absorbs) for each part: an id stays where most of its sources are.

    Of several that stays which has an item, then the most sources, then the lowest: so each gets its own back
    when they are parted. `weights` are how many sources a node has.
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
    owned: list[list[tuple[int, int]]] = [[] for _ in parts]
    for episode, claims in shares.items():
        weight, place = min(claims)
        owned[place].append((weight, episode))
    ordered = [[episode for _, episode in sorted(each)] for each in owned]
    return [(ids[0], tuple(sorted(ids[1:]))) if ids else (None, ()) for ids in ordered]


def table() -> list[tuple[str, str, str]]:
    """The names as rows of (scheme, what it is, what it joins), the strongest first, for people to read."""
    joins = {True: "a source to what a feed lists", False: "any two sources"}
    return [(scheme, means, joins[scheme in NEEDS_A_FEED]) for scheme, means in _MEANS.items()]
