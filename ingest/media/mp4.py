"""MP4, M4A, M4B and QuickTime files (ISO 14496-12, QuickTime File Format): a tree of atoms.

    ftyp, moov( mvhd, trak( tkhd, tref, mdia ), udta( chpl, meta( ilst( ©nam( data ) ) ) ) ), mdat

Audio is skipped. Chapters are in `mp4_chapters`.
"""

from . import mp4_chapters
from .found import LONGEST_TEXT, Found, decoded
from .mp4_atoms import atoms, child, length_ms
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
