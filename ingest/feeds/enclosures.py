"""The cuts of an episode that can be played: every enclosure, media:content and podcast:alternateEnclosure.

    <enclosure url="https://…/7.mp3" type="audio/mpeg" length="61529704"/>
    <link rel="enclosure" href="https://…/7.mp3" type="audio/mpeg" length="…"/>                  Atom
    <media:content url="https://…/7.mp4" medium="video" fileSize="…" duration="2551"/>           Media RSS
    <podcast:alternateEnclosure type="video/mp4" title="Video" length="…"><podcast:source uri="https://…"/>

Each address once, whichever of them names it; the first is the episode's own. The sources of one
alternateEnclosure are the same file at several places, of which the first that a browser can play is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from archive.records import RecordingKind
from ingest.reading import RecordingMention

from . import namespaces
from .addresses import youtube_id
from .scalars import seconds, size
from .tree import Held, line

_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_SOUND = re.compile(r"\.(?:mp3|m4a|m4b|aac|og[ag]|opus|wav|flac|wma|aiff?)$", re.IGNORECASE)
_PICTURES = re.compile(r"\.(?:mp4|m4v|webm|mov|mkv|ogv|avi|wmv|mpe?g)$", re.IGNORECASE)
_NO_RECORDING = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|epub|html?|txt|vtt|srt|json|xml|zip)$", re.IGNORECASE
)
_NO_TYPES = ("image/", "text/", "application/pdf", "application/epub", "application/zip", "application/json")


def recordings(held: Held, duration_ms: int | None) -> tuple[RecordingMention, ...]:
    """The recordings of an item, which lasts `duration_ms`; the first is the one that players get."""
    found: dict[str, RecordingMention] = {}
    for url, each in _all(held):
        before = found.setdefault(url, each)
        if before is not each:
            found[url] = replace(
                before,
                mime_type=before.mime_type or each.mime_type,
                duration_ms=before.duration_ms or each.duration_ms,
                size=before.size or each.size,
                title=before.title or each.title,
            )
    told = list(found.values())
    if told and told[0].duration_ms is None:
        told[0] = replace(told[0], duration_ms=duration_ms)
    return tuple(told)


def video(held: Held, guid: str, link: str | None, told: tuple[RecordingMention, ...]) -> str | None:
    """The id of the video that an item is about, or that it plays."""
    said = held.text("yt:videoid") or (guid.removeprefix("yt:video:") if guid.startswith("yt:video:") else "")
    if _VIDEO_ID.fullmatch(said):
        return said
    addresses = (link, *(each.url for each in told))
    return next((found for each in addresses if each and (found := youtube_id(each))), None)


def _all(held: Held) -> Iterator[tuple[str, RecordingMention]]:
    for element in held.all("enclosure"):
        yield from _one(held, element.get("url") or element.get("href"), element, element.get("length"))
    for element in held.all("atom:link", "link"):
        if element.get("rel", "").strip().lower() == "enclosure":
            yield from _one(held, element.get("href"), element, element.get("length"))
    groups = [content for group in held.all("media:group") for content in group]
    for element in (*held.all("media:content"), *groups):
        if namespaces.name(element.tag) == "media:content":
            yield from _one(held, element.get("url"), element, element.get("fileSize"))
    for element in held.all("podcast:alternateenclosure"):
        uris = [each.get("uri") for each in element if namespaces.name(each.tag) == "podcast:source"]
        playable = next((uri for uri in uris if held.link(uri)), None)
        yield from _one(held, playable, element, element.get("length"), element.get("title"))


def _one(
    held: Held, value: str | None, element: Element, length: str | None, title: str | None = None
) -> Iterator[tuple[str, RecordingMention]]:
    url = held.link(value)
    mime_type = element.get("type", "").strip().lower() or None
    video = youtube_id(url) if url else None
    kind = _kind(url, mime_type, element.get("medium", "").strip().lower()) if url else None
    if url is None or kind is None:
        return
    url = f"https://www.youtube.com/watch?v={video}" if video else url
    titled = [each for each in element if namespaces.name(each.tag) == "media:title"]
    title = title or next((words for each in titled if (words := line(each))), None)
    yield (
        url,
        RecordingMention(
            kind="youtube" if video else kind,
            url=url,
            mime_type=None if video else mime_type,
            duration_ms=seconds(element.get("duration")) or None,
            size=None if video else size(length),
            title=" ".join(title.split()) or None if title else None,
        ),
    )


def _kind(url: str, mime_type: str | None, medium: str) -> RecordingKind | None:
    """What is heard or seen at an address; None for a picture, a text, and what else does not play."""
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    said = mime_type or ""
    if said.startswith("audio/"):
        return "audio"
    if said.startswith("video/"):
        return "video"
    if said.startswith(_NO_TYPES) or medium in ("image", "document", "executable"):
        return None
    if medium in ("audio", "video"):
        return "audio" if medium == "audio" else "video"
    if _SOUND.search(path):
        return "audio"
    if _PICTURES.search(path):
        return "video"
    return None if _NO_RECORDING.search(path) else "unknown"
