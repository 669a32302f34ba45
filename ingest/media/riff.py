"""WAV files: chunks of id(4) and length(4, little-endian); LIST INFO has tags, `id3 ` a whole ID3 tag."""

from . import id3
from .found import LONGEST_TEXT, Found, decoded
from .window import Window

_NAMES = {
    **{b"INAM": "title", b"IART": "artist", b"IPRD": "album", b"ICRD": "date", b"ICMT": "comment"},
    **{b"ISBJ": "description"},
}


def read(window: Window, found: Found) -> None:
    """Add what the file says to `found`."""
    rate = 0
    at = 12
    sound = None
    while len(header := window.read(at, 8)) == 8:
        kind, size = header[:4], int.from_bytes(header[4:], "little")
        if kind == b"ds64":  # RF64: the real length of the sound
            sound = int.from_bytes(window.read(at + 16, 8), "little")
        elif kind == b"fmt ":
            rate = int.from_bytes(window.read(at + 16, 4), "little")
        elif kind == b"data":
            sound = size = sound if size == 0xFFFFFFFF and sound is not None else size
        elif kind == b"LIST" and window.read(at + 8, 4) == b"INFO":
            _tags(window.part(at + 12, size - 4), found)
        elif kind.lower() == b"id3 " and id3.length(tag := window.part(at + 8, size)):
            id3.read(tag, found)
        at += 8 + size + size % 2
    if rate and sound:
        found.duration_ms = sound * 1000 // rate


def _tags(listed: Window, found: Found) -> None:
    at = 0
    while len(header := listed.read(at, 8)) == 8:
        size = int.from_bytes(header[4:], "little")
        if name := _NAMES.get(header[:4]):
            content = listed.read(at + 8, min(size, LONGEST_TEXT)).rstrip(b"\0")
            encoding = "utf-8" if _is_utf8(content) else "latin-1"
            found.tag(name, decoded(content, encoding, found.note))
        at += 8 + size + size % 2


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
