"""A feed's bytes as text: as UTF-8 if they are, else in the encoding that its server or its first line names.

    Content-Type: application/rss+xml; charset=windows-1251        <?xml version="1.0" encoding="Big5"?>

Both are often wrong of UTF-8 (RFC 7303 has a server's word win, and servers say ISO-8859-1 of all they have),
and mostly right of anything else. What neither explains is told by its letters, and the doubt is said.
"""

import codecs
import re

from archive.records import Warning
from ingest.files import encodings

_DECLARED = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z][\w.:-]{0,40})[\"']")
_SHIFT = b"\x1b$"
"""How Japanese begins in ISO-2022-JP, whose bytes would pass for UTF-8."""

_NO_ALPHABET = re.compile(r"escape|utf-?7|idna|punycode|undefined|mbcs|oem")
"""What Python calls an encoding, and nobody writes a feed in."""

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes, name: str, charset: str | None = None) -> tuple[str, str, tuple[Warning, ...]]:
    """(the text, its encoding, doubts). `charset` is what the server said. Raises UnreadableSource."""
    found = _DECLARED.match(content)
    for named in (found[1].decode() if found else None, charset):
        if named and not content.startswith(_MARKS) and (_SHIFT in content or not _is_utf8(content)):
            text = _decoded(content, named)
            if text is not None and "\0" not in text:
                return text, named.lower(), ()
    return encodings.decode(content, name)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes, encoding: str) -> str | None:
    """None if there is no such encoding of text, or these are no bytes of it."""
    try:
        if _NO_ALPHABET.search(codecs.lookup(encoding).name):
            return None
        return content.decode(encoding)
    except (LookupError, ValueError):  # UnicodeDecodeError is a ValueError
        return None
