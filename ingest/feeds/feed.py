"""A feed taken apart: the show, and each of its items as a small document of its own, which is its evidence.

    <rss …><channel><title>The Hive Hour</title>…        →  Channel(podcast=…, content=b"<rss …>")
      <item><guid>7</guid>…</item> …                     →  Item(guid="7", uri="podcast:73c7…#7", content=…)
    </channel></rss>

An item's document is the verbatim `<item>` within as much of the feed as it needs to be understood: the
namespaces that it uses, and of the channel title, link, language, `podcast:guid`, and persons if it has none:

    <?podcast-archive feed-item?>
    <rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
    <channel>
    <title>The Hive Hour</title>
    <item><guid>7</guid><itunes:episode>7</itunes:episode></item>
    </channel>
    </rss>

So what changes only in the channel, such as `lastBuildDate`, changes no item, and a refresh finds no news.
`ingest.formats.feed_item` reads these documents. What the channel says of its owner (a name and a private
address of mail) is left out of its evidence.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit
from xml.parsers import expat

from archive.records import Podcast, Warning
from ingest.errors import MalformedTranscript
from ingest.head import Head
from ingest.reading import PersonMention

from . import channel as channels
from . import guids, namespaces
from .guids import GuidKind
from .mending import mended
from .split import Piece, Pieces, UndeclaredEntity, split

MARK = "<?podcast-archive feed-item?>"
"""How the document of an item begins, and nothing else."""

LARGEST = 256 * 1024 * 1024
"""Bytes of all items. A feed has at most 64 MB; each of its items holds little more than what is its own."""

ROOTS = ("rss", "feed", "rdf")

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>", re.IGNORECASE)
_NEEDED = ("title", "link", "language", "guid")
_SYNDICATION = re.compile(r"<(?:\w+:)?(?:channel|item)\b|purl\.org/rss/", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A show as its feed tells of it. `content` is the feed without its items.

    `guid_given` is whether the feed itself gives `podcast.guid`. `next_url` is the page with older items,
    `previous_url` the archive before (RFC 5005); `new_url` is where the feed says that it has moved.
    `blocked` feeds ask directories not to list them, `complete` ones get no more items.
    """

    podcast: Podcast
    guid_given: bool
    content: bytes
    people: tuple[PersonMention, ...] = ()
    self_url: str | None = None
    next_url: str | None = None
    previous_url: str | None = None
    new_url: str | None = None
    blocked: bool = False
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as one source of its episode. `guid` is unique in its feed; `guid_kind` is what it is made of.

    `uri` is `podcast:`, the `podcast:guid` of the show, `#` and the guid.
    """

    guid: str
    guid_kind: GuidKind
    uri: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A show and its items, in the order of the feed."""

    channel: Channel
    items: tuple[Item, ...]
    warnings: tuple[Warning, ...] = ()


def parse(text: str, name: str, url: str | None = None) -> Feed:
    """Take a feed apart that lies at `url`; messages begin with `name`.

    Raises MalformedTranscript for what is no feed, for XML that cannot be repaired without losing something,
    and for declared entities.
    """
    pieces, warnings = _pieces(text, name)
    if pieces.undeclared:
        prefixes = ", ".join(sorted(pieces.undeclared))[:100]
        message = f"uses prefixes that it does not declare ({prefixes}), read as what they mean elsewhere"
        warnings.append(Warning(code="undeclared_prefix", place="line 1", message=message))
    content = _channel_content(pieces)
    said = channels.read(content, name, url)
    named = guids.apart([piece.parts for piece in pieces.items])
    items: list[Item] = []
    size = 0
    for piece, (guid, kind, other) in zip(pieces.items, named, strict=True):
        uri = f"podcast:{said.podcast.guid}#{guid}"
        document = _document(pieces, piece, url)
        size += len(document)
        if size > LARGEST:
            problem = "has a channel with so much in it that no item can be kept with what it needs"
            raise MalformedTranscript(f"{name} line {piece.line}", problem, "leave the feed out")
        items.append(Item(guid=guid, guid_kind=kind, uri=uri, content=document))
        if other is not None:
            message = f"has the guid of another item, {other[:80]!r}; and is told apart by what else it says"
            warnings.append(Warning(code="guid_twice", place=f"line {piece.line}", message=message))
    return Feed(
        channel=Channel(
            podcast=said.podcast,
            guid_given=said.guid_given,
            content=content,
            people=said.people,
            self_url=said.self_url,
            next_url=said.next_url,
            previous_url=said.previous_url,
            new_url=said.new_url,
            blocked=said.blocked,
            complete=said.complete,
        ),
        items=tuple(items),
        warnings=(*warnings, *said.warnings),
    )


