"""What was taken out and does not come back: hashes of its names, since the names themselves are not kept.

    Identifier("guid", "73c7… 7")           →  sha256 of "guid 73c7… 7"
    Podcast(title="The Hive Hour")          →  sha256 of "title the hive hour"
    Person(name="Mara Lind")                →  sha256 of "name mara lind"

The hashes are of plain names, which whoever has a name can compare: they hide what was taken out from those
who read the archive, not from those who know whom they look for. What was allowed again keeps its hashes,
marked, so that it comes back to the address that it had.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from archive.errors import ArchiveError
from archive.names import key
from archive.records import Identifier, Person, Podcast

REMOVED = "[removed]"
"""What stands where the name of somebody stood who was taken out."""

ALLOWED = "allowed "
_WEAK = ("url", "number", "file")
"""Names of these kinds say something of a feed's items only, as in `ingest.identity`."""


class TakenOut(ArchiveError):
    """What a source tells of was taken out of the archive, and is passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Something that was taken out: `id` is its number in `podarchive remove --list`."""

    id: int
    kind: str
    since: str
    reason: str | None

    def error(self, place: str) -> TakenOut:
        said = f" ({self.reason})" if self.reason else ""
        problem = f"its {self.kind} was taken out on {self.since[:10]}{said}"
        return TakenOut(place, problem, f"to let it in again: `podarchive remove ARCHIVE --allow {self.id}`")


def digest(name: str) -> str:
    return hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()


def of_episode(names: Iterable[Identifier], note: int | None = None) -> list[str]:
    """The hashes by which an episode is known again; with `note`, those to keep of one that goes.

    Page, number and file name of what no feed lists count for a feed's items only. Two items of one feed are
    two episodes: of what a feed listed it is kept which feed that was.
    """
    own = list(names)
    shows = {name.value.partition(" ")[0] for name in own if name.scheme == "guid"}
    digests = []
    for name in own:
        plain = f"{name.scheme} {name.value}"
        if note is not None:
            digests.append(digest(plain if shows or name.scheme not in _WEAK else f"listed {plain}"))
        else:
            digests += [digest(plain), *([digest(f"listed {plain}")] if shows else [])]
    if note is not None:
        digests += [digest(f"show {show} of {note}") for show in shows]
    return digests


def of_podcast(podcast: Podcast, *, keep: bool = False) -> list[str]:
    """The hashes by which a show is known again; to `keep`, or to look for.

    A title alone is not enough where two shows with a guid have it.
    """
    title = f"title {' '.join(podcast.title.casefold().split())}"
    if keep:
        own = f"{title} with a guid" if podcast.guid else title
        return [digest(own), *([digest(f"guid {podcast.guid}")] if podcast.guid else [])]
    if podcast.guid:
        return [digest(f"guid {podcast.guid}"), digest(title)]
    return [digest(title), digest(f"{title} with a guid")]


def of_feed(url_sha256: str) -> str:
    return digest(f"feed {url_sha256}")


def of_person(person: Person, *, alone: bool, keep: bool = False) -> list[str]:
    """The hashes by which a person is known again. By the name only if nobody else has it (`alone`).

    That of the first name is one to `keep`: it tells who a label may be, and not who somebody is.
    """
    digests = [digest(f"href {person.href}")] if person.href else []
    if alone or not person.href:
        digests.append(digest(f"name {key(person.name)}"))
        if keep:
            digests.append(digest(f"first {key(person.name).split()[0]}"))
    return digests


def episode(raw: sqlite3.Connection, names: Iterable[Identifier]) -> Withheld | None:
    """The episode that was taken out and had one of these names."""
    own = list(names)
    shows = {name.value.partition(" ")[0] for name in own if name.scheme == "guid"}
    guids = [digest(f"guid {name.value}") for name in own if name.scheme == "guid"]
    found = _find(raw, "episode", guids)
    if found:
        return found[0]
    for each in _find(raw, "episode", of_episode(own)):
        if not _find(raw, "episode", [digest(f"show {show} of {each.id}") for show in shows]):
            return each
    return None


def podcast(raw: sqlite3.Connection, show: Podcast) -> Withheld | None:
    """The show that was taken out and is this one."""
    return next(iter(_find(raw, "podcast", of_podcast(show))), None)


def feed(raw: sqlite3.Connection, url_sha256: str) -> Withheld | None:
    """The show that was taken out and had a feed at the address with this hash."""
    return next(iter(_find(raw, "podcast", [of_feed(url_sha256)])), None)


def people(raw: sqlite3.Connection) -> frozenset[str]:
    """All hashes of people who were taken out, and of files that held their words."""
    found = raw.execute("select sha256 from withheld where kind = 'person'")
    return frozenset(sha256 for (sha256,) in found if not sha256.startswith(ALLOWED))


def returning(raw: sqlite3.Connection, kind: str, digests: Iterable[str]) -> int | None:
    """The id that something had which was taken out and was allowed to come back; it is its own again."""
    marked = [f"{ALLOWED}{each}" for each in digests]
    found = _find(raw, kind, marked)
    if not found:
        return None
    (former,) = raw.execute("select former_id from former_addresses where id = ?", (found[0].id,)).fetchone()
    raw.execute("delete from withheld where former_address_id = ?", (found[0].id,))
    raw.execute("delete from former_addresses where id = ?", (found[0].id,))
    return int(former)


def _find(raw: sqlite3.Connection, kind: str, digests: Iterable[str]) -> list[Withheld]:
    found = raw.execute(
        "select distinct former_addresses.id, former_addresses.kind, since, reason"
        " from json_each(?) as wanted"
        " cross join withheld on withheld.kind = ? and withheld.sha256 = wanted.value"
        " join former_addresses on former_addresses.id = former_address_id",
        (json.dumps([*digests]), kind),
    )
    return [
        Withheld(id=id_, kind=what, since=since, reason=reason)
        for id_, what, since, reason in found.fetchall()
    ]
