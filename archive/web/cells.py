"""How a value of ours reads in the cells of Datasette's tables: clock times, titles, never a bare id."""

from typing import Any

from markupsafe import Markup

from archive import timecode
from archive.web.addresses import Addresses
from archive.web.notes import kind_of, plain_text
from archive.web.wording import UNTITLED, count, listed, plain, shortened

# The columns that name their own row, and lead to its page.
_NAMES = {("podcasts", "title"), ("episodes", "title"), ("people", "name")}

# The columns of the view that lead to the passage, and to its episode.
_SAID = {("said", "id"), ("said", "time"), ("said", "episode")}

# The columns that hold a JSON list of codes.
_LISTS = {("episodes", "guessed"), ("transcripts", "flags")}

# The columns that hold a JSON list of words, which are shown as they are.
_WORDS = {("episodes", "tags"), ("podcasts", "tags"), ("podcasts", "categories")}

# The columns with notes, of which a table shows the beginning, without tags. JSON and CSV have all of it.
_NOTES = {("episodes", "description"), ("podcasts", "description")}

# Where a referenced row may lack what it is labelled with.
_REFERENCES = {
    "podcast_id": "podcasts",
    "episode_id": "episodes",
    "chapter_id": "chapters",
    "speaker_id": "speakers",
    "person_id": "people",
    "source_id": "sources",
    "recording_id": "recordings",
    "correction_id": "corrections",
    "from_recording_id": "recordings",
    "to_recording_id": "recordings",
    "former_address_id": "former_addresses",
}


def cell(datasette: Any, row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """The HTML of one cell, or None where Datasette's own way is right."""
    if column.endswith("_ms") and isinstance(value, int) and value >= 0:
        return Markup('<span class="clock" title="{} ms">{}</span>').format(value, timecode.exact(value))
    if isinstance(value, dict) and column in _REFERENCES and value.get("label") in (None, ""):
        # Datasette would print "None".
        address = datasette.urls.row("archive", _REFERENCES[column], str(value["value"]))
        return Markup('<a href="{}">{}</a>&nbsp;<em>{}</em>').format(address, UNTITLED, value["value"])
    if (table, column) in _LISTS and listed(value):
        return Markup("{}").format(", ".join(map(plain, listed(value))))
    if (table, column) in _WORDS and listed(value):
        return Markup("{}").format(", ".join(listed(value)))
    if (table, column) in _NOTES and isinstance(value, str):
        notes = plain_text(value) if kind_of(value) == "html" else value
        return Markup('<span dir="auto">{}</span>').format(shortened(" ".join(notes.split()), 300))
    if column == "derivation" and isinstance(value, str):
        return Markup('<span title="{}">{}</span>').format(shortened(value, 2_000), shortened(value, 80))
    if (table, column) == ("clock_maps", "pieces") and isinstance(value, str):
        return Markup('<span title="{}">{}</span>').format(
            shortened(value), count(value.count("[") - 1, "piece")
        )
    if (
        (table, column) in _SAID
        and isinstance(value, int | str)
        and _has(row, "id", "episode_id", "start_ms")
    ):
        to = Addresses(datasette)
        at = to.moment(row["episode_id"], row["start_ms"], row["id"])
        address = to.episode(row["episode_id"]) if column == "episode" else at
        return Markup('<a href="{}">{}</a>').format(address, value or UNTITLED)
    if (table, column) in _NAMES and _has(row, "id"):
        address = datasette.urls.row("archive", table, str(row["id"]))
        return Markup('<a href="{}">{}</a>').format(address, value or UNTITLED)
    return None


def _has(row: Any, *columns: str) -> bool:
    return set(columns) <= set(row.keys())  # an sqlite3.Row looks for a value with `in`, not for a name
