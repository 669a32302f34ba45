"""What a visit to a feed changes in the archive: its show, its episodes, and what is kept of its server.

Everything that a refresh decides is decided here, on what is committed: a feed that did not change has no
news, one that says what nobody would expect has none either (see `caution`), one that moved is known by its
new address, with its guid and its episodes, and one that is gone keeps its episodes.
"""

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from archive import feeds, withholding
from archive.errors import ArchiveError
from archive.feeds import StoredFeed
from archive.outcome import Outcome
from archive.records import FeedState, Identifier, Podcast, ShowRecord
from archive.withholding import TakenOut
from ingest.files.raw import Raw, sha256
from ingest.gather import Listed

from .answers import Fetched, Gone, NotFetched, NotModified, Postponed
from .asking import LATER
from .attachments import Wanted, Wanting, wanted
from .caution import doubt, is_another, shared
from .feed import Feed
from .listing import compare
from .redaction import MARK
from .visiting import Asked, Came, Visited, with_login

MOST_AGAIN = 200
"""Files of one show that are asked for again in one run: a server may have lost thousands of them."""

MOST_NOTICED = 5

Last = Callable[[bool], tuple[ShowRecord, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is to be stored of a feed: `first`, then its `items`, then `last`.

    `last` is told whether some items failed. `outcomes` are of what needs no storing, `place` is what
    messages call the feed.
    """

    place: str
    first: tuple[ShowRecord, ...] = ()
    items: tuple[Wanting, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    last: Last | None = None
    remarks: tuple[str, ...] = ()

    def is_of(self, place: str) -> bool:
        """Whether this is what messages call an item of the feed."""
        return place.startswith((f"{self.place} ", f"{Path(self.place)} "))


def failure(connection: sqlite3.Connection, asked: Asked, error: ArchiveError) -> News:
    """A feed that could not be had. What went wrong is remembered with it, if it is known."""
    seen = asked.stored
    if seen is None and error.remedy == LATER:
        # What was never stored is not among the feeds that a refresh asks.
        error = type(error)(error.place, error.problem, "try again later, with the same command")
    failed = Outcome(status="failed", place=error.place, error=error)
    last = _remember(connection, seen, replace(seen.state, problem=error.problem)) if seen else None
    return News(place=asked.place, outcomes=(failed,), last=last)


def news(connection: sqlite3.Connection, visited: Visited, *, accept: bool, attached: bool) -> News:
    """What a visit changes. With `accept` nothing is doubted, `attached` asks for linked files."""
    asked, place = visited.asked, visited.place
    seen = asked.stored
    match visited.answer:
        case Postponed(until=until):
            when = until.strftime("%Y-%m-%dT%H:%M:%SZ")
            problem = f"its server wants no request before {when}"
            if seen is None:
                return failure(connection, asked, NotFetched(asked.place, problem, LATER))
            state = replace(seen.state, problem=problem, retry_at=when)
            return News(
                place=place, last=_remember(connection, seen, state), remarks=(f"{place}: {problem}",)
            )
        case Gone():
            problem = "was taken away for good (its server answers 410)"
            if seen is None:
                return failure(connection, asked, NotFetched(asked.place, problem, "ask who publishes it"))
            state = replace(seen.state, status="gone", problem=problem, retry_at=None)
            remark = f"{place}: {problem}; its episodes stay"
            return News(place=place, last=_remember(connection, seen, state), remarks=(remark,))
    if visited.outlines:
        return News(place=place)
    if visited.came is None:
        return _same(connection, visited, attached) if seen else News(place=place)
    return _changed(connection, visited, visited.came, accept=accept, attached=attached)


def _same(connection: sqlite3.Connection, visited: Visited, attached: bool) -> News:
    """A feed as it was: nothing is read, and only what is still missing is asked for again."""
    seen = visited.asked.stored
    if seen is None or seen.guid is None:
        return News(place=visited.place)
    known = feeds.items(connection, seen.guid)
    podcast = Podcast(title=seen.title, guid=seen.guid)
    return News(
        place=visited.place,
        items=_missing(connection, seen.guid, visited, frozenset()) if attached else (),
        outcomes=tuple(Outcome(status="unchanged", place=uri, episode_id=id_) for uri, id_ in known.items()),
        last=_seen_last(connection, visited, podcast, feeds.left(connection, seen.guid)),
        remarks=_moved(visited),
    )


def _changed(
    connection: sqlite3.Connection, visited: Visited, came: Came, *, accept: bool, attached: bool
) -> News:
    feed, place = came.feed, visited.place
    given = feed.channel.podcast.guid
    seen = visited.asked.stored or feeds.of_show(connection, given)
    if seen is not None and not accept and (error := doubt(connection, seen, feed, place)):
        return failure(connection, visited.asked, error)
    first: tuple[ShowRecord, ...] = ()
    guid = seen.guid if seen else None
    if seen is not None and guid is not None and is_another(connection, seen, feed, place):
        known = feeds.items(connection, guid)
        if given != guid and not shared(known, seen, feed):
            # What was here is another show, which has no feed any more.
            left = (*known, *feeds.left(connection, guid))
            first = (ShowRecord(podcast=Podcast(title=seen.title, guid=guid), left=left),)
            guid = None
    raw = Raw(uri=place, name=place, content=b"", sha256="")
    try:
        found = compare(raw, feed, connection, guid=guid, whole=came.whole)
    except TakenOut as error:
        return News(place=place, outcomes=(Outcome(status="withheld", place=place, error=error),))
    podcast = replace(feed.channel.podcast, guid=guid or given, origins={})
    show = found.show or ShowRecord(podcast=podcast, left=feeds.left(connection, podcast.guid or ""))
    wants = found.news - _taken_out(connection, found.news) if attached else frozenset()
    items = tuple(_wanting(each, visited, came, each.files[0].uri in wants) for each in found.listed)
    if attached:
        items += _missing(connection, podcast.guid or "", visited, found.news)
    return News(
        place=place,
        first=(*first, *((found.show,) if found.show else ())),
        items=items,
        outcomes=found.unchanged,
        last=_seen_last(connection, visited, show.podcast, show.left, whole=came.whole),
        remarks=(*_moved(visited), *_noticed(feed, place)),
    )


def _noticed(feed: Feed, place: str) -> tuple[str, ...]:
    """What is odd about a feed that was read all the same: that it had to be mended, for one."""
    said = tuple(f"{place} {each.place}: {each.message}" for each in feed.warnings[:MOST_NOTICED])
    more = len(feed.warnings) - len(said)
    return (*said, f"{place}: … and {more:,} more oddities of this kind") if more else said


def _taken_out(connection: sqlite3.Connection, uris: frozenset[str]) -> frozenset[str]:
    """The items of episodes that are not to come back: nobody is asked for what they link to."""
    names = {uri: Identifier(scheme="guid", value=" ".join(_named(uri))) for uri in uris}
    return frozenset(uri for uri, name in names.items() if withholding.episode(connection, [name]))


def _named(uri: str) -> tuple[str, str]:
    """The guid of the show and that of the item, of an item's uri."""
    show, _, own = uri.removeprefix("podcast:").partition("#")
    return show, own


def _with_login(wanted: tuple[Wanted, ...], visited: Visited) -> tuple[Wanted, ...]:
    return tuple(replace(each, url=with_login(each.url, visited.url)) for each in wanted)


def _wanting(item: Listed, visited: Visited, came: Came, attached: bool) -> Wanting:
    """An item with what it links to. To read it only for that is not worth it if it plainly has no links."""
    raw = item.files[0]
    if not attached or not (b"transcript" in raw.content or b"chapters" in raw.content):
        return Wanting(item=item, wanted=())
    sent = came.private.get(_named(raw.uri)[1])
    links = _with_login(wanted(raw, sent, came.secrets), visited)
    return Wanting(item=item, wanted=links, secrets=came.secrets)


def _missing(
    connection: sqlite3.Connection, guid: str, visited: Visited, news: frozenset[str]
) -> tuple[Wanting, ...]:
    """What was linked and did not come before. Of very much a part is asked for, another one each time."""
    waiting = [each for each in feeds.unfetched(connection, guid) if each.uri not in news]
    if len(waiting) > MOST_AGAIN:
        waiting = random.sample(waiting, MOST_AGAIN)
    found = []
    for each in waiting:
        content = feeds.content(connection, each.source_id)
        guid_of_item = _named(each.uri)[1]
        name = f"{visited.place} {guid_of_item}"
        raw = Raw(uri=each.uri, name=name, content=content, sha256=sha256(content))
        sent = visited.came.private.get(guid_of_item) if visited.came else None
        secrets = visited.came.secrets if visited.came else ()
        links = tuple(one for one in wanted(raw, sent, secrets, each.urls) if MARK not in one.url)
        if links:
            item = Listed(place=Path(name), files=(raw,))
            links = _with_login(links, visited)
            found.append(Wanting(item=item, wanted=links, secrets=secrets, is_again=True))
    return tuple(found)


def _moved(visited: Visited) -> tuple[str, ...]:
    seen = visited.asked.stored
    if seen is None or seen.state.url == visited.place:
        return ()
    return (f"{seen.state.url}: moved to {visited.place}, where it is asked from now on",)


def _seen_last(
    connection: sqlite3.Connection,
    visited: Visited,
    podcast: Podcast,
    left: tuple[str, ...],
    whole: bool = True,
) -> Last | None:
    """What is remembered of the server when all is stored; None if it is what is remembered already."""
    answer, before = visited.answer, visited.asked.stored
    if not isinstance(answer, Fetched | NotModified):
        return None
    digest = before.state.sha256 if isinstance(answer, NotModified) and before else None
    state = FeedState(
        url=visited.place,
        url_sha256=feeds.url_sha256(visited.url),
        etag=answer.etag,
        last_modified=answer.last_modified,
        sha256=answer.sha256 if isinstance(answer, Fetched) else digest,
    )
    there = feeds.at(connection, visited.url, visited.url)
    has_moved = before is not None and before.state.url_sha256 != state.url_sha256
    if there is not None and not has_moved and whole:
        known = replace(there.state, etag=state.etag, last_modified=state.last_modified)
        if known == state:
            return None
    old = replace(before.state, status="moved", problem=None, retry_at=None) if before and has_moved else None
    return partial(_last, podcast, left, state, old, whole)


def _last(
    podcast: Podcast,
    left: tuple[str, ...],
    state: FeedState,
    old: FeedState | None,
    whole: bool,
    failed: bool,
) -> tuple[ShowRecord, ...]:
    if failed or not whole:  # asked for all of it the next time
        state = replace(state, etag=None, last_modified=None, sha256=None)
    states = [state] if old is None else [old, state]
    return tuple(ShowRecord(podcast=podcast, feed=each, left=left) for each in states)


def _remember(connection: sqlite3.Connection, feed: StoredFeed, state: FeedState) -> Last | None:
    if state == feed.state:
        return None
    left = feeds.left(connection, feed.guid) if feed.guid else ()
    record = ShowRecord(podcast=Podcast(title=feed.title, guid=feed.guid), feed=state, left=left)
    return lambda failed: (record,)
