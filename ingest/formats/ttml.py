"""TTML (https://www.w3.org/TR/ttml2/), with IMSC, DFXP and Apple's transcripts of podcasts: captions in XML.

    <tt xml:lang="en" ttp:frameRate="25">
      <head><metadata>
        <ttm:agent xml:id="a1" type="person"><ttm:name type="full">Ann Lee</ttm:name></ttm:agent>
      </metadata></head>
      <body><div begin="10s">
        <p begin="00:00:01:12" dur="2s" ttm:agent="a1">Hello,<br/>all.</p>
        <p begin="12.5" end="14.1"><span unit="word" begin="12.5" end="12.9">So</span> …</p>

A paragraph is a cue, and the times of spans in it are marks. Times count from those of the element around,
or, in a `seq`, from the end of the one before; Apple's count from the beginning. An agent is called by its
name, else by its id, which is all that Apple has.
A text whose time lies outside that of the element around it is never shown; it is kept. Roles are not read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from archive.records import Mark
from ingest import labels
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import captions, markup, ttml_times
from ingest.readers.languages import tag
from ingest.readers.oddities import Oddities
from ingest.readers.ttml_times import Clock, Interval
from ingest.reading import Cue, PersonMention, Reading
from ingest.registry import Format

_METADATA = "#metadata"
_NOT_SAID = {"metadata", "set", "animate", "image", "audio", "chunk", "data"}


@dataclass(slots=True, kw_only=True)
class _Paragraph:
    """What has been gathered of one cue so far."""

    text: list[str]
    marks: list[Mark]
    voices: list[tuple[int, str | None]]
    length: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.text.append(text)
            self.length += len(text)


def _sniff(head: Head) -> bool:
    return head.root == "tt"


def _read(source: Source) -> Reading:
    root = markup.parse(source)
    head = next((child for child in root if markup.local(child) == "head"), None)
    body = next((child for child in root if markup.local(child) == "body"), None)
    agents = dict(_agents(head)) if head is not None else {}
    odd = Oddities()
    cues: list[Cue] = []
    if body is not None:
        clock = ttml_times.clock(root)
        _container(body, ttml_times.interval(body, Interval(), clock), None, agents, clock, odd, cues)
    named, unsure = captions.label_cues(cues)
    if not named:
        raise MalformedTranscript(source.name, "has no paragraph (<p>) with words", "export it again")
    people = tuple(
        PersonMention(name=name)
        for name, person in agents.values()
        if person and labels.understand(name).kind == "name"
    )
    return Reading(
        cues=named,
        people=tuple(dict.fromkeys(people)),
        title=_described(head, "title"),
        description=_described(head, "desc"),
        language=tag(markup.attribute(root, "lang")),
        warnings=(*odd.warnings(), *unsure),
    )


def _agents(head: Element) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Each agent's id, with its name, and whether it is a person with a full name; without a name, its id."""
    for agent in markup.within(head, "agent"):
        printed = markup.attribute(agent, "id")
        names = [(" ".join("".join(name.itertext()).split()), name) for name in markup.within(agent, "name")]
        full = [text for text, name in names if text and markup.attribute(name, "type") == "full"]
        any_name = [*full, *(text for text, _ in names if text)]
        if printed:
            person = bool(full) and markup.attribute(agent, "type") == "person"
            yield printed, (any_name[0] if any_name else printed, person)


def _described(head: Element | None, name: str) -> str | None:
    """What the document says of itself; descriptions of its parts stand deeper."""
    for metadata in (
        [] if head is None else [head, *(each for each in head if markup.local(each) == "metadata")]
    ):
        for each in metadata:
            if markup.local(each) == name and _METADATA in each.tag:
                return " ".join("".join(each.itertext()).split()) or None
    return None


def _voice(element: Element, agents: dict[str, tuple[str, bool]], otherwise: str | None) -> str | None:
    """Who speaks in an element: the agent that it names, several together as one label."""
    named = (markup.attribute(element, "agent") or "").split()
    return " and ".join(agents.get(each, (each, False))[0] for each in named) or otherwise


