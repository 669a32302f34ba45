"""OPML (http://opml.org/spec2.opml): the list of feeds that a podcast player exports.

    <opml version="2.0"><head>…</head><body>
      <outline text="Folder">
        <outline type="rss" text="The Hive Hour" xmlUrl="https://feeds.example.org/hive" htmlUrl="https://…"/>
      </outline>
      <outline text="A channel" type="youtube" xmlUrl="https://www.youtube.com/@bakers"/>
    </body></opml>

Folders may nest as deep as they like; `text` and `title` say the same, and one of them may be missing.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit
from xml.parsers import expat

from ingest.errors import MalformedTranscript
from ingest.head import Head
from ingest.readers.weblinks import address
from ingest.reading import spoken

from .mending import characters

SubscriptionKind = Literal["rss", "youtube"]

_REMEDY = "export it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed in a list; `youtube` is a page of YouTube's where its feed should be."""

    title: str | None
    url: str
    kind: SubscriptionKind


def is_opml(head: Head) -> bool:
    """Whether a text begins like OPML."""
    return head.root == "opml"


def read(text: str, name: str) -> tuple[Subscription, ...]:
    """The feeds of a list, in its order, each address once.

    Raises MalformedTranscript, with `name` as its place, for what is no OPML or names no feed.
    """
    text = text.lstrip("\ufeff \t\r\n")
    try:
        found = _outlines(text, name)
    except expat.ExpatError as fault:
        try:
            # A bare `&` in an address or a title is the one fault that players make.
            found = _outlines(characters(text), name)
        except expat.ExpatError:
            why = expat.errors.messages.get(fault.code, str(fault))
            raise MalformedTranscript(f"{name} line {fault.lineno}", f"is not XML: {why}", _REMEDY) from None
    subscriptions: dict[str, Subscription] = {}
    for attributes in found:
        if each := _subscription(attributes):
            subscriptions.setdefault(each.url, each)
    if not subscriptions:
        raise MalformedTranscript(name, "names no feed", "name the feeds themselves")
    return tuple(subscriptions.values())


def _outlines(text: str, name: str) -> list[dict[str, str]]:
    """The attributes of every outline, their names in lower case: players do not agree on `xmlUrl`."""
    found: list[dict[str, str]] = []
    depth = 0
    parser = expat.ParserCreate(encoding="utf-8")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        local = tag.rpartition(":")[2].lower()
        if depth == 0 and local != "opml":
            raise MalformedTranscript(name, f"is no OPML (its root is <{tag[:40]}>)", "name a list of feeds")
        depth += 1
        if local == "outline":
            found.append({key.lower(): value for key, value in attributes.items()})

    def entity(*_: object) -> None:
        place = f"{name} line {parser.CurrentLineNumber}"
        raise MalformedTranscript(place, "declares an entity, which no list of feeds needs", _REMEDY)

    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    parser.Parse(text.encode(errors="replace"), True)
    return found


def _subscription(outline: dict[str, str]) -> Subscription | None:
    """The feed of an outline; None for a folder, and for a link to anything else."""
    kind = outline.get("type", "").strip().lower()
    named = outline.get("xmlurl") or (
        outline.get("url") if kind in ("rss", "atom", "feed", "youtube") else None
    )
    # `feed://` is how browsers were once told to subscribe.
    url = (named or "").strip()
    if url.lower().startswith(("feed://", "itpc://", "pcast://")):
        url = f"https://{url.partition('://')[2]}"
    elif url.lower().startswith("feed:http"):
        url = url[len("feed:") :]
    found = address(url.replace(" ", "%20"))
    if not found:
        return None
    title = spoken(outline.get("text", "")) or spoken(outline.get("title", "")) or None
    return Subscription(title=title, url=found, kind="youtube" if _is_page(found) else "rss")


def _is_page(url: str) -> bool:
    """Whether an address is YouTube's, and not that of a feed, of which YouTube has one a channel."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return False
    return host in ("youtube.com", "youtu.be") and not parts.path.startswith("/feeds/")
