"""Chapters in MP4 files: Nero's list, and QuickTime's text track, in which each sample is a title.

chpl: version(1) flags(3) [4 bytes in version 1] count(1), each: start(8, 100 ns) length(1) title
trak( tref( chap: id(4)… ) ) names the tracks whose samples are chapters; trak( tkhd: … id(4) … )
stbl( stts: samples and their durations, stsc: samples a chunk, stsz: sizes, stco or co64: where chunks are )
sample: length(2) title, then atoms: href( from(2) to(2) length(1) address … )
"""

from dataclasses import replace
from itertools import pairwise

from .found import MOST_CHAPTERS, Chapter, Found, decoded
from .mp4_atoms import child, clock
from .window import Window


def from_nero(chpl: Window, found: Found) -> None:
    at = 8 if chpl.read(0, 1) == b"\1" else 4
    count = chpl.number(at, 1) or 0
    at += 1
    starts: list[tuple[int, str]] = []
    for _ in range(count):
        start, length = chpl.number(at, 8), chpl.number(at + 8, 1)
        if start is None or length is None:
            found.note("chapter_cut_off")
            break
        starts.append((start // 10_000, decoded(chpl.read(at + 9, length), "utf-8", found.note).strip()))
        at += 9 + length
    found.take([Chapter(start_ms=ms, title=title or None) for ms, title in starts], "Nero chpl")


def from_tracks(file: Window, tracks: list[Window], found: Found) -> None:
    """The text track's chapters; also where Nero's list, which ends at 255, has no more than they."""
    wanted = {
        number
        for track in tracks
        if (chap := child(track, b"tref", b"chap"))
        for at in range(0, min(chap.size, 256), 4)
        if (number := chap.number(at, 4))
    }
    lists = [
        _samples(file, track, found)
        for track in tracks
        if _id(track) in wanted and handler(track) in (b"text", b"sbtl")
    ]
    best = max(lists, key=lambda chapters: sum(bool(each.title) for each in chapters), default=[])
    # Addresses may stand in a track of their own.
    links = {each.start_ms: each.href for chapters in lists for each in chapters if each.href}
    if len(best) >= len(found.chapters):
        linked = [replace(each, href=each.href or links.get(each.start_ms)) for each in best]
        found.take(linked, "QuickTime text track")
    if wanted and not found.chapters:
        found.note("chapter_cut_off")


def has_video(tracks: list[Window]) -> bool:
    """Whether a track is video; the one whose pictures go with chapters is no film."""
    pictures = {
        chap.number(at, 4)
        for track in tracks
        if (chap := child(track, b"tref", b"chap"))
        for at in range(0, min(chap.size, 256), 4)
    }
    return any(handler(track) == b"vide" and _id(track) not in pictures for track in tracks)


def _id(track: Window) -> int | None:
    header = child(track, b"tkhd")
    return header.number(20 if header.read(0, 1) == b"\1" else 12, 4) if header else None


def handler(track: Window) -> bytes:
    handler = child(track, b"mdia", b"hdlr")
    return handler.read(8, 4) if handler else b""


def _samples(file: Window, track: Window, found: Found) -> list[Chapter]:
    media = child(track, b"mdia", b"mdhd")
    table = child(track, b"mdia", b"minf", b"stbl")
    timescale = clock(media)[0] if media else 0
    if not table or not timescale:
        return []
    chapters: list[Chapter] = []
    at = 0
    for (offset, size), duration in zip(_places(table), _durations(table), strict=False):
        title, href = _sample(file.part(offset, size), found)
        ends = at + duration
        chapters.append(
            Chapter(start_ms=at * 1000 // timescale, end_ms=ends * 1000 // timescale, title=title, href=href)
        )
        at = ends
    # The track is often filled up to the audio's end with a sample that says nothing.
    while chapters and not chapters[-1].title and not chapters[-1].href:
        chapters.pop()
    return chapters


def _sample(sample: Window, found: Found) -> tuple[str | None, str | None]:
    length = sample.number(0, 2) or 0
    text = sample.read(2, length)
    encoding = "utf-16" if text.startswith((b"\xfe\xff", b"\xff\xfe")) else "utf-8"
    title = decoded(text, encoding, found.note).strip("\0 \r\n\t")
    href = child(sample.part(2 + length), b"href")
    address = href.read(5, href.number(4, 1) or 0).decode("latin-1") if href else ""
    return title or None, address or None


def _numbers(table: Window, kind: bytes, first: int, width: int) -> list[int]:
    """The numbers of a table whose first `first` bytes come before its count."""
    body = child(table, kind)
    count = (body.number(first, 4) or 0) if body else 0
    content = body.read(first + 4, min(count, 3 * MOST_CHAPTERS) * width) if body else b""
    return [int.from_bytes(content[at : at + width]) for at in range(0, len(content) - width + 1, width)]


def _durations(table: Window) -> list[int]:
    runs = _numbers(table, b"stts", 4, 8)
    found: list[int] = []
    for run in runs:
        count, duration = run >> 32, run & 0xFFFFFFFF
        found += [duration] * min(count, MOST_CHAPTERS - len(found))
    return found


def _places(table: Window) -> list[tuple[int, int]]:
    """(offset in the file, size) of each sample."""
    chunks = _numbers(table, b"stco", 4, 4) or _numbers(table, b"co64", 4, 8)
    body = child(table, b"stsz")
    same, count = ((body.number(4, 4) or 0), (body.number(8, 4) or 0)) if body else (0, 0)
    sizes = [same] * min(count, MOST_CHAPTERS) if same else _numbers(table, b"stsz", 8, 4)
    found: list[tuple[int, int]] = []
    runs = [(run >> 64, run >> 32 & 0xFFFFFFFF) for run in _numbers(table, b"stsc", 4, 12)]
    for (first, samples), (after, _) in pairwise([*runs, (len(chunks) + 1, 0)]):
        # Runs without samples would go over all chunks, again and again, and add nothing.
        for offset in chunks[max(first - 1, 0) : max(after - 1, 0)] if samples else ():
            for _ in range(samples):
                if len(found) >= min(len(sizes), MOST_CHAPTERS):
                    return found
                found.append((offset, sizes[len(found)]))
                offset += sizes[len(found) - 1]
    return found
