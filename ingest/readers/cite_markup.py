"""The words of a transcript in HTML: each block is a cue, its name and time in <cite> and <time> above."""

import re

from archive import timecode
from ingest.reading import ChapterMark, Cue, spoken

from . import hypertext, languages
from .hypertext import Tag, Text
from .oddities import Oddities
from .weblinks import address

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    *("p", "div", "li", "ul", "ol", "section", "blockquote", "tr", "td", "th", "table", "body", "header"),
    *("footer", "dl", "dt", "dd", "figure", "article", "main", "nav", "hr", "head", "html", "aside", "pre"),
}
_PLAY = re.compile(r"playAt\('(\d{1,3}(?::\d{1,2}){1,2})'\)")


def read(text: str) -> "Page":
    page = Page()
    for part in hypertext.parts(text):
        if isinstance(part, Text):
            page.text(part.text)
        else:
            page.tag(part)
    page.end_part()
    page.end_block()
    return page


class Page:
    """What was read so far, and where in the page we stand."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.chapters: list[ChapterMark] = []
        self.title: str | None = None
        self.language: str | None = None
        self.link: str | None = None
        self.odd = Oddities()
        self.words: list[str] = []
        self.speaker: str | None = None
        self.start_ms: int | None = None
        # Whether a name was read since the last words, and whether any stood outside of a paragraph.
        self.named = self.named_outside = self.in_paragraph = False
        # The element whose text is no speech but a name, a time, a heading or a button: its kind and tag.
        self.part: tuple[str, str] | None = None
        self.part_words: list[str] = []

    def text(self, text: str) -> None:
        words = self.words if self.part is None else self.part_words
        if words or text.strip():
            words.append(text)

    def tag(self, tag: Tag) -> None:
        name = tag.name
        if self.part and (
            name in _BLOCKS or name in ("cite", "time") or (tag.closes and name == self.part[1])
        ):
            self.end_part()
        if name == "br":
            self.text(" ")
        if name in _BLOCKS:
            self.end_block()
            if name == "p":
                self.in_paragraph = not tag.closes
        if not tag.closes:
            self._open(tag)

    def _open(self, tag: Tag) -> None:
        name = tag.name
        if name in _HEADINGS:
            self.part = ("heading", name)
        elif name == "time":
            self.part = ("time", name)
        elif (name == "cite" and not self.words) or (
            name == "p" and "speaker" in tag.attributes().get("class", "").split()
        ):
            self.part = ("name", name)
        elif name == "a" and (play := _PLAY.search(tag.attributes().get("onclick", ""))):
            self.end_block()
            self.start_ms = clock(play[1])
            self.part = ("button", name)
        elif name == "html":
            self.language = languages.tag(tag.attributes().get("lang"))
        elif name == "link" and tag.attributes().get("rel", "").lower() == "canonical":
            self.link = address(tag.attributes().get("href"))

    def end_part(self) -> None:
        """Take the text of a name, a time or a heading for what it is; if it is none, it is speech."""
        if self.part is None:
            return
        (kind, kind_of), text = self.part, spoken("".join(self.part_words))
        self.part, self.part_words = None, []
        if kind == "heading":
            self._heading(text, first=kind_of == "h1")
        elif kind == "name":
            self._name(text)
        elif kind == "time" and text:
            ms = clock(text.strip("[]()"))
            if ms is None:
                self.odd.note("no_clock", "<time>", f"is no clock time, and was kept as words: {text[:40]!r}")
                self.words.append(f" {text} ")
            else:
                self.end_block()
                self.start_ms = ms

    def end_block(self) -> None:
        text = spoken("".join(self.words))
        self.words = []
        if self.named:
            text = text.removeprefix(":").lstrip()  # <cite>Ann</cite>: words
        if text:
            self.cues.append(Cue(text=text, start_ms=self.start_ms, speaker=self.speaker))
            self.start_ms, self.named = None, False

    def _name(self, text: str) -> None:
        if self.in_paragraph and self.named_outside and not text.endswith(":"):
            self.words.append(text)  # where names stand above paragraphs, this is the title of a book
            return
        if self.named:
            self.start_ms = None  # the time of a name that had no words
        self.speaker = text.rstrip(" :") or None
        self.named = True
        self.named_outside = self.named_outside or not self.in_paragraph

    def _heading(self, text: str, *, first: bool) -> None:
        if not text or text.casefold().strip(" :") == "transcript":
            return
        if first and not self.cues and self.title is None:
            self.title = text
        else:
            self.chapters.append(ChapterMark(cue=len(self.cues), title=text))


def clock(text: str) -> int | None:
    try:
        return timecode.parse(text)
    except ValueError:
        return None
