"""The style of one file: which of the labels and times that its lines may begin with hold.

Labels are set in one style, that of most lines; set otherwise, only a label of that style is one. Times have
a style of their own: those in square brackets always hold, round ones and bare clocks if the file is built on
them.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import labels

from . import stamps
from .blocks import Line
from .heads import RECURRING, Head, Style, head

FEWEST_TIMES = 3
"""Lines that begin with a bare clock: fewer are words (“10:30 we met”)."""

TIMED_SHARE = 5
"""One line in so many begins with a bare clock where clocks are times."""

LABELLED_SHARE = 20
"""One paragraph in so many has a label where none is evident: fewer are sentences with a colon."""

EVIDENT_SHARE = 200
"""The same where labels are full names, or of voices without one."""

_SURE_HEADINGS = 3
_PAIRS = (("Q", "A"), ("Question", "Answer"))
_FEWEST_REPEATED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStyle:
    """What holds in a file: the `labels` in each style; times that are `bare`, `round`, or `alone` on a line.

    `carries` says that a label holds for the paragraphs below it. Where labels mostly repeat the one before,
    they are printed wherever they hold, and words without one are somebody else's.
    """

    labels: dict[Style, frozenset[str]]
    carries: bool
    bare: bool
    round: bool
    round_inside: bool
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
        yield Head() if alone[number] or line.row else head(line, beside_time=beside), alone[number]


def without_items(lines: Sequence[Line], found: Sequence[tuple[Head, bool]]) -> list[tuple[Head, bool]]:
    """The heads without those of headings and list items, unless most items have a label.

    In notes, “Update: …” stands in a list of links, and “Other” over several.
    """
    items = [head for line, (head, _) in zip(lines, found, strict=True) if line.item]
    if sum(bool(head.label) for head in items) * 2 > len(items):
        return list(found)
    return [
        (Head() if line.item or line.heading else head, is_time)
        for line, (head, is_time) in zip(lines, found, strict=True)
    ]


def without_asides(lines: Sequence[Line], found: Sequence[tuple[Head, bool]]) -> list[tuple[Head, bool]]:
    """The heads without those in lists and quotations, unless more labels stand there than elsewhere.

    “Captain Ahab: Aye” is quoted by somebody, and “The Boat Book: a story” stands in a list of links.
    """
    for aside in ([line.item for line in lines], [line.quoted for line in lines]):
        inside = sum(bool(head.label) and there for (head, _), there in zip(found, aside, strict=True))
        if 0 < inside * 2 < sum(bool(head.label) for head, _ in found):
            found = [
                (Head() if there else head, is_time)
                for (head, is_time), there in zip(found, aside, strict=True)
            ]
    return list(found)


def of(lines: Sequence[Line], found: Sequence[tuple[Head, bool]], known: Collection[str]) -> FileStyle:
    leads = Counter(each.lead_kind for each, _ in found)
    times = [stamps.times(each.lead)[0] or 0 for each, _ in found if each.lead and each.lead_kind == "bare"]
    rising = sum(one <= two for one, two in pairwise(times))
    alone = sum(is_time for _, is_time in found)
    sure = _labels(lines, found, known)
    holding = [each for each, _ in found if each.style and each.label in sure.get(each.style, ())]
    round_ = leads["round"] + sum(bool(each.own and "(" in each.own) for each in holding)
    return FileStyle(
        labels=sure,
        carries=_carry(lines, found, holding),
        bare=len(times) >= FEWEST_TIMES
        and rising * 5 >= (len(times) - 1) * 4
        and len(times) * TIMED_SHARE >= len(lines) - alone,
        round=round_ > 1 or (round_ > 0 and len(lines) < TIMED_SHARE),
        round_inside=sum(stamps.has_round(line.text) for line in lines) > 2 * round_ + 1,
        alone=alone > 1 or leads["square"] > 0 or bool(holding),
    )


def _carry(lines: Sequence[Line], found: Sequence[tuple[Head, bool]], holding: Sequence[Head]) -> bool:
    kept = set(map(id, holding))
    with_words = [
        head.label
        for line, (head, _) in zip(lines, found, strict=True)
        if id(head) in kept and line.text[head.words :].strip()
    ]
    repeated = sum(one == two for one, two in pairwise(with_words))
    return len(with_words) < _FEWEST_REPEATED or repeated * 2 <= len(with_words)


def _labels(
    lines: Sequence[Line], found: Sequence[tuple[Head, bool]], known: Collection[str]
) -> dict[Style, frozenset[str]]:
    candidates: dict[Style, list[str]] = {}
    timed: Counter[str] = Counter()
    for each, _ in found:
        if each.style and each.label:
            candidates.setdefault(each.style, []).append(each.label)
            timed[each.label] += bool(each.own or each.lead_kind in ("square", "round"))
    sure = {style: _sure(style, printed, known, timed) for style, printed in candidates.items()}
    fits = {style: sum(label in sure[style] for label in printed) for style, printed in candidates.items()}
    if not any(fits.values()):
        return {}
    main = max(fits, key=lambda style: fits[style])
    paragraphs = sum(line.first for line in lines)
    evident = any(timed[label] or _evident(label, known) for label in sure[main])
    share = EVIDENT_SHARE if evident else LABELLED_SHARE
    if main == "colon" and fits[main] * share < paragraphs:
        return {}
    # A label of that style may be set otherwise, by a slip of the pen.
    free = ("emphasised", "colon", main)
    return {style: sure[main] if style in free else sure[main] & sure[style] for style in {*candidates, main}}


def _sure(
    style: Style, printed: Sequence[str], known: Collection[str], timed: Counter[str]
) -> frozenset[str]:
    sure = labels.confirmed(printed, known)
    counts = Counter(printed)
    sure |= {answer for question, answer in _PAIRS if question in sure and answer in counts}
    if style in RECURRING:
        named = {label for label in sure if labels.understand(label).kind in ("name", "anonymous")}
        return frozenset(named if sum(counts[label] > 1 for label in named) > 1 else ())
    if style in ("named", "heading"):
        # A word alone on a line, or a heading, is a label only where it stands for whole turns.
        return frozenset(
            label
            for label in sure
            if labels.understand(label).kind in ("name", "anonymous")
            and (counts[label] >= _SURE_HEADINGS or (_evident(label, known) and style == "named"))
        )
    # A time beside it says that a word is a label, though it comes once.
    beside_time = frozenset(label for label in printed if timed[label])
    return sure | beside_time if sure else sure


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
