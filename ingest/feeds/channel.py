"""What a channel says of its show: RSS, iTunes, Podcasting 2.0 and Atom.

https://help.apple.com/itc/podcasts_connect/#/itcb54353390 has iTunes' elements, RFC 5005 the pages of a feed,
https://github.com/Podcastindex-org/podcast-namespace/tree/main/docs/tags those of podcast.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from xml.etree.ElementTree import Element

from archive.records import Podcast, Warning
from ingest.files.source import Source
from ingest.readers import markup
from ingest.readers.languages import tag
from ingest.readers.oddities import Oddities
from ingest.reading import PersonMention

from . import guids, namespaces
from .persons import persons
from .scalars import explicit, keywords, truth
from .tree import Held, inner, line, title


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a channel says; the fields are those of `feed.Channel`."""

    podcast: Podcast
    guid_given: bool
    people: tuple[PersonMention, ...]
    self_url: str | None
    next_url: str | None
    previous_url: str | None
    new_url: str | None
    blocked: bool
    complete: bool
    warnings: tuple[Warning, ...]


def read(content: bytes, name: str, url: str | None) -> Said:
    """Read the content of a channel that lies at `url`. Raises MalformedTranscript."""
    root = markup.parse(source(content, name))
    odd = Oddities()
    top = Held(root, url)
    held = top
    if namespaces.name(root.tag).rpartition(":")[2] != "feed":
        held = top.first("channel") or top
    links = _links(held)
    guid, given = _guid(held, url, links, name, odd)
    moved = top.first("redirect")
    return Said(
        podcast=_podcast(top, held, guid, url or _file(name), links),
        guid_given=given,
        people=persons(held),
        self_url=links.get("self"),
        next_url=links.get("next"),
        previous_url=links.get("prev-archive"),
        new_url=held.link(held.text("itunes:new-feed-url"))
        or (moved.link(moved.text("newlocation")) if moved else None),
        blocked=truth(held.text("itunes:block", "googleplay:block")),
        complete=truth(held.text("itunes:complete")),
        warnings=odd.warnings(),
    )


def source(content: bytes, name: str) -> Source:
    """Bytes of our own making as a source: they are UTF-8."""
    digest = hashlib.sha256(content).hexdigest()
    text = content.decode()
    return Source(uri=name, name=name, content=content, text=text, encoding="utf-8", sha256=digest)


def _links(held: Held) -> dict[str, str]:
    """The first address of each relation, of self, next and so on."""
    found: dict[str, str] = {}
    for element in held.all("atom:link", "link"):
        address = held.link(element.get("href"))
        if address:
            found.setdefault(element.get("rel", "alternate").strip().lower(), address)
    return found


def _guid(held: Held, url: str | None, links: dict[str, str], name: str, odd: Oddities) -> tuple[str, bool]:
    """(the guid of the show, whether its feed gives it)."""
    said = held.text("podcast:guid")
    guid = guids.given(said)
    if guid:
        return guid, True
    if said:
        odd.note("bad_guid", "channel", f"its podcast:guid is none, and was computed: {said[:40]!r}")
    page = held.link(held.text("link")) or links.get("alternate")
    known = url or links.get("self") or page or held.text("title", "atom:title") or _file(name)
    return guids.of_podcast(known), False


def _file(name: str) -> str:
    """What a feed without a title is called: no path, which says how somebody's disk is arranged."""
    return PurePath(name).name or name


def _podcast(top: Held, held: Held, guid: str, place: str, links: dict[str, str]) -> Podcast:
    link = held.link(held.text("link")) or links.get("alternate")
    licence = held.first("podcast:license")
    author = held.first("atom:author", "author")
    return Podcast(
        title=title(held.text("title", "atom:title", "itunes:title")) or link or place,
        guid=guid,
        author=held.text("itunes:author", "googleplay:author", "dc:creator")
        or (author.text("atom:name", "name") if author else None),
        description=_description(held),
        language=tag(held.text("language", "dc:language") or held.language or top.language),
        link=link,
        image_url=image(held) or image(top),
        copyright=held.text("copyright", "dc:rights", "atom:rights", "itunes:copyright"),
        license=line(licence.element) or None if licence else None,
        license_url=(licence and held.link(licence.element.get("url"))) or _creative_commons(held),
        explicit=explicit(held.text("itunes:explicit", "googleplay:explicit")),
        categories=tuple(dict.fromkeys(_categories(held.all("itunes:category")))),
        tags=keywords(
            [*held.texts("itunes:keywords"), *held.texts("media:keywords")], held.texts("category")
        ),
    )


def image(held: Held) -> str | None:
    """The picture of a show or an episode: Apple's, the largest, before RSS's small one."""
    for element in held.all("itunes:image", "podcast:image", "googleplay:image", "media:thumbnail"):
        value = element.get("href") or element.get("url") or element.text
        if found := held.link(value):
            return found
    small = held.first("image")
    found = held.link(small.text("url", "link")) if small and small.text("url") else None
    return found or held.link(held.text("atom:logo", "atom:icon"))


def _description(held: Held) -> str | None:
    for element in held.all("description", "itunes:summary", "googleplay:description", "atom:subtitle"):
        if words := inner(element).strip():
            return words
    return held.text("itunes:subtitle")


def _categories(elements: list[Element], above: str = "") -> list[str]:
    """`Health & Fitness`, then `Health & Fitness/Mental Health`, as they are nested."""
    found = []
    for element in elements:
        words = " ".join((element.get("text") or element.text or "").split())
        name = f"{above}/{words}" if above and words else above or words
        below = _categories(
            [each for each in element if namespaces.name(each.tag) == "itunes:category"], name
        )
        found += below or ([name] if name else [])
    return found


def _creative_commons(held: Held) -> str | None:
    element = next(iter(held.all("cc:license")), None)
    if element is None:
        return None
    rdf = next((value for key, value in element.attrib.items() if key.endswith("resource")), None)
    return held.link(rdf or element.text)
