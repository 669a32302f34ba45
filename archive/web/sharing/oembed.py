"""`/archive/-/oembed?url=…`: an episode, or a moment of it, as a quotation for other pages (https://oembed.com).

    /archive/-/oembed?url=https://example.org/archive/episodes/1?t=754
    →  {"version": "1.0", "type": "rich", "title": …, "html": "<blockquote cite=…>…</blockquote>", …}

The answer is HTML of ours without a script, a style or a frame: whoever embeds it runs nothing from here.
"""

import re
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import parse_qs, urlsplit

from datasette import NotFound, Response  # type: ignore[import-untyped]
from markupsafe import Markup

from archive import timecode
from archive.web import pages, queries
from archive.web.addresses import Addresses
from archive.web.asking import Asking, BadAddress
from archive.web.datasette_internals import cors_headers
from archive.web.sharing import episode
from archive.web.sharing.plain import line, opening
from archive.web.sharing.quotation import Quotation, quotation, span
from archive.web.sharing.value import Site

WIDTH = 600
NARROWEST, LOWEST = 200, 100
"""Pixels; what is asked to be smaller is answered as small as this."""

_QUOTED = Markup(
    '<blockquote cite="{address}"><p dir="auto">{words}</p>'
    '<footer>{who}<a href="{address}">{title}</a></footer></blockquote>'
)


async def answer(datasette: Any, request: Any) -> Any:
    """404 for an address that is no episode here, 501 for a format that is neither `json` nor `xml`."""
    form = request.args.get("format") or "json"
    if form not in ("json", "xml"):
        return Response.text(f"format: {form[:40]!r} is not known; ask for json or xml", status=501)
    width, height = _pixels(request, "maxwidth"), _pixels(request, "maxheight")
    site = await pages.site_of(datasette, request)
    id_, asked = _episode(Addresses(datasette), site, request.args.get("url"))
    found = await pages.made(
        datasette, request, lambda asking: _embed(asking, site, id_, asked, width, height), id_
    )
    if found is None:
        raise NotFound("url: no episode of this archive is there")
    headers = cors_headers(datasette)
    if form == "xml":
        return Response(_xml(found), content_type="text/xml; charset=utf-8", headers=headers)
    return Response.json(found, headers=headers)


def _pixels(request: Any, name: str) -> int | None:
    text = request.args.get(name)
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) == 0:
        raise BadAddress(f"{name}: {text[:40]!r} is no number of pixels; write one, like {name}=600")
    return int(text)


def _episode(to: Addresses, site: Site, url: str | None) -> tuple[int, str]:
    """(the episode's id, what its `t` says) of an address of ours. With or without TLS it is the same."""
    if not url:
        raise BadAddress("url: it is missing; write the address of an episode")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress(f"url: {url[:100]!r} is no address; write that of an episode") from error
    here = urlsplit(site.absolute(to.home()))
    prefix = to.episode(0).removesuffix("0")
    found = re.fullmatch(rf"{re.escape(prefix)}([0-9]{{1,18}})", parts.path)
    if (
        parts.scheme not in ("http", "https")
        or (parts.hostname, port) != (here.hostname, here.port)
        or found is None
    ):
        raise NotFound("url: no episode of this archive is there")
    return int(found[1]), parse_qs(parts.query).get("t", [""])[0]


def _embed(
    asking: Asking, site: Site, id_: int, asked: str, width: int | None, height: int | None
) -> dict[str, Any] | None:
    row = queries.row(asking.connection, episode.EPISODE, id_)
    if row is None:
        return None
    at = span(asked, asking.words)
    quoted = quotation(asking.connection, id_, *at) if at else None
    path = episode.moment_path(asking, id_, *at) if at and quoted else asking.to.episode(id_)
    say, title = asking.words.text, episode.titled(asking, row)
    if at and quoted:
        title = say("sharing.moment", title=title, time=timecode.clock(at[0]))
    words = (
        say("sharing.words", words=quoted.words)
        if quoted
        else line(row["subtitle"])
        or opening(row["description"], row["description_type"])
        or say("sharing.episode", site=line(site.name))
    )
    by = _author(asking, site, row, quoted)
    who = say("sharing.oembed.by", who=by["author_name"]) if quoted and "author_name" in by else ""
    wide = max(NARROWEST, min(width or WIDTH, WIDTH))
    tall = 60 + 26 * (len(words) * 9 // wide + 2)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        **by,
        "provider_name": line(site.name),
        "provider_url": site.absolute(asking.to.home()),
        "html": str(_QUOTED.format(address=site.absolute(path), words=words, who=who, title=title)),
        "width": wide,
        # About what it needs in a text of the usual size: whoever embeds it sets the type.
        "height": max(LOWEST, min(tall, height or tall)),
    }


def _author(asking: Asking, site: Site, row: Any, quoted: Quotation | None) -> dict[str, str]:
    """Of a quotation who says it, of an episode its show; nothing where nobody knows."""
    if quoted and quoted.speakers:
        found = {"author_name": ", ".join(name for name, _ in quoted.speakers)}
        if len(quoted.speakers) == 1 and quoted.speakers[0][1] is not None:
            found["author_url"] = site.absolute(asking.to.person(quoted.speakers[0][1]))
        return found
    if quoted or not row["podcast"]:
        return {}
    return {
        "author_name": line(row["podcast"]),
        "author_url": site.absolute(asking.to.podcast(row["podcast_id"])),
    }


def _xml(found: dict[str, Any]) -> str:
    root = ET.Element("oembed")
    for name, value in found.items():
        ET.SubElement(root, name).text = str(value)
    return '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + ET.tostring(root, encoding="unicode")
