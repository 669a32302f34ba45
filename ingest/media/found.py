"""What a media file says of itself, as the readers of its containers find it."""

from collections.abc import Callable
from dataclasses import dataclass, field

MOST_CHAPTERS = 10_000
"""The longest audiobooks have a few hundred; what claims more is broken, or wants to fill memory."""

LONGEST_TEXT = 65_536
"""Bytes of one tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    start_ms: int
    end_ms: int | None = None
    title: str | None = None
    href: str | None = None


@dataclass(slots=True, kw_only=True)
class Found:
    """`tags` go by our names (`title`, `album`, …), `odd` counts oddities by their code."""

    media: str
    mime_type: str
    duration_ms: int | None = None
    tags: dict[str, str] = field(default_factory=dict)
    chapters: list[Chapter] = field(default_factory=list)
    chapter_source: str | None = None
    odd: dict[str, int] = field(default_factory=dict)

    def note(self, code: str, count: int = 1) -> None:
        self.odd[code] = self.odd.get(code, 0) + count

    def tag(self, name: str, value: str | None) -> None:
        """The first value of a name counts."""
        if value and value.strip():
            self.tags.setdefault(name, value.strip())

    def take(self, chapters: list[Chapter], source: str) -> None:
        if chapters:
            self.chapters, self.chapter_source = chapters[:MOST_CHAPTERS], source


def decoded(content: bytes, encoding: str, note: Callable[[str], None]) -> str:
    """The text; what its encoding does not have becomes the replacement character, and is noted."""
    content = content[:LONGEST_TEXT]
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        note("undecodable_text")
        return content.decode(encoding, "replace")
