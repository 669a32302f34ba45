"""Which words before a colon, or in brackets, are labels in one file of captions: decided over all its lines.

    Leo Dion: Welcome.          a name that recurs and takes turns with another
    Berlin: a city of trains.   a place talked of, or a title
    in Python: you write        an ordinary word, among real labels
    [Door Closing]              a sound

Captions break lines anywhere, so that each of these may come to stand at the beginning of one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest import labels

_SOUNDS = re.compile(
    r"\b(?:music|song|theme|applause|laugh\w*|chuckl\w*|cheer\w*|clap\w*|inaudible|crosstalk|audience|crowd|noise"
    r"|sounds?|silence|pause|beep\w*|bell|phone|door|voice|speak\w*|foreign|\w+ing|clears|throat|sigh\w*|closes"
    r"|opens|rings|plays|fades|break|audio|video|translation|language)\b",
    re.I,
)
LEAST = 0.02
"""The part of the cues that must have a label, where none is evident, but two or more take turns from the
beginning: fewer are sentences with a colon, of a film or a place."""

LATE = 0.25
"""The part where all are one name, or take no turns, or the first comes late: whoever prints labels begins
with one, and `Python: …` comes often where one talks of nothing else."""

EVERY = 0.8
"""The part of the cues with a label, from which on every name at a cue's beginning is one: Zoom's files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a line of cue number `cue` begins.

    `start` is the line's offset, `marked` that behind a turn mark or a dash, `words` that behind a label too.
    `fresh` says that no sentence runs on from before, so that a name, or a turn, may begin here.
    """

    cue: int
    start: int
    marked: int
    words: int
    label: str | None
    boxed: bool
    turn: bool
    fresh: bool


def sure_ones(openings: Sequence[Opening], cues: int) -> tuple[frozenset[str], frozenset[str]]:
    """The words before colons that are labels in this file; and those that are too few."""
    counts = Counter(opening.label for opening in openings if opening.label and not opening.boxed)
    sure = labels.confirmed(label for label, count in counts.items() for _ in range(count))
    names = [label for label in sure if labels.understand(label).kind == "name"]
    if len(names) > 1 and all(map(_capitals, names)):
        sure |= {label for label in counts if _capitals(label)}
    leading = [opening.label for opening in openings if opening.label and opening.start == 0]
    if sum(label in sure for label in leading) >= EVERY * cues:
        sure |= set(leading)
    # Behind a turn mark a name need not recur.
    turned = {opening.label for opening in openings if opening.label and opening.turn}
    sure |= turned
    marked = len(turned) > 1 or any(_capitals(label) or labels.is_full_name(label) for label in turned)
    if marked or any(evident(label) or labels.understand(label).role for label in sure):
        return sure, frozenset()
    places = [each for each in openings if each.label in sure and not each.boxed]
    return (sure, frozenset()) if _are_enough(places, cues) else (frozenset(), sure)


def _are_enough(places: Sequence[Opening], cues: int) -> bool:
    """Whether words before colons are so many that they are labels, not titles or places talked of."""
    said = [place.label for place in places]
    if len(said) >= EVERY * cues:
        return True
    if len(said) < 3:
        return False
    turns = sum(one != other for one, other in pairwise(said))
    early = places[0].cue <= max(2, cues * LEAST)
    recur = sum(count > 1 for count in Counter(said).values())
    taken = early and recur > 1 and turns * 2 >= len(said) - 1
    return len(said) >= (LEAST if taken else LATE) * cues


def _capitals(label: str) -> bool:
    """`MEITNER ( composing )`: whether a name is printed in capitals, as captions for television have it."""
    return label.partition("(")[0].isupper()


def without_words(openings: Sequence[Opening], texts: Sequence[str]) -> Iterator[Opening]:
    """The openings, without labels that are ordinary words of this file; `texts` are those of its cues.

    Two of three must say so: the word stands before a colon inside lines too, half as often as at their
    beginning; it is said without a colon as often, and three times; it comes after the end of a sentence half
    as often as the labels of this file do. In 21 real files with labels, of Leo Dion's and the Postgres.FM
    shows, Syntax, Talk Python, Virtual Coffee and of public television, no name has even one of the three,
    though six in ten of some people's turns break into a sentence.
    """
    places: dict[str, list[Opening]] = {}
    for each in openings:
        if each.label and not each.boxed:
            places.setdefault(each.label, []).append(each)
    names = {
        label: found
        for label, found in places.items()
        if not any(each.turn for each in found) and _is_only_a_name(label)
    }
    words: set[str] = set()
    if names:
        said = _without_labels(openings, texts)
        fresh = sum(each.fresh for found in places.values() for each in found)
        usual = fresh / sum(map(len, places.values()))
        words = {label for label, found in names.items() if _is_a_word(label, found, said, usual)}
    for each in openings:
        if each.boxed or each.label not in words:
            yield each
        elif each.marked > each.start:
            yield replace(each, label=None, words=each.marked)


def _is_a_word(label: str, places: Sequence[Opening], said: str, usual: float) -> bool:
    # Hardly anything is counted twice: what is not said elsewhere is no word of the file.
    if said.count(label) * 2 < len(places):
        return False
    inside = bare = 0
    for found in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)(\s?[:：])?", said):
        inside += found[1] is not None
        bare += found[1] is None
    within = inside * 2 >= len(places)
    common = bare >= max(len(places), 3)
    broken = sum(each.fresh for each in places) * 2 < usual * len(places)
    return within + common + broken > 1


def _is_only_a_name(label: str) -> bool:
    said = labels.understand(label)
    return said.kind == "name" and said.role is None


def _without_labels(openings: Sequence[Opening], texts: Sequence[str]) -> str:
    """All that is said, without what may be labels at the beginning of lines."""
    left: dict[int, list[Opening]] = {}
    for each in openings:
        left.setdefault(each.cue, []).append(each)
    parts = []
    for number, text in enumerate(texts):
        begins = 0
        for each in left.get(number, ()):
            parts.append(text[begins : each.marked])
            begins = each.words
        parts.append(text[begins:])
        parts.append("\n")
    return "".join(parts)


def evident(label: str) -> bool:
    """Whether words in brackets name a voice: `Speaker 1`, `Instructor`; not `Applause`, `1`, `a`."""
    said = labels.understand(label)
    return said.kind == "anonymous" and said.name is not None and len(label) > 2 and not label.isdecimal()


def may_be_a_voice(label: str) -> bool:
    """Whether words in brackets may be a full name; not `Upbeat Music`, `Door Closing`."""
    return labels.is_full_name(label) and not _SOUNDS.search(label)


def without_sounds(openings: Sequence[Opening], cues: int) -> Iterator[Opening]:
    """The openings, those with names in brackets only if two such names recur: else these tell of a sound."""
    counts = Counter(each.label for each in openings if each.boxed and each.label and not evident(each.label))
    named = sum(count > 1 for count in counts.values()) > 1 and counts.total() >= LEAST * cues
    for each in openings:
        if named or each.label not in counts or not each.boxed:
            yield each
        elif each.marked > each.start:
            yield replace(each, label=None, words=each.marked, boxed=False)
