"""When it is doubted who says something, and when: one rule each, of all pages, feeds and citations."""

DOUBTED_BELOW = 0.5
"""Less sure than this, a voice is named with a "perhaps"."""

FAR_MS = 10_000
"""So long after the last printed time, a time is an estimate that may be seconds or minutes off."""


def is_doubtful(method: str | None, confidence: float | None) -> bool:
    """Whether a passage is less than half surely of the voice it is given to, or nobody knows how surely.

    `method` and `confidence` (0 to 1) are the passage's. What a source prints and what somebody decided
    stands as it is where no confidence is told; a diarisation that does not say how well it heard is doubted.
    """
    return method == "overlap" if confidence is None else confidence < DOUBTED_BELOW


def is_estimated(at_ms: int | None, printed_ms: int | None) -> bool:
    """Whether the time is told as an estimate; `printed_ms` is what the source prints last before it."""
    return at_ms is not None and printed_ms is not None and at_ms - printed_ms > FAR_MS
