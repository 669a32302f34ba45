"""Names that last: of a show its `podcast:guid`, of an item its guid, also where a feed gives neither.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md: a UUID (version 5) of the
feed's address without scheme and trailing slashes, given by the feed or computed; a show that moves keeps it.
An item without a guid is known by the address of its enclosure, else by its link, else by a hash of title and
date. So is, behind its guid, an item whose guid is another's too.
"""

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from ingest.readers import dates

from .addresses import canonical

GuidKind = Literal["given", "enclosure", "link", "hash"]

_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LONGEST = 1000
"""Characters of a guid; the longest seen are addresses of a few hundred."""


def of_podcast(address: str) -> str:
    """The `podcast:guid` of a show whose feed is, or was, at this address."""
    without = _SCHEME.sub("", address.strip(), count=1)
    host, slash, path = without.partition("/")
    return str(uuid.uuid5(_NAMESPACE, (host.rpartition("@")[2] + slash + path).rstrip("/")))


def given(text: str | None) -> str | None:
    """What a feed gives as its `podcast:guid`, if it is one."""
    try:
        return str(uuid.UUID(text.strip())) if text else None
    except ValueError:
        return None


def of_item(parts: Mapping[str, str]) -> tuple[str, GuidKind]:
    """The guid of an item with these guid, enclosure, link, title and date, and what it is made of."""
    guid = " ".join(parts.get("guid", "").split())
    if guid:
        return _short(guid), "given"
    return _made(parts)


def apart(items: Sequence[Mapping[str, str]]) -> list[tuple[str, GuidKind, str | None]]:
    """(guid, kind, what it should have been) of each item: no two items of a feed have one guid.

    Of several, the one that was published first keeps it, since it had it when the others came.
    """
    named = [of_item(parts) for parts in items]
    counts = Counter(guid for guid, _ in named)
    if len(counts) == len(named):
        return [(guid, kind, None) for guid, kind in named]
    taken = set(counts)
    copies: Counter[str] = Counter()
    found: list[tuple[str, GuidKind, str | None]] = [(guid, kind, None) for guid, kind in named]
    groups: dict[str, list[int]] = {}
    for number, (guid, _) in enumerate(named):
        groups.setdefault(guid, []).append(number)
    for guid, group in groups.items():
        later = sorted(group, key=lambda number: (_moment(items[number]), -number))[1:]
        for number in later:
            new = f"{guid} {_made(items[number])[0]}"
            if new in taken:
                new = f"{guid} {_hash(repr(sorted(items[number].items())))}"
            same = new
            while new in taken:  # as often as a feed has the very same item, less one
                copies[same] += 1
                new = f"{same} {copies[same]}"
            taken.add(new)
            found[number] = new, named[number][1], guid
    return found


def _made(parts: Mapping[str, str]) -> tuple[str, GuidKind]:
    enclosure, link = parts.get("enclosure", ""), parts.get("link", "")
    if enclosure:
        return _short(canonical(enclosure)), "enclosure"
    if link:
        return _short(canonical(link)), "link"
    title, date = parts.get("title", ""), parts.get("date", "") or parts.get("updated", "")
    return _hash(f"{' '.join(title.split())}\n{' '.join(date.split())}"), "hash"


def _short(text: str) -> str:
    return " ".join(text.split()) if len(text) <= _LONGEST else _hash(text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]


def _moment(parts: Mapping[str, str]) -> str:
    found = dates.published(parts.get("date") or parts.get("updated"))
    return (found.instant or found.text) if found else "9999"
