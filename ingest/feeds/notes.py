"""Show notes: which of an item's texts they are, whether they are HTML, and the chapters that stand in them.

    <content:encoded><![CDATA[<p>…]]>    before    <itunes:summary>    before    <description>

They are kept as they came; a page shows them sanitised. One that is far shorter than another is a teaser: it
says less than half of what the show wrote.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from archive.records import NotesType
from ingest.readers import chapter_lists, hypertext
from ingest.readers.chapter_lists import ChapterList

from .tree import Held, inner, line

_NAMES = (
    "content:encoded",
    "atom:content",
    "itunes:summary",
    "description",
    "atom:summary",
    "media:description",
)
_HTML = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|center|code|div|em|figure|font|h[1-6]|hr|i|iframe|img|li|ol|p|pre|s|section"
    r"|small|span|strong|su[bp]|table|u|ul)\b[^<>]*>|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d{0,2});",
    re.IGNORECASE,
)
_BREAKS = {
    *(
        "p",
        "br",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "blockquote",
        "hr",
    ),
    *("pre", "section", "article", "dt", "dd", "figure"),
}


class Notes(NamedTuple):
    """The show notes of an item as they came, and what they are written in."""

    text: str
    kind: NotesType


def notes(held: Held) -> Notes | None:
    """The notes of an item; None if it has none."""
    found = [each for element in held.all(*_NAMES) if (each := _notes(element))]
    group = held.first("media:group")  # as YouTube's feeds have it
    found += [
        each for element in (group.all("media:description") if group else ()) if (each := _notes(element))
    ]
    sizes = [len("".join("".join(lines(each)).split())) for each in found]
    longest = max(sizes, default=0)
    return next((each for each, size in zip(found, sizes, strict=True) if size and size * 2 >= longest), None)


def chapters(told: Notes) -> ChapterList:
    """The chapter list in the notes, `0:00 Intro` and so on; empty if there is none."""
    listed = chapter_lists.find(list(lines(told)))
    return replace(listed, marks=tuple(replace(mark, place=f"notes {mark.place}") for mark in listed.marks))


def lines(told: Notes) -> Iterator[str]:
    """What a reader sees of the notes, line by line."""
    if told.kind == "text":
        yield from told.text.splitlines()
        return
    words: list[str] = []
    for part in hypertext.parts(told.text):
        if isinstance(part, hypertext.Text):
            words.append(part.text)
        elif part.name in _BREAKS:
            yield " ".join("".join(words).split())
            words = []
    yield " ".join("".join(words).split())


def _notes(element: Element) -> Notes | None:
    said = element.get("type", "").strip().lower()
    text = inner(element).strip()
    if not text or (element.get("src") and not text):
        return None
    if said == "text" and not len(element):
        return Notes(text, "text")
    if said in ("html", "xhtml") or len(element) or _HTML.search(text):
        return Notes(text, "html")
    return Notes(text, "text") if line(element) else None
