"""An episode as its page shows it: who speaks, chapters, and the words in blocks of one voice."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive import players, timecode
from archive.players import Heard, Players, Way
from archive.web import addresses, queries
from archive.web.asking import Asking
from archive.web.episode import readings, sql
from archive.web.episode.particulars import Particulars, particulars
from archive.web.episode.readings import Recording, Transcript
from archive.web.episode.voices import Voice, foremost, mean, voices_of

DOUBTFUL = 0.5
"""Heard for less of the time than this, a voice is named with a "perhaps"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An utterance: its words, the times for its address and its players, whether `?t=` points at it.

    `listen` plays it in the recording that the words came from, `elsewhere` in those that its clock leads to.
    """

    id: int
    text: str
    at_ms: int | None
    listen: str | None
    elsewhere: tuple[Heard, ...]
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Consecutive passages of one voice in one chapter. `resumed`: the turn began in the chapter before.

    `doubtful`: the diarisation that tells whose it is hears somebody else, or nobody, for most of a passage.
    """

    voice: Voice | None
    resumed: bool
    doubtful: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter with its blocks; without a chapter, what lies before the first or in an episode without."""

    place: int | None
    title: str | None
    at_ms: int | None
    listen: str | None
    elsewhere: tuple[Heard, ...]
    href: str | None
    image: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePage:
    """`heard` is where the moment plays that was asked for, `mapped` are the ways to other recordings."""

    episode: Any
    voices: tuple[Voice, ...]
    more_voices: tuple[Voice, ...]
    parts: tuple[Part, ...]
    transcripts: tuple[Transcript, ...]
    transcript: Transcript | None
    language: str | None
    sureness: float | None
    recordings: tuple[Recording, ...]
    recording: Recording | None
    link: str | None
    particulars: Particulars
    heard: tuple[Heard, ...]
    mapped: tuple[Way, ...]
    sources: Sequence[Any]
    names: Sequence[str]
    warnings: Sequence[Any]
    decisions: int
    asked_ms: int | None
    current_id: int | None
    has_words: bool
    has_voices: bool
    has_times: bool


def page(asking: Asking) -> EpisodePage | None:
    """Everything on the page of one episode, None if there is none. `t` is in seconds or clock time."""
    connection, episode_id, allowed = asking.connection, asking.key or 0, asking.allowed
    episode = queries.row(connection, sql.EPISODE, episode_id)
    if episode is None:
        return None
    speakers = queries.rows(connection, sql.SPEAKERS, episode_id)
    chapters = queries.rows(connection, sql.CHAPTERS, episode_id)
    utterances = queries.rows(connection, sql.UTTERANCES, episode_id)
    transcripts = readings.transcripts(connection, episode_id, with_sources="sources" in allowed)
    shown = next((each for each in transcripts if each.shown), None)
    recordings = readings.recordings(connection, episode_id)
    recording = readings.playing(shown, recordings)
    own = shown.recording_id if shown else recording.id if recording else 0
    playing = players.of_recording(connection, episode_id, own, mapped="clock_maps" in allowed)
    sources = queries.rows(connection, sql.SOURCES, episode_id) if "sources" in allowed else ()
    voices = voices_of(speakers, utterances)
    # What is no voice comes last: the list is one of people.
    listed, others = foremost(sorted(voices.values(), key=lambda voice: voice.is_sound))
    asked_ms = moment(asking.args.get("t"))
    current = _at(utterances, asked_ms)
    return EpisodePage(
        episode=episode,
        voices=listed,
        more_voices=others,
        parts=tuple(_parts(chapters, utterances, voices, playing, current)),
        transcripts=transcripts,
        transcript=shown,
        language=_language(shown, episode),
        sureness=mean((row["word_confidence"], row["words"]) for row in utterances),
        recordings=recordings,
        recording=recording,
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
        heard=playing.at(asked_ms),
        mapped=playing.mapped,
        sources=sources,
        names=[row["value"] for row in queries.rows(connection, sql.NAMES, episode_id)] or [episode["slug"]],
        warnings=queries.rows(connection, sql.WARNINGS, episode_id) if "warnings" in allowed else (),
        decisions=queries.row(connection, sql.DECISIONS, episode_id)[0] if "corrections" in allowed else 0,
        asked_ms=asked_ms,
        current_id=current,
        has_words=bool(utterances),
        has_voices=any(row["speaker_id"] is not None for row in utterances),
        has_times=any(row["start_ms"] is not None for row in utterances),
    )


def moment(asked: str | None) -> int | None:
    """Milliseconds of `754.2`, `754s`, `12:34` or `1:02:03`; None for anything else."""
    text = (asked or "").strip()[:20]
    try:
        return timecode.parse(text)
    except ValueError:
        pass
    try:
        seconds = float(text.removesuffix("s"))
    except ValueError:
        return None
    # Not beyond a thousand hours, and not "nan", which no comparison holds for.
    return round(seconds * 1000) if 0 <= seconds < 3_600_000 else None


def _language(shown: Transcript | None, episode: Any) -> str | None:
    """What the words are in; None if nothing says so, or they do not read like it."""
    if shown is None or "language_mismatch" in shown.flags:
        return None
    return shown.language or (str(episode["language"]) if episode["language"] else None)


def _at(utterances: Sequence[Any], asked_ms: int | None) -> int | None:
    """The id of the last utterance that has begun by then, or of the first one."""
    if asked_ms is None:
        return None
    timed = [row for row in utterances if row["start_ms"] is not None]
    begun = [row["id"] for row in timed if row["start_ms"] <= asked_ms]
    return begun[-1] if begun else timed[0]["id"] if timed else None


def _parts(
    chapters: Sequence[Any],
    utterances: Sequence[Any],
    voices: dict[int, Voice],
    playing: Players,
    current: int | None,
) -> list[Part]:
    by_chapter: dict[int | None, list[Any]] = {}
    for row in utterances:
        by_chapter.setdefault(row["chapter_id"], []).append(row)
    parts = []
    spoken = by_chapter.pop(None, [])
    if spoken:
        parts.append(
            Part(
                place=None,
                title=None,
                at_ms=None,
                listen=None,
                elsewhere=(),
                href=None,
                image=None,
                blocks=_blocks(spoken, voices, playing, current, None),
            )
        )
    previous = spoken[-1] if spoken else None
    for chapter in chapters:
        spoken = by_chapter.get(chapter["id"], [])
        parts.append(
            Part(
                place=chapter["place"],
                title=chapter["title"],
                at_ms=chapter["start_ms"],
                **_heard(playing, chapter["start_ms"]),
                href=addresses.web(chapter["href"]),
                image=addresses.web(chapter["image_url"]),
                blocks=_blocks(spoken, voices, playing, current, previous),
            )
        )
        previous = spoken[-1] if spoken else previous
    return parts


def _blocks(
    utterances: Sequence[Any], voices: dict[int, Voice], playing: Players, current: int | None, previous: Any
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    passages: list[Passage] = []
    doubtful = False
    for position, row in enumerate(utterances):
        doubtful |= row["method"] == "overlap" and (row["confidence"] or 0) < DOUBTFUL
        passages.append(_passage(row, playing, current))
        following = utterances[position + 1] if position + 1 < len(utterances) else None
        if following is None or _voice_of(following) != _voice_of(row):
            resumed = (
                not blocks
                and previous is not None
                and row["turn"] is not None
                and _voice_of(previous) == _voice_of(row)
            )
            blocks.append(
                Block(
                    voice=voices.get(row["speaker_id"]),
                    resumed=resumed,
                    doubtful=doubtful,
                    passages=tuple(passages),
                )
            )
            passages, doubtful = [], False
    return tuple(blocks)


def _voice_of(row: Any) -> tuple[int | None, int | None]:
    return row["speaker_id"], row["turn"]


def _heard(playing: Players, ms: int | None) -> dict[str, Any]:
    found = playing.at(ms)
    return {
        "listen": next((each.url for each in found if each.precision == "exact"), None),
        "elsewhere": tuple(each for each in found if each.precision == "mapped"),
    }


def _passage(row: Any, playing: Players, current: int | None) -> Passage:
    marks = json.loads(row["marks"])
    # The cue that holds the first word: its printed time, where the player starts with these words in it.
    heard = marks[0][1] if marks else row["start_ms"]
    return Passage(
        id=row["id"],
        text=row["text"],
        at_ms=row["start_ms"],
        **_heard(playing, heard),
        current=row["id"] == current,
    )
