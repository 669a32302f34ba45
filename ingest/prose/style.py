"""The style of one file: which of the labels and times that its lines may begin with hold.

Labels are set in one style, that of most lines; set otherwise, only a label of that style is one. Times have a
style of their own: square brackets are always times, round ones and bare clocks if the file is built on them.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import labels

from . import stamps
from .blocks import Line
from .heads import Head, Style, head

FEWEST_TIMES = 3
"""Lines that begin with a bare clock: fewer are words (“10:30 we met”)."""

TIMED_SHARE = 5
"""One line in so many begins with a bare clock where clocks are times."""

LABELLED_SHARE = 20
"""One paragraph in so many has a label where none is evident: fewer are sentences with a colon."""

_ONE_IN_FIVE = 5
_SURE_HEADINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStyle:
    """What holds in a file. `labels` by style; `timed` says that it has any time or label at all."""

    labels: dict[Style, frozenset[str]]
    bare: bool
    round: bool
    alone: bool

    @property
    def labelled(self) -> bool:
        return any(self.labels.values())

    def label(self, found: Head) -> str | None:
        sure = found.style is not None and found.label in self.labels.get(found.style, frozenset())
        return found.label if sure else None

    def leads(self, found: Head) -> bool:
        return found.lead_kind == "square" or bool(
            (found.lead_kind == "round" and self.round) or (found.lead_kind == "bare" and self.bare)
        )


def heads(lines: Sequence[Line]) -> Iterator[tuple[Head, bool]]:
    """The head of each line, and whether the line is nothing but a time."""
    alone = [stamps.alone(line.text) for line in lines]
    for number, line in enumerate(lines):
        beside = (number > 0 and alone[number - 1]) or (number + 1 < len(lines) and alone[number + 1])
        yield Head() if alone[number] else head(line, beside_time=beside), alone[number]


def of(lines: Sequence[Line], found: Sequence[tuple[Head, bool]], known: Collection[str]) -> FileStyle:
    leads = Counter(each.lead_kind for each, _ in found)
    times = [stamps.times(each.lead)[0] or 0 for each, _ in found if each.lead and each.lead_kind == "bare"]
    rising = sum(one <= two for one, two in pairwise(times))
    alone = sum(is_time for _, is_time in found)
    sure = _labels(lines, found, known)
    own_round = sum(bool(each.own and "(" in each.own) for each, _ in found if each.label in sure.values())
    return FileStyle(
        labels=sure,
        bare=len(times) >= FEWEST_TIMES
        and rising * _ONE_IN_FIVE >= (len(times) - 1) * (_ONE_IN_FIVE - 1)
        and len(times) * TIMED_SHARE >= len(lines) - alone,
        round=leads["round"] + own_round >= 2 or (leads["round"] > 0 and len(lines) < TIMED_SHARE),
        alone=alone > 1 or leads["square"] > 0 or any(sure.values()),
    )


def _labels(
    lines: Sequence[Line], found: Sequence[tuple[Head, bool]], known: Collection[str]
) -> dict[Style, frozenset[str]]:
    candidates: dict[Style, list[str]] = {}
    timed: Counter[str] = Counter()
    for each, _ in found:
        if each.style and each.label:
            candidates.setdefault(each.style, []).append(each.label)
            timed[each.label] += bool(each.own)
    sure = {style: _sure(style, printed, known, timed) for style, printed in candidates.items()}
    fits = {style: sum(label in sure[style] for label in printed) for style, printed in candidates.items()}
    if not any(fits.values()):
        return {}
    main = max(fits, key=lambda style: fits[style])
    paragraphs = sum(line.first for line in lines)
    evident = any(timed[label] or _evident(label, known) for label in sure[main])
    if main == "colon" and not evident and fits[main] * LABELLED_SHARE < paragraphs:
        return {}
    # The same name set otherwise, by a slip of the pen.
    return {
        style: sure[main] if style in ("emphasised", "colon") or style == main else sure[main] & sure[style]
        for style in candidates
    }


def _sure(
    style: Style, printed: Sequence[str], known: Collection[str], timed: Counter[str]
) -> frozenset[str]:
    sure = labels.confirmed(printed, known)
    counts = Counter(printed)
    if style in ("named", "heading"):
        # A word alone on a line, or a heading, is a label only where it stands for whole turns.
        return frozenset(
            label
            for label in sure
            if labels.understand(label).kind in ("name", "anonymous")
            and (counts[label] >= _SURE_HEADINGS or (_evident(label, known) and style == "named"))
        )
    if style == "header" and len(printed) >= _SURE_HEADINGS:
        return sure | (frozenset(label for label in printed if timed[label]) if sure else frozenset())
    return sure


def _evident(label: str, known: Collection[str]) -> bool:
    """Whether a label cannot be anything else."""
    understood = labels.understand(label)
    people = {name.casefold() for name in known}
    return (
        understood.kind == "anonymous"
        or understood.role is not None
        or label.casefold() in people
        or labels.is_full_name(label)
    )
