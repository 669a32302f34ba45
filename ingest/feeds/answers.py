"""What is asked of a server, and what came of it: the values that `fetch` takes and gives, and its errors.

    Request(url="https://example.org/feed.xml", etag='"5f3a"')  →  NotModified(url=…, etag='"5f3a"')

InputError
└── NotFetched          there is no answer that can be used
    ├── AddressRefused  it is not asked for: no http address, or an address of this machine or its network
    ├── Unreachable     no answer, too slow, or an error of the server's: it may be there another time
    ├── NotServed       the server says no: 401, 403, 404 and their like
    └── BrokenAnswer    what came cannot be trusted: too large, cut short, broken gzip, redirects in a circle

The place of every message is the address without its secrets, and no `repr` shows them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ingest.errors import InputError
from ingest.feeds.redaction import without_secrets


class NotFetched(InputError):
    """There is no answer that can be used."""


class AddressRefused(NotFetched):
    pass


class Unreachable(NotFetched):
    pass


class NotServed(NotFetched):
    pass


class BrokenAnswer(NotFetched):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer may cost. The largest feed met so far has 30 MB, a transcript with word times 10 MB."""

    bytes: int = 64 * 1024 * 1024
    """Of the content once it is unpacked, and of what comes over the wire."""

    seconds: float = 60.0
    """In total: redirects, tries and pauses between them included, waiting for one's turn not."""

    redirects: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One address, and what is known of what it answered the last time."""

    url: str = field(repr=False)
    etag: str | None = None
    last_modified: str | None = None
    accept: str = "*/*"
    """Media types in order of liking, as the header `Accept` has them. A server may send others."""

    limits: Limits = Limits()

    @property
    def place(self) -> str:
        """The address as it may be shown."""
        return without_secrets(self.url).text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every answer says: where it came from, and whether the address asked for has moved for good."""

    url: str = field(repr=False)
    """The address that answered, after all redirects: with the secrets in its query, without a password."""

    permanent_url: str | None = field(default=None, repr=False)
    """Where permanent redirects (301, 308) alone led, from the first one on; None if the first was not.

    A step from https to http is never permanent: nobody could be sure any more who answers. If it stays with
    the same host, the password of the address asked for is still needed there.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched(Answer):
    """What stands at the address, unpacked."""

    content: bytes = field(repr=False)
    sha256: str
    etag: str | None = None
    last_modified: str | None = None
    media_type: str | None = None
    """As claimed, in lower case, without parameters: feeds are served as all sorts of things."""

    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified(Answer):
    """It is what it was (304)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone(Answer):
    """It was taken away, and will not come back (410)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed(Answer):
    """The server asks to come back later (429 or 503 with Retry-After)."""

    until: datetime
    status: int


Outcome = Fetched | NotModified | Gone | Postponed
