"""Who speaks in captions: labels before the words of a cue, found per file and carried to the next one.

    Leo Dion (host): Welcome.       a label, a colon, words
    >> SARA: Thank you.             a turn mark, then the same
    >> And so am I.                 a turn mark alone: somebody else; it stays, as the only sign of it
    [Speaker 1] Let us begin.       brackets without a colon, for a voice without a name
    [Leo Dion] Welcome.             or for full names, where two of them recur
    - Is it warm?                   a dash at a line's start: somebody else; it is no word, and goes

No specification has these; they are what caption tools print. A label holds until the next one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from archive.records import Mark, Warning
from ingest import labels
from ingest.reading import Cue, spoken

Piece = tuple[int, int, str | None]
"""A stretch of a cue's text, half-open, and who speaks there."""

_OPENING = re.compile(
    r"\s*+(?:(?P<turn>>{2,3}+)\s*+|(?P<dash>[-–—‐](?![-–—‐>\d])\s*+))?"
    r"(?:[\[(](?P<voice>[^\[\]():：]{1,60})[\])](?!\s*+[:：])"
    r"|\[(?P<boxed>[^\[\]:：]{1,60})\]\s*+(?::(?=\s|$)|：)"
    r"|(?P<name>[^\s:：\[\]<>(][^:：\n]{0,59}?)\s*+(?::(?=\s|$)|：))?"
)
_SOUNDS = re.compile(
    r"\b(?:music|song|theme|applause|laugh\w*|chuckl\w*|cheer\w*|clap\w*|inaudible|crosstalk|audience|crowd|noise"
    r"|sounds?|silence|pause|beep\w*|bell|phone|door|voice|speak\w*|foreign|\w+ing|clears|throat|sigh\w*|closes"
    r"|opens|rings|plays|fades|break|audio|video|translation|language)\b",
    re.I,
)
_BREAK = re.compile(r"\n|\s(?=>>)")
_OPENERS = (">>", "-", "–", "—", "‐", "[", "(")
LEAST = 0.02
"""The part of the cues that must have a label, where none is evident, but two or more take turns from the
beginning: fewer are sentences with a colon, of a film or a place."""

LATE = 0.25
"""The part where all are one name, or take no turns, or the first comes late: whoever prints labels begins
with one, and `Python: …` comes often where one talks of nothing else."""

