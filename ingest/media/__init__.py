"""Chapters and tags inside media files, read by readers of our own, without ever reading the sound."""

import json
from dataclasses import asdict
from typing import BinaryIO

from ingest.errors import UnreadableSource

from . import id3, mp4, mpeg, riff, vorbis
from .found import Found
from .window import Allowance, Window

LEAST = 64
"""Bytes by which a media file is recognised."""

_MOST_TAGS = 4

_MIME_TYPES = {
    "mp3": "audio/mpeg",
    "mp4": "audio/mp4",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "aac": "audio/aac",
}


def recognise(first: bytes) -> bool:
    """Whether a file that begins with these bytes (LEAST of them) is one whose tags can be read."""
    return (first.startswith(b"ID3") and first[3:4] in (b"\2", b"\3", b"\4")) or _kind(first) is not None


def excerpt(file: BinaryIO, size: int) -> bytes:
    """What a media file says of itself, as JSON: all that is kept of it as evidence.

    The same file gives the same bytes. Raises UnreadableSource if it is no media file after all.
    """
    window = Window(file, 0, size, Allowance())
    tags = _tags(window)
    kind = _kind(window.read(tags[-1], LEAST)) or ("mp3" if tags[-1] else None)
    if kind is None:
        name = str(getattr(file, "name", "the file"))
        raise UnreadableSource(
            name, "is no media file that can be read", "name an MP3, MP4, Ogg, FLAC or WAV file"
        )
    found = Found(media=kind, mime_type=_MIME_TYPES[kind])
    for tag in tags[:-1]:
        id3.read(window, found, tag)
    if kind == "mp3":
        # Counted in frames it is exact; the tag's own length is what somebody wrote there.
        found.duration_ms = mpeg.duration_ms(window, tags[-1]) or found.duration_ms
    elif kind == "mp4":
        mp4.read(window, found)
    elif kind == "ogg":
        vorbis.read_ogg(window, found)
    elif kind == "flac":
        vorbis.read_flac(window, found, tags[-1])
    elif kind == "wav":
        riff.read(window, found)
    if window.allowance.spent:
        found.note("partly_read")
    return _json(found, size)


def _tags(window: Window) -> list[int]:
    """Where ID3 tags begin, and last where sound does: some hosts put one of theirs before another."""
    places = [0]
    while len(places) <= _MOST_TAGS and (length := id3.length(window, places[-1])):
        places.append(places[-1] + length)
    return places


def _kind(first: bytes) -> str | None:
    if first[:2] == b"\0\0" and first[4:8] == b"ftyp":
        return "mp4"
    if first.startswith(b"OggS\0"):
        return "ogg"
    if first.startswith(b"fLaC"):
        return "flac"
    if first[:4] in (b"RIFF", b"RF64") and first[8:12] == b"WAVE":
        return "wav"
    return "mp3" if mpeg.is_frame(first) else "aac" if mpeg.is_aac(first) else None


def _json(found: Found, size: int) -> bytes:
    said = {
        "media": found.media,
        "mime_type": found.mime_type,
        "size": size,
        "duration_ms": found.duration_ms,
        "tags": dict(sorted(found.tags.items())),
        "chapter_source": found.chapter_source,
        "chapters": [{k: v for k, v in asdict(each).items() if v is not None} for each in found.chapters],
        "odd": dict(sorted(found.odd.items())),
    }
    kept = {key: value for key, value in said.items() if key == "tags" or value not in (None, {}, [])}
    return json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
