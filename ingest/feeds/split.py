"""One pass over a feed's text: where its items lie in it, and the few words by which each is named.

Nothing is built of it but byte offsets, so an item is kept as it came, and a feed of a thousand items is
split again at each refresh in a moment; only items that are new or changed are read. What is found:

    <rss …><channel>   title, link, language, podcast:guid and persons of the channel, and
      <item>…</item>   each item: where it begins and ends, which prefixes it uses, and its guid, link,
    </channel></rss>   title, date and enclosure

RSS 2.0 and 0.9x (https://www.rssboard.org/rss-specification), RSS 1.0, whose items lie beside the channel,
and Atom (RFC 4287). Prefixes are resolved here, not by expat, to which one that is not declared is an error.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from ingest.errors import MalformedTranscript
from ingest.readers.markup import DEEPEST

from . import namespaces
from .tags import end_of_element

ADDRESSES = frozenset(("url", "href", "src", "uri", "img", "image"))
"""Attributes that hold an address, which may be relative to the feed's."""

_OF_ITEM = {
    **{"guid": "guid", "id": "guid", "atom:id": "guid", "title": "title", "atom:title": "title"},
    **{"link": "link", "atom:link": "link", "enclosure": "enclosure", "podcast:person": "person"},
    **{"pubdate": "date", "dc:date": "date", "atom:published": "date", "atom:updated": "updated"},
}
_OF_CHANNEL = {
    **{"title": "title", "atom:title": "title", "link": "link", "language": "language"},
    **{"dc:language": "language", "podcast:guid": "guid", "podcast:person": "person", "atom:link": "link"},
}
_READ = frozenset(("guid", "title", "link", "date", "updated"))
"""Parts whose words are wanted; of the others, where they lie or that they are there."""


@dataclass(slots=True, kw_only=True)
class Piece:
    """An item, or an element of the channel that items need: `content[begin:end]` of the feed.

    `prefixes` are those it uses and does not declare; `spaces` what they mean where it stands. `parts` are
    its guid, link, title, date and enclosure as far as it has them. `relative` says that it holds an address
    without a host.
    """

    begin: int
    end: int = 0
    line: int
    spaces: dict[str, str]
    prefixes: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)
    in_channel: bool = True
    has_person: bool = False
    relative: bool = False


@dataclass(slots=True, kw_only=True)
class Pieces:
    """A feed in pieces. `root` and `channel` are the names of their elements, as written."""

    content: bytes
    root: str = ""
    channel: str | None = None
    base: tuple[str, ...] = ()
    language: str | None = None
    items: list[Piece] = field(default_factory=list)
    of_channel: dict[str, list[Piece]] = field(default_factory=dict)
    owners: list[tuple[int, int]] = field(default_factory=list)
    undeclared: set[str] = field(default_factory=set)


class UndeclaredEntity(Exception):
    """An entity such as `&nbsp;` in a feed whose document type would have to be fetched to know it."""

    def __init__(self, lineno: int) -> None:
        super().__init__(lineno)
        self.lineno = lineno


def split(text: str, name: str) -> Pieces:
    """The pieces of a feed.

    Raises ExpatError or UndeclaredEntity for what is no XML, MalformedTranscript for what is no feed, or
    declares entities, or is nested without end.
    """
    content = text.encode(errors="replace")
    run = _Run(content, name)
    run.parser.Parse(content, True)
    return run.found


