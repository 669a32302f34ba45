"""The frames of an ID3v2 tag, each without what was done to it: unsynchronisation, compression, wrong sizes.

Sizes have seven bits a byte in 2.4 and eight before, and both are found the other way round (old versions of
iTunes): the one at which another frame begins is right.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from operator import and_

from .found import Found
from .window import Allowance, Window

_ID = re.compile(rb"[A-Z][A-Z0-9]{2,3}")
_LONGEST_UNPACKED = 1 << 20


@dataclass(frozen=True, slots=True)
class Frame:
    id: str
    body: Window


def frames(tag: Window, version: int, unsynchronised: bool, found: Found) -> Iterator[Frame]:
    width = 3 if version == 2 else 4
    head = 2 * width + (0 if version == 2 else 2)
    position = 0
    while position + head <= tag.size:
        header = tag.read(position, head)
        if len(header) < head or not _ID.fullmatch(header[:width]):
            return  # padding
        size = _size(tag, position + head, header[width : 2 * width], version)
        if position + head + size > tag.size:
            found.note("frame_cut_off")
        body = tag.part(position + head, size)
        plain = _plain(body, header[9], version, unsynchronised) if version > 2 else body
        if plain is not None:
            yield Frame(header[:width].decode("ascii"), plain)
        position += head + size


def _size(tag: Window, begins: int, size: bytes, version: int) -> int:
    plain = int.from_bytes(size)
    if version == 2:
        return plain
    safe = syncsafe(size) if max(size) < 0x80 else plain
    right, wrong = (safe, plain) if version == 4 else (plain, safe)
    other = (
        right != wrong and not _lands(tag, begins + right, version) and _lands(tag, begins + wrong, version)
    )
    return wrong if other else right


def _lands(tag: Window, position: int, version: int) -> bool:
    """Whether a frame, padding or the end is at `position`: its flags tell it from words in capitals."""
    if position >= tag.size:
        return position == tag.size
    begins = tag.read(position, 10)
    unused = (0x8F, 0xB0) if version == 4 else (0x1F, 0x1F)
    frame = len(begins) == 10 and _ID.fullmatch(begins[:4]) and not any(map(and_, begins[8:], unused))
    return bool(frame) or not begins[:4].strip(b"\0")


def _plain(body: Window, flags: int, version: int, unsynchronised: bool) -> Window | None:
    """The body without what its flags say was done to it; None for what is encrypted or cannot be undone."""
    if version == 4:
        grouped, packed, encrypted = flags & 0x40, flags & 0x08, flags & 0x04
        ahead = (1 if grouped else 0) + (4 if flags & 0x01 else 0)
        woven = unsynchronised or flags & 0x02
    else:
        grouped, packed, encrypted = flags & 0x20, flags & 0x80, flags & 0x40
        ahead = (1 if grouped else 0) + (4 if packed else 0)
        woven = False
    if encrypted:
        return None
    body = body.part(ahead)
    if not woven and not packed:
        return body
    content = body.read(0, body.size)
    if woven:
        content = resynchronised(content)
    if packed:
        try:
            content = zlib.decompressobj().decompress(content, _LONGEST_UNPACKED)
        except zlib.error:
            return None
        body.allowance.left -= len(content)
    return memory(content, body.allowance)


def syncsafe(size: bytes) -> int:
    number = 0
    for byte in size:
        number = number << 7 | byte & 0x7F
    return number


def resynchronised(content: bytes) -> bytes:
    return content.replace(b"\xff\0", b"\xff")


def memory(content: bytes, allowance: Allowance) -> Window:
    return Window(io.BytesIO(content), 0, len(content), allowance)
