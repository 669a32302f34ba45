"""Tiny media files, made byte by byte as their specifications say, for the tests of `ingest.media`."""

import struct
from collections.abc import Sequence

FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""A silent frame of MPEG 1 layer III, 128 kbit/s, 44.1 kHz."""


def safe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def frame(name: str, body: bytes, version: int = 4, flags: int = 0, *, size: bytes | None = None) -> bytes:
    if version == 2:
        return name.encode() + len(body).to_bytes(3) + body
    length = safe(len(body)) if version == 4 else len(body).to_bytes(4)
    return name.encode() + (size or length) + bytes([0, flags]) + body


def text(name: str, words: str, version: int = 4, encoding: int = 3) -> bytes:
    codec = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}[encoding]
    return frame(name, bytes([encoding]) + words.encode(codec), version)


def chap(element: str, start: int, end: int, inside: bytes, version: int = 4) -> bytes:
    times = struct.pack(">IIII", start, end, 0xFFFFFFFF, 0xFFFFFFFF)
    return frame("CHAP", element.encode() + b"\0" + times + inside, version)


def ctoc(children: Sequence[str], version: int = 4) -> bytes:
    listed = b"".join(child.encode() + b"\0" for child in children)
    return frame("CTOC", b"toc\0" + bytes([3, len(children)]) + listed, version)


def id3(frames: bytes, version: int = 4, flags: int = 0, *, size: int | None = None) -> bytes:
    return b"ID3" + bytes([version, 0, flags]) + safe(len(frames) if size is None else size) + frames


def mp3(frames: bytes, version: int = 4, flags: int = 0) -> bytes:
    return id3(frames, version, flags) + FRAME * 3


def xing(frames: int) -> bytes:
    header = bytes(32) + b"Xing" + struct.pack(">II", 1, frames)
    return FRAME[:4] + header + bytes(413 - len(header))


def atom(kind: str, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + kind.encode("latin-1") + body


def track(
    number: int, handler: str, timescale: int, duration: int, *more: bytes, table: bytes = b""
) -> bytes:
    media = atom(
        "mdia",
        atom("mdhd", struct.pack(">IIIII", 0, 0, 0, timescale, duration), bytes(4)),
        atom("hdlr", bytes(8), handler.encode(), bytes(12)),
        atom("minf", atom("stbl", table)),
    )
    return atom("trak", atom("tkhd", struct.pack(">IIII", 0, 0, 0, number), bytes(68)), *more, media)


def sample(title: str, href: str = "", codec: str = "utf-8") -> bytes:
    words = title.encode(codec)
    link = atom("href", bytes(4), bytes([len(href)]), href.encode(), b"\0") if href else b""
    return struct.pack(">H", len(words)) + words + link


def table(samples: Sequence[bytes], durations: Sequence[int], offset: int, *, wide: bool = False) -> bytes:
    """Where text samples are: all in one chunk at `offset`."""
    kind, chunk = ("co64", struct.pack(">Q", offset)) if wide else ("stco", struct.pack(">I", offset))
    return b"".join(
        (
            atom(
                "stts",
                bytes(4),
                struct.pack(">I", len(durations)),
                *(struct.pack(">II", 1, d) for d in durations),
            ),
            atom("stsc", bytes(4), struct.pack(">IIII", 1, 1, len(samples), 1)),
            atom(
                "stsz",
                bytes(8),
                struct.pack(">I", len(samples)),
                *(struct.pack(">I", len(s)) for s in samples),
            ),
            atom(kind, bytes(4), struct.pack(">I", 1), chunk),
        )
    )


def quicktime(
    samples: Sequence[bytes],
    durations: Sequence[int],
    *,
    wide: bool = False,
    udta: bytes = b"",
    listed: bytes | None = None,
) -> bytes:
    """Sound and a track of chapters, the samples first, so that their place is known."""
    ftyp = atom("ftyp", b"M4A \0\0\0\0")
    mdat = atom("mdat", *samples)
    listed = table(samples, durations, len(ftyp) + 8, wide=wide) if listed is None else listed
    moov = atom(
        "moov",
        atom("mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 99_000), bytes(80)),
        track(1, "soun", 1000, 12_500, atom("tref", atom("chap", struct.pack(">I", 2)))),
        track(2, "text", 1000, sum(durations), table=listed),
        udta,
    )
    return ftyp + mdat + moov


def tangle(count: int) -> bytes:
    """Tables in which each of `count` runs covers all of `count` chunks, and has no samples."""
    runs = b"".join(struct.pack(">III", 1 if n % 2 else count, 0, 1) for n in range(count))
    return b"".join(
        (
            atom("stts", bytes(4), struct.pack(">III", 1, 1, 1)),
            atom("stsc", bytes(4), struct.pack(">I", count), runs),
            atom("stsz", bytes(8), struct.pack(">II", 1, 1)),
            atom("stco", bytes(4), struct.pack(">I", count), bytes(4 * count)),
        )
    )


def nero(chapters: Sequence[tuple[int, str]]) -> bytes:
    listed = (struct.pack(">Q", ms * 10_000) + bytes([len(t.encode())]) + t.encode() for ms, t in chapters)
    return atom("chpl", b"\1\0\0\0", bytes(4), bytes([len(chapters)]), *listed)


def itunes(**tags: str) -> bytes:
    """`nam="Bees"`: the atom ©nam, where the name has three letters."""
    items = (
        atom(
            name if len(name) == 4 else f"\xa9{name}", atom("data", struct.pack(">II", 1, 0), value.encode())
        )
        for name, value in tags.items()
    )
    return atom("meta", bytes(4), atom("hdlr", bytes(25)), atom("ilst", *items))


def comments(*lines: str) -> bytes:
    each = b"".join(struct.pack("<I", len(line.encode())) + line.encode() for line in lines)
    return struct.pack("<I", 4) + b"Hive" + struct.pack("<I", len(lines)) + each


def page(
    packet: bytes, position: int = 0, *, first: bool = False, goes_on: bool = False, serial: int = 7
) -> bytes:
    full, rest = divmod(len(packet), 255)
    lacing = bytes([255] * full) + (b"" if goes_on else bytes([rest]))
    header = struct.pack("<BBqIII", 0, 2 if first else 0, position, serial, 0, 0)
    return b"OggS" + header + bytes([len(lacing)]) + lacing + packet


def vorbis(block: bytes) -> bytes:
    head = b"\1vorbis" + struct.pack("<IBI", 0, 1, 44_100) + bytes(14)
    return page(head, first=True) + page(b"\3vorbis" + block) + page(b"x", 44_100 * 10)


def opus(block: bytes) -> bytes:
    head = b"OpusHead" + struct.pack("<BBHI", 1, 1, 312, 48_000) + bytes(3)
    packet = b"OpusTags" + block
    cut = 255 * 3
    pages = page(packet[:cut], goes_on=True) + page(packet[cut:]) if len(packet) > cut else page(packet)
    return page(head, first=True) + pages + page(b"x", 48_000 * 10 + 312)


def flac(block: bytes) -> bytes:
    length = struct.pack(">Q", 44_100 << 44 | 44_100 * 10)
    info = bytes(10) + length + bytes(16)
    picture = b"\6" + (70_000).to_bytes(3) + bytes(70_000)
    return b"fLaC\0" + len(info).to_bytes(3) + info + picture + b"\x84" + len(block).to_bytes(3) + block


def wav(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        kind + struct.pack("<I", len(each)) + each + bytes(len(each) % 2) for kind, each in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body
