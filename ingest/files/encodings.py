"""Bytes to text: a byte order mark, else strict UTF-8, else a detector whose doubt is said.

No character is ever replaced in silence.
"""

import codecs

from archive.records import Warning
from ingest.errors import UnreadableSource

# UTF-32 before UTF-16: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# A zip is also what a Word or a LibreOffice document is.
_NO_TEXT = (
    (b"\x1f\x8b", "is compressed (gzip)", "unpack it first"),
    (b"\xfd7zXZ\0", "is compressed (xz)", "unpack it first"),
    (b"BZh", "is compressed (bzip2)", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is compressed (zstd)", "unpack it first"),
    (b"PK\3\4", "is a zip file or an office document", "unpack it, or save it as text"),
    (b"%PDF", "is a PDF", "save it as text"),
    (b"\x89PNG", "is a picture", "name a transcript's file"),
    (b"\xff\xd8\xff", "is a picture", "name a transcript's file"),
    (b"GIF8", "is a picture", "name a transcript's file"),
    (b"SQLite format 3\0", "is an SQLite database", "name a transcript's file"),
    (b"{\\rtf", "is an RTF document", "save it as text"),
)

_WESTERN = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœúùûüßÀÂÄÁÅÆÇÉÈÊÍÓÔÖØŒÚÜ“”‘’„«»–—…·•€£©®°ºª¿¡\xa0\xad")

ENOUGH = 200
"""Bytes beyond ASCII from which a detector tells one 8-bit alphabet from another reliably."""


def decode(content: bytes, name: str) -> tuple[str, str, tuple[Warning, ...]]:
    """(the text, its encoding, doubts). Raises UnreadableSource, whose place is `name`."""
    if not content.strip():
        raise UnreadableSource(name, "is empty", "fill it, or leave it out")
    for begins, problem, remedy in _NO_TEXT:
        if content.startswith(begins):
            raise UnreadableSource(name, problem, remedy)
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding or b"\0" in content:
            problem = "is not text" if not encoding else f"is not {encoding.upper()} (byte {error.start})"
            raise UnreadableSource(name, problem, "save it as UTF-8 text") from None
        return _detected(content, error, name)
    if "\0" in text:
        raise UnreadableSource(name, "is not text (it holds NUL characters)", "save it as UTF-8 text")
    return text, encoding or "utf-8", ()


def _detected(content: bytes, error: UnicodeDecodeError, name: str) -> tuple[str, str, tuple[Warning, ...]]:
    line = content.count(b"\n", 0, error.start) + 1
    encoding = _western(content) or _best(content)
    if encoding is None:
        problem = "is not UTF-8, nor any encoding that can be told"
        raise UnreadableSource(f"{name} line {line}", problem, "save it as UTF-8 text")
    beyond = sum(byte > 127 for byte in content)
    message = f"is not UTF-8; read as {encoding}"
    if beyond < ENOUGH:
        message += f"; only {beyond} characters tell, so check the accents"
    doubt = Warning(code="doubtful_encoding", place=f"line {line}", message=message)
    return content.decode(encoding), encoding, (doubt,)


def _western(content: bytes) -> str | None:
    """`cp1252` if all that is beyond ASCII are then letters and signs of western Europe.

    The detector finds cp1250 and a dozen others as likely, and takes the first by name.
    """
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return "cp1252" if {character for character in text if ord(character) > 127} <= _WESTERN else None


def _best(content: bytes) -> str | None:
    # Nearly all is UTF-8, and the detector takes long to import.
    from charset_normalizer import from_bytes

    found = from_bytes(content, preemptive_behaviour=True).best()
    return None if found is None else found.encoding
