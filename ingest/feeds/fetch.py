"""One request, done right: conditional, within limits, polite to the server, safe for what it is answered.

    with Client() as client:
        fetch(Request(url="https://example.org/feed.xml", etag='"5f3a"'), client)
        →  Fetched(content=b"<rss…", …) | NotModified(…) | Gone(…) | Postponed(until=…)

- Redirects are followed within http and https. One from https to http is followed too, since feeds that are
  served over http alone are read as well; but it never counts as a move.
- Credentials in the address (RFC 7617) go to that origin only, and to no other after a redirect.
- What may pass is tried again: connections that fail or break, and 5xx, with pauses that double, half of each
  left to chance, so that a thousand feeds do not return in step. Everything ends at `Limits.seconds`.
- Who asks for time (429 or 503 with Retry-After) gets it: a few seconds at once, else the answer is
  Postponed, and so are all further requests of this client to that server, without asking it again.
"""

import base64
import hashlib
import re
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

import httpcore2
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
    Unreachable,
)
from ingest.feeds.bodies import Damaged, Overlong
from ingest.feeds.client import Client, Reply
from ingest.feeds.guard import Forbidden
from ingest.feeds.redaction import MARK, without_secrets

TRIES = 4
FIRST_PAUSE = 1.0
PATIENCE = timedelta(seconds=10)
"""How long a Retry-After may be that is waited for."""

LONGEST = timedelta(days=1)
UNSAID = timedelta(minutes=15)
"""A 429 that does not say when."""

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]{0,1022}[\x21-\x7e\x80-\xff])?")
_LATER = "try again later; `podarchive refresh` does"


@dataclass(slots=True)
class _Way:
    """Where a request has come to: its address, where its password may go, how far all was permanent."""

    request: Request
    url: httpx2.URL
    login: str | None = field(repr=False)
    home: httpx2.Origin
    redirected: bool = False
    permanent: str | None = None
    only_permanent: bool = True

    @property
    def where(self) -> str:
        """For a message whose place is the address that was asked for."""
        here = without_secrets(str(self.url)).text
        return f"{here}, to which it redirects," if self.redirected else "it"


def fetch(request: Request, client: Client) -> Outcome:
    """What stands at an address, or that it is unchanged, gone, or to be asked for later; else NotFetched."""
    client.begin(request.limits.seconds)
    url = _understood(request)
    way = _Way(request=request, url=url, login=_login(url), home=url.origin)
    way.url = url.copy_with(username=None, password=None, fragment=None) if url.userinfo else url
    for _ in range(request.limits.redirects + 1):
        reply = _ask(way, client)
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


def _headers(way: _Way) -> dict[str, str]:
    request = way.request
    headers = {"Accept": request.accept}
    for name, value in (("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified)):
        # A server's own text from an earlier answer: what no header can hold is as good as none.
        if value is not None and _SENDABLE.fullmatch(value):
            headers[name] = value
    if way.login is not None and way.url.origin == way.home:
        headers["Authorization"] = way.login
    return headers


def _ask(way: _Way, client: Client) -> Reply | Postponed:
    """One step's answer, after as many tries as it takes and may take."""
    request = way.request
    said_until = client.postponed.get(way.url.origin)
    if said_until is not None and said_until > client.now():
        return Postponed(url=str(way.url), permanent_url=way.permanent, until=said_until, status=429)
    problem = ""
    for number in range(TRIES):
        pause = FIRST_PAUSE * 2**number * (0.5 + client.chance() / 2)
        try:
            reply = client.get(way.url, _headers(way), request.limits.bytes)
        except Forbidden as refused:
            raise AddressRefused(
                request.place,
                f"{way.where} is not asked: {refused}",
                "check it, and pass --allow-private if that server is meant",
            ) from None
        except Overlong:
            raise BrokenAnswer(
                request.place,
                f"more than {request.limits.bytes / 1024 / 1024:.0f} MB came, and nothing of it was kept",
                "check that this is the address of a feed or a transcript",
            ) from None
        except Damaged as damaged:
            raise BrokenAnswer(request.place, f"its content cannot be used: {damaged}", _LATER) from None
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
            problem = _said(error)
        else:
            until = _until(reply, client)
            if until is None and reply.status < 500:
                return reply
            problem = f"the server answers {reply.status}"
            if until is not None:
                pause = (until - client.now()).total_seconds()
                if until - client.now() > PATIENCE or number + 1 == TRIES or not client.pause(pause):
                    client.postponed[way.url.origin] = until
                    return Postponed(
                        url=str(way.url), permanent_url=way.permanent, until=until, status=reply.status
                    )
                continue
        if client.time_is_up():
            problem = f"it takes more than {request.limits.seconds:g} seconds"
            break
        if number + 1 < TRIES and not client.pause(pause):
            break
    raise Unreachable(request.place, problem, _LATER)


def _said(error: Exception) -> str:
    """What went wrong below HTTP, for people."""
    cause = error.args[0] if error.args else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({cause.verify_message})"
    if isinstance(error, httpcore2.TimeoutException):
        return "it does not answer in time"
    if isinstance(error, httpcore2.ProtocolError):
        return f"its answer breaks off or is no HTTP ({cause})"
    reason = (cause.strerror or str(cause)) if isinstance(cause, OSError) else str(cause)
    return f"there is no connection to it ({reason})"


def _until(reply: Reply, client: Client) -> datetime | None:
    """When to come back, if that is what the server says (RFC 9110, 10.2.3)."""
    said = reply.headers.get("retry-after", "").strip()
    if reply.status not in (429, 503):
        return None
    now = client.now()
    until = now + UNSAID if reply.status == 429 else None
    if said.isdecimal():
        until = now + min(timedelta(seconds=int(said[:9])), LONGEST)
    elif said:
        try:
            date = parsedate_to_datetime(said)
        except ValueError:
            return until
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        until = max(now, min(date, now + LONGEST))
    return until


def _follow(way: _Way, reply: Reply) -> None:
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
        raise BrokenAnswer(place, f"it answers {reply.status}, but not where to go", _LATER)
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


def _outcome(way: _Way, reply: Reply) -> Outcome:
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
            raise BrokenAnswer(place, f"{way.where} answers {status}, which says nothing here", _LATER)
