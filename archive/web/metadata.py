"""What Datasette's own pages say of our tables: descriptions, labels, facets, sortable columns.

The descriptions are the comments of `archive.schema`, so that pages, README and code cannot disagree.
"""

from typing import Any

from archive.web.datasette_internals import configure_tables, copy_view_rule, described
from archive.web.reading import SORTED

LABELS = {
    "podcasts": "title",
    "episodes": "title",  # named, since a unique `slug` would win
    "people": "name",
    "speakers": "label",
    "chapters": "title",
    "utterances": "text",
    "recordings": "kind",
    "identifiers": "value",
    "sources": "uri",
    "corrections": "words",
    "warnings": "message",
    "ingests": "started_at",
    "feeds": "url",
    "links": "url",
    "soundbites": "title",
    "person_aliases": "name",
    "episode_decisions": "value",
    "former_addresses": "slug",
}

# None for `said`: its rows are joined together again for every facet, which takes longer than facets may.
FACETS: dict[str, list[Any]] = {
    "utterances": ["person_id", "podcast_id"],
    "episodes": ["podcast_id", "season", "kind", {"array": "tags"}],
    "speakers": ["kind", "role"],
    "transcripts": ["origin", "language", {"array": "flags"}],
    "recordings": ["kind"],
    "warnings": ["code"],
    "feeds": ["status"],
    "links": ["kind", "mime_type"],
    "person_aliases": ["kind"],
    "episode_decisions": ["kind"],
    "former_addresses": ["kind"],
    "withheld": ["kind"],
}

# Sorting ten million rows by a column without an index runs into the time limit. The tables that are not
# named here have at most a few rows an episode, and may be sorted by anything.
SORTABLE = {
    "utterances": ["id", "podcast_id", "chapter_id", "speaker_id", "person_id"],
    "said": [],
}

HIDDEN = ("source_bytes", "fingerprints", "voices", "alembic_version", "sqlite_sequence")

SEARCHED = {
    "utterances": {"fts_table": "utterances_fts", "fts_pk": "id"},
    "said": {"fts_table": "utterances_fts", "fts_pk": "id"},
}

SAME_WORDS = ("said", "utterances_fts", "source_bytes")
"""What shows the words of `utterances` under another name."""


def table_config() -> dict[str, dict[str, Any]]:
    """Datasette's configuration of each of our tables."""
    config: dict[str, dict[str, Any]] = {}
    for table, label in LABELS.items():
        config.setdefault(table, {})["label_column"] = label
    for table, facets in FACETS.items():
        config.setdefault(table, {})["facets"] = list(facets)
    for table, columns in SORTABLE.items():
        config.setdefault(table, {})["sortable_columns"] = list(columns)
    for table, order in SORTED.items():
        config.setdefault(table, {}).update(order)
    for table, index in SEARCHED.items():
        config.setdefault(table, {}).update(index)
    for table in HIDDEN:
        config.setdefault(table, {})["hidden"] = True
    return config


def descriptions() -> dict[tuple[str, str | None], str]:
    """(table, column) → a sentence, for every table and column; the column is None for the table's own."""
    from archive import schema, views  # SQLAlchemy: loaded only by a server that shows an archive

    said: dict[tuple[str, str | None], str] = {}
    for table in schema.metadata.sorted_tables:
        said[table.name, None] = table.comment or ""
        for column in table.columns:
            said[table.name, column.name] = column.comment or ""
    said["said", None] = "Every utterance with names instead of ids: for SQL, CSV and browsing."
    for name, comment in views.COLUMNS.items():
        said["said", name] = comment
    said["utterances_fts", None] = "The full-text index of the utterances' words; searched, never read."
    said["utterances_fts", "text"] = "The indexed words."
    said["utterances_fts", "spaced"] = "The same letter by letter, of scripts without blanks between words."
    said["alembic_version", None] = "Which migration made these tables."
    said["alembic_version", "version_num"] = "The migration."
    return said


async def describe(datasette: Any, database: str) -> None:
    """Configure and describe the archive's tables; what the user has configured or described stays."""
    configure_tables(datasette, database, table_config())
    copy_view_rule(datasette, database, "utterances", SAME_WORDS)
    there = await described(datasette, database)
    for (table, column), sentence in descriptions().items():
        if (table, column) in there:
            continue
        if column is None:
            await datasette.set_resource_metadata(database, table, "description", sentence)
        else:
            await datasette.set_column_metadata(database, table, column, "description", sentence)
