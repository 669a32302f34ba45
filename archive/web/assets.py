"""Which style sheets and scripts a page has: all of them ours, none inline."""

from typing import Any
from weakref import WeakKeyDictionary

from archive.web.addresses import PLUGIN
from archive.web.datasette_internals import archive_of
from archive.web.pages import PAGES

ALWAYS = ("datasette.css",)
"""Datasette's own pages in our colours."""

SHARED = "podarchive.css"

STYLES: dict[str, tuple[str, ...]] = {
    "index.html": ("home.css",),
    "podarchive-about.html": ("home.css", "plots.css"),
    "podarchive-chapters.html": ("home.css",),
    "podarchive-search.html": ("home.css", "search.css"),
    "row-archive-episodes.html": ("episode.css", "lengths.css"),
    "podarchive-moment.html": ("episode.css",),
    "row-archive-people.html": ("home.css", "plots.css"),
    "row-archive-podcasts.html": ("home.css", "plots.css"),
    "podarchive-trend.html": ("search.css", "plots.css", "explore.css"),
    "podarchive-explore.html": ("explore.css",),
    "query-archive.html": ("plots.css", "explore.css"),
}
"""By the name of the template: what a page needs beside what all of ours share."""

SCRIPTS: dict[str, tuple[str, ...]] = {
    "index.html": ("art.js",),
    "row-archive-people.html": ("art.js",),
    "row-archive-podcasts.html": ("art.js",),
    "podarchive-search.html": ("art.js", "search.js"),
    "podarchive-moment.html": ("copying.js",),
    "row-archive-episodes.html": ("moment.js", "passages.js", "player.js"),
}
"""By the name of the template; each is a module, and the page works without."""


SITE = "site.js"


def is_ours(template: str) -> bool:
    return template in PAGES or template.startswith("podarchive-")


def styles(datasette: Any, template: str) -> list[str]:
    if archive_of(datasette) is None:
        return []
    names = (*ALWAYS, SHARED, *STYLES.get(template, ()))
    return [_address(datasette, name) for name in names]


def scripts(datasette: Any, template: str) -> list[dict[str, Any]]:
    if archive_of(datasette) is None:
        return []
    names = (*([SITE] if is_ours(template) else []), *SCRIPTS.get(template, ()))
    return [{"url": _address(datasette, name), "module": True} for name in names]


_addresses: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def _address(datasette: Any, name: str) -> str:
    """Where the file is, with the hash of what is in it: asked once (it is a sixth of the time of a page)."""
    known = _addresses.setdefault(datasette, {})
    if name not in known:
        known[name] = datasette.static(name, plugin=PLUGIN)
    return known[name]
