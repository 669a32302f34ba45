"""Who may run the stored queries: whoever may see every table that they show."""

from types import SimpleNamespace
from typing import Any

from datasette.permissions import PermissionSQL  # type: ignore[import-untyped]

from archive.web.datasette_internals import archive_of, may_see
from archive.web.explore.queries import QUERIES
from archive.web.pages import SHOWN

TABLES = (*SHOWN, "sources", "warnings")


async def denied(datasette: Any, actor: Any, action: str) -> Any:
    """A rule against all of them, where one of the tables is hidden from the actor; or else nothing."""
    archive = archive_of(datasette)
    if action != "view-query" or archive is None:
        return None
    if await may_see(datasette, SimpleNamespace(actor=actor), archive, TABLES):
        return None
    names = list(QUERIES)
    rules = " union all ".join(
        f"select :podarchive_db as parent, :podarchive_query_{at} as child, 0 as allow,"
        " 'it shows tables that may not be seen' as reason"
        for at in range(len(names))
    )
    parameters = {f"podarchive_query_{at}": name for at, name in enumerate(names)}
    return PermissionSQL(sql=rules, params={"podarchive_db": archive.name, **parameters})
