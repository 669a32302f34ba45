"""A feed's elements by family and name, `itunes:duration`, and what readers ask of them."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ingest.readers import markup
from ingest.readers.weblinks import address
from ingest.reading import spoken

from . import namespaces

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,30});", re.IGNORECASE)


class Held:
    """An element, its children by name in their order, and the address that relative ones begin at."""

    def __init__(self, element: Element, base: str | None = None) -> None:
        self.element = element
        self.base = joined(base, element.get(_BASE))
        self.language = element.get(_LANG)
        self.children: dict[str, list[Element]] = {}
        for child in element:
            if isinstance(child.tag, str):
                self.children.setdefault(namespaces.name(child.tag), []).append(child)

    def all(self, *names: str) -> list[Element]:
        """The children of these names, those of the first name first."""
        return [child for name in names for child in self.children.get(name, ())]

    def text(self, *names: str) -> str | None:
        """The words of the first of these children that has some, in one line."""
        return next((words for child in self.all(*names) if (words := line(child))), None)

    def first(self, *names: str) -> "Held | None":
        """The first child of these names, with its own children."""
        return next((Held(child, self.base) for child in self.all(*names)), None)

    def link(self, value: str | None) -> str | None:
        """An address on the web, made absolute; None for what is none."""
        return absolute(value, self.base)

    def texts(self, *names: str) -> Iterator[str]:
        """The words of each of these children that has some."""
        return (words for child in self.all(*names) if (words := line(child)))


def line(element: Element) -> str:
    """The words in an element, in one line."""
    return spoken("".join(element.itertext()))


def title(text: str | None) -> str | None:
    """A title whose entities were escaped twice (`Q&amp;amp;A`): many programs do."""
    return spoken(html.unescape(text)) or None if text and _ENTITY.search(text) else text


def inner(element: Element) -> str:
    """What an element holds as it came: its text, or the HTML of the elements in it."""
    if not len(element):
        return element.text or ""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        parts.append(ElementTree.tostring(_plain(child), encoding="unicode", method="html"))
    return "".join(parts)


def absolute(value: str | None, base: str | None) -> str | None:
    """`value` as an address on the web, from `base` if it is relative; blanks in it are written `%20`."""
    text = (value or "").strip().replace("\n", "").replace("\r", "").replace("\t", "").replace(" ", "%20")
    if not text:
        return None
    if not _SCHEME.match(text):
        text = joined(base, text) or ""
        text = f"https:{text}" if text.startswith("//") else text
    return address(text)


def joined(base: str | None, reference: str | None) -> str | None:
    """`reference` from `base`; the one of them that is there."""
    try:
        return urljoin(base or "", (reference or "").strip()) or None
    except ValueError:  # a bracket that is no address of IPv6
        return base


def _plain(element: Element) -> Element:
    """A copy without namespaces, as HTML is written."""
    copy = Element(
        markup.local(element).lower(),
        {key.rpartition("}")[2]: value for key, value in element.attrib.items()},
    )
    copy.text, copy.tail = element.text, element.tail
    copy.extend(_plain(child) for child in element)
    return copy
