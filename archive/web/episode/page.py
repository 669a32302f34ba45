"""An episode as its page shows it: who speaks, chapters, and the words in blocks of one voice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archive import players
from archive.players import Heard, Way
from archive.search import unspaced
from archive.search.results import is_estimated
from archive.web import addresses, queries
from archive.web.addresses import Addresses
from archive.web.asking import Asking
from archive.web.episode import asked, playing, readings, sql
from archive.web.episode.asked import Span
from archive.web.episode.found import Found, found
from archive.web.episode.particulars import Particulars, particulars
from archive.web.episode.parts import Marks, Part, at, heard_ms, parts_of
from archive.web.episode.playing import Track
from archive.web.episode.readings import Recording, Transcript
from archive.web.episode.timeline import Timeline, timeline
from archive.web.episode.voices import Voice, foremost, mean, voices_of
from archive.web.episode.writing import Writing

RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "iw", "ku", "ps", "sd", "ug", "ur", "yi"))
"""Languages that are written from right to left, by the first part of their tags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePage:
    """`heard` is where the moment plays that was asked for, `mapped` are the ways to other recordings.

    `listen` and `ways_data` are for the script that says where each passage plays: the address but for its
    second, and the ways with theirs. `written` gives the words as HTML. `found` is what `?q=` finds in them;
    `ends_ms` is when it is over, and `current_id` the passage at `asked_ms`, None beyond the end; `moment` is
    where that, or the span, is quoted and cited. `counts_words`: words have blanks between them here.
    """

    episode: Any
    voices: tuple[Voice, ...]
    more_voices: tuple[Voice, ...]
    parts: tuple[Part, ...]
    written: Callable[[], Markup]
    timeline: Timeline | None
    transcripts: tuple[Transcript, ...]
    transcript: Transcript | None
    language: str | None
    direction: str | None
    sureness: float | None
    recordings: tuple[Recording, ...]
    recording: Recording | None
    tracks: tuple[Track, ...]
    tracks_data: str
    listen: str | None
    ways_data: str | None
    link: str | None
    particulars: Particulars
    heard: tuple[Heard, ...]
    mapped: tuple[Way, ...]
    sources: Sequence[Any]
    names: Sequence[str]
    warnings: Sequence[Any]
    decisions: int
    found: Found | None
    asked_ms: int | None
    asked_end_ms: int | None
    ends_ms: int | None
    current_id: int | None
    moment: str | None
    has_words: bool
    counts_words: bool
    has_voices: bool
    has_times: bool
    can_be_heard: bool
    has_punctuation: bool
    has_corrected: bool
    has_doubtful: bool
    has_estimated: bool


