"""TEI P5: speech as `<u>`, in corpora such as ParlaMint and in transcriptions by ISO 24624.

    <TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader>…
      <listPerson><person xml:id="AS"><persName>Ann Smith</persName></person></listPerson>
    …</teiHeader><text><timeline><when xml:id="T1" interval="2.5" since="#T0"/></timeline>
    <body><div><head>Bread</head>
      <u who="#AS" start="#T1"><seg>Good morning. <note>laughs</note></seg></u></div></body></text></TEI>

TEI P5 chapter 8, https://www.tei-c.org/release/doc/tei-p5-doc/en/html/TS.html. Whatever is no word (`note`,
`vocal`, `kinesic`, `incident`, `gap`, `pause`) is left out, and so is what stands outside of every `<u>`.
Where a choice is marked, what was said is read, not how it should be. A head of a `<div>` is a chapter. Who
speaks is the person's name if the file has it, else the id.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import LENGTH, Head
from ingest.readers import dates, languages, markup, tei_speech, tei_times, weblinks
from ingest.readers.oddities import Oddities
from ingest.reading import ChapterMark, Cue, PersonMention, Published, Reading, RecordingMention, spoken
from ingest.registry import Format

_UTTERANCE = re.compile(r"<(?:[\w.-]{1,40}:)?u[\s>/]")


def _sniff(head: Head) -> bool:
    """A header may be longer than what is looked at here."""
    return head.root in ("tei", "teicorpus") and (
        len(head.text) >= LENGTH or bool(_UTTERANCE.search(head.text))
    )


def _read(source: Source) -> Reading:
    root = markup.parse(source)
    odd = Oddities()
    people = dict(_people(root))
    times = tei_times.timeline(root, odd)
    cues: list[Cue] = []
    chapters: list[ChapterMark] = []
    speaking: dict[str, None] = {}
    _walk(root, None, cues, chapters, speaking, people, times, odd)
    if not cues:
        raise MalformedTranscript(
            source.name, "holds no utterance (<u>) with words", "name a transcript of speech"
        )
    while chapters and chapters[-1].cue == len(cues):
        chapters.pop()
    header = next(markup.within(root, "teiHeader"), root)
    if sum(markup.local(each) == "TEI" for each in root.iter()) > 1:
        odd.note(
            "several_texts", root.tag.rpartition("}")[2], "several texts stand in this file, and were joined"
        )
    return Reading(
        cues=tuple(cues),
        chapters=tuple(chapters),
        chapter_list="headings",
        people=tuple(people[each] for each in speaking if each in people),
        recordings=tuple(_recordings(header)),
        title=_title(header),
        published=_published(header),
        language=_language(root, header),
        warnings=odd.warnings(),
    )


def _walk(
    element: Element,
    block: Element | None,
    cues: list[Cue],
    chapters: list[ChapterMark],
    speaking: dict[str, None],
    people: dict[str, PersonMention],
    times: dict[str, int],
    odd: Oddities,
) -> None:
    """Utterances and headings in the order of the document; `block` gives an utterance what it lacks."""
    for child in element:
        name = markup.local(child)
        if name == "u":
            ids = (child.get("who") or (block.get("who") if block is not None else None) or "").split()
            identity = ids[0].rpartition("#")[2] if len(ids) == 1 else None
            place = f"utterance {len(cues) + 1}"
            if len(ids) > 1:
                odd.note(
                    "overlapping_speakers", place, "has several speakers, and does not say who says what"
                )
            start, end = (
                child.get(key) or (block.get(key) if block is not None else None) for key in ("start", "end")
            )
            text, anchors = tei_speech.said(child)
            if not text:
                continue
            if identity:
                speaking[identity] = None
            begins = tei_times.moment(start, times)
            ends = tei_times.moment(end, times)
            marks = {at: ms for at, ref in anchors if (ms := tei_times.moment(ref, times)) is not None}
            first = marks.pop(0, None)
            begins = first if begins is None else begins
            if begins is not None and ends is not None and ends < begins:
                odd.note("end_before_start", place, "ends before it starts; its end was left out")
                ends = None
            speaker = people[identity].name if identity in people else identity
            cues.append(
                Cue(
                    text=text,
                    start_ms=begins,
                    end_ms=ends,
                    speaker=speaker or None,
                    marks=tuple(marks.items()),
                )
            )
        elif name == "head" and markup.local(element) == "div":
            title = spoken("".join(child.itertext()))
            if title:
                chapters.append(ChapterMark(cue=len(cues), title=title, place=f"utterance {len(cues) + 1}"))
        elif name != "teiHeader":
            inner = child if name == "annotationBlock" else block
            _walk(child, inner, cues, chapters, speaking, people, times, odd)


def _people(root: Element) -> Iterator[tuple[str, PersonMention]]:
    for person in markup.within(root, "person"):
        identity = markup.attribute(person, "id")
        name = next(markup.within(person, "persName"), None)
        printed = _name(name) if name is not None else ""
        if identity and printed:
            yield identity, PersonMention(name=printed, role=spoken(person.get("role", "")) or None)


def _name(name: Element) -> str:
    """`<surname>Smith</surname><forename>Ann</forename>` is Ann Smith."""
    parts = {
        part: [spoken("".join(each.itertext())) for each in markup.within(name, part)]
        for part in ("forename", "nameLink", "surname")
    }
    structured = " ".join(text for part in parts.values() for text in part if text)
    return structured or spoken("".join(name.itertext()))


def _title(header: Element) -> str | None:
    titles = [
        title
        for statement in markup.within(header, "titleStmt")
        for title in statement
        if markup.local(title) == "title" and spoken("".join(title.itertext()))
    ]
    best = min(titles, key=lambda title: title.get("type", "main") != "main", default=None)
    return None if best is None else spoken("".join(best.itertext()))


def _published(header: Element) -> Published | None:
    """When it was said: the date of its setting, of its recording, of its source; never of this file."""
    for holder in ("setting", "recording", "sourceDesc"):
        for found in markup.within(header, holder):
            for date in markup.within(found, "date"):
                said = dates.published(date.get("when") or "".join(date.itertext()))
                if said:
                    return said
    return None


def _language(root: Element, header: Element) -> str | None:
    texts = [root, *markup.within(root, "text")]
    named = [markup.attribute(each, "lang") for each in reversed(texts)]
    used = [each.get("ident") for each in markup.within(header, "language")]
    return next(filter(None, map(languages.tag, [*named, *(used if len(used) == 1 else [])])), None)


def _recordings(header: Element) -> Iterator[RecordingMention]:
    for media in markup.within(header, "media"):
        url = weblinks.address(media.get("url"))
        kind = (media.get("mimeType") or "").partition("/")[0]
        if url:
            yield RecordingMention(
                kind="audio" if kind == "audio" else "video" if kind == "video" else "unknown",
                url=url,
                mime_type=media.get("mimeType") or None,
            )


FORMAT = Format(
    name="tei",
    title="TEI transcription of speech",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".xml",),
    gives=("times", "speakers", "people", "chapters", "metadata"),
)
