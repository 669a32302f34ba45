"""An answer's body, unpacked within bounds: gzip and deflate (RFC 9110, 8.4.1), in pieces as they come.

A thousand bytes of gzip can be a million, and an endless answer has no last piece. So nothing is unpacked
beyond the limit, what comes over the wire is counted as well (empty deflate blocks unpack to nothing, for
ever), and what ends before its end is refused: half a feed looks like one whose episodes were taken out.
"""

import zlib
from collections.abc import Iterable

_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 64 * 1024


class Overlong(Exception):
    """More came than the limit allows."""


class Damaged(Exception):
    """It cannot be unpacked; the text says why."""


def codings(header: str) -> list[str]:
    """The codings that are to be undone, in that order. `x-gzip` is gzip, `identity` is none."""
    named = [each.strip().lower() for each in header.split(",")]
    undo = [{"x-gzip": "gzip"}.get(each, each) for each in reversed(named) if each not in ("", "identity")]
    unknown = [each for each in undo if each not in ("gzip", "deflate")]
    if unknown or len(undo) > 2:
        raise Damaged(f"it is packed as {header.strip()}, which was not asked for")
    return undo


def unpacked(pieces: Iterable[bytes], undo: list[str], limit: int) -> bytes:
    """The content, or Overlong, or Damaged."""
    stream = _counted(pieces, limit)
    for coding in undo:
        stream = _inflated(stream, coding, limit)
    return b"".join(stream)


def _counted(pieces: Iterable[bytes], limit: int) -> Iterable[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Overlong
        yield piece


def _inflated(pieces: Iterable[bytes], coding: str, limit: int) -> Iterable[bytes]:
    inflater = None
    size = members = 0
    for rest in pieces:
        more = False  # content that waits in the inflater, though it has taken all its input
        while rest or more:
            if inflater is None:
                # Several members in a row are one file (RFC 1952, 2.2); zeros behind them are padding.
                rest = rest.lstrip(b"\0") if members else rest
                if not rest:
                    break
                if members and coding == "deflate":
                    raise Damaged("something follows the end of its deflate")
                inflater = _inflater(coding, rest)
                members += 1
            try:
                content = inflater.decompress(rest, _PIECE)
            except zlib.error as error:
                raise Damaged(f"its {coding} is broken ({error})") from None
            size += len(content)
            if size > limit:
                raise Overlong
            yield content
            more = len(content) == _PIECE and not inflater.eof
            rest = inflater.unconsumed_tail
            if inflater.eof:
                rest, inflater = inflater.unused_data, None
    if inflater is not None:
        raise Damaged(f"its {coding} ends in the middle")


def _inflater(coding: str, head: bytes) -> "zlib._Decompress":
    if coding == "gzip":
        return zlib.decompressobj(_GZIP)
    # "deflate" means zlib's format (RFC 1950), whose head has a check sum; some servers send it without one.
    zlib_head = len(head) < 2 or (head[0] & 15 == 8 and (head[0] << 8 | head[1]) % 31 == 0)
    return zlib.decompressobj(zlib.MAX_WBITS if zlib_head else -zlib.MAX_WBITS)
