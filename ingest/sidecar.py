"""The sidecar: what a person says of an episode in TOML, beside the transcript; options say the same.

[podcast]     title author description language link guid         also in podcast.toml, for all in a folder
              image license license_url explicit categories tags copyright
[episode]     title published description season number language link duration
              subtitle kind explicit image tags
[transcript]  prefer origin recording                             of the files beside it
[[person]]    name role href description                          also in podcast.toml
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

from archive import timecode
from archive.records import EpisodeKind, Origin, Podcast

from .errors import InvalidSidecar
from .feeds.addresses import youtube_id
from .files.source import Source
from .readers import dates
from .reading import PersonMention, Reading, RecordingMention

SIDECAR = "sidecar"
PODCAST = "podcast"
OPTIONS = "options"
OPTIONS_URI = "command line"
READER = "sidecar 1"

_BEYOND = 1_000_000
"""No season and no episode has this number; it keeps out what is infinite, and what no column holds."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
Value = TypeVar("Value")


def read(source: Source) -> Reading:
    """What a sidecar says. Raises InvalidSidecar for broken TOML, unknown keys, values of a wrong kind."""
    try:
        document = tomllib.loads(source.text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    except (
        ValueError,
        RecursionError,
    ) as error:  # tomllib's own are ValueErrors, so is a number of 5,000 digits
        raise InvalidSidecar(source.name, f"is not TOML: {error}", "mend it and ingest again") from None
    return reading(document, source.name)


def read_podcast(source: Source) -> Reading:
    """What a podcast.toml says of every episode in its folder. Raises InvalidSidecar like `read`."""
    said = read(source)
    if said != Reading(podcast=said.podcast, people=said.people):
        problem, remedy = (
            "says something of one episode",
            "write it beside that, and here only [podcast] and [[person]]",
        )
        raise InvalidSidecar(source.name, problem, remedy)
    return said


def read_options(source: Source) -> Reading:
    """What the command line said when the episode was ingested, as `options_bytes` wrote it down."""
    return reading(json.loads(source.text), source.name)


def options_bytes(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()


def reading(document: dict[str, Any], name: str) -> Reading:
    """The reading of a sidecar's tables. Raises InvalidSidecar, whose place begins with `name`."""
    _only(document, {"podcast", "episode", "transcript", "person"}, name)
    podcast = _table(document, "podcast", name)
    episode = _table(document, "episode", name)
    heard = _table(document, "transcript", name)
    people = document.get("person", [])
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise InvalidSidecar(name, "person is not a list of tables", "write each as [[person]]")
    _only(podcast, {*_SHOW}, f"{name} [podcast]")
    _only(episode, _EPISODE, f"{name} [episode]")
    _only(heard, {"prefer", "origin", "recording"}, f"{name} [transcript]")
    if podcast and "title" not in podcast:
        raise InvalidSidecar(f"{name} [podcast]", "has no title", "a podcast is known by its title")
    show = {
        _RENAMED.get(key, key): _SHOW[key](podcast, key, f"{name} [podcast]")
        for key in podcast
        if key in _SHOW
    }
    recording = _link(heard, "recording", f"{name} [transcript]")
    place = f"{name} [episode]"
    return Reading(
        podcast=Podcast(**show) if show else None,
        subtitle=_text(episode, "subtitle", place),
        kind=_value(episode, "kind", place, _one_of(get_args(EpisodeKind)), "full, trailer or bonus"),
        explicit=_truth(episode, "explicit", place),
        image_url=_link(episode, "image", place),
        tags=_texts(episode, "tags", place) or (),
        prefer=_text(heard, "prefer", f"{name} [transcript]"),
        origin=_value(heard, "origin", f"{name} [transcript]", _one_of(get_args(Origin)), _ORIGINS),
        recordings=_recordings(recording),
        youtube_id=youtube_id(recording) if recording else None,
        title=_text(episode, "title", place),
        description=_text(episode, "description", place),
        language=_text(episode, "language", place),
        link=_link(episode, "link", place),
        published=_value(episode, "published", place, dates.iso, "a date: 2026-02-04, 2026-02 or 2026"),
        season=_value(episode, "season", place, _whole, "a whole number, not negative"),
        number=_value(episode, "number", place, _number, "a number, not negative"),
        duration_ms=_value(episode, "duration", place, _duration, 'a duration in quotes: "1:07:44"'),
        people=tuple(
            _person(person, f"{name} [[person]] {count}") for count, person in enumerate(people, start=1)
        ),
    )


def _person(table: dict[str, Any], place: str) -> PersonMention:
    _only(table, {"name", "role", "href", "description"}, place)
    name = _text(table, "name", place)
    if name is None:
        raise InvalidSidecar(place, "has no name", "name the person, or take the table out")
    return PersonMention(
        name=name,
        role=_text(table, "role", place),
        href=_link(table, "href", place),
        description=_text(table, "description", place),
    )


def _only(table: dict[str, Any], known: set[str], place: str) -> None:
    for key in table:
        if key not in known:
            raise InvalidSidecar(
                place, f"has an unknown key {key!r}", f"known are {', '.join(sorted(known))}"
            )


def _table(document: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise InvalidSidecar(name, f"{key} is not a table", f"write it as [{key}]")
    return table


def _value(
    table: dict[str, Any], key: str, place: str, convert: Callable[[Any], Value | None], wanted: str
) -> Value | None:
    if key not in table:
        return None
    value = convert(table[key])
    if value is None:
        raise InvalidSidecar(place, f"{key} is {str(table[key])[:80]!r}", f"write {wanted}")
    return value


def _text(table: dict[str, Any], key: str, place: str) -> str | None:
    return _value(
        table,
        key,
        place,
        lambda value: (
            value.strip() or None if isinstance(value, str) and not _UNPRINTABLE.search(value) else None
        ),
        "a text in quotes, not empty, without control characters",
    )


def _link(table: dict[str, Any], key: str, place: str) -> str | None:
    return _value(
        table,
        key,
        place,
        lambda value: value if isinstance(value, str) and re.fullmatch(r"https?://\S+", value) else None,
        "an address that begins with http:// or https://",
    )


def _texts(table: dict[str, Any], key: str, place: str) -> tuple[str, ...] | None:
    def convert(value: Any) -> tuple[str, ...] | None:
        if not isinstance(value, list):
            return None
        texts = [each.strip() for each in value if isinstance(each, str) and not _UNPRINTABLE.search(each)]
        return tuple(texts) if len(texts) == len(value) and all(texts) else None

    return _value(table, key, place, convert, 'a list of texts in quotes: ["python", "testing"]')


def _truth(table: dict[str, Any], key: str, place: str) -> bool | None:
    return _value(
        table, key, place, lambda value: value if isinstance(value, bool) else None, "true or false"
    )


def _one_of(known: tuple[Value, ...]) -> Callable[[Any], Value | None]:
    return lambda value: next((each for each in known if each == value), None)


def _recordings(url: str | None) -> tuple[RecordingMention, ...]:
    """The recording at an address; a video on YouTube is known by its id."""
    if url is None or youtube_id(url):
        return ()
    return (RecordingMention(kind="audio", url=url),)


def _whole(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number == int(number) else None


def _number(value: Any) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < _BEYOND:
        return None
    return float(value)


def _duration(value: Any) -> int | None:
    try:
        return timecode.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


_SHOW: dict[str, Callable[[dict[str, Any], str, str], Any]] = {
    **dict.fromkeys(("title", "author", "description", "language", "guid", "license", "copyright"), _text),
    **dict.fromkeys(("link", "image", "license_url"), _link),
    **dict.fromkeys(("categories", "tags"), lambda *where: _texts(*where) or ()),
    "explicit": _truth,
}
_RENAMED = {"image": "image_url"}
_EPISODE = {
    *("title", "published", "description", "season", "number", "language", "link", "duration"),
    *("subtitle", "kind", "explicit", "image", "tags"),
}
_ORIGINS = "human, edited, asr or automatic captions"
