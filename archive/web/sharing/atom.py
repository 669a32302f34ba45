"""`/archive/-/episodes.atom`: the newest episodes of the archive, or of one podcast, as RFC 4287 has it.

An entry's id is a tag URI of the server's name and the episode's id, which never changes: no new transcript
makes an old episode new to a reader.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from datasette import NotFound  # type: ignore[import-untyped]

from archive.web import addresses, atom, pages, queries
from archive.web.asking import Asking, BadAddress
from archive.web.sharing import episode
from archive.web.sharing.plain import line, opening
from archive.web.sharing.value import Site

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


async def answer(datasette: Any, request: Any) -> Any:
    """`?podcast=ID` are those of one podcast; 404 if there is none."""
    text = request.args.get("podcast")
    if text is not None and not re.fullmatch(r"[0-9]{1,18}", text):
        raise BadAddress(f"podcast: {text[:40]!r} is no id; take it from the address of the podcast's page")
    site = await pages.site_of(datasette, request)
    key = None if text is None else int(text)
    root = await pages.made(datasette, request, lambda asking: feed(asking, site, key))
    if root is None:
        raise NotFound("podcast: there is none with this id")
    return atom.answered(datasette, root)


def feed(asking: Asking, site: Site, podcast_id: int | None) -> Element | None:
    """The feed; None if there is no such podcast."""
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
    here = site.absolute(to.home())
    root = atom.feed(asking.words.language)
    atom.add(root, "id", atom.tag(here, "episodes" if podcast is None else f"podcasts/{podcast['id']}"))
    atom.add(root, "title", title)
    atom.add(root, "updated", max((_updated(row) for row in rows), default=atom.LONG_AGO))
    atom.link(root, "self", site.absolute(to.own("episodes", pairs, ".atom")), "application/atom+xml")
    atom.link(root, "alternate", site.absolute(page), "text/html")
    # An entry without an author of its own has the feed's, and each must have one.
    atom.add(atom.add(root, "author"), "name", name)
    for row in rows:
        _entry(root, asking, site, row)
    return root


def _entry(root: Element, asking: Asking, site: Site, row: Any) -> None:
    entry = atom.add(root, "entry")
    atom.add(entry, "id", atom.tag(site.absolute(asking.to.home()), f"episodes/{row['id']}"))
    atom.add(entry, "title", episode.titled(asking, row))
    atom.add(entry, "updated", _updated(row))
    published = _published(row)
    if published:
        atom.add(entry, "published", published)
    author = line(row["author"]) or line(row["podcast"])
    if author:
        atom.add(atom.add(entry, "author"), "name", author)
    for person in queries.rows(asking.connection, episode.PEOPLE, row["id"]):
        contributor = atom.add(entry, "contributor")
        atom.add(contributor, "name", line(person["name"]))
        atom.add(contributor, "uri", site.absolute(asking.to.person(person["id"])))
    atom.link(entry, "alternate", site.absolute(asking.to.episode(row["id"])), "text/html")
    for media in queries.rows(asking.connection, episode.RECORDINGS, row["id"]):
        url = addresses.web(media["url"])
        if url and media["kind"] in ("audio", "video"):
            link = atom.link(entry, "enclosure", url, line(media["mime_type"], 100) or None)
            if media["size"]:
                link.set("length", str(media["size"]))
    summary = line(row["subtitle"], 600) or opening(row["description"], row["description_type"], 600)
    if summary:
        atom.add(entry, "summary", summary)


def _updated(row: Any) -> str:
    return atom.instant(row["updated"]) or _published(row) or atom.LONG_AGO


def _published(row: Any) -> str | None:
    """The instant, or the beginning of the day; None if only a month or a year is known."""
    if row["published_precision"] not in ("day", "second"):
        return None
    return atom.instant(row["published_at"]) or atom.instant(row["published"])
