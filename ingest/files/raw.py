"""A file as it came: its bytes, their hash, and where it is."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """What is kept of one file: all its bytes, or an excerpt of a media file, which says what it was.

    `uri` is its path from a root, `name` is for messages.
    """

    uri: str
    name: str
    content: bytes
    sha256: str


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
