"""Table of an interview with time codes, as the archives of Oral-History.Digital keep it, between tabs.

    Band	Timecode	Sprecher	Transkript	Übersetzung	Hauptüberschrift	Zwischenüberschrift
    1	00:00:05.12	INT	Bitte <=> bitte beginnen Sie. <n(lacht)>

https://github.com/oral-history-digital/ohd (`lib/edit_table_export.rb`, `lib/timecode.rb`). What stands in
`<…>` are editorial marks, no HTML: they stay as printed. Headings are chapters. A translation is not read.

Two digits after the seconds are frames, 25 to the second, as that program reads them. Three are
thousandths, as printed; where all of them could be frames with a 0 behind them, a warning says so. The
second is exact anyway.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import tables
from ingest.readers.oddities import Oddities
from ingest.reading import ChapterMark, Cue, Reading, spoken
from ingest.registry import Format

_TIME = ("timecode", "time code", "tc")
_TEXT = ("transcript", "transkript", "transkription", "transcription")
_SPEAKER = ("speaker", "sprecher", "sprecherin", "speaker designation")
_TAPE = ("tape", "band", "tape number", "bandnummer")
_HEADING = ("hauptüberschrift", "main heading", "mainheading")
_SUBHEADING = ("zwischenüberschrift", "subheading")

FRAMES_A_SECOND = 25
ENOUGH = 10
"""Times that must look like frames before they are suspected of it."""


def _sniff(head: Head) -> bool:
    names = set(tables.columns(head))
    return not names.isdisjoint(_TIME) and not names.isdisjoint(_TEXT)


def _read(source: Source) -> Reading:
    odd = Oddities()
    cues: list[Cue] = []
    chapters: list[ChapterMark] = []
    found = tables.rows(source)
    for row in found:
        place = f"line {row.line}"
        heading = spoken(row.get(_SUBHEADING) or row.get(_HEADING))
        if heading:
            chapters.append(ChapterMark(cue=len(cues), title=heading, place=place))
        text = spoken(row.get(_TEXT))
        if text:
            start_ms = _start(row.get(_TIME), place, odd)
            cues.append(Cue(text=text, start_ms=start_ms, speaker=spoken(row.get(_SPEAKER)) or None))
    if not cues:
        raise MalformedTranscript(source.name, "its rows have no words", "export it again")
    _suspect_frames([row.get(_TIME) for row in found], odd)
    tapes = {tape for row in found if (tape := row.get(_TAPE))}
    if len(tapes) > 1:
        odd.note(
            "several_tapes", "line 1", f"{len(tapes)} tapes are transcribed here, each with its own clock"
        )
    last = len(cues) - 1
    return Reading(
        cues=tuple(cues),
        chapters=tuple(replace(mark, cue=min(mark.cue or 0, last)) for mark in chapters),
        chapter_list="headings",
        warnings=odd.warnings(),
    )


def _start(text: str, place: str, odd: Oddities) -> int | None:
    try:
        ms, frames = tables.moment(text)
    except ValueError:
        odd.note("no_time", place, f"has no time that can be read: “{text[:30]}”")
        return None
    if frames is None:
        return ms
    if frames >= FRAMES_A_SECOND:
        odd.note("no_frame", place, f"counts more than {FRAMES_A_SECOND} frames: “{text[:30]}”")
        return ms
    return ms + frames * 1000 // FRAMES_A_SECOND


def _suspect_frames(times: Sequence[str], odd: Oddities) -> None:
    fractions = [fraction for time in times if len(fraction := time.partition(".")[2]) == 3]
    told = [fraction for fraction in fractions if fraction != "000"]
    if len(told) >= ENOUGH and all(each < "250" and each.endswith("0") for each in told):
        message = (
            f"no fraction of a second is above .{max(told)}: if they are frames, times are up to 1 s early"
        )
        odd.note("perhaps_frames", "line 2", message)


FORMAT = Format(
    name="oral_history_csv",
    title="Oral-History.Digital table",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".csv", ".tsv"),
    gives=("times", "speakers", "chapters"),
)
