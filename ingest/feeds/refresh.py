"""Feeds asked, and what is new in them taken in: the whole flow on one page.

addresses ─visit→ feeds ─doubt→ ─compare→ what is new ─complete→ with transcripts, chapters ─ingest→ episodes
            └── several hosts at once ──┘                └── several hosts at once ──┘

Of a feed that did not change (304, or the same bytes) nothing is read and nothing written. Of one that did,
what it says of its show is stored first, with what left it; then its episodes; last what was seen of its
server. So a run that is interrupted asks for the whole feed again, and nothing of it is lost.

What comes at one time is stored together, and a server that does not answer holds up nobody.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive import feeds, withholding
from archive.database import connect_readonly, require_archive
from archive.errors import ArchiveError
from archive.feeds import StoredFeed
from archive.outcome import Outcome
from archive.records import ShowRecord
from ingest.options import Options
from ingest.pipeline import ingest

from . import attachments, youtube
from .arrivals import arrivals
from .client import Client
from .news import News, failure, news
from .politeness import gather
from .redaction import MARK, without_secrets
from .visiting import Asked, Visited, visit
from .visits import Visits

MOST_AT_ONCE = 16
"""Feeds whose news are stored together. Their items are in memory until then."""

MOST_NAMED = 5
"""Files that are still not to be had: a server that lost its transcripts would fill the screen each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How feeds are to be asked. `remark` is told what is worth a line and is no failure.

    With `attached` the transcripts and chapters are fetched that items link to; `accept` confirms what
    `caution` doubts. `again` is whether this is a refresh, which asks nobody before they want to be asked.
    """

    options: Options = field(default_factory=Options)
    jobs: int = 1
    attached: bool = True
    accept: bool = False
    again: bool = False
    remark: Callable[[str], None] = field(default=lambda line: None)
    videos: Callable[[], youtube.Extractor] = youtube.extractor

    @property
    def command(self) -> str:
        return "refresh" if self.again else "ingest"


@dataclass(slots=True)
class Progress:
    """How far a run is: episodes that were found so far, feeds that were asked of those there are."""

    episodes: int = 0
    feeds: int = 0
    of: int = 0
    tell: Callable[[str], None] = field(default=lambda line: None)

    def asked(self) -> None:
        """One more feed was asked."""
        self.feeds += 1
        self.tell(f"{self.feeds:,} of {self.of:,} feeds asked")


def take_in(
    archive: Path, urls: Sequence[str], order: Order, client: Client, progress: Progress | None = None
) -> Iterator[Outcome]:
    """Take in what lies at these addresses: feeds, lists of feeds, YouTube's videos and lists of them.

    An outcome for each episode, and a failed one for each feed or file that could not be had. Raises
    ArchiveError if the archive is none, or cannot be written.
    """
    require_archive(archive, create=True)
    run = _Run(archive, order, client, progress or Progress())
    seen: set[str] = set()
    while urls:
        fresh = [url for url in dict.fromkeys(urls) if url not in seen]
        seen.update(fresh)
        run.more = []
        with closing(connect_readonly(archive)) as connection:
            run.connection = connection
            asked = [
                Asked(url=url, stored=feeds.at(connection, url, without_secrets(url).text)) for url in fresh
            ]
            for each in [*asked]:
                if (out := withholding.feed(connection, feeds.url_sha256(each.url))) is not None:
                    yield Outcome(status="withheld", place=each.place, error=out.error(each.place))
                    asked.remove(each)
            yield from run.outcomes(asked)
        urls = run.more


def refresh(
    archive: Path, names: Sequence[str], order: Order, client: Client, progress: Progress | None = None
) -> Iterator[Outcome]:
    """Ask the feeds of the shows with these names again, or all that are not gone. Raises like `take_in`."""
    require_archive(archive)
    with closing(connect_readonly(archive)) as connection:
        chosen = feeds.named(connection, names) if names else feeds.every(connection)
        asked = []
        for feed in chosen:
            if (why := _not_now(feed, client, bool(names))) is not None:
                order.remark(why)
            elif feed.state.status != "gone" or names:
                asked.append(Asked(url=feed.state.url, stored=feed))
        run = _Run(archive, order, client, progress or Progress())
        run.connection = connection
        yield from run.outcomes(asked)


def _not_now(feed: StoredFeed, client: Client, is_named: bool) -> str | None:
    """Why a feed is not asked now."""
    place, state = feed.state.url, feed.state
    if MARK in state.url:
        return (
            f"{place}: holds a secret that is not kept, and is asked only when it is written out; "
            "run `podarchive ingest DATABASE 'URL'` with its whole address"
        )
    if state.retry_at and state.retry_at > client.now().strftime("%Y-%m-%dT%H:%M:%SZ"):
        return f"{place}: its server wants no request before {state.retry_at}, and was not asked"
    return None


class _Run:
    """One run; `more` are addresses that lists of feeds named."""

    connection: sqlite3.Connection

    def __init__(self, archive: Path, order: Order, client: Client, progress: Progress) -> None:
        self.archive = archive
        self.order = order
        self.client = client
        self.visits = Visits(client)
        self.progress = progress
        self.more: list[str] = []

    def outcomes(self, asked: Sequence[Asked]) -> Iterator[Outcome]:
        videos = [each for each in asked if youtube.is_ours(each.url)]
        of_feeds = [each for each in asked if each not in videos]
        self.progress.of += len(asked)
        by_request = {each.request(): each for each in of_feeds}
        came = gather(by_request, lambda request: visit(by_request[request], self.visits.fetch))
        for handful in arrivals(came, most=MOST_AT_ONCE):
            found = [self._news(by_request[request], outcome) for request, outcome in handful]
            yield from self._store(found)
        for each in videos:
            yield from self._store([self._videos(each)])

    def _news(self, asked: Asked, outcome: Visited | ArchiveError) -> News:
        self.progress.asked()
        if isinstance(outcome, ArchiveError):
            return failure(self.connection, asked, outcome)
        for remark in outcome.remarks:
            self.order.remark(remark)
        for each in outcome.outlines:
            self.more.append(each.url)
        found = news(self.connection, outcome, accept=self.order.accept, attached=self.order.attached)
        for remark in found.remarks:
            self.order.remark(remark)
        return found

    def _videos(self, asked: Asked) -> News:
        self.progress.asked()
        try:
            return youtube.news(self.connection, asked, self.order.videos(), self.order.options)
        except ArchiveError as error:
            return failure(self.connection, asked, error)

    def _store(self, found: Sequence[News]) -> Iterator[Outcome]:
        """Store what is new, and count what failed: a feed any of whose episodes failed is read again."""
        items = [item for each in found for item in each.items]
        self.progress.episodes += len(items) + sum(len(each.outcomes) for each in found)
        refused: list[ArchiveError] = []
        missing: list[str] = []

        def not_had(error: ArchiveError, before: bool) -> None:
            if before:
                missing.append(f"{error.place}: is still not to be had ({error.problem})")
            else:
                refused.append(error)

        failed: list[str] = []
        outcomes = ingest(
            self.archive,
            attachments.complete(items, self.visits.fetch, not_had),
            self.order.options,
            jobs=self.order.jobs,
            command=self.order.command,
            before=_first(found),
            after=_last(found, refused, failed),
        )
        for outcome in outcomes:
            if outcome.status == "failed":
                failed.append(outcome.place)
            yield outcome
        for remark in missing[:MOST_NAMED]:
            self.order.remark(remark)
        if more := missing[MOST_NAMED:]:
            self.order.remark(
                f"{len(more):,} more files that feeds link to are still not to be had; "
                "the page of an episode says which were fetched"
            )


def _first(found: Iterable[News]) -> Iterator[ShowRecord | Outcome]:
    for each in found:
        yield from each.first
        yield from each.outcomes


def _last(
    found: Iterable[News], refused: Sequence[ArchiveError], failed: Sequence[str]
) -> Iterator[ShowRecord | Outcome]:
    """What was seen of the servers, and each file that could not be had. Asked for when all is stored."""
    for error in refused:
        yield Outcome(status="failed", place=error.place, error=error)
    for each in found:
        if each.last is not None:
            yield from each.last(any(each.is_of(place) for place in failed))
