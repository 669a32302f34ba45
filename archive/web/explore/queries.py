"""All stored queries of ours, and how Datasette is given them."""

from typing import Any

from archive.web.datasette_internals import archive_of
from archive.web.explore import episodes, lists, people, sayings
from archive.web.explore.stored import Stored
from archive.web.say import Words

QUERIES: dict[str, Stored] = {
    query.name: query for query in (*people.QUERIES, *sayings.QUERIES, *episodes.QUERIES, *lists.QUERIES)
}

SOURCE = "plugin"
"""What Datasette calls the origin of queries that a plugin stored."""


async def store(datasette: Any, database: str, words: Words) -> None:
    """Give the server these queries; one of the user's own by the same name stays."""
    for query in QUERIES.values():
        there = await datasette.get_query(database, query.name)
        if there is not None and there.source != SOURCE:
            continue
        said = f"explore.queries.{query.name}"
        await datasette.add_query(
            database,
            query.name,
            query.sql.strip(),
            title=words.text(f"{said}.question"),
            description=words.text(f"{said}.computed"),
            parameters=list(query.parameters),
            source=SOURCE,
            # It runs where nobody may write SQL of their own; `explore.permission` says who may run it.
            is_trusted=True,
        )


async def asked(datasette: Any, request: Any) -> Stored | None:
    """The query of ours that a request is for; None for any other page, and for the user's of that name."""
    query = named(datasette, request)
    if query is None:
        return None
    there = await datasette.get_query("archive", query.name)
    return query if there is not None and there.source == SOURCE else None


def named(datasette: Any, request: Any) -> Stored | None:
    """The query of ours that has the name in the request's address."""
    archive = archive_of(datasette)
    if archive is None or request is None or request.url_vars.get("database") != archive.name:
        return None
    return QUERIES.get(request.url_vars.get("table") or "")
