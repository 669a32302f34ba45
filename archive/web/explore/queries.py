"""All stored queries of ours that have a page of their own, and how Datasette is given them."""

from typing import Any

from archive.web.datasette_internals import archive_of
from archive.web.explore import episodes, people, sayings
from archive.web.explore.stored import Stored
from archive.web.say import Words
from archive.web.stored import SOURCE, give

QUERIES: dict[str, Stored] = {
    query.name: query for query in (*people.QUERIES, *sayings.QUERIES, *episodes.QUERIES)
}


async def store(datasette: Any, database: str, words: Words) -> None:
    """Give the server these queries."""
    for query in QUERIES.values():
        said = f"explore.queries.{query.name}"
        await give(
            datasette,
            database,
            query.name,
            query.sql,
            title=words.text(f"{said}.question"),
            description=words.text(f"{said}.computed"),
            parameters=query.parameters,
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
