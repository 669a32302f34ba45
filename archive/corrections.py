"""Layer 3: what a person decided. Dated, reversible, anchored to a time and to the words as they were heard.

    [[turn]]                     # from these words on, this person speaks
    at = "0:18"                  # the time printed for the cue that holds the first word
    words = "Oh, yeah. It's my"
    speaker = "Bryan Catanzaro"  # "" says: nobody knows

Functions from values to values; `store` writes decisions, `ingest.assemble` applies them, last.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from . import timecode
from .errors import InvalidCorrections
from .records import Correction

NEAR_MS = 8_000
"""Within a cue or two, what is the same letter for letter is meant rather than what only sounds so."""

FEW_WORDS = 3
"""Fewer words recur by chance, so they must stand within NEAR_MS of their time."""

WINDOW_MS = 30_000
"""Words further than this from their time are other words. Cues are some seconds long, and other captions of
the same recording cut them elsewhere; half a minute leaves room for that, little for a chance repetition."""

_WORD = re.compile(r"\S+")
_KEYS = {"at", "words", "speaker"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """`correction` (a position in the sequence given) takes effect at the character `offset`."""

    correction: int
    offset: int


def parse(content: bytes, *, name: str, origin: str, made_at: str) -> tuple[Correction, ...]:
    """The decisions of a corrections file, in its order. Raises InvalidCorrections.

    `name` is for messages; `origin` and `made_at` (ISO, UTC) are stored with each decision.
    """
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (
        ValueError,
        RecursionError,
    ) as error:  # bytes that are no text and TOML that is none are ValueErrors
        raise InvalidCorrections(name, f"is not TOML: {error}", "mend it and run the command again") from None
    for key in document:
        if key != "turn":
            raise InvalidCorrections(name, f"has an unknown key {key!r}", "decisions are written as [[turn]]")
    tables = document.get("turn", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InvalidCorrections(name, "turn is not a list of tables", "write each decision as [[turn]]")
    return tuple(
        _turn(table, f"{name} turn {number}", origin, made_at) for number, table in enumerate(tables, start=1)
    )


def _turn(table: dict[str, Any], place: str, origin: str, made_at: str) -> Correction:
    for key, value in table.items():
        if key not in _KEYS:
            raise InvalidCorrections(place, f"has an unknown key {key!r}", "a turn has at, words and speaker")
        if not isinstance(value, str):
            raise InvalidCorrections(place, f"{key} is not a text", f'write it in quotes: {key} = "…"')
    for key in ("words", "speaker"):
        if key not in table:
            raise InvalidCorrections(place, f"has no {key}", "a turn has at, words and speaker")
    if not table["words"].split():
        raise InvalidCorrections(place, "words is empty", "copy the first words of the turn, as heard")
    try:
        at_ms = timecode.parse(table["at"]) if "at" in table else None
    except ValueError:
        raise InvalidCorrections(
            place, f"at is no time: {table['at']!r}", "write it as 12:34 or 1:02:03"
        ) from None
    return Correction(
        at_ms=at_ms,
        words=" ".join(table["words"].split()),
        speaker=" ".join(table["speaker"].split()) or None,
        origin=origin,
        made_at=made_at,
    )


def merge(
    stored: Sequence[Correction], incoming: Sequence[Correction], *, origin: str, now: str, redo: bool
) -> tuple[Correction, ...]:
    """What holds after the file `origin` was read (again): stored decisions first, new ones after them.

    A line that is stored already is not stored twice. One that left the file is undone, and made again if it
    comes back. One that a person undid stays so, unless the file is handed in again (`redo`).
    """
    wanted = {_decision(correction) for correction in incoming}
    merged = [
        replace(correction, undone_at=now, undone_by="file")
        if correction.origin == origin
        and correction.undone_at is None
        and _decision(correction) not in wanted
        else correction
        for correction in stored
    ]
    known = {
        _decision(held)
        for held in merged
        if held.undone_at is None or (not redo and held.origin == origin and held.undone_by == "person")
    }
    for correction in incoming:
        if _decision(correction) not in known:
            known.add(_decision(correction))
            merged.append(correction)
    return tuple(merged)


def holding(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    return tuple(correction for correction in corrections if correction.undone_at is None)


def _decision(correction: Correction) -> tuple[int | None, str, str | None]:
    return correction.at_ms, correction.words, correction.speaker


def anchor(
    corrections: Sequence[Correction], text: str, printed_at: Callable[[int], int | None]
) -> tuple[tuple[Anchored, ...], tuple[int, ...]]:
    """Where each decision takes effect in `text`, and the positions of those that no longer fit.

    A decision takes effect where its words stand nearest to its time, within WINDOW_MS, without regard to
    case and punctuation; of places about as near, one that is the same letter for letter is meant. Where
    there are no times, or the decision has none, its words must stand in the text exactly once. Undone
    decisions do not count.
    """
    if not holding(corrections):
        return (), ()
    starts = [word.start() for word in _WORD.finditer(text)]
    heard = text.split()
    # Talk repeats itself: of ten words, one or two are new.
    made_plain = {word: _plain(word) for word in set(heard)}
    plain = [made_plain[word] for word in heard]
    places: dict[str, list[int]] = {_plain(each.words.split()[0]): [] for each in holding(corrections)}
    for number, word in enumerate(plain):
        if word in places:
            places[word].append(number)
    anchored = []
    unfit = []
    for position, correction in enumerate(corrections):
        if correction.undone_at is not None:
            continue
        words = correction.words.split()
        plain_words = [_plain(word) for word in words]
        matches = [n for n in places[plain_words[0]] if plain[n : n + len(words)] == plain_words]
        exact = {n for n in matches if heard[n : n + len(words)] == words}
        window = WINDOW_MS if len(words) >= FEW_WORDS else NEAR_MS
        times = [(n, printed_at(starts[n])) for n in matches]
        found = _nearest(times, exact, correction.at_ms, window)
        if found is not None:
            anchored.append(Anchored(correction=position, offset=starts[found]))
        else:
            unfit.append(position)
    return tuple(anchored), tuple(unfit)


def _nearest(
    times: Sequence[tuple[int, int | None]], exact: Set[int], at_ms: int | None, window: int
) -> int | None:
    """The match that is meant, of (match, ms) in order of the text; None if none is, or several may be."""
    timed = [(abs(ms - at_ms), match) for match, ms in times if ms is not None and at_ms is not None]
    if len(timed) < len(times) or not times:
        return times[0][0] if len(times) == 1 else None
    nearest = min(distance for distance, _ in timed)
    if nearest > window:
        return None
    close = [(distance, match) for distance, match in timed if distance <= nearest + NEAR_MS]
    return min(close, key=lambda each: (each[1] not in exact, *each))[1]


def _plain(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum()) or word
