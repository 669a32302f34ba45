"""What Datasette's pages are given of the archive: recognised at startup, asked for each page."""

import contextlib
import logging
import sqlite3
from typing import Any

from archive import APPLICATION_ID
from archive.database import REVISION
from archive.search.snapshot import snapshot
from archive.web import addresses, queries, search_box
from archive.web.datasette_internals import (
    Database,
    QueryInterrupted,
    archive_of,
    may_see,
    run_limited,
    take_over,
)
from archive.web.episode import episode_page
from archive.web.metadata import LABELS, describe
from archive.web.show import show_page

NAME = "archive"
"""Under this name an archive is attached, whatever its file is called: templates are found by it."""

SHOWN = (
    "podcasts",
    "episodes",
    "people",
    "speakers",
    "chapters",
    "utterances",
    "recordings",
    "transcripts",
    "identifiers",
)
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
)
"""What our pages go without where it may not be seen."""

_log = logging.getLogger(__name__)


async def attach(datasette: Any) -> None:
    """Find the archive among the server's files and show it as `archive`, described and configured.

    Of several the one that is called so already, or the first; the others stay as Datasette shows any file.
    """
    found = [database for database in datasette.databases.values() if await _is_current_archive(database)]
    if not found:
        return
    chosen = next((database for database in found if database.name == NAME), found[0])
    if chosen.name != NAME and NAME in datasette.databases:
        _log.warning(
            "%s: another database is called “%s”; rename that file to see the archive's pages",
            chosen.path,
            NAME,
        )
        return
    archive = await take_over(datasette, chosen, NAME)
    await describe(datasette, archive.name)


async def template_vars(
    datasette: Any, request: Any, *, template: str, view: str | None, database: str | None, table: str | None
) -> dict[str, Any]:
    """What our templates need beyond what Datasette gives them; nothing where the page is not ours."""
    archive = archive_of(datasette)
    if archive is None or request is None:
        return {}
    ours: dict[str, Any] = {
        "page": None,
        "heading": None,
        "search_address": str(datasette.urls.path("/archive/-/search")),
    }
    if view == "table" and database == archive.name:
        ours["search"] = search_box.searched(request)
    elif view == "row" and database == archive.name and table in LABELS and template not in _PAGES:
        ours["heading"] = await run_limited(
            datasette, archive, lambda connection: _heading(connection, request, table)
        )
    elif template in _PAGES and await may_see(datasette, request, archive, SHOWN):
        ours["moment_address"] = lambda *where: addresses.moment(datasette, *where)
        # Where the time limit is short for an archive, Datasette's own page is better than none.
        with contextlib.suppress(QueryInterrupted):
            allowed = {table for table in EXTRA if await may_see(datasette, request, archive, (table,))}
            episodes = str(datasette.urls.table(archive.name, "episodes"))
            ours["page"] = await run_limited(
                datasette, archive, lambda connection: _page(template, connection, request, episodes, allowed)
            )
    return ours


def _page(
    template: str, connection: sqlite3.Connection, request: Any, episodes: str, allowed: set[str]
) -> Any:
    with snapshot(connection):
        return _PAGES[template](connection, request, episodes, allowed)


def _heading(connection: sqlite3.Connection, request: Any, table: str) -> str | None:
    """What stands above the row of a table without a page of ours, instead of its id."""
    row = queries.row(connection, f"select {LABELS[table]} from {table} where id = ?", _key(request))
    label = str(row[0]) if row and row[0] else None
    return (
        label if label is None or len(label) <= 100 else f"{label[:100].rpartition(' ')[0] or label[:100]}…"
    )


def _home(connection: sqlite3.Connection, request: Any, episodes: str, allowed: set[str]) -> dict[str, Any]:
    return {
        "counts": queries.row(connection, queries.COUNTS),
        "podcasts": queries.rows(connection, queries.PODCASTS),
        "episodes": queries.rows(connection, queries.NEWEST),
    }


def _episode(connection: sqlite3.Connection, request: Any, episodes: str, allowed: set[str]) -> Any:
    return episode_page(connection, _key(request), request.args.get("t"), episodes, allowed)


def _person(
    connection: sqlite3.Connection, request: Any, episodes: str, allowed: set[str]
) -> dict[str, Any] | None:
    person = queries.row(connection, queries.PERSON, _key(request))
    if person is None:
        return None
    return {
        "person": person,
        "href": addresses.web(person["href"]),
        "image": addresses.web(person["image_url"]),
        "spellings": [
            row
            for row in queries.rows(connection, queries.SPELLINGS, person["id"])
            if row["name"] != person["name"]
        ],
        "aliases": queries.rows(connection, queries.ALIASES, person["name"], person["href"])
        if "person_aliases" in allowed
        else (),
        "namesakes": queries.rows(connection, queries.NAMESAKES, person["name"], person["id"]),
        "appearances": queries.rows(connection, queries.APPEARANCES, person["id"]),
        "of_all": queries.row(connection, queries.TALK, person["id"]),
    }


def _podcast(connection: sqlite3.Connection, request: Any, episodes: str, allowed: set[str]) -> Any:
    return show_page(connection, _key(request), allowed)


_PAGES = {
    "index.html": _home,
    "row-archive-episodes.html": _episode,
    "row-archive-people.html": _person,
    "row-archive-podcasts.html": _podcast,
}


def _key(request: Any) -> int:
    # Datasette has found the row by it already: a number, perhaps written as 01.
    return int(float(request.url_vars["pks"]))


async def _is_current_archive(database: Database) -> bool:
    if database.is_memory or not database.path:
        return False
    try:
        if (await database.execute("pragma application_id")).single_value() != APPLICATION_ID:
            return False
        revision = (await database.execute("select version_num from alembic_version")).single_value()
    except (sqlite3.Error, LookupError):
        return False
    if revision != REVISION:
        _log.warning(
            "%s: it is at %s, this version needs %s; run `podarchive upgrade` to see the archive's pages",
            database.path,
            revision,
            REVISION,
        )
    return bool(revision == REVISION)
