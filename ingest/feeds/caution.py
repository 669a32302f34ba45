"""What of a feed changes nothing until somebody confirms it: a mistake of its server must cost no episode.

    lists no episode any more            an empty feed where there were 120
    lists other episodes                 none of the guids that were there before
    is of another show                   another `podcast:guid`; or another title and none of the episodes

`--accept` confirms it. Then what the feed lists no longer is marked as left, and stays in the archive.
"""

import sqlite3

from archive import feeds
from archive.feeds import StoredFeed
from ingest.errors import InputError

from . import channel
from .feed import Feed

ACCEPT = "if that is right, run `podarchive ingest DATABASE URL --accept`"


class Unconfirmed(InputError):
    """A feed says something that would change more than a feed does from one day to the next."""


def doubt(connection: sqlite3.Connection, stored: StoredFeed, feed: Feed, place: str) -> Unconfirmed | None:
    """What is suspicious about a feed, seen beside what is stored of it."""
    known = feeds.items(connection, stored.guid) if stored.guid else {}
    count = f"{len(known):,} episode{'' if len(known) == 1 else 's'}"
    if not known:
        return None
    if not feed.items:
        return Unconfirmed(place, f"lists no episode any more, and there were {count}", ACCEPT)
    if is_another(connection, stored, feed, place):
        title = f"“{feed.channel.podcast.title}”, not of “{stored.title}”"
        return Unconfirmed(place, f"is now the feed of {title}, and nothing was changed", ACCEPT)
    if not shared(known, stored, feed):
        return Unconfirmed(place, f"lists none of the {count} that it had, under any of their guids", ACCEPT)
    return None


def is_another(connection: sqlite3.Connection, stored: StoredFeed, feed: Feed, place: str) -> bool:
    """Whether a feed tells of another show than it did."""
    before = feeds.channel(connection, stored.podcast_id)
    if before is None:
        return False
    said, now = channel.read(before, place, stored.state.url), feed.channel
    if said.guid_given and now.guid_given and said.podcast.guid != now.podcast.guid:
        return True
    known = feeds.items(connection, stored.guid) if stored.guid else {}
    titles = (" ".join(each.title.casefold().split()) for each in (said.podcast, now.podcast))
    return len(set(titles)) == 2 and bool(known) and not shared(known, stored, feed)


def shared(known: dict[str, int], stored: StoredFeed, feed: Feed) -> int:
    """How many of the items that are known a feed lists."""
    return sum(f"podcast:{stored.guid}#{item.guid}" in known for item in feed.items)
