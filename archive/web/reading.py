"""Datasette's tables in the order in which they are read: what a row is called, then what programs need.

JSON, CSV and SQL keep the order of the columns in the file, and so does the page of a single row.
"""

from collections.abc import MutableSequence
from typing import Any

from archive.web.datasette_internals import archive_of

FIRST: dict[str, tuple[str, ...]] = {
    "episodes": ("id", "title", "podcast_id", "published", "duration_ms", "speech_ms", "known_ms", "number"),
    "podcasts": ("id", "title", "author", "language", "link", "description"),
    "people": ("id", "name", "href"),
    "said": ("id", "time", "speaker", "text", "episode", "podcast", "published", "role", "chapter"),
    "utterances": ("id", "start_ms", "person_id", "speaker_id", "text", "episode_id", "podcast_id"),
}
"""By the table: its first columns; all others follow as they are."""

SORTED: dict[str, dict[str, str]] = {
    "episodes": {"sort_desc": "published"},
    "podcasts": {"sort": "title"},
    "people": {"sort": "name"},
}
"""How a table is sorted that nobody has sorted yet: Datasette's configuration of it."""


def in_order(
    datasette: Any, columns: MutableSequence[dict[str, Any]], rows: Any, database: str, table: str
) -> str:
    """Put the columns of a page and the cells of its rows in order, in place, before any is written.

    Both at once, since on a phone each cell is labelled by its place. Nothing comes back to be shown.
    """
    archive = archive_of(datasette)
    if archive is None or archive.name != database or table not in FIRST:
        return ""
    first = FIRST[table]
    order = sorted(
        range(len(columns)),
        key=lambda at: (first.index(name) if (name := columns[at]["name"]) in first else len(first), at),
    )
    columns[:] = [columns[at] for at in order]
    for row in rows:
        row.cells[:] = [row.cells[at] for at in order]
    return ""
