"""Where metadata says that an episode can be played, and where its page is."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.records import RecordingKind
from ingest.readers.weblinks import address
from ingest.reading import RecordingMention

_VIDEO_ID_KEYS = (
    "youtube_id",
    "youtube",
    "youtube_url",
    "youtube_link",
    "video_id",
    "video_url",
    "video",
    "yt",
)
_AUDIO = (
    *("audio", "audio_url", "audio_file", "audio_link", "mp3", "mp3_url", "enclosure", "enclosure_url"),
    *("podcast_file", "podcast_alt_file", "podcast_ogg_file", "source_file", "media", "media_url", "file"),
)
_VIDEO = ("video_file", "video_hd_file", "video_mobile_file", "video", "video_url")
_LINK = ("link", "url", "permalink", "canonical_url", "canonical", "episode_url", "web_url", "website")

KEYS = {*_VIDEO_ID_KEYS, *_AUDIO, *_VIDEO}

_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_URL = re.compile(
    r"(?:https?:)?//(?:www\.|m\.|music\.)?(?:youtube(?:-nocookie)?\.com/"
    r"(?:watch/?\?(?:[^\s&#]{1,200}&){0,20}?v=|shorts/|live/|embed/|v/)|youtu\.be/)([\w-]{11})(?![\w-])",
    re.ASCII | re.I,
)
_SOUND = re.compile(r"\.(?:mp3|m4a|aac|ogg|oga|opus|wav|flac)(?:[?#]|$)", re.I)
_PICTURES = re.compile(r"\.(?:mp4|m4v|webm|mov|mkv)(?:[?#]|$)", re.I)


def youtube_id(keys: Mapping[str, Any]) -> str | None:
    """The id of the episode's video, from a key that is for it or an address of YouTube under another."""
    for name in (*_VIDEO_ID_KEYS, "media", "audio", *_LINK):
        value = keys.get(name)
        if isinstance(value, dict):
            value = value.get("id", value.get("url"))
        text = value.strip() if isinstance(value, str) else ""
        if name in _VIDEO_ID_KEYS and _VIDEO_ID.fullmatch(text):
            return text
        found = _YOUTUBE_URL.match(text)
        if found:
            return found[1]
    return None


def recordings(keys: Mapping[str, Any]) -> tuple[RecordingMention, ...]:
    """The files that can be played, each address once; a page with a player is no file."""
    found: dict[str, RecordingMention] = {}
    for kind, url, mime_type in _files(keys):
        found.setdefault(url, RecordingMention(kind=kind, url=url, mime_type=mime_type))
    return tuple(found.values())


def page(keys: Mapping[str, Any]) -> str | None:
    """The episode's page: of a key for it, else what `media` names if that is no file and not on YouTube."""
    for name in (*_LINK, "media", "jb_url", "fireside_url"):
        url = address(keys.get(name))
        if url and not _YOUTUBE_URL.match(url) and not _SOUND.search(url) and not _PICTURES.search(url):
            return url
    return None


def _files(keys: Mapping[str, Any]) -> Iterator[tuple[RecordingKind, str, str | None]]:
    for name in (*_AUDIO, *_VIDEO, *_LINK):
        for value in keys[name] if isinstance(keys.get(name), list) else [keys.get(name)]:
            table = value if isinstance(value, dict) else {"url": value}
            url = address(table.get("url", table.get("src", table.get("href"))))
            mime_type = table.get("type")
            mime_type = mime_type if isinstance(mime_type, str) and "/" in mime_type else None
            if not url or _YOUTUBE_URL.match(url):
                continue
            if _PICTURES.search(url) or (mime_type or "").startswith("video/"):
                yield "video", url, mime_type
            elif _SOUND.search(url) or (mime_type or "").startswith("audio/"):
                yield "audio", url, mime_type
