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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from archive.records import Mark, Warning
from ingest import labels
from ingest.reading import Cue, spoken

from .caption_labels import Opening, evident, may_be_a_voice, sure_ones, without_sounds, without_words

Piece = tuple[int, int, str | None]
"""A stretch of a cue's text, half-open, and who speaks there."""

_OPENING = re.compile(
    r"\s*+(?:(?P<turn>>{2,3}+)\s*+|(?P<dash>[-–—‐](?![-–—‐>\d])\s*+))?"
    r"(?:[\[(](?P<voice>[^\[\]():：]{1,60})[\])](?!\s*+[:：])"
    r"|\[(?P<boxed>[^\[\]:：]{1,60})\]\s*+(?::(?=\s|$)|：)"
    r"|(?P<name>[^\s:：\[\]<>(][^:：\n]{0,59}?)\s*+(?::(?=\s|$)|：))?"
)
_BREAK = re.compile(r"\n|\s(?=>>)")
_OPENERS = (">>", "-", "–", "—", "‐", "[", "(")


def label_cues(cues: Sequence[Cue]) -> tuple[tuple[Cue, ...], tuple[Warning, ...]]:
    """The cues with the labels at the beginning of their lines moved to `speaker`, and what was unsure.

    A reader that keeps a cue's lines apart, by line breaks in `text`, has labels found in each; a cue with
    two of them becomes two. Which words before a colon are labels is decided over the whole file, so it takes
    all cues at once. A cue that has a speaker keeps it. The texts that come back went through `spoken`; cues
    without words are left out.
    """
    found = list(without_sounds(list(_openings(cues)), len(cues)))
    openings = list(without_words(found, [cue.text for cue in cues]))
    return _labelled(cues, openings, *sure_ones(openings, len(cues)))


def label_turns(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues with the names behind `>>` as labels, each up to the next mark; no other words are labels.

    Where no mark has a name, the cues are as they were.
    """
    openings = [opening for opening in _openings(cues) if opening.turn]
    names = frozenset(opening.label for opening in openings if opening.label)
    return _labelled(cues, openings, names, frozenset())[0] if names else tuple(cues)


def _labelled(
    cues: Sequence[Cue], found: Sequence[Opening], sure: frozenset[str], doubted: frozenset[str]
) -> tuple[tuple[Cue, ...], tuple[Warning, ...]]:
    openings: list[list[Opening]] = [[] for _ in cues]
    for opening in found:
        openings[opening.cue].append(opening)
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
    start if a mark stands at its beginning, or in what was left out before it, such as a label.
    """
    said = [piece for piece in pieces if cue.text[piece[0] : piece[1]].strip()]
    cues = []
    left = 0
    for number, (start, end, speaker) in enumerate(said):
        text = cue.text[start:end]
        begins = start + len(text) - len(text.lstrip())
        # Of several times in a label, the last is that of the words behind it.
        within = {max(offset, start) - start: ms for offset, ms in cue.marks if left <= offset < end}
        marks, left = list(within.items()), end
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


def _openings(cues: Sequence[Cue]) -> Iterator[Opening]:
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


def _opening(cue: int, line: str, start: int, fresh: bool) -> Opening | None:
    found = _OPENING.match(line)
    if not found or not found.group():
        return None
    label = " ".join((found["name"] or found["boxed"] or found["voice"] or "").split())
    boxed = bool(found["voice"])
    if not (evident(label) or may_be_a_voice(label) if boxed else _may_be(label, fresh)):
        label = ""
    mark = "turn" if found["turn"] else "dash"
    marked = start + max(found.end(mark), 0)
    if not label and marked == start:
        return None
    return Opening(
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


def _spoken_from(opening: Opening, sure: frozenset[str]) -> tuple[int | None, str | None]:
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
