"""Transcriber `.trs`: speech in turns with times, as the annotation tool Transcriber saves it.

    <Trans xml:lang="fr"><Speakers><Speaker id="spk1" name="Ann Smith"/></Speakers>
    <Topics><Topic id="to1" desc="Bread"/></Topics>
    <Episode program="Kitchen"><Section type="report" topic="to1" startTime="0" endTime="9">
    <Turn speaker="spk1 spk2" startTime="0" endTime="9"><Sync time="0"/>
    <Who nb="1"/> Hello. <Event desc="laugh" type="noise"/>     two voices at once; a noise is no word
    <Who nb="2"/> Good day.
    <Sync time="4.5"/> …

`trans-14.dtd`, http://trans.sourceforge.net/. What follows a `Sync` is a cue; with `Who` one cue for each
voice. A topic is a chapter. Noises, comments and backgrounds are no words; who typed (`scribe`) takes no
part.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from archive import timecode
from archive.records import Podcast
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import dates, languages, markup
from ingest.readers.oddities import Oddities
from ingest.reading import ChapterMark, Cue, Published, Reading, RecordingMention, spoken
from ingest.registry import Format

_SPEECH = {"Sync", "Who"}
_ASIDE = {"Event", "Comment", "Background", "Vocal"}
_COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")


def _sniff(head: Head) -> bool:
    return head.root == "trans"


def _read(source: Source) -> Reading:
    root = markup.parse(source)
    odd = Oddities()
    names = {
        identity: spoken(speaker.get("name", "")) or identity
        for speaker in markup.within(root, "Speaker")
        if (identity := speaker.get("id"))
    }
    _refuse_stray_words(root, source.name)
    cues = tuple(
        cue
        for number, turn in enumerate(markup.within(root, "Turn"), 1)
        for cue in _cues(turn, number, names, odd)
    )
    if not cues:
        raise MalformedTranscript(source.name, "its turns have no words", "transcribe it first")
    episode = next(markup.within(root, "Episode"), root)
    program = spoken(episode.get("program", ""))
    return Reading(
        cues=cues,
        chapters=tuple(_chapters(root, odd)),
        chapter_list="headings",
        recordings=tuple(_recordings(root)),
        podcast=Podcast(title=program) if program else None,
        published=_published(episode.get("air_date", ""), odd),
        language=languages.tag(markup.attribute(root, "lang")),
        warnings=odd.warnings(),
    )


def _refuse_stray_words(root: Element, name: str) -> None:
    for holder in (root, *markup.within(root, "Episode"), *markup.within(root, "Section")):
        stray = spoken(" ".join([holder.text or "", *(child.tail or "" for child in holder)]))
        if stray:
            problem = f"words stand outside every turn: “{stray[:60]}”"
            raise MalformedTranscript(name, problem, "put them into a turn")


def _cues(turn: Element, number: int, names: dict[str, str], odd: Oddities) -> Iterator[Cue]:
    place = f"turn {number}"
    voices = turn.get("speaker", "").split()
    voice = voices[0] if len(voices) == 1 else None
    starts = [turn.get("startTime"), *(child.get("time") for child in turn if markup.local(child) == "Sync")]
    times = [_time(text, place, odd) for text in (*starts, turn.get("endTime"))]
    passed = 0
    for kind, nb, text in _pieces(turn, place, odd):
        if kind == "Sync":
            passed += 1
            voice = voices[0] if len(voices) == 1 else None
        elif kind == "Who":
            voice = voices[int(nb) - 1] if nb.isdecimal() and 0 < int(nb) <= len(voices) else None
        said = spoken(text)
        if not said:
            continue
        if len(voices) > 1 and voice is None:
            odd.note("overlapping_speakers", place, "has several speakers, and does not say who says what")
        if voice is not None and voice not in names:
            odd.note("unknown_speaker", place, f"is said by “{voice}”, whom the list of speakers has not")
        start_ms, end_ms = times[passed], times[passed + 1]
        if start_ms is not None and end_ms is not None and end_ms < start_ms:
            odd.note("end_before_start", place, "ends before it starts; its end was left out")
            end_ms = None
        yield Cue(
            text=said,
            start_ms=start_ms,
            end_ms=end_ms,
            speaker=None if voice is None else names.get(voice, voice),
        )


def _pieces(turn: Element, place: str, odd: Oddities) -> Iterator[tuple[str, str, str]]:
    """(what begins it, its number, words): `Sync` and `Who` begin a piece, anything else stands inside."""
    kind, number, words = "", "", [turn.text or ""]
    for child in turn:
        name = markup.local(child)
        if name in _SPEECH:
            yield kind, number, "".join(words)
            kind, number, words = name, child.get("nb", "")[:9], []
        elif name not in _ASIDE:
            odd.note("unknown_element", place, f"holds <{name}>, whose text was taken for speech")
            words.append(" ".join(child.itertext()))
        words.append(child.tail or "")
    yield kind, number, "".join(words)


def _time(text: str | None, place: str, odd: Oddities) -> int | None:
    if text is None:
        return None
    try:
        return timecode.from_seconds(text)
    except ValueError:
        odd.note("no_time", place, f"has a time that is none: “{text[:30]}”")
        return None


def _chapters(root: Element, odd: Oddities) -> Iterator[ChapterMark]:
    """A chapter for each run of sections with one topic; a section without a topic belongs to none."""
    topics = {topic.get("id"): spoken(topic.get("desc", "")) for topic in markup.within(root, "Topic")}
    before: ChapterMark | None = None
    for number, section in enumerate(markup.within(root, "Section"), 1):
        place = f"section {number}"
        title = topics.get(section.get("topic")) or None
        start_ms = _time(section.get("startTime"), place, odd)
        end_ms = _time(section.get("endTime"), place, odd)
        if before and before.title == title:
            before = ChapterMark(start_ms=before.start_ms, end_ms=end_ms, title=title, place=before.place)
            continue
        if before:
            yield before
        before = None
        if title and start_ms is not None:
            before = ChapterMark(start_ms=start_ms, end_ms=end_ms, title=title, place=place)
    if before:
        yield before


def _recordings(root: Element) -> Iterator[RecordingMention]:
    """The audio's name: where it lay is nobody's business."""
    file = PurePosixPath(root.get("audio_filename", "").replace("\\", "/")).name
    if file:
        yield RecordingMention(kind="file", url=file)


def _published(text: str, odd: Oddities) -> Published | None:
    compact = _COMPACT_DATE.fullmatch(text.strip())
    found = dates.published("-".join(compact.groups()) if compact else text)
    if text.strip() and not found:
        odd.note("no_date", "Episode", f"its air_date is no date that can be told: “{text[:30]}”")
    return found


FORMAT = Format(
    name="transcriber",
    title="Transcriber",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".trs",),
    gives=("times", "speakers", "chapters", "metadata"),
)
