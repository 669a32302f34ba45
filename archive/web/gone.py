"""Addresses that had a page: 301 to where that is now, 410 with the reason if it was taken out.

    /archive/episodes/7?t=754.2    →    301  /archive/episodes/3?t=754.2       absorbed by another episode
    /archive/people/2.json         →    410  {"ok": false, "error": "…", "since": "2026-11-24", …}

Datasette asks for it where it would answer 404, after it saw that whoever asks may see the table. What was
taken out is not named: neither its title nor its words are there any more.
"""

from typing import Any

from datasette import Response  # type: ignore[import-untyped]

from archive.web.datasette_internals import archive_of, cors_headers, missing_row

KINDS = {"episodes": "episode", "podcasts": "podcast", "people": "person"}
_SQL = "select moved_to, reason, substr(since, 1, 10) from former_addresses where kind = ? and former_id = ?"
_TEMPLATE = "podarchive-gone.html"


def answer(datasette: Any, request: Any, exception: Exception) -> Any:
    """What to answer instead of a missing row, later; None where the row never had a page of ours."""
    archive = archive_of(datasette)
    row = missing_row(exception)
    if archive is None or request is None or row is None:
        return None
    database, table, key = row
    if database != archive.name or table not in KINDS or not _is_id(key):
        return None

    async def inner() -> Any:
        found = (await archive.execute(_SQL, [KINDS[table], int(key)])).first()
        if found is None:
            return None
        moved_to, reason, since = found
        if moved_to is not None:
            return _moved(datasette, request, table, key, str(moved_to))
        return await _gone(datasette, request, table, reason, since)

    return inner


def _is_id(key: str) -> bool:
    return key.isascii() and key.isdigit() and int(key) < 2**63


def _moved(datasette: Any, request: Any, table: str, key: str, moved_to: str) -> Any:
    suffix = request.path.rpartition(f"/{key}")[2]
    address = f"{datasette.urls.row('archive', table, moved_to)}{suffix}"
    if request.query_string:
        address += f"?{request.query_string}"
    return Response.redirect(address, status=301)


async def _gone(datasette: Any, request: Any, table: str, reason: str | None, since: str) -> Any:
    kind = KINDS[table]
    headers = cors_headers(datasette)
    if request.path.endswith(".json"):
        error = f"This {kind} is no longer in the archive"
        said = {"ok": False, "status": 410, "error": error, "reason": reason, "since": since}
        return Response.json(said, status=410, headers=headers)
    context = {"kind": kind, "reason": reason, "since": since, "table": table}
    page = await datasette.render_template(_TEMPLATE, context, request=request)
    return Response.html(page, status=410, headers={**headers, "x-robots-tag": "noindex"})