def is_feed(head: Head) -> bool:
    """Whether a text begins like a feed; the document of an item does not count as one."""
    if head.root not in ROOTS or head.text.lstrip("\ufeff").startswith(MARK):
        return False
    return head.root != "rdf" or bool(_SYNDICATION.search(head.text))


def _pieces(text: str, name: str) -> tuple[Pieces, list[Warning]]:
    text = text.removeprefix("\ufeff")
    declared = _DECLARATION.match(text)
    if declared:  # in its place blank lines, so that places stay true
        text = "\n" * text.count("\n", 0, declared.end()) + text[declared.end() :]
    try:
        return split(text, name), []
    except (expat.ExpatError, UndeclaredEntity) as fault:
        return mended(text, name, fault)


def _channel_content(pieces: Pieces) -> bytes:
    """The feed without its items, and without the white space before them: an item more changes nothing."""
    kept, begin = [], 0
    gone = sorted([(item.begin, item.end) for item in pieces.items] + pieces.owners)
    for cut, end in gone:
        kept.append(pieces.content[begin:cut].rstrip())
        begin = end
    kept.append(pieces.content[begin:])
    content = b"".join(kept).strip()
    if not pieces.undeclared:
        return content
    place = content.index(f"<{pieces.root}".encode()) + len(f"<{pieces.root}".encode())
    spaces = "".join(
        _attribute(f"xmlns:{each}", namespaces.undeclared(each)) for each in sorted(pieces.undeclared)
    )
    return content[:place] + spaces.encode() + content[place:]


def _document(pieces: Pieces, item: Piece, url: str | None) -> bytes:
    """An item's document: see above."""
    held = [each for part in _NEEDED for each in pieces.of_channel.get(part, ())[:1]]
    held += [] if item.has_person else pieces.of_channel.get("person", [])
    frame = _frame(pieces, [item, *held], _base(pieces, url) if item.relative else None)
    around = [f"{MARK}\n{frame}".encode()]
    inner = [pieces.content[each.begin : each.end] for each in held]
    own = pieces.content[item.begin : item.end]
    if pieces.channel is None:
        around += [*inner, own]
    else:
        ends = f"</{pieces.channel}>".encode()
        around += [f"<{pieces.channel}>".encode(), *inner, *((own, ends) if item.in_channel else (ends, own))]
    return b"\n".join((*around, f"</{pieces.root}>".encode(), b""))


def _frame(pieces: Pieces, held: Sequence[Piece], base: str | None) -> str:
    """The root's tag, with what its contents use: a namespace more in the feed is nothing to them."""
    used = set().union(*(each.prefixes for each in held))
    used.update(tag.partition(":")[0] for tag in (pieces.root, pieces.channel or "") if ":" in tag)
    parts = [f"<{pieces.root}", ' version="2.0"' if pieces.root == "rss" else ""]
    default = _space("", held)
    if default and namespaces.is_known(default):
        parts.append(_attribute("xmlns", default))
    for prefix in sorted(used - {""}):
        parts.append(_attribute(f"xmlns:{prefix}", _space(prefix, held) or namespaces.undeclared(prefix)))
    parts.append(_attribute("xml:lang", pieces.language) if pieces.language else "")
    parts.append(_attribute("xml:base", base) if base else "")
    return "".join((*parts, ">"))


def _space(prefix: str, held: Sequence[Piece]) -> str | None:
    """What a prefix means in an item, or else in what it needs of the channel."""
    return next((uri for each in held if (uri := each.spaces.get(prefix))), None)


def _base(pieces: Pieces, url: str | None) -> str | None:
    """What relative addresses begin at: the feed's own, without what may be secret in it."""
    try:
        parts = urlsplit(url or "")
        base = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
        for each in pieces.base:
            base = urljoin(base, each.strip())
    except ValueError:
        return None
    return base or None


def _attribute(name: str, value: str) -> str:
    return f' {name}="{html.escape(value)}"'
