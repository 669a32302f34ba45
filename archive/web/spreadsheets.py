"""CSV that no spreadsheet runs: what it would take for a formula gets an apostrophe in front.

The recommendation is OWASP's ("CSV Injection"): cells that begin with = + - @, a tab or a carriage return.
Numbers stay as they are. It holds for our tables and for Datasette's of the archive, stored queries included,
whose rows are mended as they pass by.
"""

import codecs
import re
from collections.abc import Awaitable, Callable
from typing import Any

from archive.web.addresses import DATABASE
from archive.web.datasette_internals import archive_of

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TABLE = re.compile(rf"/{DATABASE}/.*\.csv$")
_CELL = re.compile(r'"([^"]*(?:""[^"]*)*)"|[^",\r\n]+')


def inert(value: object) -> str:
    """A value as text that no spreadsheet runs: empty for None, without control characters."""
    text = "" if value is None else _CONTROL.sub("", str(value))
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


class Rows:
    """CSV that comes in pieces, and goes out row by row with inert cells. Bytes are UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._lines: list[str] = []
        self._rest = ""

    def of(self, piece: bytes, last: bool) -> bytes:
        """All rows that are complete with this piece; after the `last` one, whatever is left."""
        *lines, self._rest = f"{self._rest}{self._decoder.decode(piece, last)}".split("\n")
        ended: list[str] = []
        for line in lines:
            self._lines.append(f"{line}\n")
            # A line may end inside quotes: then the row goes on.
            if sum(each.count('"') for each in self._lines) % 2 == 0:
                ended += self._lines
                self._lines = []
        if last:
            ended += [*self._lines, self._rest]
        return _CELL.sub(_inert_cell, "".join(ended)).encode()


def _inert_cell(found: re.Match[str]) -> str:
    if found[1] is None:
        return inert(found[0])
    return f'"{inert(found[1])}"'


def mended(datasette: Any) -> Callable[[Application], Application]:
    """An ASGI wrapper: CSV of the archive with inert cells."""

    def wrap(application: Application) -> Application:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
            is_table = scope["type"] == "http" and _TABLE.search(scope["path"])
            if not is_table or archive_of(datasette) is None:
                await application(scope, receive, send)
                return
            rows: Rows | None = None

            async def sending(message: dict[str, Any]) -> None:
                nonlocal rows
                if message["type"] == "http.response.start":
                    headers = dict(message.get("headers", []))
                    # Datasette says text/plain of what is not to be downloaded.
                    if bytes(headers.get(b"content-type", b"")).startswith((b"text/csv", b"text/plain")):
                        rows = Rows()
                        kept = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
                        message = {**message, "headers": kept}
                elif message["type"] == "http.response.body" and rows is not None:
                    more = bool(message.get("more_body"))
                    message = {**message, "body": rows.of(message.get("body", b""), not more)}
                await send(message)

            await application(scope, receive, sending)

        return wrapped

    return wrap
