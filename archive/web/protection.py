"""The headers that protect whoever reads: what a page may load and run, and what it tells other servers.

Our own pages have no inline script or style and get a policy that runs none. Datasette's have some on every
page, and get what is left: nothing from elsewhere, no framing. The frame of our pages says that a page is
ours (`framed`, called by `podarchive-base.html`): whoever renders it, with whatever status, it is marked.

Headers are replaced, never added a second time. Without an archive, Datasette answers as it always does.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from archive.web.addresses import PLUGIN
from archive.web.datasette_internals import archive_of

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

MARK = "podarchive.marks"

# Pictures and recordings lie on the servers of the shows. The player is YouTube's that sets no cookies.
OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http: data:;"
    " media-src https: http:; frame-src https://www.youtube-nocookie.com; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
# Datasette 1.0a41 has up to six inline scripts a page, and `style` attributes.
DATASETTES = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' https: http: data:; connect-src 'self'; font-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'self'"
)
# What is no page, and is read by programs: JSON, CSV, Atom, captions.
DATA = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

# A player in a frame is given the rest by the page that holds it.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
)

# The origin only, and nothing to a server without TLS: YouTube's player refuses to play without a referrer.
REFERRER = "strict-origin-when-cross-origin"
# Datasette's addresses may hold a query: nobody's business.
DATASETTES_REFERRER = "no-referrer"

HSTS = "max-age=31536000"

_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


def framed(request: Any) -> str:
    """Mark the page that is being made as one in our frame; nothing to show. Called by the frame itself."""
    marks = getattr(request, "scope", {}).get(MARK)
    if marks is not None:
        marks["framed"] = True
    return ""


def is_framed(scope: dict[str, Any]) -> bool:
    """Whether what was answered to this request is a page in our frame."""
    return bool(scope.get(MARK, {}).get("framed"))


def protected(datasette: Any) -> Callable[[Application], Application]:
    """An ASGI wrapper: every answer with the headers that it should have, each once."""

    def wrap(application: Application) -> Application:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await application(scope, receive, send)
                return
            if archive_of(datasette) is not None and not _names_a_server(scope):
                await say(send, 400, "Host: it is no name of a server; ask for this one by its name")
                return
            # One object through every copy that Datasette makes of the scope.
            marked = {**scope, MARK: {"framed": False}}

            async def sending(message: dict[str, Any]) -> None:
                # What is said with 304 takes the place of what was said with the page that is still good.
                starts = message["type"] == "http.response.start" and message["status"] != 304
                if starts and archive_of(datasette) is not None:
                    headers = message.get("headers", [])
                    message = {**message, "headers": replaced(headers, _headers(datasette, marked, headers))}
                await send(message)

            await application(marked, receive, sending)

        return wrapped

    return wrap


def replaced(headers: Any, new: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """`headers` with each of `new` once, whatever they said of it before."""
    names = {name.lower().encode() for name in new}
    kept = [(bytes(name), bytes(value)) for name, value in headers if bytes(name).lower() not in names]
    return [*kept, *((name.encode(), value.encode()) for name, value in new.items())]


def is_https(datasette: Any, scope: dict[str, Any]) -> bool:
    """Whether readers come by TLS: to us, or to the proxy before us that says so."""
    address = str((datasette.plugin_config(PLUGIN) or {}).get("address") or "")
    return (
        scope.get("scheme") == "https"
        or bool(datasette.setting("force_https_urls"))
        or address.startswith("https://")
    )


def _names_a_server(scope: dict[str, Any]) -> bool:
    """Whether `Host`, which complete addresses are made of, can be one; without it, it is not asked for."""
    found = [bytes(value) for name, value in scope["headers"] if bytes(name).lower() == b"host"]
    return len(found) <= 1 and all(_HOST.fullmatch(host.decode("latin-1")) for host in found)


async def say(send: Any, status: int, text: str, headers: dict[str, str] | None = None) -> None:
    """Answer with a sentence, or with none at all, without asking Datasette."""
    told = {"content-type": "text/plain; charset=utf-8"} if text else {}
    raw = [(name.encode(), value.encode()) for name, value in (told | (headers or {})).items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": f"{text}\n".encode() if text else b""})


def _headers(datasette: Any, scope: dict[str, Any], answered: Any) -> dict[str, str]:
    kind = next((bytes(value) for name, value in answered if bytes(name).lower() == b"content-type"), b"")
    ours, is_page = is_framed(scope), kind.startswith(b"text/html")
    settings = datasette.plugin_config(PLUGIN) or {}
    new = {
        "content-security-policy": OURS if ours else DATASETTES if is_page else DATA,
        "x-content-type-options": "nosniff",
        "referrer-policy": REFERRER if ours else DATASETTES_REFERRER,
        "permissions-policy": PERMISSIONS,
    }
    if is_https(datasette, scope):
        # Browsers complain of it elsewhere.
        new["cross-origin-opener-policy"] = "same-origin"
        if settings.get("public"):
            new["strict-transport-security"] = HSTS
    if settings.get("robots") != "allow":
        new["x-robots-tag"] = "noindex, nofollow"
    elif not ours:
        # A million rows, each by each filter, say nothing that our pages do not.
        new["x-robots-tag"] = "noindex"
    return new
