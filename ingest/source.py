"""A file as it came: its bytes, their hash, and its text. The only place where ingest reads text files."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from archive.records import Warning

from . import encodings
from .errors import UnreadableSource

LARGEST = 64 * 1024 * 1024
"""Bytes. The longest transcript seen has under 10 MB; a larger file is none, and would only fill memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of one file and the text they are. `uri` is its path from a root, `name` is for messages.

    `doubts` are what is uncertain about its encoding.
    """

    uri: str
    name: str
    content: bytes
    text: str
    encoding: str
    sha256: str
    doubts: tuple[Warning, ...] = ()


def read_source(path: Path, root: Path) -> Source:
    """Raises UnreadableSource if the file cannot be read or is not text.

    Its uri is the path from `root`: an archive and its sources may move together, and a published archive
    does not tell how somebody's disk is arranged.
    """
    # A file's name need not be text: what is none of it is written as \\xff.
    uri = os.fsencode(os.path.relpath(path.resolve(), root)).decode(errors="backslashreplace")
    return from_bytes(_bytes(path), uri=uri, name=str(path))


def from_bytes(content: bytes, *, uri: str, name: str) -> Source:
    """Raises UnreadableSource if `content` is empty, is no text, or its encoding cannot be told."""
    text, encoding, doubts = encodings.decode(content, name)
    return Source(
        uri=uri,
        name=name,
        content=content,
        text=text,
        encoding=encoding,
        sha256=sha256(content),
        doubts=doubts,
    )


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        # Without O_NONBLOCK, opening a FIFO that nobody writes to never returns.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise UnreadableSource(str(path), "there is no such file", "check the path") from None
    except OSError as error:
        raise UnreadableSource(
            str(path), f"cannot be opened ({error.strerror})", "check its permissions"
        ) from None
    # A FileIO takes no folder, so the descriptor is looked at before it becomes one.
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise UnreadableSource(str(path), "is not a file", "name a transcript's file")
    with open(descriptor, "rb") as file:
        if status.st_size > LARGEST:
            raise UnreadableSource(
                str(path),
                f"has {status.st_size / 1e6:,.0f} MB, more than any transcript",
                "name a transcript's file",
            )
        return file.read(LARGEST)
