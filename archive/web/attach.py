"""The archive among a server's files: found by what it is, shown as `archive` whatever its file is called."""

import logging
import sqlite3
from typing import Any

from archive import APPLICATION_ID
from archive.database import REVISION
from archive.web import pages
from archive.web.datasette_internals import Database, take_over
from archive.web.explore import queries
from archive.web.metadata import describe

NAME = "archive"
"""Under this name an archive is attached: templates are found by it."""

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
    await queries.store(datasette, archive.name, pages.words_of(datasette))


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
