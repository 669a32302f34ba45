"""Vorbis comments, in Ogg (Vorbis, Opus, FLAC: RFC 3533, RFC 7845) and in FLAC files (RFC 9639).

    vendor length(4, little-endian) vendor, count(4), each: length(4) "TITLE=Bees"

Chapters are comments too (https://wiki.xiph.org/Chapter_Extension):

    CHAPTER001=00:00:00.000    CHAPTER001NAME=Intro    CHAPTER001URL=https://…
"""

import re

from archive import timecode

from .found import LONGEST_TEXT, MOST_CHAPTERS, Chapter, Found, decoded
from .window import Window

_NAMES = {
    **{"title": "title", "album": "album", "artist": "artist", "date": "date", "description": "description"},
    **{"comment": "comment", "language": "language", "subtitle": "subtitle"},
}
_CHAPTER = re.compile(r"chapter(\d{1,4})(name|url)?", re.IGNORECASE | re.ASCII)
_MOST_PAGES = 4_000
_LONGEST_PACKET = 4 * 1024 * 1024
_TAIL = 65_536 + 282
"""Bytes: the longest page, so that a last one begins in them."""


def read_flac(window: Window, found: Found, offset: int = 0) -> None:
    """Metadata blocks: last(1 bit) type(7 bits) length(3)."""
    at = offset + 4
    while (header := window.number(at, 4)) is not None:
        kind, size = header >> 24 & 0x7F, header & 0xFFFFFF
        if kind == 0:
            _stream_length(window.read(at + 4, 18), found)
        elif kind == 4:
            comments(window.read(at + 4, min(size, _LONGEST_PACKET)), found)
        if header >> 31:
            return
        at += 4 + size


def read_ogg(window: Window, found: Found) -> None:
    """The first stream whose second packet has comments, and its length by the last page's position."""
    serial, rate, skipped, packet = None, 0, 0, b""
    at = packets = 0
    for _ in range(_MOST_PAGES):
        page = window.read(at, 27)
        if len(page) < 27 or not page.startswith(b"OggS"):
            break
        lacing = window.read(at + 27, page[26])
        body, size = at + 27 + len(lacing), sum(lacing)
        if serial is None and page[5] & 2:
            first = window.read(body, min(size, 64))
            if known := _stream(first):
                serial, (rate, skipped) = page[14:18], known
        elif page[14:18] == serial:
            end = next((number for number, each in enumerate(lacing) if each < 255), None)
            packet += window.read(body, size if end is None else sum(lacing[: end + 1]))
            packets += end is not None
            if packets or len(packet) > _LONGEST_PACKET:
                break
        at = body + size
    for begins in (b"\3vorbis", b"OpusTags", b"\x84\0\0", b"\4"):
        if packet.startswith(begins):
            comments(packet[4 if begins[0] in (0x84, 4) else len(begins) :], found)
            break
    if serial and rate:
        _last_position(window, serial, rate, skipped, found)


def comments(block: bytes, found: Found) -> None:
    """Add what a block of comments says to `found`."""
    at = 4 + int.from_bytes(block[:4], "little")
    count = int.from_bytes(block[at : at + 4], "little")
    at += 4
    chapters: dict[int, dict[str, str]] = {}
    for _ in range(count):
        if at + 4 > len(block):
            found.note("tag_cut_off")
            break
        size = int.from_bytes(block[at : at + 4], "little")
        comment = block[at + 4 : at + 4 + min(size, LONGEST_TEXT)]
        at += 4 + size
        name, _, value = comment.partition(b"=")
        key = name.decode("latin-1").lower()
        chapter = _CHAPTER.fullmatch(key)
        if chapter and len(chapters) < MOST_CHAPTERS:
            part = (chapter[2] or "start").lower()
            chapters.setdefault(int(chapter[1]), {}).setdefault(part, decoded(value, "utf-8", found.note))
        elif key in _NAMES:
            found.tag(_NAMES[key], decoded(value, "utf-8", found.note))
    _take(chapters, found)


def _take(listed: dict[int, dict[str, str]], found: Found) -> None:
    chapters = []
    for _, each in sorted(listed.items()):
        try:
            start_ms = timecode.parse(each.get("start", ""))
        except ValueError:
            found.note("chapter_without_time")
            continue
        title, href = each.get("name", "").strip(), each.get("url", "").strip()
        chapters.append(Chapter(start_ms=start_ms, title=title or None, href=href or None))
    found.take(chapters, "Vorbis comments")


def _stream(first: bytes) -> tuple[int, int] | None:
    """(positions a second, positions to leave out) of the stream that this packet begins; None if unknown."""
    if first.startswith(b"\1vorbis") and len(first) >= 16:
        return int.from_bytes(first[12:16], "little"), 0
    if first.startswith(b"OpusHead") and len(first) >= 12:
        return 48_000, int.from_bytes(first[10:12], "little")
    if first.startswith(b"\x7fFLAC") and len(first) >= 30:
        return int.from_bytes(first[27:30]) >> 4, 0
    return None


def _last_position(window: Window, serial: bytes, rate: int, skipped: int, found: Found) -> None:
    begins = max(window.size - _TAIL, 0)
    tail = window.read(begins, _TAIL)
    at = len(tail)
    while (at := tail.rfind(b"OggS", 0, at)) >= 0:
        if tail[at + 14 : at + 18] == serial:
            position = int.from_bytes(tail[at + 6 : at + 14], "little")
            if skipped < position < 1 << 62:
                found.duration_ms = (position - skipped) * 1000 // rate
                return


def _stream_length(block: bytes, found: Found) -> None:
    if len(block) == 18:
        bits = int.from_bytes(block[10:18])
        rate, samples = bits >> 44, bits & (1 << 36) - 1
        found.duration_ms = samples * 1000 // rate if rate and samples else None
