"""`/archive/-/episodes.atom`: the newest episodes of the archive, or of one podcast, as RFC 4287 has it.

An entry's id is a tag URI of the server's name and the episode's id, which never changes: neither TLS nor
another path, nor a new transcript makes an old episode new to a reader.
"""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from datasette import NotFound, Response  # type: ignore[import-untyped]

from archive.web import addresses, pages, queries
from archive.web.asking import Asking, BadAddress
from archive.web.datasette_internals import cors_headers
from archive.web.sharing import episode
from archive.web.sharing.plain import line, opening
from archive.web.sharing.value import Site

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50

_EPISODES = """
select episodes.id, episodes.title, episodes.subtitle, episodes.description, episodes.description_type,
       episodes.published, episodes.published_at, episodes.published_precision, episodes.language,
       podcasts.title as podcast, podcasts.author, {updated} as updated
from episodes left join podcasts on podcasts.id = episodes.podcast_id
{where} order by episodes.published desc, episodes.id desc limit 50
"""

# When the last of what the episode is made of was taken in: since then it reads as it does.
_ADDED = "(select max(added_at) from sources where sources.episode_id = episodes.id)"

_PODCAST = "select id, title, author from podcasts where id = ?"
_LONG_AGO = "1970-01-01T00:00:00Z"


async def answer(datasette: Any, request: Any) -> Any:
    """`?podcast=ID` are those of one podcast; 404 if there is none."""
    text = request.args.get("podcast")
    if text is not None and not re.fullmatch(r"[0-9]{1,18}", text):
        raise BadAddress(f"podcast: {text[:40]!r} is no id; take it from the address of the podcast's page")
    site = await pages.site_of(datasette, request)
    key = None if text is None else int(text)
    xml = await pages.made(datasette, request, lambda asking: feed(asking, site, key))
    if xml is None:
        raise NotFound("podcast: there is none with this id")
    return Response(xml, content_type="application/atom+xml; charset=utf-8", headers=cors_headers(datasette))


def feed(asking: Asking, site: Site, podcast_id: int | None) -> str | None:
    """The feed as XML; None if there is no such podcast."""
    podcast = None
    if podcast_id is not None:
        podcast = queries.row(asking.connection, _PODCAST, podcast_id)
        if podcast is None:
            return None
    sql = _EPISODES.format(
        updated=_ADDED if "sources" in asking.allowed else "null",
        where="" if podcast is None else "where episodes.podcast_id = ?",
    )
    rows = queries.rows(asking.connection, sql, *([] if podcast is None else [podcast["id"]]))
    to, say = asking.to, asking.words.text
    name = line(site.name)
    title = (
        say("sharing.feed.title", site=name)
        if podcast is None
        else say("sharing.feed.title_of", podcast=line(podcast["title"]))
    )
    pairs = [] if podcast is None else [("podcast", str(podcast["id"]))]
    page = to.home() if podcast is None else to.podcast(podcast["id"])
    root = ET.Element("feed", {"xmlns": ATOM})
    _text(root, "id", _id(site, to.home(), "episodes" if podcast is None else f"podcasts/{podcast['id']}"))
    _text(root, "title", title)
    _text(root, "updated", max((_updated(row) for row in rows), default=_LONG_AGO))
    _link(root, "self", site.absolute(to.own("episodes", pairs, ".atom")), "application/atom+xml")
    _link(root, "alternate", site.absolute(page), "text/html")
    # An entry without an author of its own has the feed's, and each must have one.
    _text(ET.SubElement(root, "author"), "name", name)
    for row in rows:
        _entry(root, asking, site, row)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _entry(root: ET.Element, asking: Asking, site: Site, row: Any) -> None:
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", _id(site, asking.to.home(), f"episodes/{row['id']}"))
    _text(entry, "title", episode.titled(asking, row))
    _text(entry, "updated", _updated(row))
    published = _published(row)
    if published:
        _text(entry, "published", published)
    author = line(row["author"]) or line(row["podcast"])
    if author:
        _text(ET.SubElement(entry, "author"), "name", author)
    for person in queries.rows(asking.connection, episode.PEOPLE, row["id"]):
        contributor = ET.SubElement(entry, "contributor")
        _text(contributor, "name", line(person["name"]))
        _text(contributor, "uri", site.absolute(asking.to.person(person["id"])))
    _link(entry, "alternate", site.absolute(asking.to.episode(row["id"])), "text/html")
    for media in queries.rows(asking.connection, episode.RECORDINGS, row["id"]):
        url = addresses.web(media["url"])
        if url and media["kind"] in ("audio", "video"):
            link = _link(entry, "enclosure", url, line(media["mime_type"], 100) or None)
            if media["size"]:
                link.set("length", str(media["size"]))
    summary = line(row["subtitle"], 600) or opening(row["description"], row["description_type"], 600)
    if summary:
        _text(entry, "summary", summary)


def _id(site: Site, home: str, name: str) -> str:
    host = urlsplit(site.absolute(home)).hostname or "localhost"
    return f"tag:{host},2026:{name}"


def _updated(row: Any) -> str:
    return _instant(row["updated"]) or _published(row) or _LONG_AGO


def _published(row: Any) -> str | None:
    """The instant, or the beginning of the day; None if only a month or a year is known."""
    if row["published_precision"] not in ("day", "second"):
        return None
    return _instant(row["published_at"]) or _instant(row["published"])


def _instant(text: str | None) -> str | None:
    """An ISO date or instant as RFC 3339 writes one, in UTC."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _link(parent: ET.Element, rel: str, href: str, kind: str | None) -> ET.Element:
    return ET.SubElement(parent, "link", {"rel": rel, "href": href} | ({"type": kind} if kind else {}))