class _Run:
    """The state of one pass."""

    def __init__(self, content: bytes, name: str) -> None:
        self.found = Pieces(content=content)
        self.name = name
        self.depth = 0
        self.spaces: dict[str, str] = {}
        self.roles: dict[str, str] = {}  # of element names in these spaces
        self.scopes: list[tuple[int, dict[str, str], dict[str, str]]] = []
        self.piece: Piece | None = None
        self.piece_depth = 0
        self.piece_spaces: dict[str, str] = {}
        self.owner = -1
        self.channel_depth = 0
        self.within = False
        self.part: str | None = None
        self.words: list[str] = []
        # What the file says of its encoding no longer counts: the text is decoded already.
        self.parser = parser = expat.ParserCreate(encoding="utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.skipped

    def refuse(self, problem: str) -> MalformedTranscript:
        place = f"{self.name} line {self.parser.CurrentLineNumber}"
        return MalformedTranscript(place, problem, "name the address of the show's feed")

    def entity(self, *_: object) -> None:
        raise self.refuse("declares an entity, which no feed needs")

    def skipped(self, *_: object) -> None:
        raise UndeclaredEntity(self.parser.CurrentLineNumber)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refuse("is nested deeper than any feed")
        if attributes:
            self.declare(attributes)
        piece = self.piece
        if piece is None:
            self.outside(tag, attributes)
            piece = self.piece
        elif self.depth == self.piece_depth + 1:
            self.part_begins(piece, tag, attributes)
        self.uses(piece, tag.partition(":")[0] if ":" in tag else "")
        for key, value in attributes.items():
            if ":" in key and not key.startswith("xmlns:"):
                self.uses(piece, key.partition(":")[0])
            elif piece and key in ADDRESSES and value and ":" not in value.partition("/")[0]:
                piece.relative = True

    def uses(self, piece: Piece | None, prefix: str) -> None:
        if (piece and prefix in piece.prefixes) or prefix == "xml":
            return
        uri = self.spaces.get(prefix)
        if uri is None and prefix:
            self.found.undeclared.add(prefix)
        if piece and (uri is None or uri == self.piece_spaces.get(prefix)):
            piece.prefixes.add(prefix)

    def declare(self, attributes: dict[str, str]) -> None:
        declared = {
            key[6:]: value for key, value in attributes.items() if key == "xmlns" or key.startswith("xmlns:")
        }
        if declared:
            self.scopes.append((self.depth, self.spaces, self.roles))
            self.spaces, self.roles = {**self.spaces, **declared}, {}

    def role(self, tag: str) -> str:
        """The name of an element as this package has it, `podcast:person`."""
        found = self.roles.get(tag)
        if found is None:
            prefix, _, local = tag.rpartition(":")
            kind = namespaces.of_prefix(prefix, self.spaces.get(prefix))
            found = self.roles[tag] = namespaces.joined(kind, local)
        return found

    def outside(self, tag: str, attributes: dict[str, str]) -> None:
        """An element that lies in no item: the root, the channel, and what they hold."""
        found, role = self.found, self.role(tag)
        directly = self.within and self.depth == self.channel_depth + 1
        if self.depth == 1:
            self.root(tag, role, attributes)
        elif self.depth == 2 and role == "channel" and not self.channel_depth:
            found.channel, self.channel_depth, self.within = tag, 2, True
            self.frame(attributes)
        elif role in ("item", "atom:entry") and (directly or self.depth == 2):
            found.items.append(self.begin(in_channel=directly))
        elif directly and role in _OF_CHANNEL and _alternate(role, attributes):
            found.of_channel.setdefault(_OF_CHANNEL[role], []).append(self.begin(in_channel=True))
        elif directly and role == "itunes:owner":
            self.owner = self.parser.CurrentByteIndex

    def root(self, tag: str, role: str, attributes: dict[str, str]) -> None:
        local = role.rpartition(":")[2]
        if local not in ("rss", "rdf", "feed"):
            raise self.refuse(f"is no feed (its root is <{tag[:40]}>)")
        self.found.root = tag
        if local == "feed":
            self.channel_depth, self.within = 1, True
        self.frame(attributes)

    def frame(self, attributes: dict[str, str]) -> None:
        base = attributes.get("xml:base")
        self.found.base += (base,) if base else ()
        self.found.language = attributes.get("xml:lang") or self.found.language

    def begin(self, *, in_channel: bool) -> Piece:
        own = self.scopes[-1][1] if self.scopes and self.scopes[-1][0] == self.depth else self.spaces
        self.piece_spaces = own
        self.piece_depth = self.depth
        parser = self.parser
        self.piece = piece = Piece(
            begin=parser.CurrentByteIndex, line=parser.CurrentLineNumber, spaces=own, in_channel=in_channel
        )
        return piece

    def part_begins(self, piece: Piece, tag: str, attributes: dict[str, str]) -> None:
        role = self.role(tag)
        part = _OF_ITEM.get(role)
        if part is None:
            return
        if part == "person":
            piece.has_person = True
        elif role == "atom:link" or (part == "link" and "href" in attributes):
            rel = attributes.get("rel", "alternate").strip().lower()
            if rel in ("alternate", "enclosure"):
                part = "link" if rel == "alternate" else "enclosure"
                piece.parts.setdefault(part, attributes.get("href", "").strip())
        elif part == "enclosure":
            piece.parts.setdefault(part, attributes.get("url", "").strip())
        elif part in _READ and not piece.parts.get(part):
            self.part, self.words = part, []
            self.parser.CharacterDataHandler = self.words.append

    def end(self, tag: str) -> None:
        piece = self.piece
        if piece is not None:
            if self.part and self.depth == self.piece_depth + 1:
                words = "".join(self.words).strip()
                piece.parts[self.part] = words
                if self.part == "link" and words and ":" not in words.partition("/")[0]:
                    piece.relative = True
                self.part = self.parser.CharacterDataHandler = None
            elif self.depth == self.piece_depth:
                piece.end = end_of_element(self.found.content, piece.begin, self.parser.CurrentByteIndex)
                self.piece = None
        elif self.owner >= 0 and self.depth == self.channel_depth + 1:
            span = self.owner, end_of_element(self.found.content, self.owner, self.parser.CurrentByteIndex)
            self.found.owners.append(span)
            self.owner = -1
        elif self.depth == self.channel_depth:
            self.within = False
        if self.scopes and self.scopes[-1][0] == self.depth:
            _, self.spaces, self.roles = self.scopes.pop()
        self.depth -= 1


def _alternate(role: str, attributes: dict[str, str]) -> bool:
    """Whether an element is no link, or a link to the show's page: `self` and `next` are of the channel."""
    rel = attributes.get("rel", "alternate").strip().lower()
    return role not in ("link", "atom:link") or rel == "alternate"
