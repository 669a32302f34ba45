"""From pieces to a tree: OR, brackets and minus signs, however they are left unbalanced."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.search.pieces import Piece
from archive.search.said import said
from archive.search.terms import Node, Term, either, every, without

MAX_DEPTH = 10
"""SQLite's own parser of such expressions gives up a little deeper."""


def matched(pieces: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """The pieces with as many brackets closed as opened, none around one other pair; and what was wrong."""
    told: list[str] = []
    kept: list[Piece] = []
    opened: list[int] = []
    partner: dict[int, int] = {}
    for piece in pieces:
        if piece.kind == "close":
            if not opened:
                told.append(said("left_out.never_opened"))
                continue
            partner[opened.pop()] = len(kept)
        elif piece.kind == "open":
            opened.append(len(kept))
        kept.append(piece)
    if opened:
        told.append(said("left_out.never_closed"))
    end = kept[-1].end if kept else 0
    while opened:
        partner[opened.pop()] = len(kept)
        kept.append(Piece(kind="close", start=end, end=end))
    if any(end == start + 1 for start, end in partner.items()):
        told.append(said("left_out.empty_brackets"))
    dropped = _redundant(kept, partner)
    if deep := _too_deep(kept, partner, dropped):
        dropped |= deep
        told.append(said("left_out.deep", n=MAX_DEPTH))
    return [piece for at, piece in enumerate(kept) if at not in dropped], told


def _redundant(kept: list[Piece], partner: dict[int, int]) -> set[int]:
    """Pairs that hold nothing but another pair, or nothing: a minus before one is passed on to the other."""
    dropped: set[int] = set()
    for start in sorted(partner):
        end, inner = partner[start], start + 1
        if inner == end:
            dropped |= {start, end}
        elif partner.get(inner) == end - 1:
            dropped |= {start, end}
            minus = kept[inner].minus is not kept[start].minus
            kept[inner] = replace(kept[inner], minus=minus, start=kept[start].start)
            kept[end - 1] = replace(kept[end - 1], end=kept[end].end)
    return dropped


def _too_deep(kept: Sequence[Piece], partner: dict[int, int], dropped: set[int]) -> set[int]:
    deep: set[int] = set()
    depth = 0
    for at, piece in enumerate(kept):
        if at in dropped:
            continue
        if piece.kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                deep |= {at, partner[at]}
        elif piece.kind == "close":
            depth -= 1
    return deep


@dataclass(slots=True)
class _Bracket:
    """An open bracket, or the whole: alternatives, each of parts with where they stand."""

    minus: bool
    start: int
    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])
    places: list[tuple[int, int]] = field(default_factory=list)
    pending: str = ""
    """OR or AND, if nothing has followed it yet."""


class Tree:
    """Grown piece by piece. `said` are sentences; `parts` where that stands which is required at the top."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.parts: list[tuple[int, int]] = []
        self._open = [_Bracket(False, 0)]

    @property
    def is_nested(self) -> bool:
        return len(self._open) > 1

    def is_unwanted(self, piece: Piece) -> bool:
        return sum(one.minus for one in self._open) % 2 != piece.minus

    def added(self, term: Term, piece: Piece) -> bool:
        """Whether it was not there already."""
        node: Node = without(term) if piece.minus else term
        here = self._open[-1]
        new = node not in here.alternatives[-1]
        self._add(node, (piece.start, piece.end))
        return new

    def joined(self, piece: Piece) -> None:
        """A bracket, OR or AND."""
        here = self._open[-1]
        if piece.kind == "open":
            self._open.append(_Bracket(piece.minus, piece.start))
        elif piece.kind == "close":
            node = self._closed()
            if node is not None:
                self._add(without(node) if here.minus else node, (here.start, piece.end))
        elif here.pending or not here.alternatives[-1]:
            self.said.append(said("left_out.dangling", operator=piece.text))
        elif piece.kind == "or":
            here.alternatives.append([])
            here.pending = "OR"
        else:
            here.pending = "AND"

    def ended(self, length: int) -> Node | None:
        """The whole of it."""
        while self.is_nested:
            self.joined(Piece(kind="close", start=length, end=length))
        here = self._open[-1]
        node = self._closed()
        if len([one for one in here.alternatives if one]) == 1:
            self.parts = here.places
        return node

    def _add(self, node: Node, place: tuple[int, int]) -> None:
        here = self._open[-1]
        here.alternatives[-1].append(node)
        here.places.append(place)
        here.pending = ""

    def _closed(self) -> Node | None:
        here = self._open.pop()
        if here.pending:
            self.said.append(said("left_out.dangling", operator=here.pending))
        joined = [node for parts in here.alternatives if (node := every(parts)) is not None]
        return either(joined)
