"""Podcasting 2.0 transcript in HTML, in the dialects that hosts make of it.

    <cite>Ann:</cite> <time>0:00</time> <p>Words.</p>       as specified; both may be missing
    <cite>Speaker:</cite> <time>00:00:04</time> <p></p>     nobody's name, empty paragraphs
    <p>Ann  1:59  </p> <p>Words.</p>                        paragraphs only: a time, with or without a name
    <p>(00:12) Ann: Words.</p>                              or a time before the words
    <p class="speaker">Ann</p> <p><a onclick="playAt('0:0:2')">▶</a> Words.</p>      trs2html

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md

A name holds until the next name; a time is that of the words right below it and of no others. What a browser
does not show (scripts, styles, the title) is nobody's speech.
"""

import re
from collections.abc import Sequence

from archive import timecode
from ingest import labels
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.readers import cite_markup
from ingest.readers.transcript_html import CLOCK, is_transcript_html, made_of_trs, marked_up
from ingest.reading import Cue, Reading
from ingest.registry import Format

_HEADER = re.compile(rf"(?:(?P<name>[^:]{{1,60}})\s)?(?P<clock>{CLOCK})")
_LEADING = re.compile(rf"(?P<clock>{CLOCK})(?:\s[-–—])?\s(?P<words>.*)", re.DOTALL)
_LABEL = re.compile(r"(?P<label>[^:]{1,60}):\s(?P<words>.*)", re.DOTALL)


def _read(source: Source) -> Reading:
    page = cite_markup.read(source.text)
    if marked_up(source.text) or made_of_trs(source.text):
        cues = tuple(page.cues)
    else:
        cues = _paragraphs([cue.text for cue in page.cues])
    if not cues:
        raise MalformedTranscript(source.name, "it has no words", "save the transcript again")
    return Reading(
        cues=cues,
        chapters=tuple(mark for mark in page.chapters if (mark.cue or 0) < len(cues)),
        chapter_list="headings",
        title=page.title,
        language=page.language,
        link=page.link,
        warnings=page.odd.warnings(),
    )


def _paragraphs(texts: Sequence[str]) -> tuple[Cue, ...]:
    """The cues of paragraphs without any other markup: times stand alone, or each before its words."""
    headers = _headers(texts)
    sure = _labels(texts if headers else [_leading(text)[1] for text in texts], texts)
    cues: list[Cue] = []
    start_ms: int | None = None
    speaker: str | None = None
    for number, text in enumerate(texts):
        if number in headers:
            speaker, start_ms = headers[number]
            continue
        words = text
        if not headers:
            start_ms, words = _leading(text)
        found = _LABEL.fullmatch(words)
        if found and found["label"] in sure:
            speaker, words = found["label"], found["words"]
        cues.append(Cue(text=words, start_ms=start_ms, speaker=speaker))
        start_ms = None
    return tuple(cues)


def _labels(words: Sequence[str], texts: Sequence[str]) -> frozenset[str]:
    """The names before colons; where some are names, any that stands next to a time is one too."""
    found = [
        (match["label"], each != text)
        for each, text in zip(words, texts, strict=True)
        if (match := _LABEL.fullmatch(each))
    ]
    sure = labels.confirmed(label for label, _ in found)
    return sure | {label for label, timed in found if sure and timed and labels.may_be(label)}


def _headers(texts: Sequence[str]) -> dict[int, tuple[str | None, int]]:
    """The paragraphs that are nothing but a time, or a name and a time: (name, ms) by their number."""
    found = {
        number: (match["name"], ms)
        for number, text in enumerate(texts)
        if (match := _HEADER.fullmatch(text)) and (ms := _clock(match["clock"])) is not None
    }
    sure = labels.confirmed(name for name, _ in found.values() if name)
    return {
        number: (name, ms)
        for number, (name, ms) in found.items()
        if not name or name in sure or (number == 0 and labels.may_be(name))
    }


def _leading(text: str) -> tuple[int | None, str]:
    found = _LEADING.fullmatch(text)
    ms = _clock(found["clock"]) if found else None
    return (ms, found["words"]) if found and ms is not None else (None, text)


def _clock(text: str) -> int | None:
    try:
        return timecode.parse(text.strip("[]()"))
    except ValueError:
        return None


FORMAT = Format(
    name="podcast_html",
    title="Podcasting 2.0 transcript (HTML)",
    version=1,
    sniff=is_transcript_html,
    read=_read,
    names=(".html",),
    gives=("times", "speakers", "chapters"),
)
