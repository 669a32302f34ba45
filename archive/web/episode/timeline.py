"""Who speaks when, as a plot: a lane for each voice, chapters above, hits below, every stretch a link.

The links are fragments of the page, so that the plot is a way to move, with a script or without. It is drawn
in shares of the width and whole pixels of height, and needs no size: text in it is never stretched.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from archive import timecode
from archive.web import wording
from archive.web.episode.asked import Span
from archive.web.episode.parts import Part
from archive.web.episode.voices import Voice
from archive.web.say import Words

STRETCHES = 220
"""At most so many are drawn: gaps that are too short to be seen are closed until there are no more."""

LANES = 12
LANE, BAR, TOP = 22, 12, 26
"""Pixels: of a lane, of the bar in it, and of the chapters above them."""

SHORTEST = 500
"""This part of the whole is drawn at least: what can be seen and hit."""

CHAPTERS = 150
HITS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From the start of one passage to the end of another of the same voice; `first` is the one it opens."""

    start_ms: int
    end_ms: int
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A voice with its stretches. `voice` is None for all who are unknown, or for all who have no lane."""

    name: str
    colour: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The lanes, whose names stand beside the plot; `svg` draws it, with chapters and hits, if any."""

    svg: Callable[[], Markup]
    lanes: tuple[Lane, ...]
    length_ms: int
    has_chapters: bool
    has_hits: bool


def timeline(
    utterances: Sequence[Any],
    voices: Mapping[int, Voice],
    parts: Sequence[Part],
    *,
    duration_ms: int | None,
    asked: Span | None,
    found: Iterable[int],
    words: Words,
) -> Timeline | None:
    """None where nothing is timed, or no voice is known. `found` are the ids of passages searched for."""
    timed = [row for row in utterances if row["start_ms"] is not None]
    if not timed or not voices:
        return None
    spoken_ms = max(row["end_ms"] or row["start_ms"] for row in timed)
    # A recording goes on behind the words: with music, and not for hours.
    length_ms = max(spoken_ms, duration_ms if duration_ms and duration_ms < 2 * spoken_ms else 0, 1)
    lanes = _lanes(timed, voices, length_ms, words)
    if not lanes:
        return None
    chapters = [part for part in parts if part.place is not None and part.at_ms is not None][:CHAPTERS]
    drawn = _Drawing(length_ms, len(lanes))
    starts = {row["id"]: row["start_ms"] for row in timed}
    hits = [(starts[id_], id_) for id_ in found if id_ in starts]

    def svg() -> Markup:
        pieces = [
            drawn.opening(),
            *drawn.chapters(chapters),
            *(piece for number, lane in enumerate(lanes) for piece in drawn.lane(number, lane)),
            *drawn.hits(hits),
            *drawn.asked(asked),
            drawn.closing(),
        ]
        return Markup("".join(pieces))  # noqa: S704 - escaped piece by piece

    return Timeline(
        svg=svg, lanes=lanes, length_ms=length_ms, has_chapters=bool(chapters), has_hits=bool(hits)
    )


def _lanes(
    timed: Sequence[Any], voices: Mapping[int, Voice], length_ms: int, words: Words
) -> tuple[Lane, ...]:
    """Who says most first in the order of the source; then all others in one, then all that are unknown."""
    by_voice: dict[int | None, list[Stretch]] = {}
    for row in timed:
        start_ms, end_ms = row["start_ms"], row["end_ms"] or row["start_ms"]
        speaker = row["speaker_id"] if row["speaker_id"] in voices else None
        by_voice.setdefault(speaker, []).append(Stretch(start_ms=start_ms, end_ms=end_ms, first=row["id"]))
    unknown = by_voice.pop(None, [])
    speaking = {key: found for key, found in by_voice.items() if key is not None}
    most = sorted(speaking, key=lambda key: (voices[key].is_sound, -voices[key].words))
    own = set(most if len(most) <= LANES + 1 else most[:LANES])
    others = sorted(
        (each for key in speaking if key not in own for each in speaking[key]), key=lambda one: one.start_ms
    )
    kept: list[tuple[str, str, list[Stretch]]] = [
        (voices[key].name, f"voice-{voices[key].colour}", speaking[key]) for key in voices if key in own
    ]
    if others:
        kept.append((words.text("episode.other_voices", n=len(most) - len(own)), "voice-0", others))
    if unknown:
        kept.append((words.text("episode.unknown"), "voice-unknown", unknown))
    # A gap that takes less than a pixel or two of a wide screen is not seen.
    gap_ms = length_ms / 800
    joined = [_joined(stretches, gap_ms) for _, _, stretches in kept]
    while sum(map(len, joined)) > STRETCHES:
        gap_ms *= 1.2
        joined = [_joined(stretches, gap_ms) for stretches in joined]
    return tuple(
        Lane(name=name, colour=colour, stretches=tuple(stretches))
        for (name, colour, _), stretches in zip(kept, joined, strict=True)
    )


