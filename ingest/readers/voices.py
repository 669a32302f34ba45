"""Who is heard when, as a list of spans beside the words says it, asked for the voice of one word."""

from bisect import bisect_right
from collections.abc import Iterable

from ingest.reading import Span

NEAR_MS = 250
"""A word that lies this far outside every span is still the nearest one's: the two clocks differ a little."""


class Voices:
    """Spans of voices. Where two overlap, a word is of the one that covers more of it."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start_ms)
        self._starts = [span.start_ms for span in self._spans]

    def at(self, start_ms: int | None, end_ms: int | None) -> str | None:
        """The voice of a word; None if it has no time, or nobody is heard then."""
        if start_ms is None:
            return None
        end_ms = start_ms + 1 if end_ms is None else max(end_ms, start_ms + 1)
        place = bisect_right(self._starts, start_ms)
        best: tuple[int, Span] | None = None
        for span in self._spans[max(0, place - 2) : place + 1]:
            shared = min(end_ms, span.end_ms) - max(start_ms, span.start_ms)
            if shared > -NEAR_MS and (best is None or shared > best[0]):
                best = shared, span
        return best[1].speaker if best else None
