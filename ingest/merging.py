"""Who is believed of an episode, field by field: the one table of rules, and how it is applied.

Of several sources of one kind the better transcript goes first, then the order of their addresses: never the
order in which they came. A source that says nothing of a field leaves it to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from archive import names
from archive.records import FieldOrigin, Podcast, StoredSource
from archive.withholding import REMOVED

from . import sidecar
from .reading import PersonMention, Reading

DEFAULT: tuple[FieldOrigin, ...] = get_args(FieldOrigin)

_WRITTEN: dict[str, FieldOrigin] = {
    sidecar.OPTIONS: "options",
    sidecar.SIDECAR: "sidecar",
    sidecar.PODCAST: "podcast.toml",
    "feed_item": "feed",
    "youtube_page": "video",
    "youtube_info": "video",
    "youtube_panel": "video",
    "media_tags": "media",
}


def _first(*first: FieldOrigin) -> tuple[FieldOrigin, ...]:
    """The usual order, but `first` (after what a person said) before all others."""
    said = DEFAULT[:3]
    return (*said, *first, *(kind for kind in DEFAULT if kind not in said and kind not in first))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who is believed of the field called `field`, the strongest first, and why."""

    field: str
    order: tuple[FieldOrigin, ...]
    why: str


_SHOW = "what a show says of itself in its feed goes before what others print"

RULES: tuple[Rule, ...] = (
    Rule(field="title", order=DEFAULT, why=_SHOW),
    Rule(field="subtitle", order=DEFAULT, why=_SHOW),
    Rule(field="description", order=DEFAULT, why=_SHOW),
    Rule(
        field="published",
        order=_first("feed", "transcript"),
        why="a video is often put up later than the episode",
    ),
    Rule(field="season", order=DEFAULT, why=_SHOW),
    Rule(field="number", order=DEFAULT, why=_SHOW),
    Rule(field="kind", order=DEFAULT, why="only feeds say it"),
    Rule(field="language", order=DEFAULT, why=_SHOW),
    Rule(field="link", order=DEFAULT, why="the episode's own page rather than a video's"),
    Rule(field="image_url", order=DEFAULT, why=_SHOW),
    Rule(field="explicit", order=DEFAULT, why="only feeds say it"),
    Rule(
        field="duration_ms",
        order=_first("media"),
        why="a file's own length is measured; feeds round it, or give that of another cut",
    ),
)

_ORDERS = {rule.field: rule.order for rule in RULES}


def kind(stored: StoredSource) -> FieldOrigin:
    """Which kind of source it is."""
    return _WRITTEN.get(stored.format, "transcript")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """What the sources of one episode say, the strongest first: (kind, reading) each."""

    said: Sequence[tuple[FieldOrigin, Reading]]

    def field(self, name: str) -> tuple[Any, FieldOrigin | None]:
        """(the value, which kind of source said it); (None, None) if none did."""
        found = [
            (_ORDERS[name].index(kind), number, value)
            for number, (kind, reading) in enumerate(self.said)
            if (value := getattr(reading, name)) is not None
        ]
        if not found:
            return None, None
        place, _, value = min(found, key=lambda each: each[:2])
        return value, _ORDERS[name][place]

    def beside(self, name: str, other: str) -> Any:
        """What the source that is believed of the field `name` says of `other`."""
        value, _ = self.field(name)
        return next(
            (
                getattr(reading, other)
                for _, reading in self.said
                if value is not None and getattr(reading, name) == value
            ),
            None,
        )

    def people(self) -> list[PersonMention]:
        """Everybody whom a source names: of one name the strongest is believed, and others fill the gaps."""
        found: dict[tuple[str, str | None], PersonMention] = {}
        for _, reading in self.said:
            for person in reading.people:
                if REMOVED in person.name:
                    continue  # nobody is called so: a name stood there of somebody who was taken out
                same = names.key(person.name)
                known = [key for key in found if key[0] == same and _may_be_one(found[key], person)]
                if not known:
                    found[same, person.href] = person
                for key in known:
                    found[key] = _filled(found[key], person)
        return list(found.values())

    def tags(self) -> tuple[str, ...]:
        """The tags of all sources, each once however it is written."""
        tags: dict[str, str] = {}
        for _, reading in self.said:
            for tag in reading.tags:
                tags.setdefault(tag.casefold(), tag)
        return tuple(tags.values())

    def podcast(self) -> Podcast | None:
        """The show, field by field: a feed's guid, and the title that a person gave it."""
        merged: dict[str, Any] = {}
        origins: dict[str, FieldOrigin] = {}
        for kind, reading in self.said:
            if reading.podcast is None:
                continue
            for name in _PODCAST:
                value = getattr(reading.podcast, name)
                if value not in (None, ()) and name not in merged:
                    merged[name], origins[name] = value, kind
        return Podcast(**merged, origins=origins) if "title" in merged else None


_PODCAST = tuple(name for name in Podcast.__dataclass_fields__ if name != "origins")


def _may_be_one(one: PersonMention, other: PersonMention) -> bool:
    return one.href == other.href or one.href is None or other.href is None


def _filled(known: PersonMention, new: PersonMention) -> PersonMention:
    gaps = {
        name: getattr(new, name)
        for name in ("role", "href", "description", "image_url")
        if getattr(known, name) is None
    }
    return replace(known, **gaps)


def table() -> list[tuple[str, str, str]]:
    """The rules as rows of (fields, who is believed, why), for people to read."""
    alike: dict[tuple[tuple[FieldOrigin, ...], str], list[str]] = {}
    for rule in RULES:
        alike.setdefault((rule.order, rule.why), []).append(rule.field.removesuffix("_ms"))
    return [(", ".join(fields), " > ".join(order), why) for (order, why), fields in alike.items()]