EVERY = 0.8
"""The part of the cues with a label, from which on every name at a cue's beginning is one: Zoom's files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
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


def label_cues(cues: Sequence[Cue]) -> tuple[tuple[Cue, ...], tuple[Warning, ...]]:
    """The cues with the labels at the beginning of their lines moved to `speaker`, and what was unsure.

    A reader that keeps a cue's lines apart, by line breaks in `text`, has labels found in each; a cue with
    two of them becomes two. Which words before a colon are labels is decided over the whole file, so it takes
    all cues at once. A cue that has a speaker keeps it. The texts that come back went through `spoken`; cues
    without words are left out.
    """
    openings: list[list[_Opening]] = [[] for _ in cues]
    for opening in _without_sounds(list(_openings(cues)), len(cues)):
        openings[opening.cue].append(opening)
    sure, doubted = _sure([opening for each in openings for opening in each], len(cues))
    labelled: list[Cue] = []
    unsure: list[tuple[int, str]] = []
    holds: str | None = None
    for number, cue in enumerate(cues):
        if cue.speaker is not None or not openings[number]:
            holds = holds if cue.speaker is None else None
            labelled += [flat(replace(cue, speaker=cue.speaker or holds) if holds else cue)]
            continue
        pieces: list[Piece] = []
        begins = 0
        for opening in openings[number]:
            words, speaker = _spoken_from(opening, sure)
            if opening.label in doubted:
                unsure.append((number, opening.label or ""))
            if words is None:
                continue
            if sure and opening.label and speaker != opening.label:
                unsure.append((number, opening.label))
            pieces.append((begins, opening.start, holds))
            begins, holds = words, speaker
        pieces.append((begins, len(cue.text), holds))
        labelled += map(flat, split(cue, pieces))
    return tuple(cue for cue in labelled if cue.text), tuple(_unsure(unsure))


def split(cue: Cue, pieces: Sequence[Piece]) -> list[Cue]:
    """A cue as one for each piece with words.

    The times of the cue hold for all of it: the first keeps the start and the last the end. Another has a
    start if a mark stands at its beginning.
    """
    said = [piece for piece in pieces if cue.text[piece[0] : piece[1]].strip()]
    cues = []
    for number, (start, end, speaker) in enumerate(said):
        text = cue.text[start:end]
        begins = start + len(text) - len(text.lstrip())
        marks = [(max(offset, start) - start, ms) for offset, ms in cue.marks if start <= offset < end]
        first = next((ms for offset, ms in marks if offset + start <= begins), None) if number else None
        if first is not None:
            marks = [(offset, ms) for offset, ms in marks if offset + start > begins]
        cues.append(
            replace(
                cue,
                text=text,
                start_ms=cue.start_ms if number == 0 else first,
                end_ms=cue.end_ms if number == len(said) - 1 else None,
                speaker=speaker,
                marks=tuple(marks),
            )
        )
    return cues


def flat(cue: Cue) -> Cue:
    """The cue with its text as `spoken` has it, and its marks at the same words as before."""
    text = spoken(cue.text)
    if text == cue.text and _at_words(cue.marks, text):
        return cue
    marks: dict[int, int] = {}
    # White space changes, and what is none stays: a mark stands before the same one of those characters.
    solid = [offset for offset, character in enumerate(text) if character != " "] if cue.marks else []
    before, counted = 0, 0
    for offset, ms in cue.marks:
        before += len(spoken(cue.text[counted:offset]).replace(" ", ""))
        counted = offset
        if before < len(solid):
            marks[solid[before]] = ms
    ordered: tuple[Mark, ...] = tuple(marks.items())
    return replace(cue, text=text, marks=ordered)


def _at_words(marks: Sequence[Mark], text: str) -> bool:
    """Whether each mark stands at a character that is no blank, behind the one before."""
    before = -1
    for offset, _ in marks:
        if not before < offset < len(text) or text[offset] == " ":
            return False
        before = offset
    return True


def _openings(cues: Sequence[Cue]) -> Iterator[_Opening]:
    """Every line that begins as a turn may."""
    last = ""
    for number, cue in enumerate(cues):
        if cue.speaker is None:
            start = 0
            for line in _BREAK.split(cue.text) if ">>" in cue.text else cue.text.split("\n"):
                begins = line.lstrip()
                if ":" in line[:90] or "：" in line[:90] or begins.startswith(_OPENERS):
                    fresh = not (last.isalnum() or last in {",", "，", "、"})
                    opening = _opening(number, line, start, fresh)
                    if opening:
                        yield opening
                if begins:
                    last = line.rstrip()[-1]
                start += len(line) + 1
        elif cue.text.strip():
            last = cue.text.rstrip()[-1]


def _opening(cue: int, line: str, start: int, fresh: bool) -> _Opening | None:
    found = _OPENING.match(line)
    if not found or not found.group():
        return None
    label = " ".join((found["name"] or found["boxed"] or found["voice"] or "").split())
    boxed = bool(found["voice"])
    if not (_evident(label) or _may_be_a_voice(label) if boxed else _may_be(label, fresh)):
        label = ""
    mark = "turn" if found["turn"] else "dash"
    marked = start + max(found.end(mark), 0)
    if not label and marked == start:
        return None
    return _Opening(
        cue=cue,
        start=start,
        marked=marked,
        words=start + found.end() if label else marked,
        label=label or None,
        boxed=boxed,
        turn=bool(found["turn"]),
        fresh=fresh,
    )


@lru_cache(maxsize=4096)
def _may_be(label: str, fresh: bool) -> bool:
    """Whether a label may stand here; `here:` inside a sentence is none."""
    return labels.may_be(label) and (fresh or not label[0].islower())


def _evident(label: str) -> bool:
    """Whether words in brackets name a voice: `Speaker 1`, `Instructor`; not `Applause`, `1`, `a`."""
    said = labels.understand(label)
    return said.kind == "anonymous" and said.name is not None and len(label) > 2 and not label.isdecimal()


def _may_be_a_voice(label: str) -> bool:
    """Whether words in brackets may be a full name; not `Upbeat Music`, `Door Closing`."""
    return labels.is_full_name(label) and not _SOUNDS.search(label)


def _without_sounds(openings: Sequence[_Opening], cues: int) -> Iterator[_Opening]:
    """The openings, those with names in brackets only if two such names recur: else these tell of a sound."""
    counts = Counter(
        each.label for each in openings if each.boxed and each.label and not _evident(each.label)
    )
    named = sum(count > 1 for count in counts.values()) > 1 and counts.total() >= LEAST * cues
    for each in openings:
        if named or each.label not in counts or not each.boxed:
            yield each
        elif each.marked > each.start:
            yield replace(each, label=None, words=each.marked, boxed=False)


def _sure(openings: Sequence[_Opening], cues: int) -> tuple[frozenset[str], frozenset[str]]:
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
    if marked or any(_evident(label) or labels.understand(label).role for label in sure):
        return sure, frozenset()
    places = [each for each in openings if each.label in sure and not each.boxed]
    return (sure, frozenset()) if _are_enough(places, cues) else (frozenset(), sure)


def _are_enough(places: Sequence[_Opening], cues: int) -> bool:
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


def _spoken_from(opening: _Opening, sure: frozenset[str]) -> tuple[int | None, str | None]:
    """Where the words begin that follow this opening, and who says them; (None, …) if none begins here."""
    if opening.label and (opening.boxed or opening.label in sure):
        return opening.words, opening.label
    if opening.turn:
        return opening.start, None
    # A name that comes once may be one: then the one before no longer speaks.
    if opening.fresh and (opening.marked > opening.start or (sure and opening.label)):
        return opening.marked, None
    return None, None


def _unsure(found: Sequence[tuple[int, str]]) -> Iterator[Warning]:
    if found:
        number, label = found[0]
        message = (
            f"words before a colon that may be a name or not, {len(found)} times (first “{label}”), were kept"
            " as text; nobody is named from there to the next label"
        )
        yield Warning(code="unsure_label", place=f"cue {number + 1}", message=message)