def _container(
    element: Element,
    around: Interval,
    voice: str | None,
    agents: dict[str, tuple[str, bool]],
    clock: Clock,
    odd: Oddities,
    cues: list[Cue],
) -> None:
    """Gathers the cues of a body or a div, whose own text, which should not be there, is a cue as well."""
    voice = _voice(element, agents, voice)
    after = around
    if (element.text or "").strip():
        cues.append(_cue(element.text or "", around, voice))
    for child in element:
        name = markup.local(child)
        if name in ("div", "p"):
            own = ttml_times.interval(child, after if ttml_times.sequential(element) else around, clock)
            if own.odd:
                message = "a time cannot be read: the words were kept without it"
                odd.note("unreadable_time", f"{name} {len(cues) + 1}", message)
            if name == "div":
                _container(child, own, voice, agents, clock, odd, cues)
            else:
                _paragraph(child, own, voice, agents, clock, odd, cues)
            after = ttml_times.after(own, around)
        if (child.tail or "").strip():
            cues.append(_cue(child.tail or "", around, voice))


def _paragraph(
    element: Element,
    own: Interval,
    voice: str | None,
    agents: dict[str, tuple[str, bool]],
    clock: Clock,
    odd: Oddities,
    cues: list[Cue],
) -> None:
    found = _Paragraph(text=[], marks=[], voices=[])
    voice = _voice(element, agents, voice)
    _inline(element, own, voice, agents, clock, found)
    text = "".join(found.text)
    if not text.strip():
        return
    cue = _cue(text, own, voice)
    begins = cue.start_ms or 0
    marks = tuple(
        (offset, ms) for offset, ms in found.marks if cue.end_ms is None or begins <= ms < cue.end_ms
    )
    if len(marks) < len(found.marks):
        message = "the time of a span lies outside its paragraph, and was left out"
        odd.note("mark_outside", f"p {len(cues) + 1}", message)
    pieces: list[captions.Piece] = []
    start, speaker = 0, voice
    for offset, name in found.voices:
        pieces.append((start, offset, speaker))
        start, speaker = offset, name
    cues += captions.split(replace(cue, marks=marks), [*pieces, (start, len(text), speaker)])


def _inline(
    element: Element,
    own: Interval,
    voice: str | None,
    agents: dict[str, tuple[str, bool]],
    clock: Clock,
    found: _Paragraph,
) -> None:
    """Gathers the text of a paragraph or a span, with the times and the voices of the spans in it."""
    found.add(element.text)
    after = own
    for child in element:
        name = markup.local(child)
        if name == "br":
            found.add("\n")
        elif name not in _NOT_SAID and _METADATA not in child.tag:
            inner = ttml_times.interval(child, after if ttml_times.sequential(element) else own, clock)
            speaker = _voice(child, agents, voice)
            if inner.begin is not None and (inner.begin != own.begin or found.length) and inner.explicit:
                found.marks.append((found.length, inner.begin))
            if speaker != voice:
                found.voices.append((found.length, speaker))
            _inline(child, inner, speaker, agents, clock, found)
            if speaker != voice:
                found.voices.append((found.length, voice))
            if markup.attribute(child, "unit") in ("word", "sentence"):
                found.add(" ")  # Apple puts no blank between the spans of words.
            after = ttml_times.after(inner, own)
        found.add(child.tail)


def _cue(text: str, times: Interval, voice: str | None) -> Cue:
    start = times.begin if times.timed else None
    end = times.end if start is not None and times.end is not None and times.end >= start else None
    return Cue(text=text, start_ms=start, end_ms=end, speaker=voice)


FORMAT = Format(
    name="ttml",
    title="TTML captions",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".ttml", ".dfxp", ".xml"),
    gives=("times", "word times", "speakers", "people"),
)
