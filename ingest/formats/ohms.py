"""OHMS: an interview with transcript and index, as the Oral History Metadata Synchronizer exports it.

    <ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record>
    <title>…</title><date value="2011-05-30"/><interviewee>Ann Smith</interviewee>
    <sync>1:|13(3)|19(14)</sync>                  each minute ends at line 13, word 3; line 19, word 14; …
    <index><point><time>62</time><title>Bread</title></point></index>
    <transcript>SMITH: Good morning.
    …</transcript></record></ROOT>

Cache files 3 to 6, https://www.oralhistoryonline.org/, https://github.com/uklibraries/ohms-viewer. The
first line is at 0:00, as the viewer has it. A cue ends at a blank line, another speaker, or a minute.
Version 6 has `<vtt_transcript>`, captions, instead. Points of the index are chapters. Footnotes and
translations are not read.
"""

import html
import re
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element

from archive import timecode
from archive.records import Podcast
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import captions, dates, languages, markup, weblinks
from ingest.readers.oddities import Oddities
from ingest.reading import ChapterMark, Cue, PersonMention, Reading, RecordingMention, spoken
from ingest.registry import Format

_TELLING = ("<interviewee", "<interviewer", "<sync", "<media_url", "<accession", "nunncenter/ohms")
_SYNC = re.compile(r"\s*(\d{1,4}(?:\.\d{1,3})?)\s*:(.*)", re.DOTALL)
_STAMP = re.compile(r"\s*(\d{1,7})\s*(?:\(\s*(\d{1,7})\s*\)\s*)?")
_FOOTNOTE = re.compile(r"\[\[footnote\]\]\s*+\d{0,5}\s*+\[\[/footnote\]\]", re.IGNORECASE)
_NOTES = re.compile(r"\[\[footnotes\]\]", re.IGNORECASE)
_LABEL = re.compile(r"\s*+[^:\s][^:]{0,59}:\s++")
_NO_TRANSCRIPT = re.compile(r"no transcript\.?", re.IGNORECASE)
_ARROW = re.compile(r"[ \t]*+(\d[\d:.,]*+)[ \t]*+-->[ \t]*+(\d[\d:.,]*+)")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?\s+([^<>\n]{1,200})>")
_REFERENCE = re.compile(r"<c\.\d{1,5}>\d{1,5}</c(?:\.\d{1,5})?>")
_TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang)\b[^<>\n]{0,200}>")
_YOUTUBE = re.compile(r"[\w-]{11}")


def _sniff(head: Head) -> bool:
    return head.root == "root" and "<record" in head.text and sum(each in head.text for each in _TELLING) > 1


def _read(source: Source) -> Reading:
    root = markup.parse(source)
    record = next(markup.within(root, "record"), root)
    odd = Oddities()
    captioned = _text(record, "vtt_transcript")
    cues = tuple(_captions(captioned, odd)) if captioned else _lines(record, odd)
    chapters = tuple(_chapters(record, odd))
    if not cues and not chapters:
        problem = "has neither a transcript nor an index"
        raise MalformedTranscript(source.name, problem, "export it from OHMS with one of them")
    if _text(record, "transcript_alt") or _text(record, "vtt_transcript_alt"):
        odd.note(
            "translation_left_out", "transcript_alt", "the translation beside the transcript was left out"
        )
    series = spoken(_text(record, "series_name") or _text(record, "collection_name"))
    date = next(markup.within(record, "date"), None)
    host, clip = _text(record, "host").casefold(), _text(record, "host_clip_id").strip()
    return Reading(
        cues=cues,
        chapters=chapters,
        chapter_list="file",
        people=tuple(_people(record)),
        recordings=tuple(_recordings(record)),
        youtube_id=clip if "youtube" in host and _YOUTUBE.fullmatch(clip) else None,
        podcast=Podcast(title=series) if series else None,
        title=spoken(_text(record, "title")) or None,
        description=_text(record, "description").strip() or None,
        published=dates.published(date.get("value") or date.text) if date is not None else None,
        language=languages.tag(_text(record, "language")),
        duration_ms=_clock(_text(record, "duration"), "duration", odd),
        warnings=odd.warnings(),
    )


def _text(record: Element, name: str) -> str:
    found = next(markup.within(record, name), None)
    return "" if found is None else "".join(found.itertext())


def _clock(text: str, place: str, odd: Oddities) -> int | None:
    if not text.strip():
        return None
    try:
        return timecode.parse(text) if ":" in text else timecode.from_seconds(text.strip())
    except ValueError:
        odd.note("no_time", place, f"has a time that is none: “{text[:30]}”")
        return None


