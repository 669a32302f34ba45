"""One address for what is one page: by its canonical form an episode is known again under another spelling.

    http://WWW.Example.org:80/ep/7/?utm_source=rss&t=90#notes                    →  https://example.org/ep/7
    https://op3.dev/e/https://chrt.fm/track/AB12/cdn.example.org/7.mp3?updated=1  →  https://cdn.example.org/7.mp3
    https://youtu.be/Y3Vb6ecvfpU?t=19                        →  https://youtube.com/watch?v=Y3Vb6ecvfpU

It is for comparing, not for opening: some old server may know one of the spellings only, so the address is
stored beside it as it came. Secrets are no part of it. Addresses other than http and https stay as they are.
"""

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from ingest.feeds.redaction import MARK, without_secrets

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mkt_tok"
    r"|mc_[ce]id|_hs(?:enc|mi)|hsctatracking|vero_id|ref_(?:src|url)|aw(?:collection|episode)id|updated|si",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(?:\d+(?:\.\d+)?s?|(?:\d+h)?(?:\d+m)?(?:\d+s)?|\d+(?::\d\d){1,2})")
"""`?t=90`, `?t=1h2m3s`: where to begin. Another `t` is kept."""

_PREFIXES = {
    "2.gum.fm": r"",
    "arttrk.com": r"p/[^/]+/",
    "chrt.fm": r"track/[^/]+/",
    "chtbl.com": r"track/[^/]+/",
    "claritaspod.com": r"measure/",
    "clrtpod.com": r"m/",
    "dts.podtrac.com": r"(?:pts/)?redirect\.\w+/",
    "flex.acast.com": r"",
    "ipfspodcasting.net": r"e/",
    "media.blubrry.com": r"[^/]+/",
    "mgln.ai": r"(?:e|track)/[^/]+/",
    "op3.dev": r"e(?:,[^/]*)?/",
    "p.podderapp.com": r"[^/]+/",
    "pdcn.co": r"e/",
    "pdst.fm": r"e/",
    "pfx.vpixl.com": r"[^/]+/",
    "play.podtrac.com": r"[^/]+/",
    "podtrac.com": r"(?:pts/)?redirect\.\w+/",
    "prfx.byspotify.com": r"e/",
    "pscrb.fm": r"rss/p/",
    "r.zen.ai": r"r/",
    "swap.fm": r"track/[^/]+/",
    "tracking.swap.fm": r"track/[^/]+/",
    "verifi.podscribe.com": r"rss/p/",
}
"""Services that count downloads: their host, and what stands before the address that they lead to."""

_WRAPPED = re.compile(
    r"/(?:(?P<scheme>https?)(?::|%3A)(?:/|%2F){1,2})?"
    r"(?P<host>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)++[A-Za-z]{2,24}(?::\d{1,5})?)(?P<path>(?:/|%2F).*+)",
    re.IGNORECASE | re.DOTALL,
)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_DEEPEST = 10
"""Prefixes around prefixes that are taken off; five have been seen."""

_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_VIDEO_PATH = re.compile(r"/(?:shorts|live|embed|v|e)/(?P<id>[A-Za-z0-9_-]{11})(?:/.*)?", re.DOTALL)
_VIDEO_HOSTS = {
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "music.youtube.com",
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
}


def youtube_id(url: str) -> str | None:
    """The video that an address shows: a page, a short address, a player put into a page."""
    parts = _split(url)
    if parts is None:
        return None
    host = (parts.hostname or "").rstrip(".")
    if host == "youtu.be":
        named = parts.path[1:].split("/")[0]
    elif host not in _VIDEO_HOSTS:
        return None
    elif path := _VIDEO_PATH.fullmatch(parts.path):
        named = path["id"]
    elif parts.path.rstrip("/") == "/watch":
        named = dict(reversed(parse_qsl(parts.query, max_num_fields=None))).get("v", "")
    else:
        return None
    return named if _VIDEO.fullmatch(named) else None


def canonical(url: str) -> str:
    """The form in which two spellings of one address are the same. Of the canonical form it is that form."""
    url = url.strip()
    parts = _split(url)
    if parts is None:
        return without_secrets(url).text
    for _ in range(_DEEPEST):
        inner = _unwrapped(parts)
        if inner is None:
            break
        parts = inner
    whole = parts.geturl()
    if video := youtube_id(whole):
        return f"https://youtube.com/watch?v={video}"
    parts = _split(without_secrets(whole).text) or parts
    path = _spelled(parts.path).rstrip("/")
    query = "&".join(sorted(pair for pair in map(_spelled, parts.query.split("&")) if _tells(pair)))
    return f"https://{_host(parts)}{path or '/'}?{query}" if query else f"https://{_host(parts)}{path}"


def _split(url: str) -> SplitResult | None:
    """The parts of an http address; None if it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None


def _unwrapped(parts: SplitResult) -> SplitResult | None:
    """What lies behind a service that counts downloads, with the query, which it passes on."""
    before = _PREFIXES.get((parts.hostname or "").removeprefix("www."))
    prefix = re.match("/" + before, parts.path) if before is not None else None
    wrapped = _WRAPPED.fullmatch(parts.path, prefix.end() - 1) if prefix else None
    if wrapped is None:
        return None
    path = wrapped["path"]
    if path[0] == "%":
        path = unquote(path)  # the whole address was written as one part of the other one's path
    query = f"?{parts.query}" if parts.query and "?" not in path else f"&{parts.query}" if parts.query else ""
    return _split(f"{wrapped['scheme'] or 'https'}://{wrapped['host']}{path}{query}")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            host = quote(host)
    # Either scheme's usual port: the scheme is not told apart.
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"


def _spelled(text: str) -> str:
    """Percent signs where they are needed only, and in capitals (RFC 3986, 6.2.2)."""

    def spelled(match: re.Match[str]) -> str:
        character = chr(int(match[0][1:], 16))
        plain = character.isascii() and (character.isalnum() or character in "-._~")
        return character if plain else match[0].upper()

    return quote(_PERCENT.sub(spelled, text), safe="%/:@!$&'()*+,;=?~|[]")


def _tells(pair: str) -> bool:
    """Whether a parameter says which page is meant."""
    name, _, value = pair.partition("=")
    if not pair or MARK in value or _TRACKING.fullmatch(name):
        return False
    return not (name in ("t", "start") and _MOMENT.fullmatch(value))
