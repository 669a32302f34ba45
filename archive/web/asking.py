"""What a page is asked with, and what it answers to an address that makes no sense."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.web.addresses import Addresses
from archive.web.datasette_internals import BadRequest
from archive.web.say import Words


class BadAddress(BadRequest):  # type: ignore[misc]
    """What an address asks for makes no sense: status 400, with this sentence on what is wrong.

    Written as all our messages are: *place: what is wrong; what to do*. `field` is the id of the field that
    is to be mended, where the address comes from a form.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A page that is asked for. `connection` is one state of the archive, for as long as the page is made.

    `args` has the parameters of the address (`args.get`, `args.getlist`); `key` is the id of the row, where
    it is a row's page. `allowed` are those of the tables in `pages.EXTRA` that whoever asks may see.
    `absolute` makes a path on this server a complete address, for what is read elsewhere.
    """

    connection: sqlite3.Connection
    to: Addresses
    words: Words
    args: Any
    key: int | None = None
    allowed: frozenset[str] = frozenset()
    absolute: Callable[[str], str] = str
    settings: Mapping[str, Any]
