"""`/sitemap.xml`, an index of sitemaps where there are many pages, and `/robots.txt`: who may come where.

The plugin's setting `robots` is `allow` or `none`; without it nobody is invited. Searches are never listed,
and asked not to be crawled: there are endlessly many.
"""

import re
import xml.etree.ElementTree as ET
from typing import Any

from datasette import NotFound, Response  # type: ignore[import-untyped]

from archive.web import pages, queries
from archive.web.addresses import PLUGIN, Addresses
from archive.web.asking import Asking
from archive.web.sharing.value import Site

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
"""Addresses in one file, as the protocol allows."""

_SQL = {
    "episodes": "select id, {added} as at from episodes order by id limit ? offset ?",
    "podcasts": "select id, null as at from podcasts order by id limit ? offset ?",
    "people": "select id, null as at from people order by id limit ? offset ?",
}
_ADDED = "(select max(added_at) from sources where sources.episode_id = episodes.id)"

# Below our own addresses only pages, which say of themselves whether they are to be found.
CLOSED = ("search", "trend", "query", "oembed")


def robots_of(datasette: Any) -> str:
    """`allow` or `none`."""
    said = (datasette.plugin_config(PLUGIN) or {}).get("robots")
    return "allow" if said == "allow" else "none"


async def robots(datasette: Any, request: Any) -> Any:
    if robots_of(datasette) == "none":
        return Response.text("User-agent: *\nDisallow: /\n")
    to = Addresses(datasette)
    closed = "".join(f"Disallow: {to.own(name)}\n" for name in CLOSED)
    site = await pages.site_of(datasette, request)
    # Datasette's own pages of tables: every column sorts, filters and counts them.
    own = f"Disallow: {to.home()}*?*_\n"
    sitemap = site.absolute(f"{to.home()}sitemap.xml")
    return Response.text(f"User-agent: *\n{closed}{own}\nSitemap: {sitemap}\n")


async def index(datasette: Any, request: Any) -> Any:
    """All addresses, or where they are listed if they are more than `MOST`."""
    _invited(datasette)
    site = await pages.site_of(datasette, request)
    return _xml(await pages.made(datasette, request, lambda asking: _index(asking, site)))


async def part(datasette: Any, request: Any) -> Any:
    """`/sitemap-episodes-2.xml`."""
    _invited(datasette)
    site = await pages.site_of(datasette, request)
    kind, number = request.url_vars["kind"], int(request.url_vars["number"])

    def made(asking: Asking) -> Any:
        return _part(asking, site, kind, number)

    return _xml(await pages.made(datasette, request, made))


def _index(asking: Asking, site: Site) -> Any:
    counts = {kind: queries.row(asking.connection, f"select count(*) from {kind}")[0] for kind in _SQL}
    if sum(counts.values()) + 1 <= MOST:
        root = ET.Element("urlset", {"xmlns": SITEMAP})
        _address(root, "url", site.absolute(asking.to.home()), None)
        for kind in _SQL:
            _listed(root, asking, site, kind, 0)
        return root
    root = ET.Element("sitemapindex", {"xmlns": SITEMAP})
    for kind, count in counts.items():
        for number in range(1, -(-count // MOST) + 1):
            _address(root, "sitemap", site.absolute(f"{asking.to.home()}sitemap-{kind}-{number}.xml"), None)
    return root


def _part(asking: Asking, site: Site, kind: str, number: int) -> Any:
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    if kind == "podcasts" and number == 1:
        _address(root, "url", site.absolute(asking.to.home()), None)
    _listed(root, asking, site, kind, (number - 1) * MOST)
    return root if len(root) else None


def _listed(root: ET.Element, asking: Asking, site: Site, kind: str, offset: int) -> None:
    sql = _SQL[kind].format(added=_ADDED if "sources" in asking.allowed else "null")
    # One address is made complete, the others differ in their ids.
    pattern = site.absolute(asking.to.row(kind, 0)).removesuffix("0")
    for row in queries.rows(asking.connection, sql, MOST, offset):
        _address(root, "url", f"{pattern}{row['id']}", row["at"])


def _address(root: ET.Element, name: str, address: str, at: str | None) -> None:
    found = ET.SubElement(root, name)
    ET.SubElement(found, "loc").text = address
    # The day is exact enough, and is what all writers of that column agree on.
    if at and re.match(r"\d{4}-\d\d-\d\d", at):
        ET.SubElement(found, "lastmod").text = at[:10]


def _xml(root: Any) -> Any:
    if root is None:
        raise NotFound("There is no such sitemap")
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")
    return Response(text, content_type="application/xml; charset=utf-8")


def _invited(datasette: Any) -> None:
    if robots_of(datasette) == "none":
        raise NotFound("This server is listed nowhere: its setting `robots` is `none`")
