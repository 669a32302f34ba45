"""Feeds that are no XML: repaired without losing a word, or refused; never half read in silence.

Most faults are simple: a bare `&`, HTML's `&nbsp;`, a control character, a notice of PHP behind the end.
These are put right here, since lxml drops such characters. What is left (a wrong closing tag) lxml repairs,
and the result is believed only if it has as many items, elements in each, attributes and letters as the text.
"""

import html
import re
from html.entities import html5
from typing import NamedTuple
from xml.parsers import expat

from archive.records import Warning
from ingest.errors import MalformedTranscript

from .split import Pieces, UndeclaredEntity, split

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TOKEN = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))|(?P<passed><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![^>]*+>)"
    r"|</(?P<close>[A-Za-z_][\w:.-]*+)[^<>]*+>"
    r"|<(?P<open>[A-Za-z_][\w:.-]*+)(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>"
    r"|(?P<text>[^<]++|<)",
    re.DOTALL,
)
_FAULT = re.compile(
    r"(?P<kept><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))"
    r"|&(?:(?P<name>#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,40});)?|<(?![A-Za-z_/!?])",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s\"'=/<>]++)\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++)")
_PLAIN = {"amp", "lt", "gt", "quot", "apos"}
_REMEDY = "tell the show that its feed is broken, or mend the file"


class _Measure(NamedTuple):
    """What must not become less: elements in each item, attributes, and all letters."""

    items: list[int]
    attributes: int
    letters: str


def mended(text: str, name: str, fault: expat.ExpatError | UndeclaredEntity) -> tuple[Pieces, list[Warning]]:
    """The pieces of a broken feed, repaired, and a warning that names its first fault.

    Raises MalformedTranscript if it cannot be repaired without loss.
    """
    line = fault.lineno
    what = "has an entity that XML does not know"
    if isinstance(fault, expat.ExpatError):
        what = f"is not XML: {expat.errors.messages.get(fault.code, fault)}"
    refusal = MalformedTranscript(
        f"{name} line {line}", f"{what}, and cannot be repaired without loss", _REMEDY
    )
    plain, around = _within(characters(text), name)
    message = f"{what}; it was repaired, and nothing of it was lost"
    message += f" but {around} letters before or behind it" if around else ""
    warning = Warning(code="broken_xml", place=f"line {line}", message=message)
    try:
        return split(plain, name), [warning]
    except UndeclaredEntity:
        raise refusal from None
    except expat.ExpatError:
        pass
    found = _repaired(plain, name)
    if found is None:
        raise refusal
    return found, [warning]


def characters(text: str) -> str:
    """Every character that XML does not allow where it stands written as it does."""
    return _FAULT.sub(_character, _CONTROL.sub("", text))


def _character(found: re.Match[str]) -> str:
    if kept := found["kept"]:
        # Two dashes end a comment for some writers, and are no XML.
        return re.sub("--+", "-", kept[4:-3]).join(("<!--", " -->")) if kept.startswith("<!--") else kept
    name = found["name"]
    if name is None:
        return "&lt;" if found[0] == "<" else "&amp;"
    if name.startswith("#"):
        number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        allowed = number < 0x110000 and (number in (9, 10, 13) or number >= 32)
        return found[0] if allowed and not _CONTROL.match(chr(number)) else ""
    if name in _PLAIN:
        return found[0]
    known = html5.get(f"{name};")
    return html.escape(known) if known else f"&amp;{name};"


def _within(text: str, name: str) -> tuple[str, int]:
    """The text from the root's tag to its end, and how many letters stand around them.

    Raises MalformedTranscript if it has no end: then nobody knows how much is missing.
    """
    begins = re.search(r"<(?P<root>(?:[\w.-]+:)?(?:rss|feed|rdf))\b", text, re.IGNORECASE)
    if not begins:
        raise MalformedTranscript(name, "is no feed", "name the address of the show's feed")
    ends = text.rfind(f"</{begins['root']}")
    end = text.find(">", ends)
    if ends < begins.start() or end < 0:
        problem = f"ends in the middle (there is no </{begins['root']}>)"
        raise MalformedTranscript(name, problem, "fetch it again")
    around = text[: begins.start()] + text[end + 1 :]
    letters = sum(len("".join(token["text"].split())) for token in _TOKEN.finditer(around) if token["text"])
    return "\n" * text.count("\n", 0, begins.start()) + text[begins.start() : end + 1], letters


def _repaired(text: str, name: str) -> Pieces | None:
    """The pieces of what lxml makes of the text; None if that has less than the text."""
    from lxml import etree  # only where a feed is broken: it takes 30 ms to import

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text.strip().encode(), parser)
        again = etree.tostring(root, encoding="unicode") if root is not None else ""
        found = split(again, name)
    except (etree.LxmlError, expat.ExpatError, UndeclaredEntity, ValueError):
        return None
    before, after = _measure(text), _measure(again)
    whole = (
        before.items == after.items
        and len(found.items) == len(after.items)
        and before.attributes == after.attributes
        and before.letters == after.letters
    )
    return found if whole else None


def _measure(text: str) -> _Measure:
    """Counted in the text itself, by its tags: no tree is needed, and none is believed."""
    items: list[int] = []
    inside = False
    attributes = 0
    letters: list[str] = []
    for token in _TOKEN.finditer(text):
        opened, closed = token["open"], token["close"]
        if opened:
            local = opened.rpartition(":")[2]
            if local in ("item", "entry"):
                items.append(0)
                inside = not token["rest"].endswith("/")
            elif inside:
                items[-1] += 1
            attributes += sum(not key.startswith("xmlns") for key in _ATTRIBUTE.findall(token["rest"]))
        elif closed:
            inside = inside and closed.rpartition(":")[2] not in ("item", "entry")
        elif token["cdata"]:
            letters.append(token["cdata"].removeprefix("<![CDATA[").removesuffix("]]>"))
        elif token["text"]:
            letters.append(html.unescape(token["text"]))
    return _Measure(items, attributes, "".join("".join(letters).split()))
