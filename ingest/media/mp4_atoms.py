"""The atoms, or boxes, that MP4 and QuickTime files are a tree of (ISO 14496-12, 4.2).

size(4) type(4) body; size 1 has the real one in 8 more bytes, size 0 reaches to the end.
"""

from collections.abc import Iterator

from .window import Window


def atoms(window: Window) -> Iterator[tuple[bytes, Window]]:
    """(type, body) of each atom of a level; one that claims to reach further is cut."""
    position = 0
    while position + 8 <= window.size:
        header = window.read(position, 16)
        if len(header) < 8:
            return
        size, begins = int.from_bytes(header[:4]), 8
        if size == 1 and len(header) == 16:
            size, begins = int.from_bytes(header[8:]), 16
        elif size == 0:
            size = window.size - position
        if size < begins:
            return
        yield header[4:8], window.part(position + begins, size - begins)
        position += size


def child(window: Window | None, *path: bytes) -> Window | None:
    """The first atom at this path."""
    for kind in path:
        if window is None:
            return None
        window = next((body for found, body in atoms(window) if found == kind), None)
    return window


def clock(header: Window) -> tuple[int, int]:
    """(units a second, duration in units) of an mvhd or mdhd; 0 is unknown."""
    at, width = (20, 8) if header.read(0, 1) == b"\1" else (12, 4)
    timescale, duration = header.number(at, 4) or 0, header.number(at + 4, width) or 0
    return timescale, 0 if duration == (1 << 8 * width) - 1 else duration


def length_ms(header: Window) -> int | None:
    """The length that an mvhd or mdhd gives; None if it is unknown."""
    timescale, duration = clock(header)
    return duration * 1000 // timescale if timescale and duration else None
