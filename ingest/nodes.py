"""The sources of an episode, parted into what is together in any case, and the names that each part has.

Files of one name in one folder are together, with what a person wrote beside them; what was fetched is with
the feed's item that links to it, or with its video. What was typed, and a podcast.toml, is of all files.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from archive.records import Identifier, StoredSource
from archive.slug import slugify

from . import sidecar
from .feeds import addresses
from .files import endings
from .gather import CORRECTIONS
from .identity import Node, ordered
from .read import is_file

if TYPE_CHECKING:
    from .read import Evidence
    from .reading import Reading

SHARED = frozenset({sidecar.OPTIONS, sidecar.PODCAST})
"""What may be of several episodes: it goes where files go."""

ITEM = "feed_item"
_ADDRESS = re.compile(r"https?://")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_ENOUGH_WORDS = 3
"""So many words of a title in the name of an enclosure say which episode it is, in any folder."""

Home = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Sources that are together, those of several episodes apart, and the names by which they are found."""

    own: tuple["Evidence", ...]
    shared: tuple["Evidence", ...] = ()
    names: tuple[Identifier, ...] = ()

    @property
    def sources(self) -> tuple["Evidence", ...]:
        return (*self.own, *self.shared)

    def node(self, episode: int | None, former: Iterable[Identifier] = ()) -> Node:
        item = next((each for each in self.own if each.stored.format == ITEM), None)
        guid = None
        if item is not None and item.stored.left_at is None:
            show, _, own = item.stored.uri.removeprefix("podcast:").partition("#")
            guid = show, own
        return Node(
            names=frozenset(self.names), former=frozenset(former) - {*self.names}, guid=guid, episode=episode
        )


def clusters(evidence: Sequence["Evidence"]) -> list[Cluster]:
    """What is together, in the order of the evidence. What belongs to nothing here goes with the first."""
    linked = {
        link.url: _home(item.stored.uri, item.stored.format)
        for item in evidence
        for link in item.reading.links
    }
    homes: dict[Home, list[Evidence]] = {}
    shared = [item for item in evidence if item.stored.format in SHARED]
    for item in evidence:
        if item not in shared:
            home = linked.get(item.stored.uri) or _home(item.stored.uri, item.stored.format)
            homes.setdefault(home, []).append(item)
    beside = [home for home, items in homes.items() if not any(is_file(item.stored) for item in items)]
    first = next((home for home in homes if home not in beside), None)
    for home in beside:
        if first is not None:
            homes[first] += homes.pop(home)
    made = []
    files = {home for home in homes if home[0] == "file"} or {*list(homes)[:1]}
    for home, items in homes.items():
        here = tuple(shared) if home in files else ()
        made.append(Cluster(own=tuple(items), shared=here, names=tuple(_names([*items, *here]))))
    return made


def names(evidence: Sequence["Evidence"]) -> tuple[Identifier, ...]:
    """All the outside names that sources have, the strongest first."""
    found = {name for cluster in clusters(evidence) for name in cluster.names}
    return ordered(found)


def beside(evidence: Sequence["Evidence"]) -> dict[str, "Reading"]:
    """What the sidecar beside a source says, by the uri of the source."""
    if not any(item.stored.format == sidecar.SIDECAR for item in evidence):
        return {}
    return {
        item.stored.uri: said.reading
        for cluster in clusters(evidence)
        for said in cluster.own
        if said.stored.format == sidecar.SIDECAR
        for item in cluster.own
        if item is not said
    }


def home(source: StoredSource) -> Home:
    """By what a source is together with others: where it lies and what it is called, or its address."""
    return _home(source.uri, source.format)


def _home(uri: str, format: str) -> Home:
    if format == ITEM:
        return "item", uri
    if _ADDRESS.match(uri):
        return "address", uri
    if uri.startswith("youtube:"):
        return "youtube", uri.removeprefix("youtube:").partition("/")[0]
    path = PurePath(uri)
    name = (
        path.name.removesuffix(".toml").removesuffix(".corrections") if format == CORRECTIONS else path.name
    )
    stem = endings.stem(name)
    if endings.is_generic(stem):
        return "file", str(path.parent.parent), path.parent.name
    return "file", str(path.parent), stem


def _names(cluster: Sequence["Evidence"]) -> Iterator[Identifier]:
    """The names of one cluster."""
    heard = [item for item in cluster if item.reading.cues]
    files = heard or [item for item in cluster if is_file(item.stored)]
    for item in files:
        if item.stored.format == ITEM:
            continue  # it changes with every word of its notes, and has a name of its own
        yield Identifier(scheme="sha256", value=item.stored.sha256)
    podcast = next((item.reading.podcast for item in cluster if item.reading.podcast), None)
    for item in cluster:
        said = item.reading
        if item.stored.format == ITEM and said.podcast and said.podcast.guid:
            own = item.stored.uri.partition("#")[2]
            yield Identifier(scheme="guid", value=f"{said.podcast.guid} {own}")
        if said.youtube_id:
            yield Identifier(scheme="youtube", value=said.youtube_id)
        if said.link and (page := _page(said.link, podcast.link if podcast else None)):
            yield Identifier(scheme="url", value=page)
        if podcast and said.number is not None and said.kind in (None, "full"):
            show = " ".join(podcast.title.casefold().split())
            yield Identifier(scheme="number", value=f"{show} {said.season or ''} {said.number:g}")
        for stem in _stems(item):
            yield Identifier(scheme="file", value=stem)


def _page(link: str, home: str | None) -> str | None:
    """An episode's page; None for one that is the show's, or a whole site's."""
    page = addresses.canonical(link)
    if home is not None and page == addresses.canonical(home):
        return None
    parts = urlsplit(page)
    return page if parts.path.strip("/") or parts.query else None


def _stems(item: "Evidence") -> Iterator[str]:
    """What a file is called, or the enclosure of an item whose name says which episode it is."""
    stored = item.stored
    if stored.format == ITEM:
        yield from _enclosures(item)
    elif is_file(stored):
        home = _home(stored.uri, stored.format)
        if home[0] == "file" and (stem := slugify(home[-1], otherwise="")):
            yield stem


def _enclosures(item: "Evidence") -> Iterator[str]:
    """`brain-science-34` of a show called Brain Science; not `episode-34`, nor `34-intro`."""
    said = item.reading
    show = _plain(said.podcast.title) if said.podcast else set()
    for recording in said.recordings:
        path = PurePath(unquote(urlsplit(recording.url or "").path))
        stem = slugify(endings.stem(path.name), otherwise="")
        words = set(_WORDS.findall(stem))
        of_show = len(words & show) >= min(2, len(show)) > 0 and words <= show | {
            "episode",
            "podcast",
            "show",
        }
        numbered = any(character.isdigit() for character in stem)
        if (of_show and numbered) or len(words & _plain(said.title or "")) >= _ENOUGH_WORDS:
            yield stem


def _plain(text: str) -> set[str]:
    return set(_WORDS.findall(slugify(text, otherwise="")))
