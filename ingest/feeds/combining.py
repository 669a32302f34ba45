"""Feeds that lie in files: several of one show are pages of one list, and say each thing once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.errors import ArchiveError
from archive.outcome import Outcome
from ingest.errors import InputError
from ingest.files.raw import Raw, sha256

from .feed import Feed
from .listing import read


def combined(raws: Sequence[Raw]) -> Iterator[tuple[Raw, Feed] | Outcome]:
    """Each show with the items of all its files, in their order; a failed outcome for what cannot be read.

    Of an item that two files have in other words the first is believed, and the other file is said to fail
    there: whichever is taken in last must not undo the other each time.
    """
    shows: dict[str, tuple[Raw, Feed]] = {}
    owners: dict[str, tuple[Raw, str]] = {}
    for raw in raws:
        try:
            feed = read(raw)
        except ArchiveError as error:
            yield Outcome(status="failed", place=error.place, error=error)
            continue
        if not feed.items:
            empty = InputError(raw.name, "lists no episode", "check that it is the feed of a podcast")
            yield Outcome(status="failed", place=raw.name, error=empty)
            continue
        guid = feed.channel.podcast.guid or ""
        new = [item for item in feed.items if item.uri not in owners]
        others = [
            owners[item.uri][0]
            for item in feed.items
            if item.uri in owners and owners[item.uri][1] != sha256(item.content)
        ]
        owners |= {item.uri: (raw, sha256(item.content)) for item in new}
        if others:
            count = f"{len(others)} episode{'' if len(others) == 1 else 's'}"
            problem = f"tells of {count} otherwise than {others[0].name}, which is of the same show"
            wrong = InputError(raw.name, problem, "keep the newer of the two")
            yield Outcome(status="failed", place=raw.name, error=wrong)
        if guid in shows:
            first, known = shows[guid]
            shows[guid] = first, replace(known, items=(*known.items, *new))
        else:
            shows[guid] = raw, replace(feed, items=tuple(new))
    yield from shows.values()
