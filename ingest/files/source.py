"""The text of a file, as far as it can be told. The only place where ingest reads files."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from archive.records import Warning
from ingest import media
from ingest.errors import UnreadableSource

from . import encodings, excerpts
from .raw import Raw, sha256

LARGEST = 64 * 1024 * 1024
"""Bytes. The longest transcript seen has under 10 MB; a larger file is none, and would only fill memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of one file and the text they are. `doubts` are what is uncertain about its encoding."""

    uri: str
    name: str
    content: bytes
    text: str
    encoding: str
    sha256: str
    doubts: tuple[Warning, ...] = ()


def read_raw(path: Path, root: Path) -> Raw:
    """Raises UnreadableSource if the file cannot be read, or is larger than any transcript.

    Its uri is the path from `root`: an archive and its sources may move together, and a published archive
    does not tell how somebody's disk is arranged.
    """
    # A file's name need not be text: what is none of it is written as \\xff.
    uri = os.fsencode(os.path.relpath(path.resolve(), root)).decode(errors="backslashreplace")
    content = _bytes(path)
    return Raw(uri=uri, name=str(path), content=content, sha256=sha256(content))


def read_source(path: Path, root: Path) -> Source:
    """Raises UnreadableSource if the file cannot be read or is not text."""
    return decode(read_raw(path, root))


def decode(raw: Raw) -> Source:
    """Raises UnreadableSource if there is nothing in it, it is no text, or its encoding cannot be told."""
    text, encoding, doubts = encodings.decode(raw.content, raw.name)
    return Source(
        uri=raw.uri,
        name=raw.name,
        content=raw.content,
        text=text,
        encoding=encoding,
        sha256=raw.sha256,
        doubts=doubts,
    )


def from_bytes(content: bytes, *, uri: str, name: str) -> Source:
    """A source that is in memory already. Raises like `decode`."""
    return decode(Raw(uri=uri, name=name, content=content, sha256=sha256(content)))


def _bytes(path: Path) -> bytes:
    try:
        # Without O_NONBLOCK, opening a FIFO that nobody writes to never returns.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise UnreadableSource(str(path), "there is no such file", "check the path") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableSource(str(path), f"cannot be opened ({why})", "check its permissions") from None
    # A FileIO takes no folder, so the descriptor is looked at before it becomes one.
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise UnreadableSource(str(path), "is not a file", "name a transcript's file")
    with open(descriptor, "rb") as file:
        if media.recognise(file.read(media.LEAST)):
            file.seek(0)
            try:
                return media.excerpt(file, status.st_size)
            except UnreadableSource as error:
                raise UnreadableSource(str(path), error.problem, error.remedy) from None
        if status.st_size > LARGEST:
            raise UnreadableSource(
                str(path),
                f"has {status.st_size / 1e6:,.0f} MB, more than any transcript",
                "name a transcript's file",
            )
        file.seek(0)
        return excerpts.kept(file.read(LARGEST))
