"""An HTML page as its paragraphs, headings and cells, in order, each with the boxes that it stands in.

A page is read as a stream of tags, not as a tree: 10 kB of `<b a=1><b a=2>…<p>x<p>x…` make a tree of 300 MB.
What is furniture by its nature (menus, captions) or by its class (`subscribe-box`) is marked, not gone.
"""

import re
from dataclasses import dataclass, field

from ingest.errors import MalformedTranscript
from ingest.readers.hypertext import Tag, Text, parts

from . import stamps

_CONTAINERS = {
    *("html", "body", "div", "section", "article", "main", "blockquote", "details", "center", "fieldset"),
    *("table", "tbody", "thead", "tfoot", "tr", "td", "th", "ul", "ol", "dl", "figure"),
}
_FURNITURE = {
    *(
        "nav",
        "header",
        "footer",
        "aside",
        "button",
        "select",
        "dialog",
        "figcaption",
        "menu",
        "audio",
        "video",
    ),
    *("object", "canvas"),
}
_BOXES = _CONTAINERS | _FURNITURE | {"form"}
_PARAGRAPHS = {
    *(
        "p",
        "li",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "summary",
        "pre",
        "address",
        "hr",
        "caption",
    ),
    *("legend", "option"),
}
_EMPTY = {"img", "input", "meta", "link", "wbr", "source", "embed", "track"}
_FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"}
_SEALED = {"td", "th", "table", "article", "main", "body"}
"""What a closing tag inside them does not close."""

_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:subscri(?:be|ption)[\w-]*|newsletter|sign-?up|share|sharing|social|related|recommended|comments?"
    r"|respond|cookies?|sidebar|breadcrumbs?|byline|(?:post|entry|article)-(?:meta|footer|tags)|footnotes?"
    r"|author-(?:box|bio|card)|pagination|pager|advert\w*|promo|popup|modal|paywall|buttons?|wp-block-buttons?"
    r"|screen-reader-text|sr-only|visually-hidden|skip-link|toc|table-of-contents|tags|tagcloud|like-button)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_LABEL_NAME = re.compile(
    r"(?:^|[\s_-])(?:(?:speaker|ts|transcript|host|guest|participant|interview(?:er|ee))[_-]?(?:name|label)"
    r"|speaker|interlocutor|talker)(?:$|[\s_])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\s*\(?(\d{1,3}(?::\d\d){1,2})\)?\s*")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NOTE = re.compile(r"footnote|#_?fn|#_ftn|#cite|#note|header-anchor|anchor-link", re.IGNORECASE)
_FARTHEST = 200
"""Open elements among which a closing tag looks for its own."""

MOST_PARTS = 600_000
"""Elements and pieces of text; a page of ten hours has a tenth of them, even with each word in its own."""


@dataclass(slots=True, kw_only=True)
class Box:
    """An element that holds paragraphs, `blocks[begins:ends]`. `up` is the number of the box it stands in."""

    name: str
    up: int
    begins: int
    ends: int = 0
    classes: str = ""
    role: str = ""
    itemprop: str = ""
    hard: bool = False
    soft: bool = False
    label: bool = False


@dataclass(slots=True, kw_only=True)
class Block:
    """A paragraph: its runs of text, each with whether it is in bold or italics, and whether a link.

    `hard` is furniture by its element, `soft` by its class; `label` is a speaker's name by its class.
    """

    kind: str
    box: int
    hard: bool = False
    soft: bool = False
    label: bool = False
    runs: list[tuple[str, bool, bool]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for text, _, _ in self.runs)


@dataclass(slots=True, kw_only=True)
class _Inline:
    name: str
    bold: bool
    linked: bool
    label: bool
    note: bool
    time: bool