def _lines(record: Element, odd: Oddities) -> tuple[Cue, ...]:
    """The cues of a transcript in lines, whose times are in another element, by line and word."""
    transcript = _text(record, "transcript")
    if not transcript.strip() or _NO_TRANSCRIPT.fullmatch(transcript.strip()):
        return ()
    lines = re.split(r"\r\n?|\n", transcript)
    times = _sync(_text(record, "sync"), lines, odd)
    notes = next((number for number, line in enumerate(lines) if _NOTES.search(line)), len(lines))
    if notes < len(lines):
        odd.note("footnotes_left_out", "transcript", "the footnotes below the transcript were left out")
    paragraphs: list[Cue] = []
    text, start_ms = "", None

    def end(then: int | None = None) -> None:
        nonlocal text, start_ms
        if text.strip():
            paragraphs.append(Cue(text=text, start_ms=start_ms))
        text, start_ms = "", then

    for number, line in enumerate(lines[:notes]):
        before = 0
        label = _LABEL.match(line)
        for word, ms in times.get(number, ()):
            place = 0
            for found in islice(re.finditer(r"\S+", line), max(word, 1)):
                place = found.start()
            # A label is no word that is said, so that its time is that of the words behind it.
            place = 0 if label and place < label.end() else place
            text += _FOOTNOTE.sub("", line[before:place])
            before = place
            end(ms)
        if line.strip():
            text += _FOOTNOTE.sub("", line[before:]) + "\n"
        else:
            end()
    end()
    labelled, warnings = captions.label_cues(paragraphs)
    for each in warnings:
        odd.note(each.code, each.place, each.message)
    return labelled


def _sync(text: str, lines: list[str], odd: Oddities) -> dict[int, list[tuple[int, int]]]:
    """For each line, counted from 0: the words, counted from 1, at which a time stands."""
    found = _SYNC.fullmatch(text)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not found or not any(map(_STAMP.fullmatch, found[2].split("|"))):
        if text.strip():
            odd.note("no_sync", "sync", f"does not say where a minute ends: “{text[:30]}”")
        return {}
    times: dict[int, list[tuple[int, int]]] = {first: [(1, 0)]}
    stamps = found[2].split("|")
    for number, stamp in enumerate(stamps if not stamps[0].strip() else ["", *stamps]):
        at = _STAMP.fullmatch(stamp)
        line = int(at[1]) - 1 if at else -1
        # A minute may end at a blank line; the words go on below it.
        while 0 <= line < len(lines) - 1 and not lines[line].strip():
            line, at = line + 1, None
        if 0 <= line < len(lines) and lines[line].strip():
            word = int(at[2] or 1) if at else 1
            times.setdefault(line, []).append((word, round(number * float(found[1]) * 60_000)))
        elif stamp.strip():
            odd.note("sync_outside", "sync", f"names a line that is not there: “{stamp[:20]}”")
    return {line: sorted(words, key=lambda each: each[0]) for line, words in times.items()}


def _captions(text: str, odd: Oddities) -> Iterator[Cue]:
    """The cues of WebVTT as OHMS writes it: without a header, a voice in each cue, numbers of footnotes."""
    lines = re.split(r"\r\n?|\n", text)
    number = 0
    while number < len(lines):
        found = _ARROW.match(lines[number])
        number += 1
        if not found:
            continue
        place = f"vtt_transcript line {number}"
        start_ms, end_ms = _clock(found[1], place, odd), _clock(found[2], place, odd)
        begins = number
        while number < len(lines) and lines[number].strip() and not _ARROW.match(lines[number]):
            number += 1
        parts = _VOICE.split("\n".join(lines[begins:number]))
        for speaker, part in zip([None, *parts[1::2]], parts[::2], strict=True):
            said = spoken(html.unescape(_TAG.sub("", _REFERENCE.sub("", part))))
            if said:
                late = start_ms is not None and end_ms is not None and end_ms < start_ms
                yield Cue(
                    text=said,
                    start_ms=start_ms,
                    end_ms=None if late else end_ms,
                    speaker=spoken(html.unescape(speaker)) or None if speaker else None,
                )


def _chapters(record: Element, odd: Oddities) -> Iterator[ChapterMark]:
    for number, point in enumerate(markup.within(record, "point"), 1):
        place = f"index point {number}"
        start_ms = _clock(_text(point, "time"), place, odd)
        if start_ms is not None:
            title = spoken(_text(point, "title").strip().strip(";")) or None
            yield ChapterMark(start_ms=start_ms, title=title, place=place)


def _people(record: Element) -> Iterator[PersonMention]:
    for element, role in (("interviewee", "guest"), ("interviewer", "host")):
        for found in markup.within(record, element):
            names = map(spoken, "".join(found.itertext()).split(";"))
            yield from (PersonMention(name=name, role=role) for name in names if name)


def _recordings(record: Element) -> Iterator[RecordingMention]:
    url = weblinks.address(_text(record, "media_url"))
    if url:
        kind = _text(record, "clip_format").strip().casefold()
        yield RecordingMention(
            kind="video" if kind == "video" else "audio" if kind == "audio" else "unknown", url=url
        )


FORMAT = Format(
    name="ohms",
    title="OHMS interview",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".xml",),
    gives=("times", "speakers", "people", "chapters", "metadata"),
)
