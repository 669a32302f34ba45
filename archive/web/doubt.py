"""When who says something is shown as doubtful: one rule, of all pages, feeds and citations."""

DOUBTED_BELOW = 0.5
"""Less sure than this, a voice is named with a "perhaps"."""


def is_doubtful(method: str | None, confidence: float | None) -> bool:
    """Whether a passage is less than half surely of the voice it is given to, or nobody knows how surely.

    `method` and `confidence` (0 to 1) are the passage's. What a source prints and what somebody decided
    stands as it is where no confidence is told; a diarisation that does not say how well it heard is doubted.
    """
    return method == "overlap" if confidence is None else confidence < DOUBTED_BELOW
