"""YouTube's captions as XML, in the four shapes it has had: srv1, srv2, srv3 (also called ytt).

    <transcript><text start="1.54" dur="4.16">this is not</text></transcript>            srv1, in seconds
    <timedtext><text t="1540" d="4160">this is not</text></timedtext>                    srv2, in milliseconds
    <timedtext format="3"><body><p t="1540" d="4160"><s>this</s><s t="200"> is</s></p>   srv3, in milliseconds

There is no specification; srv3 is described in the readme of YTSubConverter. In srv3 `<w>` opens a window, a
`<p a="1">` with a line break scrolls it, and `ac` is the recogniser's confidence from 0 to 255. Apostrophes
are escaped twice (`&amp;#39;`) and italics once (`&lt;i>`). Styled captions lay one text on itself, for its
shadow; it was said once. Some downloaders write `t` and `d` in seconds, with decimals.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from archive.records import Warning
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import markup, timed_events, word_times
from ingest.readers.timed_events import SUREST, Event
from ingest.reading import Reading, spoken
from ingest.registry import Format

_SECONDS = re.compile(r"<text\s[^>]{0,200}?\bstart\s*=")
_STYLE = re.compile(r"</?(?:i|b|u|s|font|c)(?:[\s.][^<>]{0,200})?>", re.IGNORECASE)
_PADDING = re.compile("[\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}]")


def _sniff(head: Head) -> bool:
    return head.root == "timedtext" or (head.root == "transcript" and bool(_SECONDS.search(head.text)))


def _read(source: Source) -> Reading:
    root = markup.parse(source)
    elements = [each for each in root.iter() if markup.local(each) in ("p", "text") and each is not root]
    decimals = any("." in each.get(name, "") for each in elements for name in ("t", "d"))
    clock = word_times.seconds if decimals else word_times.milliseconds
    paragraphs = [one for each in elements if (one := _paragraph(each, clock)).text]
    if not paragraphs:
        raise MalformedTranscript(source.name, "has no captions with words", "download them again")
    once = _without_shadows(paragraphs)
    automatic = any("1" in (each.get("a"), each.get("append")) for each in elements) or any(
        one.sureness for one in once
    )
    cues, unsure = timed_events.cues(once, automatic=automatic)
    return Reading(
        cues=cues,
        origin="automatic captions" if automatic else None,
        warnings=(*_oddities(len(paragraphs) - len(once), decimals), *unsure),
    )


def _paragraph(element: Element, clock: Callable[[object], int | None]) -> Event:
    if "start" in element.attrib:
        start_ms = word_times.seconds(element.get("start"))
        lasts_ms = word_times.seconds(element.get("dur"))
    else:
        start_ms, lasts_ms = clock(element.get("t")), clock(element.get("d"))
    pieces: list[tuple[int | None, str]] = [(start_ms, _clean(element.text))]
    sureness = []
    for part in element:
        offset = clock(part.get("t"))
        known = start_ms is not None and offset is not None and markup.local(part) == "s"
        pieces.append((start_ms + offset if known else None, _clean("".join(part.itertext()))))  # type: ignore[operator]
        pieces.append((None, "\n" if markup.local(part) == "br" else ""))
        pieces.append((None, _clean(part.tail)))
        sure = part.get("ac", "")
        if sure.isascii() and sure.isdigit() and len(sure) < 4 and int(sure) <= SUREST:
            sureness.append(int(sure))
    text, marks = word_times.joined(pieces)
    return Event(
        start_ms=start_ms,
        lasts_ms=lasts_ms,
        text=text if any(offset for offset, _ in marks) else "".join(piece for _, piece in pieces).strip(),
        marks=marks,
        sureness=tuple(sureness),
    )


def _clean(text: str | None) -> str:
    """Unescaped a second time; the signs without width that styled captions are padded with are gone."""
    return _PADDING.sub("", _STYLE.sub("", html.unescape(text or "")))


def _without_shadows(paragraphs: Sequence[Event]) -> list[Event]:
    """Each text once that is shown from the same moment for the same time."""
    seen: set[Event] = set()
    once = []
    for one in paragraphs:
        timed = one.start_ms is not None and one.lasts_ms is not None
        plain = replace(one, text=spoken(one.text), marks=(), sureness=())
        if not (timed and plain in seen):
            once.append(one)
        seen.add(plain)
    return once


def _oddities(shadows: int, decimals: bool) -> Iterator[Warning]:
    if shadows:
        message = f"captions laid on themselves for their style, taken once: {shadows}"
        yield Warning(code="styled_twice", place="captions", message=message)
    if decimals:
        message = "its times have decimals, so they were read as seconds"
        yield Warning(code="times_in_seconds", place="captions", message=message)


FORMAT = Format(
    name="youtube_srv",
    title="YouTube captions (XML: srv1, srv2, srv3, ytt)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".srv1", ".srv2", ".srv3", ".ytt", ".xml"),
    gives=("times", "word times"),
)