def _joined(stretches: Sequence[Stretch], gap_ms: float) -> list[Stretch]:
    """Those that follow each other closely as one. The lane is one voice's: what lies between is not its."""
    found: list[Stretch] = []
    for each in stretches:
        if found and each.start_ms - found[-1].end_ms <= gap_ms:
            before = found[-1]
            end_ms = max(before.end_ms, each.end_ms)
            found[-1] = Stretch(start_ms=before.start_ms, end_ms=end_ms, first=before.first)
        else:
            found.append(each)
    return found


class _Drawing:
    """The pieces of the plot. All links are out of the order of tabs: the lists beside it lead there too."""

    def __init__(self, length_ms: int, lanes: int) -> None:
        self._length_ms = length_ms
        self._bottom = TOP + lanes * LANE
        self._height = self._bottom + 20

    def opening(self) -> str:
        return (
            f'<svg class="pa-lanes" width="100%" height="{self._height}" aria-hidden="true" focusable="false"'
            f' data-length="{self._length_ms}">'
        )

    def closing(self) -> str:
        """The hours and minutes below; and the line that a player moves."""
        step = next(
            (each for each in (60, 300, 600, 1_200, 1_800, 3_600) if self._length_ms / (each * 1000) <= 6),
            3_600 * max(1, self._length_ms // 21_600_000),
        )
        times = "".join(
            f'<text class="pa-tick" x="{self._x(ms)}" y="{self._height - 3}"'
            f"{'' if ms == 0 else ' text-anchor=' + chr(34) + 'middle' + chr(34)}>{timecode.clock(ms)}</text>"
            for ms in range(0, int(self._length_ms * 0.97), step * 1000)
        )
        return (
            f'{times}<line class="pa-playhead" x1="0" x2="0" y1="0" y2="{self._bottom}"'
            ' visibility="hidden"/></svg>'
        )

    def chapters(self, parts: Sequence[Part]) -> Iterable[str]:
        for number, part in enumerate(parts):
            start_ms = part.at_ms or 0
            following = parts[number + 1].at_ms if number + 1 < len(parts) else self._length_ms
            width = self._width(start_ms, following or self._length_ms)
            yield (
                f'<a href="#c{part.place}" tabindex="-1"><rect class="pa-chapter-{number % 2}"'
                f' x="{self._x(start_ms)}" width="{width}" y="2" height="14"/>'
                f"<title>{timecode.clock(start_ms)} {escape(wording.title(part.title))}</title></a>"
                f'<line class="pa-chapter-line" x1="{self._x(start_ms)}" x2="{self._x(start_ms)}"'
                f' y1="2" y2="{self._bottom}"/>'
            )

    def lane(self, number: int, lane: Lane) -> Iterable[str]:
        top = TOP + number * LANE + (LANE - BAR) // 2
        yield (
            f'<line class="pa-lane-line" x1="0" x2="100%" y1="{top + BAR // 2}" y2="{top + BAR // 2}"/>'
            f'<g class="{lane.colour}">'
        )
        name = escape(lane.name)
        for each in lane.stretches:
            yield (
                f'<a href="#u{each.first}" tabindex="-1"><rect x="{self._x(self._inside(each))}"'
                f' width="{self._width(each.start_ms, each.end_ms)}" y="{top}" height="{BAR}"/>'
                f"<title>{timecode.clock(each.start_ms)} {name}</title></a>"
            )
        yield "</g>"

    def hits(self, found: Sequence[tuple[int, int]]) -> Iterable[str]:
        """A mark for each; of those that would stand on each other, the first."""
        nearest, kept = self._length_ms / HITS, -1.0
        for start_ms, id_ in sorted(found):
            if kept < 0 or start_ms - kept >= nearest:
                kept = start_ms
                yield (
                    f'<a href="#u{id_}" tabindex="-1"><rect class="pa-hit-mark" x="{self._x(start_ms)}"'
                    f' width="4" y="{TOP - 6}" height="{self._bottom - TOP + 8}"/>'
                    f"<title>{timecode.clock(start_ms)}</title></a>"
                )

    def asked(self, asked: Span | None) -> Iterable[str]:
        if asked is None or asked.start_ms > self._length_ms:
            return
        if asked.end_ms is not None:
            yield (
                f'<rect class="pa-asked-span" x="{self._x(asked.start_ms)}" y="0" height="{self._bottom}"'
                f' width="{self._width(asked.start_ms, min(asked.end_ms, self._length_ms))}"/>'
            )
        at = self._x(asked.start_ms)
        yield f'<line class="pa-asked" x1="{at}" x2="{at}" y1="0" y2="{self._bottom}"/>'

    def _inside(self, stretch: Stretch) -> float:
        """Where it begins; a short one at the very end a little earlier, or it would lie outside."""
        return min(stretch.start_ms, self._length_ms * (1 - 1 / SHORTEST))

    def _x(self, ms: float) -> str:
        return f"{ms / self._length_ms:.2%}"

    def _width(self, start_ms: int, end_ms: int) -> str:
        return f"{max(end_ms - start_ms, self._length_ms / SHORTEST) / self._length_ms:.2%}"
