"""Cures for the search box of Datasette's table pages (1.0a41); `tests/web` says when they may go.

After a search the box is empty, since the page forgets the text: `searched` gives it back. An empty search,
from that form or any other, is a syntax error in the index and answers 400: `without_empty` takes it out of
the request.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from archive.web.datasette_internals import archive_of

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def searched(request: Any) -> str:
    """The text that the table page was asked to search for."""
    return request.args.get("_search") or ""


def without_empty(datasette: Any) -> Callable[[Application], Application]:
    """An ASGI wrapper: requests to the archive's pages without `_search` values that are empty."""

    def wrap(application: Application) -> Application:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if b"_search=" in scope.get("query_string", b"") and _is_for_archive(datasette, scope["path"]):
                pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
                kept = [(key, value) for key, value in pairs if key != "_search" or value.strip()]
                if len(kept) < len(pairs):
                    scope = {**scope, "query_string": urlencode(kept).encode()}
            await application(scope, receive, send)

        return wrapped

    return wrap


def _is_for_archive(datasette: Any, path: str) -> bool:
    archive = archive_of(datasette)
    return archive is not None and path.startswith(f"{datasette.urls.database(archive.name)}/")
