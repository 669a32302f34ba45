"""On the open web: what anybody may ask for, where the plugin's setting `public` is set (`serve --public`).

Closed is what tells of the machine (`/-/plugins`, `/-/settings`, …), what writes, and what asks for more than
one server has for one reader. SQL and the file itself are closed by settings of Datasette: `archive.serve`.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from archive.web.addresses import DATABASE, PLUGIN
from archive.web.datasette_internals import archive_of
from archive.web.protection import Application, say

MOST_FACETS = 8
"""Datasette counts each facet by itself, for up to `facet_time_limit_ms`."""

LONGEST = 8_000
"""Characters of what is asked: as much as proxies let through."""

# Of Datasette's own addresses those that its pages need; of ours all.
_OPEN = re.compile(
    rf"/-/|/-/static/.*|/-/static-plugins/.*|/-/jump(\.json)?"
    rf"|/{DATABASE}/-/(?!create$|execute-write|foreign-key-targets|queries/|query/).*"
    r"|/[^/]+/[^/]+/-/(count|fragment|autocomplete|definition|schema(\.\w+)?)"
)
_COUNT = re.compile(r"/[^/]+/[^/]+/-/count")


def closed(datasette: Any) -> Any:
    """An ASGI wrapper that answers what is closed itself; it does nothing unless `public` is set."""

    def wrap(application: Application) -> Application:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "http" and archive_of(datasette) is not None and is_public(datasette):
                refused = refusal(path_of(datasette, scope), scope["method"], scope["query_string"])
                if refused is not None:
                    await say(send, *refused)
                    return
            await application(scope, receive, send)

        return wrapped

    return wrap


def is_public(datasette: Any) -> bool:
    return bool((datasette.plugin_config(PLUGIN) or {}).get("public"))


def path_of(datasette: Any, scope: dict[str, Any]) -> str:
    """The path below `base_url`, not decoded, by which Datasette finds the page."""
    raw = scope.get("raw_path")
    path = raw.decode("latin-1").partition("?")[0] if raw else str(scope["path"])
    base = str(datasette.setting("base_url"))
    return "/" + path[len(base) :] if base != "/" and path.startswith(base) else path


def refusal(path: str, method: str, query: bytes) -> tuple[int, str] | None:
    """(status, why) if this is not answered on the open web."""
    if method not in ("GET", "HEAD") and not (method == "POST" and _COUNT.fullmatch(path)):
        return 405, f"{method}: this server is only read from"
    if "/-/" in path and not _OPEN.fullmatch(path):
        return 404, f"{path[:100]}: this page is not for the open web"
    if len(query) > LONGEST:
        return 400, f"address: it asks for {len(query):,} characters; ask for at most {LONGEST:,}"
    if query.count(b"_facet") > MOST_FACETS:
        facets = sum(
            name.startswith("_facet") and not name.startswith("_facet_size")
            for name, _ in parse_qsl(query.decode("latin-1"))
        )
        if facets > MOST_FACETS:
            return 400, f"_facet: {facets} of them; ask for at most {MOST_FACETS} at once"
    return None
