"""What a page says of its episode in its head: Open Graph, JSON-LD, and HTML's own elements.

    <meta property="og:title" content="The Oven">            <link rel="canonical" href="https://…">
    <script type="application/ld+json">{"@type": "PodcastEpisode", "name": "The Oven", "episodeNumber": 7}

The author of a page is nobody who speaks in it, and an embedded video need not be the episode's.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingest.readers import dates, jsontext
from ingest.readers.hypertext import Tag, Text, parts
from ingest.reading import Reading, spoken

from . import metadata

_TYPES = {
    *("podcastepisode", "episode", "radioepisode", "article", "blogposting", "newsarticle", "posting"),
    *("interview", "socialmediaposting"),
}
_LARGEST = 500_000
_MOST_SCRIPTS = 20
_SCRIPT = re.compile(r"<script\b[^<>]*\bld\+json[^<>]*>", re.IGNORECASE)
_CLOSE = re.compile(r"</script", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{0,2000})</title", re.IGNORECASE)
_MOST_PARTS = 100_000


def reading(text: str) -> Reading:
    """What the page says of its episode, without cues."""
    meta, heading = _elements(text)
    told = next(_linked_data(text), {})
    found = _TITLE.search(text)
    dated = (
        *(told.get("datePublished"), told.get("uploadDate"), meta.get("article:published_time")),
        *(
            meta.get(name)
            for name in ("datepublished", "date", "dc.date", "pubdate", "published_time", "time")
        ),
    )
    og_title = meta.get("og:title") or meta.get("twitter:title") or _unescaped(found)
    number = told.get("episodeNumber")
    table = {
        "title": _line(told.get("name"))
        or _line(told.get("headline"))
        or _title(heading, _without_site(og_title, meta)),
        "date": _most_exact(dated),
        "description": meta.get("og:description") or meta.get("description") or told.get("description"),
        "language": told.get("inLanguage") or meta.get("lang") or meta.get("og:locale"),
        "link": meta.get("canonical") or meta.get("og:url") or told.get("url"),
        "episode": number,
        "season": jsontext.table(told.get("partOfSeason")).get("seasonNumber"),
        "podcast": jsontext.table(told.get("partOfSeries")).get("name"),
        "duration": str(told.get("duration") or "").removeprefix("PT"),
        "audio": next(_media(told), None) or meta.get("og:audio") or meta.get("audio"),
        "video": meta.get("og:video:url") or meta.get("og:video"),
    }
    return metadata.reading(table, {})


def _elements(text: str) -> tuple[dict[str, str], str | None]:
    """Names and contents of the page's elements that say something of it, and its first heading."""
    meta: dict[str, str] = {}
    heading: str | None = None
    inside = False
    for count, part in enumerate(parts(text)):
        if count > _MOST_PARTS:
            break
        if isinstance(part, Text):
            if inside:
                heading = (heading or "") + part.text[:1000]
            continue
        if part.name == "h1":
            inside = not part.closes and heading is None
        elif not part.closes and part.name in ("html", "meta", "link", "time", "audio", "source"):
            for name, value in _said(part):
                meta.setdefault(name, value)
    return meta, heading


def _said(tag: Tag) -> Iterator[tuple[str, str]]:
    attributes = tag.attributes()
    if tag.name == "html" and attributes.get("lang"):
        yield "lang", attributes["lang"]
    elif tag.name == "meta" and attributes.get("content"):
        for key in ("property", "name", "itemprop"):
            if attributes.get(key):
                yield attributes[key].lower(), attributes["content"]
    elif tag.name == "link" and attributes.get("rel", "").lower() == "canonical":
        yield "canonical", attributes.get("href", "")
    elif tag.name == "time" and dates.published(attributes.get("datetime")):
        yield "time", attributes["datetime"]
    elif tag.name in ("audio", "source") and attributes.get("src"):
        yield "audio", attributes["src"]


def _linked_data(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects of JSON-LD that may tell of an episode, those of an episode first."""
    found: list[dict[str, Any]] = []
    begins = 0
    for _ in range(_MOST_SCRIPTS):
        opens = _SCRIPT.search(text, begins)
        closes = _CLOSE.search(text, opens.end()) if opens else None
        if not opens or not closes:
            break
        begins = closes.end()
        try:
            document = json.loads(text[opens.end() : closes.start()][:_LARGEST], strict=False)
        except (ValueError, RecursionError):
            continue
        tables = jsontext.tables(document) or [jsontext.table(document)]
        for each in tables:
            found += jsontext.tables(each.get("@graph")) or [each]
    for kind in (True, False):
        for each in found:
            types = each.get("@type")
            names = {str(one).lower() for one in (types if isinstance(types, list) else [types])}
            if names & _TYPES and any("episode" in name for name in names) == kind:
                yield each


def _media(told: Mapping[str, Any]) -> Iterator[str]:
    for key in ("associatedMedia", "audio", "encoding"):
        for each in jsontext.tables(told.get(key)) or [jsontext.table(told.get(key))]:
            url = jsontext.text(each.get("contentUrl")) or jsontext.text(each.get("url"))
            if url:
                yield url


def _title(heading: str | None, other: str | None) -> str | None:
    """The heading, if what the page is called agrees: sites put their own name into either."""
    first, second = spoken(heading or ""), spoken(other or "")
    return first if first and (not second or first.casefold() in second.casefold()) else second or None


def _without_site(title: str | None, meta: Mapping[str, str]) -> str | None:
    """A title without the name of the site, if the page says which part of it that is."""
    site = meta.get("og:site_name", "").strip()
    if not title or not site or not title.rstrip().endswith(site):
        return title
    return re.sub(r"\s*[|\-–—·:»]\s*$", "", title.rstrip().removesuffix(site)) or title


def _most_exact(values: Iterable[object]) -> object:
    """The first value that is a date; a later one that gives the same day its time is better still."""
    found = [(value, date) for value in values if (date := dates.published(value))]
    same = [
        value for value, date in found if date.precision == "second" and date.text[:10] == found[0][1].text
    ]
    return (same or [value for value, _ in found] or [None])[0]


def _line(value: object) -> str | None:
    return spoken(jsontext.text(value) or "") or None


def _unescaped(found: re.Match[str] | None) -> str | None:
    return "".join(part.text for part in parts(found[1]) if isinstance(part, Text)) if found else None
