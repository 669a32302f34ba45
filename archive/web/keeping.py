"""How long an answer is good for, where the plugin's setting `public` is set: for proxies and for browsers.

An answer of ours may be kept by a proxy for `FRESH` seconds. Then, and for a browser at once, a question is
enough: its tag (`ETag`) tells the state of the archive, which is another one after every commit of an ingest;
while it is the same, the answer is 304, and nothing is made anew. So what is kept lags behind an ingest by
`FRESH` seconds at most, and a page that all the world asks for is made once.

What Datasette makes itself stays as it says: for five seconds, and its facets may have run out of time.
"""

import contextlib
import re
import secrets
import sqlite3
import weakref
from typing import Any
from urllib.parse import quote

from archive.web.addresses import DATABASE
from archive.web.datasette_internals import archive_of
from archive.web.protection import Application, is_framed, replaced, say
from archive.web.public import is_public, path_of

FRESH = 5
CACHE = f"public, max-age=0, s-maxage={FRESH}, must-revalidate"

# As Datasette says of everything: what is asked with a cookie or a token is another answer.
_VARY = "Cookie, Authorization"
_OURS = re.compile(rf"/{DATABASE}/-/(?!(query|queries|schema)([./]|$)).*|/robots\.txt|/sitemap[^/]*\.xml")
_TAG = re.compile(rb'(?:W/)?"([^"]*)"')


class States:
    """Tags of an archive's states, each another one than all before, also before a restart."""

    def __init__(self) -> None:
        self._salt = secrets.token_hex(6)
        self._connection: sqlite3.Connection | None = None

    def now(self, path: str) -> str | None:
        """The tag of what is committed; None where it cannot be told at once, since somebody is writing."""
        try:
            if self._connection is None:
                # Not by the file's time or header: to close a file would end SQLite's locks on it.
                self._connection = sqlite3.connect(
                    f"file:{quote(path)}?mode=ro", uri=True, timeout=0, check_same_thread=False
                )
            return f"{self._salt}-{self._connection.execute('pragma data_version').fetchone()[0]}"
        except sqlite3.Error:
            return None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_STATES: weakref.WeakKeyDictionary[Any, States] = weakref.WeakKeyDictionary()


def kept(datasette: Any) -> Any:
    """An ASGI wrapper: our answers with their tag, and 304 for who has them; only where `public` is set."""
    # One for a server, which the tests ask through an application made anew for each request.
    states = _STATES.setdefault(datasette, States())

    def wrap(application: Application) -> Application:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "lifespan":
                with contextlib.closing(states):
                    await application(scope, receive, send)
                return
            archive = archive_of(datasette)
            if (
                scope["type"] != "http"
                or archive is None
                or not is_public(datasette)
                or not _is_for_all(scope)
            ):
                await application(scope, receive, send)
                return
            # Asked before the page is made: a page newer than its tag is only made once more.
            state = states.now(str(archive.path))
            headers = {} if state is None else {"etag": f'W/"{state}"', "cache-control": CACHE}
            if state is not None and state in _offered(scope):
                await say(send, 304, "", {**headers, "vary": _VARY})
                return

            async def sending(message: dict[str, Any]) -> None:
                if headers and message["type"] == "http.response.start":
                    may = message["status"] == 200 and (
                        is_framed(scope) or _OURS.fullmatch(path_of(datasette, scope))
                    )
                    if may and not _is_private(message["headers"]):
                        message = {**message, "headers": replaced(message["headers"], headers)}
                await send(message)

            await application(scope, receive, sending)

        return wrapped

    return wrap


def _is_for_all(scope: dict[str, Any]) -> bool:
    """Whether the answer is the same for everybody who asks so."""
    asked = {bytes(name).lower() for name, _ in scope["headers"]}
    return scope["method"] in ("GET", "HEAD") and not asked & {b"cookie", b"authorization"}


def _is_private(headers: Any) -> bool:
    return any(
        bytes(name).lower() == b"set-cookie"
        or (bytes(name).lower() == b"cache-control" and (b"no-store" in value or b"private" in value))
        for name, value in headers
    )


def _offered(scope: dict[str, Any]) -> set[str]:
    """The tags of the answers that who asks has already."""
    found = b",".join(
        bytes(value) for name, value in scope["headers"] if bytes(name).lower() == b"if-none-match"
    )
    return {tag.decode("latin-1") for tag in _TAG.findall(found)}
