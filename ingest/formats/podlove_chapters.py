"""Podlove Simple Chapters, as XML or as the JSON of Podlove's player and publisher.

    <psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">
      <psc:chapter start="00:00:12.000" title="Intro" href="https://…" image="https://…"/>
    </psc:chapters>

    [{"start": "00:00:12.000", "title": "Intro", "href": "", "image": ""}]

https://podlove.org/simple-chapters/. Times are normal play time: `1:02:03.5`, `1:02` or `12`.
"""

import re

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import jsontext, markup, podlove
from ingest.readers.oddities import Oddities
from ingest.reading import Reading
from ingest.registry import Format

# Matroska's chapters have the same root, but no such element.
_ELEMENT = re.compile(r"<(?:[\w.-]{1,40}:)?chapter\s[^<>]*\bstart\s*=")
_OF_WORDS = {"[].text", "[].body", "[].words", "[].words[].word", "[].speaker"}
_NAMESPACE = "podlove.org/simple-chapters"


def _sniff(head: Head) -> bool:
    if head.root == "chapters":
        return bool(_ELEMENT.search(head.text)) or _NAMESPACE in head.text
    return {"[].start", "[].title"} <= head.json and not _OF_WORDS & head.json


def _read(source: Source) -> Reading:
    odd = Oddities()
    if source.text.lstrip("\ufeff \t\r\n").startswith("["):
        marks = podlove.chapters(jsontext.load(source), odd)
    else:
        # Some programs nest the list in a second one: every chapter counts once, wherever it is.
        found = (
            podlove.chapter(
                *(markup.attribute(each, name) for name in ("start", "title", "href", "image")),
                place=f"chapter {number}",
                odd=odd,
            )
            for number, each in enumerate(markup.within(markup.parse(source), "chapter"), 1)
        )
        marks = tuple(mark for mark in found if mark)
    if not marks:
        raise MalformedTranscript(source.name, "no chapter in it has a time", "export it again")
    return Reading(chapters=marks, chapter_list="file", warnings=odd.warnings())


FORMAT = Format(
    name="podlove_chapters",
    title="Podlove Simple Chapters (XML, JSON)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".psc", ".xml", ".chapters.json"),
    gives=("chapters",),
)
