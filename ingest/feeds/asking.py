"""One step of a request: the same address is asked until there is an answer, or until it is time to give up.

What may pass is tried again: connections that fail or break, and 5xx, with pauses that double, half of each
left to chance, so that a thousand feeds do not return in step. Everything ends at `Limits.seconds`.

Who asks for time (429 or 503 with Retry-After) gets it: a few seconds at once, else the answer is Postponed,
and so are all further requests of this client to that server, without asking it again.
"""

import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore2
import httpx2

from ingest.feeds.answers import AddressRefused, BrokenAnswer, Postponed, Request, Unreachable
from ingest.feeds.bodies import Damaged, Overlong
from ingest.feeds.client import Client, Reply
from ingest.feeds.guard import Forbidden
from ingest.feeds.redaction import without_secrets

TRIES = 4
FIRST_PAUSE = 1.0
PATIENCE = timedelta(seconds=10)
"""How long a Retry-After may be that is waited for."""

LONGEST = timedelta(days=1)
UNSAID = timedelta(minutes=15)
"""A 429 that does not say when."""

LATER = "try again later; `podarchive refresh` does"

_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]{0,1022}[\x21-\x7e\x80-\xff])?")


@dataclass(slots=True)
class Way:
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


def _headers(way: Way) -> dict[str, str]:
    request = way.request
    headers = {"Accept": request.accept}
    for name, value in (("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified)):
        # A server's own text from an earlier answer: what no header can hold is as good as none.
        if value is not None and _SENDABLE.fullmatch(value):
            headers[name] = value
    if way.login is not None and way.url.origin == way.home:
        headers["Authorization"] = way.login
    return headers


def ask(way: Way, client: Client) -> Reply | Postponed:
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
            raise BrokenAnswer(request.place, f"its content cannot be used: {damaged}", LATER) from None
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
            problem = _said(error)
            if "certificate" in problem:
                break
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
    raise Unreachable(request.place, problem, LATER)


def _said(error: Exception) -> str:
    """What went wrong below HTTP, for people."""
    cause = error.args[0] if error.args else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({cause.verify_message.rstrip('.')})"
    if isinstance(error, httpcore2.TimeoutException):
        return "it does not answer in time"
    if isinstance(error, httpcore2.ProtocolError):
        # The library's message may quote what came, however long it is.
        broken = "peer closed" in str(cause) or "disconnected" in str(cause)
        return "its answer breaks off" if broken else "what it answers is no HTTP"
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
