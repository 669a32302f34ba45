"""Podlove transcripts: Podlove Simple Transcripts (XML), and the JSON of Podlove's player and publisher.

    <pst:transcripts xmlns:pst="http://podlove.org/simple-transcripts" version="1.0">
      <pst:speech>
        <pst:speaker>Ann</pst:speaker>                                   often empty
        <pst:item start="00:00:00.820" end="00:00:01.660">Welcome to</pst:item>
      </pst:speech>
    </pst:transcripts>

    [{"start": "00:00:00.005", "start_ms": 5, "end": "00:00:09.458", "end_ms": 9458,
      "speaker": "3", "voice": "Ann", "text": "Welcome"}]

https://docs.podlove.org/podlove-publisher/ exports both. `voice` is a name; `speaker` is a contributor's
number, which stands for a name only in the episode's JSON.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import jsontext, markup, podlove
from ingest.readers.oddities import Oddities
from ingest.reading import Cue, Reading, spoken
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    if head.root == "transcripts":
        return "simple-transcripts" in head.text or "speech" in head.text
    return {"[].start", "[].text", "[].end"} <= head.json and bool({"[].start_ms", "[].voice"} & head.json)


def _read(source: Source) -> Reading:
    odd = Oddities()
    if source.text.lstrip("\ufeff \t\r\n").startswith("["):
        cues = podlove.cues(jsontext.load(source), {}, odd)
    else:
        cues = tuple(_speeches(markup.parse(source), odd))
    if not cues:
        raise MalformedTranscript(source.name, "it has no words", "export it again")
    return Reading(cues=cues, warnings=odd.warnings())


def _speeches(root: Element, odd: Oddities) -> Iterator[Cue]:
    """The items in the order of the document; a speaker holds for what stands below it in one speech."""
    number = 0
    for speech in markup.within(root, "speech"):
        speaker = None
        yield from _loose(speech.text, speaker)
        for child in speech:
            text = spoken("".join(child.itertext()))
            if markup.local(child) == "speaker":
                speaker = text or None
            elif text:
                number += 1
                yield _cue(child, text, speaker, f"item {number}", odd)
            yield from _loose(child.tail, speaker)


def _loose(text: str | None, speaker: str | None) -> Iterator[Cue]:
    """Words beside the items: said, but nobody knows when."""
    if words := spoken(text or ""):
        yield Cue(text=words, speaker=speaker)


def _cue(item: Element, text: str, speaker: str | None, place: str, odd: Oddities) -> Cue:
    times = {}
    for key in ("start", "end"):
        printed = markup.attribute(item, key)
        times[key] = podlove.normal_play_time(printed)
        if printed and times[key] is None:
            odd.note("bad_time", place, f"its {key} is no time: {printed[:40]!r}")
    start_ms, end_ms = times["start"], times["end"]
    if start_ms is not None and end_ms is not None and end_ms < start_ms:
        odd.note("end_before_start", place, "ends before it starts; its end was left out")
        end_ms = None
    return Cue(text=text, start_ms=start_ms, end_ms=end_ms, speaker=speaker)


FORMAT = Format(
    name="podlove_transcript",
    title="Podlove transcript (XML, JSON)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".xml", ".xsl", ".json"),
    gives=("times", "speakers"),
)
