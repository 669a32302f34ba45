"""A stretch of a file that is read here and there: never outside of it, and never more than was allowed."""

from dataclasses import dataclass
from typing import BinaryIO

ALLOWED = 8 * 1024 * 1024
"""Bytes that are read of one media file. Pictures are skipped; the tags of long audiobooks have less."""

_LEAST = 64
"""Bytes that a reading costs at least, so that a million tiny ones end too."""


@dataclass(slots=True)
class Allowance:
    """What may still be read."""

    left: int = ALLOWED

    @property
    def spent(self) -> bool:
        return self.left <= 0


@dataclass(frozen=True, slots=True)
class Window:
    """The bytes of `file` from `start` to `end`; offsets count from `start`."""

    file: BinaryIO
    start: int
    end: int
    allowance: Allowance

    @property
    def size(self) -> int:
        return self.end - self.start

    def read(self, offset: int, length: int) -> bytes:
        """Fewer bytes where the window, the file or the allowance ends."""
        length = min(length, self.size - offset, self.allowance.left)
        if offset < 0 or length <= 0:
            return b""
        self.allowance.left -= max(length, _LEAST)
        self.file.seek(self.start + offset)
        return self.file.read(length)

    def number(self, offset: int, length: int) -> int | None:
        """The big-endian number there; None where the window ends before."""
        found = self.read(offset, length)
        return int.from_bytes(found) if len(found) == length else None

    def part(self, offset: int, length: int | None = None) -> "Window":
        """The window within this one, cut where this one ends."""
        start = min(max(self.start + offset, self.start), self.end)
        end = self.end if length is None else min(start + max(length, 0), self.end)
        return Window(self.file, start, end, self.allowance)
