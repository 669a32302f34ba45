"""Our pages: which template shows what, asked for each request as one state of the archive.

A page is a function from an `Asking` to a value, in a module of its own. The same value is shown by the
template and given as JSON: `/archive/-/episodes/1.json` has all that `/archive/episodes/1` shows.
"""

import contextlib
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from archive.search.snapshot import snapshot
from archive.web import home, queries, say, search_box
from archive.web.addresses import PLUGIN, Addresses
from archive.web.asking import Asking
from archive.web.datasette_internals import QueryInterrupted, archive_of, run_limited, visible
from archive.web.episode import page as episode
from archive.web.explore import queries as queries_of_ours
from archive.web.explore import shown
from archive.web.metadata import LABELS
from archive.web.person import page as person
from archive.web.say import Words
from archive.web.sharing.pages import beside
from archive.web.sharing.value import Site
from archive.web.show import page as show

Page = Callable[[Asking], Any]

PAGES: dict[str, Page] = {
    "index.html": home.page,
    "row-archive-episodes.html": episode.page,
    "row-archive-people.html": person.page,
    "row-archive-podcasts.html": show.page,
}
"""By the name of the template, which Datasette chooses by the address."""

QUERY = "query-archive.html"
"""Stored queries of ours, and all other SQL on the archive, which is shown as Datasette does."""

ROWS = {
    "episodes": "row-archive-episodes.html",
    "people": "row-archive-people.html",
    "podcasts": "row-archive-podcasts.html",
}

SEARCHED = (
    "podcasts",
    "episodes",
    "people",
    "speakers",
    "chapters",
    "utterances",
    "utterances_fts",
    "recordings",
    "transcripts",
)
"""Whoever may not see one of these tables may not search."""

SHOWN = (*SEARCHED, "identifiers")
"""The tables that our pages draw from: whoever may not see one of them gets Datasette's own pages."""

EXTRA = (
    "sources",
    "warnings",
    "corrections",
    "feeds",
    "links",
    "soundbites",
    "clock_maps",
    "person_aliases",
    "ingests",
    "episode_decisions",
    "former_addresses",
)
"""What our pages go without where it may not be seen."""


async def template_vars(
    datasette: Any, request: Any, *, template: str, view: str | None, database: str | None, table: str | None
) -> dict[str, Any]:
    """What our templates need beyond what Datasette gives them; nothing where the page is not ours."""
    archive = archive_of(datasette)
    if archive is None or request is None or template.startswith("podarchive-"):
        return {}  # at an address of our own: the page is there already, and must not be taken away again
    ours: dict[str, Any] = {"page": None, "heading": None}
    if view == "table" and database == archive.name:
        ours["search"] = search_box.searched(request)
    elif view == "row" and database == archive.name and table in LABELS and template not in PAGES:
        ours["heading"] = await run_limited(
            datasette, archive, lambda connection: _heading(connection, request, table)
        )
    elif template in PAGES:
        # Where the time limit is short for an archive, Datasette's own page is better than none.
        with contextlib.suppress(QueryInterrupted):
            ours["site"] = site = await site_of(datasette, request)
            both = await made(datasette, request, beside(PAGES[template], template, site), _key(request))
            ours["page"], ours["sharing"] = both or (None, None)
        ours["data_address"] = _data(Addresses(datasette), request, table)
    elif template == QUERY and (query := await queries_of_ours.asked(datasette, request)):
        with contextlib.suppress(QueryInterrupted):
            most = datasette.setting("max_returned_rows")
            ours["page"] = await made(datasette, request, shown.page(query, most))
    return ours


async def made(
    datasette: Any, request: Any, page: Page, key: int | None = None, shown: tuple[str, ...] = SHOWN
) -> Any:
    """The page's value, of one state of the archive; None if whoever asks may not see all that it needs.

    The time limit is the plugin's `page_time_limit_ms`, or else Datasette's for SQL. Raises QueryInterrupted
    when it is over, BadAddress if the address makes no sense.
    """
    archive = archive_of(datasette)
    if archive is None:
        return None
    there = await visible(datasette, request, archive)
    if not there.issuperset(shown):
        return None
    allowed = there.intersection(EXTRA)
    settings = datasette.plugin_config(PLUGIN) or {}

    to = Addresses(datasette)

    def work(connection: sqlite3.Connection) -> Any:
        with snapshot(connection):
            return page(
                Asking(
                    connection=connection,
                    to=to,
                    words=words_of(datasette),
                    args=request.args,
                    key=key,
                    allowed=allowed,
                    absolute=lambda path: to.absolute(request, path),
                    settings=settings,
                )
            )

    return await run_limited(datasette, archive, work, settings.get("page_time_limit_ms"))


async def site_of(datasette: Any, request: Any) -> Site:
    """What this server is called, and where it is for whoever asked."""
    to = Addresses(datasette)
    return Site(name=await site_name(datasette), absolute=lambda path: to.absolute(request, path))


async def site_name(datasette: Any) -> str:
    """What this server is called: on every page, whatever is described by the page's own metadata."""
    title = (await datasette.get_instance_metadata()).get("title")
    return str(title or words_of(datasette).text("base.name"))


def words_of(datasette: Any) -> Words:
    """The interface's language is a setting of the plugin: `language`, English if it says none."""
    return say.words((datasette.plugin_config(PLUGIN) or {}).get("language") or say.ENGLISH)


def _heading(connection: sqlite3.Connection, request: Any, table: str) -> str | None:
    """What stands above the row of a table without a page of ours, instead of its id."""
    row = queries.row(connection, f"select {LABELS[table]} from {table} where id = ?", _key(request))
    label = str(row[0]) if row and row[0] else None
    return (
        label if label is None or len(label) <= 100 else f"{label[:100].rpartition(' ')[0] or label[:100]}…"
    )


def _data(to: Addresses, request: Any, table: str | None) -> str:
    """Where the page is as JSON, with the same parameters."""
    name = "home" if table is None else f"{table}/{_key(request)}"
    return to.own(name, parse_qsl(request.query_string), ".json")


def _key(request: Any) -> int | None:
    # Datasette has found the row by it already: a number, perhaps written as 01.
    pks = request.url_vars.get("pks")
    return None if pks is None else int(float(pks))