def page(asking: Asking) -> EpisodePage | None:
    """Everything on the page of one episode, None if there is none.

    `t` is a moment or a span, `q` what is looked for in its words. Raises BadAddress if `t` is no time.
    """
    connection, episode_id, allowed = asking.connection, asking.key or 0, asking.allowed
    episode = queries.row(connection, sql.EPISODE, episode_id)
    if episode is None:
        return None
    span = asked.span(asking.args.get("t"), asking.words)
    speakers = queries.rows(connection, sql.SPEAKERS, episode_id)
    chapters = queries.rows(connection, sql.CHAPTERS, episode_id)
    utterances = queries.rows(connection, sql.UTTERANCES, episode_id)
    transcripts = readings.transcripts(connection, episode_id, with_sources="sources" in allowed)
    shown = next((each for each in transcripts if each.shown), None)
    recordings = readings.recordings(connection, episode_id)
    recording = readings.playing(shown, recordings)
    own = shown.recording_id if shown else recording.id if recording else 0
    heard_in = players.of_recording(connection, episode_id, own, mapped="clock_maps" in allowed)
    tracks = playing.tracks(heard_in)
    sources = queries.rows(connection, sql.SOURCES, episode_id) if "sources" in allowed else ()
    voices = voices_of(speakers, utterances)
    # What is no voice comes last: the list is one of people.
    listed, others = foremost(sorted(voices.values(), key=lambda voice: voice.is_sound))
    ends_ms = _ends(utterances, recording, episode)
    beyond = span is not None and ends_ms is not None and span.start_ms > ends_ms
    current = None if span is None or beyond else at(utterances, span.start_ms)
    looked_for = found(connection, episode_id, asking.args.get("q")) if utterances else None
    marks = Marks(current=current, span=span, found=looked_for.places if looked_for else {})
    parts = tuple(parts_of(chapters, utterances, voices, heard_in, marks))
    has_voices = any(row["speaker_id"] is not None for row in utterances)
    language = _language(shown, episode)
    direction = "rtl" if language and language.lower().partition("-")[0] in RIGHT_TO_LEFT else None
    writing = Writing(
        episode_id,
        looked_for.ids if looked_for else (),
        has_voices=has_voices,
        direction=direction,
        words=asking.words,
        to=asking.to,
    )
    return EpisodePage(
        episode=episode,
        voices=listed,
        more_voices=others,
        parts=parts,
        written=lambda: writing.parts(parts),
        timeline=timeline(
            utterances,
            voices,
            parts,
            duration_ms=ends_ms,
            asked=None if beyond else span,
            found=looked_for.ids if looked_for else (),
            words=asking.words,
        ),
        transcripts=transcripts,
        transcript=shown,
        language=language,
        direction=direction,
        sureness=mean((row["word_confidence"], row["words"]) for row in utterances),
        recordings=recordings,
        recording=recording,
        tracks=tracks,
        tracks_data=playing.as_data(tracks),
        listen=heard_in.before,
        ways_data=playing.ways_as_data(heard_in.mapped),
        link=addresses.web(episode["link"]),
        particulars=particulars(
            connection,
            episode,
            recordings,
            shown,
            sources,
            has_words=bool(utterances),
            table=asking.to.table("episodes"),
            allowed=allowed,
        ),
        heard=heard_in.at(span.start_ms) if span and not beyond else (),
        mapped=heard_in.mapped,
        sources=sources,
        names=[row["value"] for row in queries.rows(connection, sql.NAMES, episode_id)] or [episode["slug"]],
        warnings=queries.rows(connection, sql.WARNINGS, episode_id) if "warnings" in allowed else (),
        decisions=queries.row(connection, sql.DECISIONS, episode_id)[0] if "corrections" in allowed else 0,
        found=looked_for,
        asked_ms=span.start_ms if span else None,
        asked_end_ms=span.end_ms if span else None,
        ends_ms=ends_ms,
        current_id=current,
        moment=None if span is None or current is None else _moment(asking.to, episode_id, span, current),
        has_words=bool(utterances),
        counts_words=sum(unspaced.letters(row["text"]) for row in utterances if row["spaced"])
        <= sum(row["words"] for row in utterances),
        has_voices=has_voices,
        has_times=any(row["start_ms"] is not None for row in utterances),
        can_be_heard=heard_in.before is not None and any(heard_ms(row) is not None for row in utterances),
        has_doubtful=any(block.doubtful for part in parts for block in part.blocks),
        has_estimated=any(is_estimated(row["start_ms"], heard_ms(row)) for row in utterances),
        has_corrected=any(voice.corrected for voice in voices.values()),
        has_punctuation=any(voice.questions is not None for voice in voices.values()),
    )


def _moment(to: Addresses, episode_id: int, span: Span, current: int) -> str:
    if span.end_ms is None:
        return to.own("moment", [("u", str(current))])
    asked_for = f"{addresses.seconds(span.start_ms)},{addresses.seconds(span.end_ms)}"
    return to.own("moment", [("episode", str(episode_id)), ("t", asked_for)])


def _ends(utterances: Sequence[Any], recording: Recording | None, episode: Any) -> int | None:
    """When the recording ends, or its last words if that is later; None if nothing says so."""
    known = [row["end_ms"] or row["start_ms"] for row in utterances[-1:] if row["start_ms"] is not None]
    known += [recording.duration_ms] if recording and recording.duration_ms else []
    known += [episode["duration_ms"]] if episode["duration_ms"] else []
    return max(known, default=None)


def _language(shown: Transcript | None, episode: Any) -> str | None:
    """What the words are in; None if nothing says so, or they do not read like it."""
    if shown is None or "language_mismatch" in shown.flags:
        return None
    return shown.language or (str(episode["language"]) if episode["language"] else None)
