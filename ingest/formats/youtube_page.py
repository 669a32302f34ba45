"""YouTube page paste: what a person copies from a video's page, there being no specification.

    https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=19s     the address, if it was copied too

    A description in prose, with links that the page shortens (`…/why-nv...`).

    00:00:00 Intro                                        a chapter list, typed by hand
    0:37:29 Scaling

    Transcript

    0:06                                                  a line that is nothing but a time,
    Okay. Hey Brian, I'm very excited to talk about       then the text of the cue

When the whole page was copied, the panel repeats each chapter's title on a line of its own before the time of
the chapter's first cue, and menus stand above; neither is speech.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive import timecode
from archive.records import Warning
from ingest import chapter_lists
from ingest.errors import MalformedTranscript
from ingest.head import Head
from ingest.reading import ChapterMark, Cue, Reading, spoken
from ingest.registry import Format
from ingest.source import Source

BACKWARDS_MS = 2_000
"""Overlapping captions step back this far; a larger step means that two lists were pasted together."""

HEADED = 0.8
"""The part of the chapters that must have their heading for the headings to be the panel's."""

CHAPTER_MS = 10_000
"""A chapter's title stands before a cue that begins this near to the chapter's printed time."""

_HEADING = re.compile(r"\s*transcript:?\s*", re.IGNORECASE)
_TIME_LINE = re.compile(r"\s*\d{1,2}(?::\d\d){1,2}\s*")
_VIDEO = re.compile(
    r"https?://(?:www\.|m\.|music\.)?(?:youtube\.com/(?:watch\?(?:(?!v=)[^\s&]*&)*+v=|shorts/|live/|embed/)|youtu\.be/)"
    r"(?P<id>[\w-]{11})(?![\w-])"
)
_LONGEST_ADDRESS = 2_000
"""Characters of the first line that may hold the address."""

