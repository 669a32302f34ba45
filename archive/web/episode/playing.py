"""What the player on a page can play: the recording of the words, and those that their clock leads to."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from archive.players import Players, Way
from archive.web import addresses, wording

EMBEDDED = "https://www.youtube-nocookie.com"
"""YouTube's host for players on other sites that sets no cookie before it plays
(https://support.google.com/youtube/answer/171780)."""

_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")
_HOSTS = ("youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A recording that plays on the page: `source` is what is loaded once somebody asks for it, from `host`.

    `pieces` lead from the clock of the words to its own, as in a clock map; None if it is the same clock.
    """

    kind: str
    source: str
    host: str
    pieces: Sequence[Sequence[int]] | None
    error_ms: int | None


def tracks(playing: Players) -> tuple[Track, ...]:
    """Those that a browser can play in a page, the recording of the words first."""
    found = [_track(playing.kind, playing.url, None, None)]
    found += [_track(way.kind, way.url, way.pieces, way.error_ms) for way in playing.mapped]
    return tuple(track for track in found if track is not None)


def as_data(tracks: Sequence[Track]) -> str:
    """What the player's script reads."""
    return json.dumps(
        [{"kind": each.kind, "source": each.source, "pieces": each.pieces} for each in tracks],
        separators=(",", ":"),
    )


def ways_as_data(ways: Sequence[Way]) -> str | None:
    """What the script reads that leads passages to other recordings; None where there are none."""
    led = [{"before": way.before, "pieces": way.pieces} for way in ways]
    return json.dumps(led, separators=(",", ":")) if led else None


def youtube_id(url: str | None) -> str | None:
    """The id of the video that an address of YouTube shows; None if it shows none."""
    address = addresses.web(url)
    if address is None:
        return None
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    segments = [segment for segment in parts.path.split("/") if segment]
    found = None
    if host == "youtu.be" and segments:
        found = segments[0]
    elif host in _HOSTS and segments[:1] == ["watch"]:
        found = next(iter(parse_qs(parts.query).get("v", ())), None)
    elif host in _HOSTS and len(segments) > 1 and segments[0] in ("embed", "live", "shorts", "v"):
        found = segments[1]
    return found if found and _ID.fullmatch(found) else None


def _track(
    kind: str, url: str | None, pieces: Sequence[Sequence[int]] | None, error_ms: int | None
) -> Track | None:
    if kind == "youtube":
        video = youtube_id(url)
        source = f"{EMBEDDED}/embed/{video}" if video else None
    else:
        source = addresses.web(url) if kind in ("audio", "video") else None
    if source is None:
        return None
    return Track(kind=kind, source=source, host=wording.host(source), pieces=pieces, error_ms=error_ms)
