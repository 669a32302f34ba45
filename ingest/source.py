"""A file as it came: its bytes, their hash, and its text. The only place where ingest reads files."""

import codecs
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from .errors import UnreadableSource

LARGEST = 64 * 1024 * 1024
"""Bytes. The longest transcript seen has under 10 MB; a larger file is none, and would only fill memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of one file and the text they are. `uri` is its path from a root, `name` is for messages."""

    uri: str
    name: str
    content: bytes
    text: str
    encoding: str
    sha256: str


def read_source(path: Path, root: Path) -> Source:
    """Raises UnreadableSource if the file cannot be read or is not text.

    Its uri is the path from `root`: an archive and its sources may move together, and a published archive
    does not tell how somebody's disk is arranged.
    """
    # A file's name need not be text: what is none of it is written as \\xff.
    uri = os.fsencode(os.path.relpath(path.resolve(), root)).decode(errors="backslashreplace")
    return from_bytes(_bytes(path), uri=uri, name=str(path))


def from_bytes(content: bytes, *, uri: str, name: str) -> Source:
    """Raises UnreadableSource if `content` is empty or not text in an encoding that is certain."""
    text, encoding = _decode(content, name)
    return Source(uri=uri, name=name, content=content, text=text, encoding=encoding, sha256=sha256(content))


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


def _decode(content: bytes, name: str) -> tuple[str, str]:
    if not content.strip():
        raise UnreadableSource(name, "is empty", "fill it, or leave it out")
    # UTF-32 before UTF-16: its little-endian mark begins with UTF-16's.
    marks = (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )
    encoding = next((encoding for mark, encoding in marks if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        problem = "is not text" if b"\0" in content else f"is not {encoding.upper()} (byte {error.start})"
        raise UnreadableSource(name, problem, "save it as UTF-8 text") from None
    if "\0" in text:
        raise UnreadableSource(name, "is not text (it holds NUL characters)", "save it as UTF-8 text")
    return text, encoding