_ADDRESS = re.compile(r"https?://")
_FURNITURE = {
    "Follow along using the transcript.",
    "Show transcript",
    "Search in video",
    "Search transcript",
    "Skip navigation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stamp:
    line: int
    ms: int


def _sniff(head: Head) -> bool:
    lines = [line.strip() for line in head.lines]
    first = next((line for line in lines if line), "")
    return bool(_VIDEO.search(first[:_LONGEST_ADDRESS])) or any(map(_HEADING.fullmatch, lines))


def _read(source: Source) -> Reading:
    lines = re.split(r"\r\n?|\n", source.text)
    heading, stamps = _transcript(lines, source.name)
    above = lines[:heading]
    listed = chapter_lists.find(above)
    titles = _title_lines(lines, stamps, listed.marks)
    _refuse_text_before_the_first_time(lines, heading, stamps, titles, source.name)
    cues = tuple(_cues(lines, stamps, titles))
    if not any(cue.text for cue in cues):
        raise MalformedTranscript(source.name, "its times have no words", "paste the transcript's text too")
    address, video = _address(above)
    prose = [
        (number, line)
        for number, line in enumerate(above)
        if number not in listed.lines and number != address
    ]
    description, warnings = _description(prose)
    return Reading(
        cues=cues,
        chapters=listed.marks,
        youtube_id=video,
        description=description,
        warnings=(*warnings, *_oddities(lines, stamps, titles)),
    )


def _address(above: Sequence[str]) -> tuple[int | None, str | None]:
    """The line that holds the video's address, and its id.

    It is the first line with words, or one with nothing else in it; elsewhere an address is a link to another
    video.
    """
    first = next((number for number, line in enumerate(above) if line.strip()), None)
    for number, line in enumerate(above):
        found = _VIDEO.search(line[:_LONGEST_ADDRESS])
        if found and (number == first or len(line.split()) == 1):
            return number, found["id"]
    return None, None


def _oddities(lines: Sequence[str], stamps: Sequence[_Stamp], titles: frozenset[int]) -> Iterator[Warning]:
    if titles:
        message = f"{len(titles)} lines that repeat chapters' titles were taken for the panel's headings"
        yield Warning(code="panel_headings", place=f"line {min(titles) + 1}", message=message)
    counts = [sum(bool(lines[number].strip()) for number in below) for _, below in _stretches(lines, stamps)]
    most = max(counts[:-1], default=counts[-1])
    if counts[-1] > most + 1:
        message = (
            f"the last cue has {counts[-1]} lines, no other more than {most}: is the page's text among them?"
        )
        yield Warning(code="long_last_cue", place=f"line {stamps[-1].line + 1}", message=message)


def _transcript(lines: Sequence[str], name: str) -> tuple[int, list[_Stamp]]:
    """The line of the heading, and the times below it.

    The first heading below which times never fall is the one: above it a page has sidebars, whose clip
    lengths look like times.
    """
    headings = [
        number
        for number, line in enumerate(lines)
        # Directly below a time, the word is speech.
        if _HEADING.fullmatch(line) and not (number and _TIME_LINE.fullmatch(lines[number - 1]))
    ]
    if not headings:
        raise MalformedTranscript(
            name, "no line says “Transcript”", "paste the page with its transcript opened"
        )
    stamps = list(_stamps(lines))
    fall = None
    for heading in headings:
        below = [stamp for stamp in stamps if stamp.line > heading]
        if not below:
            break
        fall = next(((one, two) for one, two in pairwise(below) if two.ms < one.ms - BACKWARDS_MS), None)
        if not fall:
            while (later := _next_heading(headings, heading)) is not None and later < below[0].line:
                heading = later
            return heading, below
    if fall:
        before, after = fall
        problem = f"times run backwards, {timecode.clock(after.ms)} after {timecode.clock(before.ms)}"
        raise MalformedTranscript(f"{name} line {after.line + 1}", problem, "paste one transcript at a time")
    raise MalformedTranscript(
        name, "no line below “Transcript” is a time", "paste the transcript with its times shown"
    )


def _next_heading(headings: Sequence[int], heading: int) -> int | None:
    return next((later for later in headings if later > heading), None)


def _stamps(lines: Sequence[str]) -> Iterator[_Stamp]:
    for number, line in enumerate(lines):
        if _TIME_LINE.fullmatch(line):
            try:
                yield _Stamp(line=number, ms=timecode.parse(line))
            except ValueError:  # `10:75`: words, whatever they mean
                continue


def _title_lines(
    lines: Sequence[str], stamps: Sequence[_Stamp], marks: Sequence[ChapterMark]
) -> frozenset[int]:
    """Lines that repeat a chapter's title before the time of its first cue.

    Such a line is the last before a time near the chapter's, and never the only text of a cue. A panel has
    one for every chapter, the first before all words: where it has not, the lines are what somebody said.
    """
    # Several chapters may have one title, "Break" for one.
    starts: dict[str, list[int]] = {}
    for mark in marks:
        starts.setdefault(mark.title or "", []).append(mark.start_ms or 0)
    found = set()
    for number, stamp in enumerate(stamps):
        text_begins = stamps[number - 1].line + 1 if number else 0
        above = [line for line in range(text_begins, stamp.line) if lines[line].strip()]
        alone = number > 0 and len(above) < 2
        near = starts.get(lines[above[-1]].strip(), []) if above and not alone else []
        if any(abs(start - stamp.ms) <= CHAPTER_MS for start in near):
            found.add(above[-1])
    reached = [mark for mark in marks if (mark.start_ms or 0) <= stamps[-1].ms]
    panel = bool(found) and min(found) < stamps[0].line and len(found) >= HEADED * len(reached)
    return frozenset(found) if panel else frozenset()


def _refuse_text_before_the_first_time(
    lines: Sequence[str], heading: int, stamps: Sequence[_Stamp], titles: frozenset[int], name: str
) -> None:
    for number in range(heading + 1, stamps[0].line):
        text = lines[number].strip()
        if text and number not in titles and text not in _FURNITURE:
            place, problem = f"{name} line {number + 1}", f"words stand before the first time: “{text[:60]}”"
            raise MalformedTranscript(place, problem, "give them a time, or take them out")


def _cues(lines: Sequence[str], stamps: Sequence[_Stamp], titles: frozenset[int]) -> Iterator[Cue]:
    for stamp, below in _stretches(lines, stamps):
        text = (lines[number] for number in below if number not in titles)
        yield Cue(text=spoken(" ".join(text)), start_ms=stamp.ms)


def _stretches(lines: Sequence[str], stamps: Sequence[_Stamp]) -> Iterator[tuple[_Stamp, range]]:
    """Each time, and the numbers of the lines below it up to the next one."""
    ends = [stamp.line for stamp in stamps[1:]] + [len(lines)]
    for stamp, end in zip(stamps, ends, strict=True):
        yield stamp, range(stamp.line + 1, end)


def _description(prose: Sequence[tuple[int, str]]) -> tuple[str | None, tuple[Warning, ...]]:
    """The prose above the transcript, unless menus were copied with it: then nothing tells them apart."""
    if any(line.strip() in _FURNITURE for _, line in prose):
        count = sum(bool(line.strip()) for _, line in prose)
        message = f"the whole page was copied; the {count} lines above the transcript were left out"
        return None, (Warning(code="page_furniture", place="line 1", message=message),)
    warnings = tuple(
        Warning(
            code="shortened_link",
            place=f"line {number + 1}",
            message=f"the page shortened this link, so it leads nowhere: {link}",
        )
        for number, line in prose
        for link in line.split()
        if _ADDRESS.match(link) and link.endswith("...")
    )
    paragraphs = "\n".join(line.rstrip() for _, line in prose).strip()
    return re.sub(r"\n{3,}", "\n\n", paragraphs) or None, warnings


FORMAT = Format(name="youtube_page", title="YouTube page paste", version=1, sniff=_sniff, read=_read)
