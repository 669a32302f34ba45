"""Table of cues in CSV or TSV: a line that names the columns, then a cue on each row.

    speaker,start,end,text                         in any order, between commas, semicolons or tabs,
    Ann,0:00:05,0:00:07.5,"Good morning, all."     with English or German names

No specification; what spreadsheets and labelling tools export. Times are clock times, or numbers of
seconds; they are milliseconds if the column's name says so, or if as seconds they would be longer than a
day. A table needs a column of words, and one of times or of speakers. Whisper's `start<tab>end<tab>text` is
a format of its own.
"""

from collections.abc import Callable

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import jsontext, tables
from ingest.readers.oddities import Oddities
from ingest.reading import Cue, Reading, spoken
from ingest.registry import Format

_TEXT = (
    *("text", "transcript", "transkript", "utterance", "sentence", "caption", "subtitle", "content", "body"),
    *("words", "inhalt", "äußerung", "satz", "word", "wort", "dialogue"),
)
_TIMES = {
    "start": (
        *("start", "start time", "start_time", "starttime", "begin", "from", "time", "timestamp", "timecode"),
        *("in", "start (s)", "start_s", "start_ms", "start_sec", "startms", "start (ms)", "von", "anfang"),
        *("beginn", "startzeit", "zeit", "begin_ms", "timestamp_ms", "onset", "offset_ms"),
    ),
    "end": (
        *("end", "end time", "end_time", "endtime", "stop", "to", "out", "end (s)", "end_s", "end_ms"),
        *("end_sec", "endms", "end (ms)", "bis", "ende", "endzeit"),
    ),
}
_SPEAKER = (
    *("speaker", "speaker name", "speaker_name", "name", "who", "person", "speaker label", "speaker_label"),
    *("sprecher", "sprecherin", "speaker_id", "voice", "role"),
)
_SURENESS = ("confidence", "konfidenz", "probability", "score")
_ARCHIVE = {"timecode", "time code", "tc"}, {"transcript", "transkript", "transkription", "transcription"}
"""Columns that only the table of an oral history archive has together."""

_READ = {*_TEXT, *_TIMES["start"], *_TIMES["end"], *_SPEAKER, *_SURENESS, "id", "index", "nr", "#", "no"}


def _sniff(head: Head) -> bool:
    names = tables.columns(head)
    if names == ["start", "end", "text"] and "\t" in head.text.lstrip("\ufeff \r\n").partition("\n")[0]:
        return False
    have = set(names)
    if not have.isdisjoint(_ARCHIVE[0]) and not have.isdisjoint(_ARCHIVE[1]):
        return False
    words, times, voices = (not have.isdisjoint(each) for each in (_TEXT, _TIMES["start"], _SPEAKER))
    return words and (times or voices)


def _read(source: Source) -> Reading:
    rows = tables.rows(source)
    odd = Oddities()
    columns = list(rows[0].cells) if rows else []
    text = next((name for name in _TEXT if name in columns), "")
    start, end = (_clock(rows, next((n for n in _TIMES[k] if n in columns), None), odd) for k in _TIMES)
    cues = []
    for row in rows:
        words = spoken(row.cells.get(text, ""))
        if not words:
            continue
        start_ms, end_ms = start(row), end(row)
        if start_ms is not None and end_ms is not None and end_ms < start_ms:
            odd.note("end_before_start", f"line {row.line}", "ends before it starts; its end was left out")
            end_ms = None
        speaker = spoken(row.get(_SPEAKER)) or None
        sure = jsontext.fraction(row.get(_SURENESS))
        cues.append(Cue(text=words, start_ms=start_ms, end_ms=end_ms, speaker=speaker, confidence=sure))
    if not cues:
        raise MalformedTranscript(source.name, "its rows have no words", "export it again")
    for name in columns:
        if name not in _READ and any(row.cells.get(name, "").strip() for row in rows):
            odd.note("column_left_out", "line 1", f"nothing is known of the column “{name[:40]}”")
    return Reading(cues=tuple(cues), warnings=odd.warnings())


def _clock(rows: list[tables.Row], name: str | None, odd: Oddities) -> Callable[[tables.Row], int | None]:
    """What reads the time in this column of a row."""
    cells = [cell for row in rows if name and (cell := row.cells.get(name, "").strip())]
    in_ms = tables.in_milliseconds(name or "", cells)

    def read(row: tables.Row) -> int | None:
        cell = row.cells.get(name, "").strip() if name else ""
        if not cell:
            return None
        try:
            ms, frames = tables.moment(cell, in_ms=in_ms)
        except ValueError:
            odd.note("no_time", f"line {row.line}", f"has a time that is none: “{cell[:30]}”")
            return None
        if frames:
            odd.note("frames", f"line {row.line}", "counts frames; the time is exact only to the second")
        return ms

    return read


FORMAT = Format(
    name="csv_table",
    title="Table (CSV, TSV)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".csv", ".tsv"),
    gives=("times", "speakers"),
)
