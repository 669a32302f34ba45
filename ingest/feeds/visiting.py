"""One visit to a feed, as far as the network goes: its pages as one list, and where it lies for good.

    visit(Asked(url="https://example.org/feed.xml"), fetch)
    →  Visited(url="https://feeds.example.org/hive", answer=Fetched(…), came=Came(feed=Feed(…)))

- A permanent redirect moves a feed. So does `itunes:new-feed-url`
  (https://help.apple.com/itc/podcasts_connect/#/itca489031e0), once what lies there is the same show: it has
  the same `podcast:guid`, or at least half of the items.
- Pages (RFC 5005, `next` and `prev-archive`) are followed, each once. If one of them cannot be had, the list
  is not whole, and nothing can be said to have left it.

Nothing here looks into the archive, so that many visits may go on at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit, urlunsplit

from archive.errors import ArchiveError
from archive.feeds import StoredFeed
from ingest.head import LENGTH, Head

from . import opml
from .addresses import canonical
from .answers import Fetched, Gone, NotModified, Outcome, Postponed, Request
from .decoding import decode
from .feed import Feed, Item, parse
from .redaction import MARK, secrets_of, without_secrets

ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
MOST_PAGES = 200
MOST_MOVES = 3

Fetch = Callable[[Request], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An address to be asked, and what is known of the feed there. `url` is all of it."""

    url: str = field(repr=False)
    stored: StoredFeed | None = None

    @property
    def place(self) -> str:
        return without_secrets(self.url).text

    def request(self) -> Request:
        """What is sent. A private feed is read anew each time: only its own text has whole addresses."""
        seen = self.stored.state if self.stored and MARK not in self.place else None
        known = seen if seen and seen.sha256 and seen.status == "active" else None
        return Request(
            url=self.url,
            accept=ACCEPT,
            etag=known.etag if known else None,
            last_modified=known.last_modified if known else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A feed as it was read, all its pages one list; `whole` is whether all of them came.

    `feed` is without secrets. `private` are the items as they were sent, by guid, if that is not the same.
    """

    feed: Feed
    private: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What a visit came to: `came` if something new was there, `outlines` if it is a list of feeds.

    `url` is where the feed lies from now on. `remarks` are what somebody may want to know.
    """

    asked: Asked
    url: str = field(repr=False)
    answer: Outcome
    came: Came | None = None
    outlines: tuple[opml.Subscription, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return without_secrets(self.url).text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One page. `sent` is the feed with all its secrets, `feed` without them."""

    feed: Feed
    sent: Feed = field(repr=False)


def visit(asked: Asked, fetch: Fetch) -> Visited:
    """Ask for a feed, and read what is new. Raises ArchiveError: NotFetched, or what it sent is no feed."""
    answer = fetch(asked.request())
    url = _lasting(asked.url, answer)
    if isinstance(answer, Postponed | Gone | NotModified) or _is_known(asked, answer):
        return Visited(asked=asked, url=url, answer=answer)
    place = without_secrets(url).text
    text, _, _ = decode(answer.content, place, answer.charset)
    if opml.is_opml(Head(text[:LENGTH])):
        return Visited(asked=asked, url=url, answer=answer, outlines=opml.read(text, place))
    page = _read(text, url, secrets_of(asked.url))
    remarks: list[str] = []
    for _ in range(MOST_MOVES):
        new = page.sent.channel.new_url
        if new is None or _is_same(new, url):
            break
        there = _there(with_login(new, url), page, secrets_of(asked.url), fetch, remarks, place)
        if there is None:
            break
        url, answer, page = there
        place = without_secrets(url).text
    came = _with_pages(page, url, secrets_of(asked.url), fetch, remarks)
    return Visited(asked=asked, url=url, answer=answer, came=came, remarks=tuple(remarks))


def _is_known(asked: Asked, answer: Fetched) -> bool:
    seen = asked.stored.state if asked.stored else None
    return seen is not None and seen.sha256 == answer.sha256 and MARK not in asked.place


def _read(text: str, url: str, carried: tuple[str, ...]) -> _Read:
    """A page in both its versions; they are one where there is no secret in it."""
    shown = without_secrets(url).text
    known = tuple(dict.fromkeys((*carried, *secrets_of(url))))
    clean = without_secrets(text, known).text
    feed = parse(clean, shown, shown)
    sent = feed if clean == text and shown == url else parse(text, shown, url)
    return _Read(feed=feed, sent=sent)


def _lasting(url: str, answer: Outcome) -> str:
    """Where a feed lies for good."""
    return url if answer.permanent_url is None else with_login(answer.permanent_url, url)


def with_login(url: str, feed_url: str) -> str:
    """An address with the password that its feed's has, if it is of the same host, and no less safe."""
    try:
        old, parts = urlsplit(feed_url), urlsplit(url)
        login, at, _ = old.netloc.rpartition("@")
        safe = parts.scheme == "https" or parts.scheme == old.scheme
        same = old.hostname == parts.hostname and (old.port == parts.port or parts.scheme != old.scheme)
        if not at or "@" in parts.netloc or not same or not safe:
            return url
        return urlunsplit(parts._replace(netloc=f"{login}@{parts.netloc}"))
    except ValueError:
        return url


def _is_same(one: str, other: str) -> bool:
    return one == other or canonical(one) == canonical(other)


def _there(
    new: str, page: _Read, carried: tuple[str, ...], fetch: Fetch, remarks: list[str], place: str
) -> tuple[str, Fetched, _Read] | None:
    """What lies where a feed says that it has moved to, if that is the same show."""
    shown = without_secrets(new).text
    try:
        answer = fetch(Request(url=new, accept=ACCEPT))
        if not isinstance(answer, Fetched):
            remarks.append(f"{place}: says that it moved to {shown}, where it cannot be had now")
            return None
        url = _lasting(new, answer)
        there = _read(decode(answer.content, shown, answer.charset)[0], url, carried)
    except ArchiveError as error:
        remarks.append(f"{place}: says that it moved to {shown}, where it is not ({error.problem})")
        return None
    if not is_same_show(page.feed, there.feed):
        remarks.append(f"{place}: says that it moved to {shown}, which is the feed of another show")
        return None
    return url, answer, there


def is_same_show(one: Feed, other: Feed) -> bool:
    """Whether two feeds are of one show: by the guid that both give, else by half of their items."""
    if one.channel.guid_given and other.channel.guid_given:
        return one.channel.podcast.guid == other.channel.podcast.guid
    here, there = ({item.guid for item in feed.items} for feed in (one, other))
    return 2 * len(here & there) >= min(len(here), len(there)) > 0


def _with_pages(first: _Read, url: str, carried: tuple[str, ...], fetch: Fetch, remarks: list[str]) -> Came:
    """All pages as one list, in their order; an item that stands on two of them counts once."""
    items: dict[str, Item] = {item.guid: item for item in first.feed.items}
    private = _private(first)
    seen = {canonical(url)}
    page, warnings, whole = first, list(first.feed.warnings), True
    while (new := page.sent.channel.next_url or page.sent.channel.previous_url) is not None:
        place = without_secrets(new).text
        if canonical(new) in seen:
            break
        if len(seen) >= MOST_PAGES:
            remarks.append(f"{place}: is page {MOST_PAGES + 1} of its feed, and no more are followed")
            whole = False
            break
        seen.add(canonical(new))
        try:
            answer = fetch(Request(url=with_login(new, url), accept=ACCEPT))
            if not isinstance(answer, Fetched):
                remarks.append(f"{place}: is a page of its feed that cannot be had now")
                whole = False
                break
            page = _read(decode(answer.content, place, answer.charset)[0], new, carried)
        except ArchiveError as error:
            remarks.append(f"{place}: is a page of its feed that cannot be had ({error.problem})")
            whole = False
            break
        for item in page.feed.items:
            items.setdefault(item.guid, item)
        for guid, content in _private(page).items():
            private.setdefault(guid, content)
        warnings += page.feed.warnings
    feed = replace(first.feed, items=tuple(items.values()), warnings=tuple(warnings))
    return Came(
        feed=feed, private=private, secrets=tuple(dict.fromkeys((*carried, *secrets_of(url)))), whole=whole
    )


def _private(page: _Read) -> dict[str, bytes]:
    if page.sent is page.feed or len(page.sent.items) != len(page.feed.items):
        return {}
    pairs = zip(page.feed.items, page.sent.items, strict=True)
    return {clean.guid: sent.content for clean, sent in pairs if clean.content != sent.content}
