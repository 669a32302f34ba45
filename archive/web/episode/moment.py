"""`/archive/-/moment`: what is said at one moment, to quote and cite it, and how it is known who says it."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette import NotFound  # type: ignore[import-untyped]

from archive import players, timecode
from archive.players import Heard
from archive.search.results import is_estimated
from archive.web import addresses, parameters, queries
from archive.web.asking import Asking, BadAddress
from archive.web.doubt import is_doubtful
from archive.web.episode import asked, in_text, quotation, readings, sql, work
from archive.web.episode.asked import Span
from archive.web.episode.citation import Citation, citations
from archive.web.episode.parts import heard_ms
from archive.web.episode.quotation import Origin, Quoted
from archive.web.episode.voices import COLOURS
from archive.web.wording import Wording

MOST = 60
"""So many passages of a span are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A passage. `speaker` is the person's name or the label of a voice, None if nobody knows who it is.

    `known`: it is a name, and not doubted.
    """

    id: int
    text: str
    at_ms: int | None
    end_ms: int | None
    speaker: str | None
    person_id: int | None
    role: str | None
    kind: str | None
    colour: int | None
    known: bool
    doubtful: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How it is known who says it: `method` of the passage, `named_by` of the name, as the tables have them.

    `printed_ms` is the time that the source prints last before it begins, `printed_next_ms` the one behind.
    `decisions` are those of people that hold here; `source` is what the words came from, None where that may
    not be seen, and its cues are counted from 0, `cues_end` not among them.
    """

    method: str | None
    confidence: float | None
    doubtful: bool
    named_by: str | None
    timing: str | None
    printed_ms: int | None
    printed_next_ms: int | None
    word_confidence: float | None
    origin: str | None
    decisions: Sequence[Any]
    source: Any
    cues_start: int
    cues_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentPage:
    """The passage or passages, what is said before and after, and where they are from.

    `at` is the moment or the span as it is read, `estimated` whether no time is printed near it.
    """

    episode: Any
    at: str | None
    estimated: bool
    chapter: str | None
    quoted: tuple[Said, ...]
    more: bool
    before: Said | None
    after: Said | None
    how: How
    heard: tuple[Heard, ...]
    path: str
    address: str
    quotation: str
    markdown: str
    in_text: tuple[tuple[str, str], ...]
    citations: tuple[Citation, ...]
    language: str | None


def page(asking: Asking) -> MomentPage:
    """The passage `u`, or what is said at `t` in `episode`. BadAddress if neither is asked for."""
    connection = asking.connection
    span, rows = _asked(asking)
    first = rows[0]
    episode = queries.row(connection, sql.EPISODE, first["episode_id"])
    said = tuple(_said(asking, row) for row in rows)
    at_ms = span.start_ms if span else first["start_ms"]
    recordings = readings.recordings(connection, episode["id"])
    transcripts = readings.transcripts(connection, episode["id"], with_sources=False)
    shown = next((each for each in transcripts if each.shown), None)
    own = shown.recording_id if shown else 0
    playing = players.of_recording(connection, episode["id"], own, mapped="clock_maps" in asking.allowed)
    heard = playing.at(span.start_ms if span else heard_ms(first))
    path = asking.to.moment(episode["id"], at_ms, first["id"])
    if span and span.end_ms is not None:
        whole = f"{asking.to.moment(episode['id'], at_ms)},{addresses.seconds(span.end_ms)}"
        path = f"{whole}#u{first['id']}"
    address = asking.absolute(path)
    recording = readings.playing(shown, recordings)
    estimated = span is None and is_estimated(at_ms, heard_ms(first))
    at = None if at_ms is None else timecode.clock(at_ms)
    at = asking.words.text("moment.about", at=at) if at and estimated else at
    cited = _work(connection, episode, at, heard, address, recording)
    origin = Origin(
        title=Wording(asking.words).title(episode["title"]),
        podcast=episode["podcast"],
        published=Wording(asking.words).date(episode["published"]),
        at=at,
        address=address,
    )
    if span and span.end_ms is not None:
        at = asking.words.text("moment.span", at=at, end=timecode.clock(span.end_ms))
    bracketed = (("apa", in_text.apa(cited)), ("mla", in_text.mla(cited)))
    quoted = [Quoted(text=each.text, speaker=each.speaker if each.known else None) for each in said]
    return MomentPage(
        episode=episode,
        at=at,
        estimated=estimated,
        chapter=first["chapter"],
        quoted=said[:MOST],
        more=len(said) > MOST,
        before=_beside(asking, episode["id"], first["id"] - 1),
        after=_beside(asking, episode["id"], rows[-1]["id"] + 1),
        how=_how(asking, first),
        heard=heard,
        path=path,
        address=address,
        quotation=quotation.plain(quoted[:MOST], origin),
        markdown=quotation.markdown(quoted[:MOST], origin),
        in_text=tuple((style, text) for style, text in bracketed if text),
        citations=citations(cited),
        language=shown.language if shown and "language_mismatch" not in shown.flags else None,
    )


