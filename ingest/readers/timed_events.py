"""What YouTube's own caption formats have in common: events that show a text, with the times of its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.records import Mark, Warning
from ingest.reading import Cue

from . import captions

SUREST = 255
"""YouTube gives a recogniser's confidence from 0 to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A text on the screen; lines are apart where no word has a time.

    `sureness` is the recogniser's of each word, as far as it is given.
    """

    start_ms: int | None
    lasts_ms: int | None
    text: str
    marks: tuple[Mark, ...] = ()
    sureness: tuple[int, ...] = ()


def cues(events: Sequence[Event], *, automatic: bool) -> tuple[tuple[Cue, ...], tuple[Warning, ...]]:
    """The events as cues with their speakers, and what is unsure of these.

    A line of automatic captions stays on the screen while the next one comes: it ends where that begins.
    Where every confidence is 0, as YouTube writes today, nothing was said of it.
    """
    confident = any(any(event.sureness) for event in events)
    following = [later.start_ms for _, later in pairwise(events)]
    made = []
    for event, next_ms in zip(events, [*following, None], strict=False):
        end_ms = None
        if event.start_ms is not None and event.lasts_ms:
            end_ms = event.start_ms + event.lasts_ms
            if automatic and next_ms is not None and event.start_ms < next_ms:
                end_ms = min(end_ms, next_ms)
        sure = event.sureness if confident else ()
        made.append(
            Cue(
                text=event.text,
                start_ms=event.start_ms,
                end_ms=end_ms,
                marks=event.marks[1:] if event.marks[:1] == ((0, event.start_ms),) else event.marks,
                confidence=round(sum(sure) / len(sure) / SUREST, 3) if sure else None,
            )
        )
    return captions.label_cues(made)
