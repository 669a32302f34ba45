"""MP4, M4A, M4B and QuickTime files (ISO 14496-12, QuickTime File Format): a tree of atoms.

    ftyp, moov( mvhd, trak( tkhd, tref, mdia ), udta( chpl, meta( ilst( ©nam( data ) ) ) ) ), mdat

An atom is size(4) type(4) body; size 1 has the real one in 8 more bytes, size 0 reaches to the end. Audio is
skipped. Chapters are in `mp4_chapters`.
"""

from collections.abc import Iterator

from . import mp4_chapters
from .found import LONGEST_TEXT, Found, decoded
from .window import Window

_NAMES = {
    **{b"\xa9nam": "title", b"\xa9alb": "album", b"\xa9ART": "artist", b"aART": "artist", b"\xa9day": "date"},
    **{b"ldes": "description", b"desc": "description", b"\xa9cmt": "comment", b"\xa9st3": "subtitle"},
}
_AUDIO = (b"M4A ", b"M4B ", b"M4P ", b"F4A ")


def read(window: Window, found: Found) -> None:
    """Add what the file says to `found`."""
    top = {kind: body for kind, body in atoms(window) if kind in (b"ftyp", b"moov")}
    moov = top.get(b"moov")
    if moov is None:
        found.note("no_moov")
        return
    tracks: list[Window] = []
    for kind, body in atoms(moov):
        if kind == b"mvhd":
            found.duration_ms = length_ms(body)
        elif kind == b"trak":
            tracks.append(body)
        elif kind == b"udta":
            _user_data(body, found)
        elif kind == b"meta":
            _tags(body, found)
    # The file lasts as long as its longest track, which may be a picture's.
    sound = (child(track, b"mdia", b"mdhd") for track in tracks if mp4_chapters.handler(track) == b"soun")
    lengths = [ms for header in sound if header and (ms := length_ms(header))]
    found.duration_ms = max(lengths, default=found.duration_ms)
    mp4_chapters.from_tracks(window, tracks, found)
    audio = top[b"ftyp"].read(0, 4) in _AUDIO if b"ftyp" in top else False
    if not audio and mp4_chapters.has_video(tracks):
        found.mime_type = "video/mp4"


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


def _user_data(udta: Window, found: Found) -> None:
    for kind, body in atoms(udta):
        if kind == b"chpl":
            mp4_chapters.from_nero(body, found)
        elif kind == b"meta":
            _tags(body, found)


def _tags(meta: Window, found: Found) -> None:
    # In MP4 a version comes before the atoms, in QuickTime it does not.
    inside = meta if meta.read(4, 4) == b"hdlr" else meta.part(4)
    for kind, body in atoms(child(inside, b"ilst") or inside.part(0, 0)):
        name = _NAMES.get(kind)
        data = child(body, b"data") if name else None
        if name and data and (data.number(0, 4) or 0) & 0xFFFFFF in (0, 1):
            value = decoded(data.read(8, LONGEST_TEXT), "utf-8", found.note)
            if name == "description" and len(value) > len(found.tags.get(name, "")):
                found.tags.pop(name, None)  # the long one
            found.tag(name, value)