def _asked(asking: Asking) -> tuple[Span | None, list[Any]]:
    """The moment, if a time was asked for, and its passages, one more than are quoted. Raises BadAddress."""
    connection = asking.connection
    by_id = _number(asking, "u")
    if by_id is not None:
        found = queries.rows(connection, f"{sql.SAID} where utterances.id = ?", by_id)
        if not found:
            raise NotFound(asking.words.text("moment.bad.passage"))
        return None, found
    episode_id, span = _number(asking, "episode"), asked.span(asking.args.get("t"), asking.words)
    if episode_id is None or span is None:
        raise BadAddress(asking.words.text("moment.bad.which"))
    begins, ends = _edges(connection, episode_id)
    if begins is None or ends is None:
        raise NotFound(asking.words.text("moment.bad.episode"))
    if span.start_ms > ends:
        at, end = timecode.clock(span.start_ms), timecode.clock(ends)
        raise BadAddress(asking.words.text("moment.bad.beyond", at=at, end=end))
    first = queries.row(connection, sql.BEGUN, episode_id, episode_id, max(span.start_ms, begins))["id"]
    # What has ended before the span begins is no part of it.
    until = span.start_ms + 1 if span.end_ms is None else span.end_ms
    found = queries.rows(connection, sql.DURING, first, episode_id, until, first, MOST + 1)
    if len(found) > 1 and not span.holds(found[0]["start_ms"], found[0]["end_ms"]):
        found = found[1:]
    return span, found


def _edges(connection: sqlite3.Connection, episode_id: int) -> tuple[int | None, int | None]:
    """When the first words begin and all is over; None if there is no such thing."""
    row = queries.row(connection, sql.EDGES, episode_id, episode_id, episode_id, episode_id, episode_id)
    begins, last, duration = row
    return begins, None if begins is None else max(last or begins, duration or 0)


def _number(asking: Asking, name: str) -> int | None:
    text = (asking.args.get(name) or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise BadAddress(asking.words.text("asked.key", name=name, value=parameters.short(text)))
    return int(text)


def _said(asking: Asking, row: Any) -> Said:
    is_name = row["person_id"] is not None or row["kind"] == "name"
    return Said(
        id=row["id"],
        text=row["text"],
        at_ms=row["start_ms"],
        end_ms=row["end_ms"],
        speaker=row["name"],
        person_id=row["person_id"],
        role=row["role"],
        kind=row["kind"],
        colour=None if row["kind"] is None else (row["coloured"] - 1) % COLOURS + 1 if row["coloured"] else 0,
        known=row["name"] is not None and is_name and not _doubtful(row),
        doubtful=_doubtful(row),
        address=asking.to.own("moment", [("u", str(row["id"]))]),
    )


def _beside(asking: Asking, episode_id: int, id_: int) -> Said | None:
    statement = f"{sql.SAID} where utterances.id = ? and utterances.episode_id = ?"
    row = queries.row(asking.connection, statement, id_, episode_id)
    return None if row is None else _said(asking, row)


def _doubtful(row: Any) -> bool:
    return row["speaker_id"] is not None and is_doubtful(row["method"], row["confidence"])


def _how(asking: Asking, row: Any) -> How:
    connection = asking.connection
    transcript = queries.row(connection, sql.SHOWN, row["episode_id"])
    decisions: Sequence[Any] = ()
    if row["method"] == "corrected" and "corrections" in asking.allowed:
        decisions = queries.rows(
            connection, sql.DECIDED, row["episode_id"], row["label"], row["name"], row["start_ms"]
        )
    return How(
        method=row["method"],
        confidence=row["confidence"],
        doubtful=_doubtful(row),
        named_by=row["named_by"],
        timing=row["timing"],
        printed_ms=heard_ms(row),
        printed_next_ms=_printed_next(connection, row),
        word_confidence=row["word_confidence"],
        origin=transcript["origin"] if transcript else None,
        decisions=decisions,
        source=transcript if transcript and "sources" in asking.allowed else None,
        cues_start=row["source_start"],
        cues_end=row["source_end"],
    )


def _printed_next(connection: sqlite3.Connection, row: Any) -> int | None:
    """The first time that the source prints behind the one before this passage; None if it was the last."""
    marks = json.loads(row["marks"])
    if not marks or len(marks) > 1:
        return marks[1][1] if marks else None
    found = queries.row(connection, sql.PRINTED_NEXT, row["id"], row["episode_id"], marks[0][1])
    return None if found is None else found[0]


def _work(
    connection: sqlite3.Connection,
    episode: Any,
    at: str | None,
    heard: Sequence[Heard],
    address: str,
    recording: readings.Recording | None,
) -> work.Work:
    hosts = tuple(work.name_of(row["name"]) for row in queries.rows(connection, sql.HOSTS, episode["id"]))
    duration_ms = recording.duration_ms if recording and recording.duration_ms else episode["duration_ms"]
    exact = next((each.url for each in heard if each.precision == "exact"), None)
    published = work.day_of(episode["published"])
    year = str(published[0]) if published else "nd"
    named = hosts[0].family or hosts[0].whole if hosts else episode["podcast"] or "podcast"
    ascii_name = "".join(each for each in named.lower() if each.isascii() and each.isalnum()) or "podcast"
    return work.Work(
        hosts=hosts,
        title=episode["title"],
        podcast=episode["podcast"],
        publisher=work.publisher(episode["podcast_author"], episode["podcast"], hosts),
        season=episode["season"],
        number=None if episode["number"] is None else f"{episode['number']:g}",
        published=published,
        medium="video" if recording and recording.kind in ("youtube", "video") else "audio",
        length=timecode.clock(duration_ms) if duration_ms else None,
        language=episode["language"],
        at=at,
        # The episode's own page is what others know it by; then what plays the moment; then this archive.
        link=addresses.web(episode["link"]) or exact or address,
        key=f"{ascii_name[:20]}{year}e{episode['id']}",
    )