class _Page:
    """The state of reading: the open boxes and inline elements, and the paragraph that is being filled."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes = [Box(name="html", up=-1, begins=0)]
        self.open = [0]
        self.inline: list[_Inline] = []
        self.block = Block(kind="p", box=0)
        self.said = False  # the paragraph has words
        self.named = False  # and they are a name that got its colon from us

    def begin(self, kind: str, *, soft: bool = False, label: bool = False) -> None:
        if self.said:
            self.blocks.append(self.block)
        self.said = self.named = False
        self.inline.clear()
        box = self.boxes[self.open[-1]]
        self.block = Block(
            kind=kind, box=self.open[-1], hard=box.hard, soft=box.soft or soft, label=box.label or label
        )

    def enter(self, tag: Tag) -> None:
        attributes = tag.attributes()
        up = self.boxes[self.open[-1]]
        whole = tag.name in ("html", "body", "main", "article")
        names = "" if whole else _names(attributes)
        role = attributes.get("role", "")[:100].lower()
        self.begin("p")
        box = Box(
            name=tag.name,
            up=self.open[-1],
            begins=len(self.blocks),
            classes=attributes.get("class", "")[:500],
            role=role,
            itemprop=attributes.get("itemprop", "")[:100].lower(),
            hard=up.hard or tag.name in _FURNITURE or (not whole and role in _FURNITURE_ROLES),
            # A form may be a newsletter's, or the whole page, as ASP.NET has it.
            soft=up.soft or tag.name == "form" or bool(_FURNITURE_NAME.search(names)),
            label=bool(_LABEL_NAME.search(names)),
        )
        self.open.append(len(self.boxes))
        self.boxes.append(box)
        self.begin("p")

    def leave(self, name: str) -> None:
        self.begin("p")
        for depth in range(len(self.open) - 1, max(0, len(self.open) - _FARTHEST), -1):
            here = self.boxes[self.open[depth]].name
            if here == name:
                self._close(depth)
                break
            if here in _SEALED and name not in _SEALED:
                break
        self.begin("p")

    def _close(self, depth: int) -> None:
        for number in self.open[depth:]:
            self.boxes[number].ends = len(self.blocks)
        del self.open[depth:]

    def end(self) -> None:
        self.begin("p")
        self._close(0)

    def write(self, text: str) -> None:
        bold = linked = label = time = False
        for each in self.inline:
            if each.note:
                return
            bold, linked = bold or each.bold, linked or each.linked
            label, time = label or each.label, time or each.time
        if self.named and text.lstrip().startswith((":", "：")):
            text = text.lstrip()[1:]  # the colon that we have set ourselves
        self.named = False
        clock = _CLOCK.fullmatch(text) if time else None
        if clock:
            text = f" [{clock[1]}] "
        elif label and text.strip() and (not self.said or stamps.alone(self.block.text)):
            self.named = text.strip()[-1] not in ":："
            text, bold = (f"{text.strip()}: " if self.named else text), True
        self.said = self.said or bool(text.strip())
        self.block.runs.append((text, bold, linked))


def blocks(text: str, name: str) -> tuple[list[Block], list[Box]]:
    """The paragraphs of a page with words, and the boxes; the first box is the whole.

    Raises MalformedTranscript for what has more parts than any page, which would only fill memory.
    """
    page = _Page()
    for count, part in enumerate(parts(text)):
        if count > MOST_PARTS:
            problem = f"has more than {MOST_PARTS:,} elements, as no page has"
            raise MalformedTranscript(name, problem, "save the page again")
        if isinstance(part, Text):
            page.write(part.text if page.block.kind == "pre" else re.sub(r"\s+", " ", part.text))
        elif part.name == "br":
            page.block.runs.append(("\n", False, False))
        elif part.name in _BOXES:
            page.leave(part.name) if part.closes else page.enter(part)
        elif part.name in _PARAGRAPHS:
            _paragraph(page, part)
        elif part.closes:
            _leave_inline(page, part.name)
        elif part.name not in _EMPTY and len(page.inline) < _FARTHEST:
            page.inline.append(_inline(part))
    page.end()
    return page.blocks, page.boxes


def words(text: str) -> int:
    return len(text.split())


def _paragraph(page: _Page, tag: Tag) -> None:
    if tag.closes:
        page.begin("p")
        return
    names = _names(tag.attributes()) if tag.rest.strip() else ""
    page.begin(
        tag.name,
        soft=bool(_FURNITURE_NAME.search(names)),
        label=bool(_LABEL_NAME.search(names)) or tag.name == "dt",
    )


def _inline(tag: Tag) -> _Inline:
    attributes = tag.attributes() if tag.rest.strip() else {}
    names = _names(attributes)
    href = attributes.get("href", "")
    return _Inline(
        name=tag.name,
        bold=tag.name in ("b", "strong", "em", "i") or bool(_BOLD.search(attributes.get("style", "")[:1000])),
        linked=tag.name == "a",
        label=tag.name == "cite" or bool(_LABEL_NAME.search(names)),
        note=tag.name == "a" and bool(_NOTE.search(f"{names} {href[:200]}")),
        time=tag.name == "time" or "time" in names,
    )


def _leave_inline(page: _Page, name: str) -> None:
    for depth in range(len(page.inline) - 1, -1, -1):
        if page.inline[depth].name == name:
            del page.inline[depth]
            return


def _names(attributes: dict[str, str]) -> str:
    return f"{attributes.get('class', '')[:500]} {attributes.get('id', '')[:100]}"
