"""One request, done right: conditional, within limits, polite to the server, safe for what it is answered.

    with Client() as client:
        fetch(Request(url="https://example.org/feed.xml", etag='"5f3a"'), client)
        →  Fetched(content=b"<rss…", …) | NotModified(…) | Gone(…) | Postponed(until=…)

- Redirects are followed within http and https. One from https to http is followed too, since feeds that are
  served over http alone are read as well; but it never counts as a move.
- Credentials in the address (RFC 7617) go to that origin only, and to no other after a redirect.
- What may pass is tried again, and who asks for time gets it: see `asking`.
"""

import base64
import hashlib
import re
from contextlib import suppress
from urllib.parse import unquote

import httpx2

from ingest.feeds.answers import (
    AddressRefused,
    BrokenAnswer,
    Fetched,
    Gone,
    NotModified,
    NotServed,
    Outcome,
    Postponed,
    Request,
)
from ingest.feeds.asking import LATER, Way, ask
from ingest.feeds.client import Client, Reply
from ingest.feeds.redaction import MARK, without_secrets

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def fetch(request: Request, client: Client) -> Outcome:
    """What stands at an address, or that it is unchanged, gone, or to be asked for later; else NotFetched."""
    client.begin(request.limits.seconds)
    url = _understood(request)
    way = Way(request=request, url=url, login=_login(url), home=url.origin)
    way.url = url.copy_with(username=None, password=None, fragment=None)
    for _ in range(request.limits.redirects + 1):
        reply = ask(way, client)
        if isinstance(reply, Postponed):
            return reply
        if reply.status not in _REDIRECTS:
            return _outcome(way, reply)
        _follow(way, reply)
    raise BrokenAnswer(
        request.place,
        f"more than {request.limits.redirects} redirects, the last to {without_secrets(str(way.url)).text}",
        "look at the address in a browser, and give the one where it ends",
    )


def _understood(request: Request) -> httpx2.URL:
    try:
        url = httpx2.URL(request.url)
    except (httpx2.InvalidURL, ValueError, TypeError):
        # The library's own message may quote a password as what it takes for the port.
        # Nor is it known where one is if its own signs are not escaped: `user:pass/word@host`.
        place = MARK + request.url[request.url.rindex("@") :] if "@" in request.url else request.place
        raise AddressRefused(
            place,
            "this is no address",
            "write it as https://…, with / # ? @ in a password as %2F %23 %3F %40",
        ) from None
    if not _is_http(url):
        raise AddressRefused(
            request.place,
            "only http and https addresses are fetched",
            "write it as https://…, or name a file by its path",
        )
    return url


def _is_http(url: httpx2.URL) -> bool:
    return url.scheme in ("http", "https") and bool(url.host) and (url.port is None or 0 < url.port < 65536)


def _login(url: httpx2.URL) -> str | None:
    if not url.userinfo:
        return None
    user, _, password = url.userinfo.decode("ascii").partition(":")
    pair = f"{unquote(user)}:{unquote(password)}".encode()
    return "Basic " + base64.b64encode(pair).decode("ascii")


def _follow(way: Way, reply: Reply) -> None:
    """Go where the server points to."""
    place = way.request.place
    target = reply.headers.get("location", "").strip()
    with suppress(UnicodeDecodeError):
        target = target.encode("latin-1").decode()  # some servers send UTF-8 as it is
    try:
        # A password in it would be the server's, not the user's.
        following = way.url.join(target).copy_with(username=None, password=None, fragment=None)
    except (httpx2.InvalidURL, ValueError, TypeError):
        target = ""
    if not target:
        raise BrokenAnswer(place, f"it answers {reply.status}, but not where to go", LATER)
    if not _is_http(following):
        raise AddressRefused(
            place,
            f"it redirects to {without_secrets(str(following)).text}, which is no http address",
            "look at the address in a browser, and give the one where it ends",
        )
    lowered = way.url.scheme == "https" and following.scheme == "http"
    way.only_permanent = way.only_permanent and reply.status in _PERMANENT and not lowered
    way.url, way.redirected = following, True
    if way.only_permanent:
        way.permanent = str(following)


def _outcome(way: Way, reply: Reply) -> Outcome:
    """What an answer means that is no redirect."""
    place, headers = way.request.place, reply.headers
    url, moved = str(way.url), way.permanent
    etag, last_modified = headers.get("etag"), headers.get("last-modified")
    match reply.status:
        case 200 | 203:
            kind, _, parameters = headers.get("content-type", "").partition(";")
            charset = re.search(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", parameters, re.IGNORECASE)
            return Fetched(
                url=url,
                permanent_url=moved,
                content=reply.content,
                sha256=hashlib.sha256(reply.content).hexdigest(),
                etag=etag,
                last_modified=last_modified,
                media_type=kind.strip().lower() or None,
                charset=charset[1].lower() if charset else None,
            )
        case 304 if way.request.etag or way.request.last_modified:
            return NotModified(
                url=url,
                permanent_url=moved,
                etag=etag or way.request.etag,
                last_modified=last_modified or way.request.last_modified,
            )
        case 410:
            return Gone(url=url, permanent_url=moved)
        case 401 | 407:
            raise NotServed(
                place,
                f"{way.where} wants a password (it answers {reply.status})",
                "write it into the address, as https://user:password@…, or ask for your private address",
            )
        case 403:
            raise NotServed(place, f"{way.where} is not for us (it answers 403)", "ask who publishes it")
        case 404:
            raise NotServed(place, f"{way.where} is not there (it answers 404)", "check the address")
        case status if 400 <= status < 500:
            raise NotServed(place, f"{way.where} answers {status}", "check the address")
        case status:
            raise BrokenAnswer(place, f"{way.where} answers {status}, which says nothing here", LATER)
