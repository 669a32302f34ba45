"""ID3v2 tags (https://id3.org/id3v2.4.0-structure), and the chapters in them (id3v2-chapters-1.0).

    "ID3" version(2) flags(1) size(4)
      frame: id(4) size(4) flags(2) body           TIT2, TALB, …; 3 + 3 bytes in 2.2
      CHAP:  element id, NUL, start(4) end(4) offsets(8), frames of its own: TIT2, WXXX, APIC
      CTOC:  element id, NUL, flags(1) count(1), the element ids of its chapters

Pictures are skipped, not read.
"""

import re

from .found import LONGEST_TEXT, MOST_CHAPTERS, Chapter, Found, decoded
from .id3_frames import Frame, frames, memory, resynchronised, syncsafe
from .window import Allowance, Window

_HEADER = 10
_NAMES = {
    **{
        "TIT2": "title",
        "TT2": "title",
        "TIT3": "subtitle",
        "TT3": "subtitle",
        "TALB": "album",
        "TAL": "album",
    },
    **{"TPE1": "artist", "TP1": "artist", "TDRC": "date", "TDRL": "released", "TYER": "year", "TYE": "year"},
    **{"TDAT": "day_month", "TLAN": "language", "TLA": "language", "TDES": "description", "TLEN": "length"},
    **{"TLE": "length", "COMM": "comment", "COM": "comment", "WOAF": "link", "WAF": "link"},
}
_ENCODINGS = {1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
_NO_TIME = 0xFFFFFFFF


def length(window: Window, offset: int = 0) -> int:
    """The bytes of the tag that begins here, header and footer included; 0 if none does."""
    header = window.read(offset, _HEADER)
    if len(header) < _HEADER or not header.startswith(b"ID3") or header[3] > 4:
        return 0
    footer = _HEADER if header[3] == 4 and header[5] & 0x10 else 0
    return _HEADER + syncsafe(header[6:]) + footer


def read(window: Window, found: Found, offset: int = 0) -> None:
    """Add what the tag that begins at `offset` says to `found`."""
    header = window.read(offset, _HEADER)
    version, flags = header[3], header[5]
    tag = window.part(offset + _HEADER, syncsafe(header[6:]))
    if window.size < offset + _HEADER + syncsafe(header[6:]):
        found.note("tag_cut_off")
    unsynchronised = bool(flags & 0x80)
    if unsynchronised and version < 4:
        # Sizes count what was there before the zeros were put in.
        tag = memory(resynchronised(tag.read(0, tag.size)), Allowance())
    start = 0
    if flags & 0x40 and version > 2:
        size = tag.read(0, 4)
        start = syncsafe(size) if version == 4 else 4 + int.from_bytes(size)
    listed: set[bytes] = set()
    chapters: list[tuple[bytes, Chapter]] = []
    for frame in frames(tag.part(start), version, unsynchronised, found):
        if frame.id == "CHAP" and len(chapters) < MOST_CHAPTERS:
            if chapter := _chapter(frame.body, version, unsynchronised, found):
                chapters.append(chapter)
        elif frame.id == "CTOC":
            listed.update(_contents(frame.body))
        elif name := _NAMES.get(frame.id):
            found.tag(name, _text(frame, found))
    _dates(found)
    # The order of frames means nothing: only their times do.
    if listed and (left_out := sum(element not in listed for element, _ in chapters)):
        found.note("not_in_contents", left_out)
    found.take(sorted((each for _, each in chapters), key=lambda each: each.start_ms), "ID3 CHAP")


def _dates(found: Found) -> None:
    """One `date`: when it was recorded, else released; ID3v2.3 has the year and the day in two frames."""
    released, year, day = (found.tags.pop(name, "") for name in ("released", "year", "day_month"))
    if re.fullmatch(r"\d{4}", year) and re.fullmatch(r"\d{4}", day):
        year = f"{year}-{day[2:]}-{day[:2]}"
    found.tag("date", released if len(released) > len(found.tags.get("date", "")) else None)
    found.tag("date", year)
    milliseconds = found.tags.pop("length", "")
    if re.fullmatch(r"\d{1,10}", milliseconds, re.ASCII) and int(milliseconds):
        found.duration_ms = int(milliseconds)


def _chapter(body: Window, version: int, unsynchronised: bool, found: Found) -> tuple[bytes, Chapter] | None:
    element, _, rest = body.read(0, 512).partition(b"\0")
    if len(rest) < 16:
        found.note("chapter_cut_off")
        return None
    start_ms, end_ms = int.from_bytes(rest[:4]), int.from_bytes(rest[4:8])
    if start_ms == _NO_TIME:
        found.note("chapter_without_time")
        return None
    title = href = None
    # What the outer frame had undone is undone for the frames in it as well.
    for frame in frames(body.part(len(element) + 17), version, False, found):
        if frame.id == "TIT2":
            title = title or _text(frame, found).strip()
        elif frame.id.startswith("W"):
            href = href or _link(frame, found).strip()
    ends = None if end_ms == _NO_TIME or end_ms < start_ms else end_ms
    return element, Chapter(start_ms=start_ms, end_ms=ends, title=title or None, href=href or None)


def _contents(body: Window) -> list[bytes]:
    """The elements that a table of contents lists."""
    _, _, rest = body.read(0, LONGEST_TEXT).partition(b"\0")
    return rest[2:].split(b"\0")[: rest[1] if len(rest) > 1 else 0]


def _text(frame: Frame, found: Found) -> str:
    content = frame.body.read(0, LONGEST_TEXT)
    if frame.id.startswith("W"):
        return content.split(b"\0")[0].decode("latin-1")
    if frame.id in ("COMM", "COM"):
        return _comment(content, found)
    if not content:
        return ""
    return " / ".join(part for part in _decoded(content[1:], content[0], found).split("\0") if part.strip())


def _comment(content: bytes, found: Found) -> str:
    """The words of a comment: encoding(1) language(3) description, NUL, words."""
    encoding = content[0] if content else 0
    description, words = _split(content[4:], encoding)
    machine = _decoded(description, encoding, found).startswith(("iTun", "ID3v1"))
    return "" if machine else _decoded(words, encoding, found).strip("\0")


def _link(frame: Frame, found: Found) -> str:
    if frame.id not in ("WXXX", "WXX"):
        return _text(frame, found)
    content = frame.body.read(0, LONGEST_TEXT)
    encoding, rest = (content[0], content[1:]) if content else (0, b"")
    return _split(rest, encoding)[1].split(b"\0")[0].decode("latin-1")


def _split(content: bytes, encoding: int) -> tuple[bytes, bytes]:
    """What stands before and after the first NUL, which is two bytes wide in UTF-16."""
    if encoding not in (1, 2):
        before, _, after = content.partition(b"\0")
        return before, after
    for position in range(0, len(content) - 1, 2):
        if content[position : position + 2] == b"\0\0":
            return content[:position], content[position + 2 :]
    return content, b""


def _decoded(content: bytes, encoding: int, found: Found) -> str:
    if encoding == 1 and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = (
            b"\xff\xfe" + content
        )  # the mark is missing: those who forget it are on little-endian machines
    if encoding in (1, 2) and len(content) % 2:
        content = content[:-1]  # half of a NUL
    if encoding in _ENCODINGS:
        return decoded(content, _ENCODINGS[encoding], found.note).replace("\ufeff", "")
    if not content.isascii():
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode("latin-1")
        found.note("utf8_as_latin1")  # said to be Latin-1; two such letters in a row are UTF-8
        return text
    return content.decode("ascii")
