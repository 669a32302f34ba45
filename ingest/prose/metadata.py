"""What the keys of metadata mean: a table as front matter has it becomes a reading without cues.

Every generator has its own keys for the same things; those that are not known say nothing of an episode.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from archive import timecode
from archive.records import Origin, Podcast
from ingest.readers import dates, jsontext, languages
from ingest.readers.oddities import Oddities
from ingest.reading import Published, Reading, spoken

from . import addresses, embedded, mentioned

_TITLE = ("title", "episode_title", "episode_name", "headline")
_NUMBER = ("episode", "episode_number", "number", "ep", "episodenumber", "episode_no", "ep_number")
_SEASON = ("season", "season_number")
_PUBLISHED = (
    *("published", "published_at", "publish_date", "published_on", "pub_date", "pubdate", "publishdate"),
    *("publication_date", "date_published", "datepublished", "release_date", "released", "air_date", "aired"),
    *("upload_date", "date"),
)
_PODCAST = ("podcast", "show_name", "show", "series", "podcast_title", "podcast_name", "podcast_show")
_DESCRIPTION = ("description", "summary", "excerpt", "subtitle", "synopsis")
_LANGUAGE = ("language", "lang", "locale")
_DURATION = ("duration", "podcast_duration", "itunes_duration", "audio_duration", "length")
_MADE_BY = ("transcript_by", "transcribed_by", "transcriber", "transcript_source", "transcribed_with")

_TELLING = {*_TITLE, *_PUBLISHED, *_DURATION, *_MADE_BY, *addresses.KEYS, *embedded.KEYS, "layout", "slug"}
_NOTHING = {
    "",
    "unknown",
    "none",
    "null",
    "nil",
    "n/a",
    "na",
    "tbd",
    "tba",
    "untitled",
    "~",
    "true",
    "false",
    "-",
}
_EPISODE = re.compile(
    r"(?:S(?P<season>\d{1,4})[ ._-]?)?(?:E|ep(?:isode)?\.?|#)?[ #]*(?P<number>\d{1,6}(?:\.\d{1,3})?)", re.I
)
_LENGTH = re.compile(
    r"(?:(\d{1,3}) ?h(?:ours?|rs?)?)?[ ,]*(?:(\d{1,4}) ?m(?:in(?:ute)?s?)?)?"
    r"[ ,]*(?:(\d{1,5}) ?s(?:ec(?:ond)?s?)?)?\.?",
    re.I,
)
_MACHINE = re.compile(
    r"\b(?:whisper\w*|otter|deepgram|assemblyai|speechmatics|macwhisper|parakeet|machine|asr|ai|automatic(?:ally)?"
    r"|auto-?generated|speech[ -]to[ -]text|gemini|chatgpt|gpt-?\w*)\b",
    re.I,
)
_CORRECTED = re.compile(r"\b(?:edited|corrected|reviewed|proofread|revised|cleaned up)\b", re.I)
_BY_HAND = re.compile(r"\b(?:human|by hand|manual(?:ly)?)\b", re.I)


def is_telling(table: Iterable[str]) -> bool:
    """Whether one of the keys is such as no transcript has for a speaker."""
    return any(_plain(key) in _TELLING for key in table)


def reading(table: Mapping[Any, Any], lines: Mapping[str, int]) -> Reading:
    """What a table says of an episode. `lines` has the number of the line of each key, for warnings."""
    keys = {_plain(key): value for key, value in table.items() if isinstance(key, str)}
    places = {_plain(key): f"line {number}" for key, number in lines.items()}
    odd = Oddities()
    season, number = _episode(keys)
    chapters = embedded.chapters(keys, odd)
    text, key = _description(keys)
    description, listed = embedded.description(text, places.get(key, ""))
    podcast = next((name for key in _PODCAST if (name := _show(keys.get(key)))), None)
    return Reading(
        title=_first(keys, _TITLE),
        season=season,
        number=number,
        published=_published(keys, places, odd),
        people=mentioned.people(keys, places, odd),
        recordings=addresses.recordings(keys),
        youtube_id=addresses.youtube_id(keys),
        podcast=Podcast(title=podcast) if podcast else None,
        description=description,
        language=next((tag for key in _LANGUAGE if (tag := languages.tag(keys.get(key)))), None),
        link=addresses.page(keys),
        duration_ms=_duration(keys),
        origin=_origin(keys),
        chapters=chapters or listed.marks,
        chapter_list="file" if chapters else "description",
        warnings=(*odd.warnings(), *(() if chapters else listed.warnings)),
    )


def _plain(key: object) -> str:
    return re.sub(r"[ -]", "_", str(key).strip().casefold())


def said(value: object) -> str | None:
    """A value in one line; None for what stands there for want of one: null, "unknown", "TBD"."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    text = spoken(jsontext.text(value) or "")
    return None if text.casefold() in _NOTHING else text


def _first(keys: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((text for name in names if (text := said(keys.get(name)))), None)


def _show(value: object) -> str | None:
    name = said(value.get("title", value.get("name")) if isinstance(value, dict) else value)
    # `my-show` is an address's part, not a title.
    return None if name is None or mentioned.is_slug(name) or "://" in name else name


def _episode(keys: Mapping[str, Any]) -> tuple[int | None, float | None]:
    number = next(
        (found for key in _NUMBER if (found := _EPISODE.fullmatch(said(keys.get(key)) or ""))), None
    )
    season = re.fullmatch(r"(?:S(?:eason)? ?)?(\d{1,4})", said(_value(keys, _SEASON)) or "", re.I)
    of_number = number["season"] if number else None
    return (
        int(season[1]) if season else int(of_number) if of_number else None,
        float(number["number"]) if number else None,
    )


def _value(keys: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((keys[name] for name in names if said(keys.get(name))), None)


def _published(keys: Mapping[str, Any], places: Mapping[str, str], odd: Oddities) -> Published | None:
    for name in _PUBLISHED:
        value = keys.get(name)
        found = dates.published(value)
        if found:
            return found
        text = str(value)[:60] if isinstance(value, str | int | float) else None
        if text and said(value):
            message = f"{name} is no date, or could be two: {' '.join(text.split())}"
            odd.note("unclear_date", places.get(name, ""), message)
    return None


def _description(keys: Mapping[str, Any]) -> tuple[str, str]:
    """The longer text that is said of an episode, and its key."""
    for name in _DESCRIPTION:
        text = jsontext.text(keys.get(name))
        if text and said(text):
            return text, name
    return "", ""


def _duration(keys: Mapping[str, Any]) -> int | None:
    """A clock's time, or a length with its units. A bare number may be seconds or minutes."""
    for name in _DURATION:
        text = said(keys.get(name)) or ""
        found = _LENGTH.fullmatch(text)
        hours, minutes, seconds = found.groups() if found else (None, None, None)
        try:
            total = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
            length = total * 1000 if found else timecode.parse(text)
        except ValueError:
            continue
        if length:
            return length
    try:
        return timecode.from_seconds(keys.get("duration_seconds")) or None
    except ValueError:
        return None


def _origin(keys: Mapping[str, Any]) -> Origin | None:
    """Who made the words, where that is evident: who only is named may have used anything."""
    made_by = _first(keys, _MADE_BY) or ""
    if _BY_HAND.search(made_by):
        return "human"
    if _MACHINE.search(made_by):
        return "edited" if _CORRECTED.search(made_by) else "asr"
    return None
