"""What a person decided of an episode's words; `archive.records` has it too."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person's decision: from these words on, near this time, `speaker` speaks (None: nobody knows).

    `words` are as heard, so that the anchor survives other captions; `id` is None until it is stored.
    An undone decision is kept with the instant it was undone, and with who undid it: a person, or its file,
    which no longer has it. Instants are ISO, UTC.
    """

    id: int | None = None
    at_ms: int | None
    words: str
    speaker: str | None
    origin: str
    made_at: str
    undone_at: str | None = None
    undone_by: Literal["person", "file"] | None = None
