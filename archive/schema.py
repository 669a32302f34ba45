"""The tables: the one declaration of the schema. Each table and column says in a sentence what it holds.

The sentences are what Datasette and the README show. Alembic compares its migrations with this module, and
nothing calls `create_all`. Times are integer milliseconds (`…_ms`), half-open; unknown is NULL.
"""

from archive.tables.columns import metadata
from archive.tables.decided import corrections, episode_decisions, former_addresses, person_aliases, withheld
from archive.tables.evidence import (
    feeds,
    fingerprints,
    identifiers,
    ingests,
    source_bytes,
    sources,
    transcripts,
    warnings,
)
from archive.tables.shows import episodes, people, podcasts, speakers
from archive.tables.words import chapters, clock_maps, links, recordings, soundbites, utterances, voices

__all__ = [
    "UTTERANCES_PER_EPISODE",
    "chapters",
    "clock_maps",
    "corrections",
    "episode_decisions",
    "episodes",
    "feeds",
    "fingerprints",
    "former_addresses",
    "identifiers",
    "ingests",
    "links",
    "metadata",
    "people",
    "person_aliases",
    "podcasts",
    "recordings",
    "soundbites",
    "source_bytes",
    "sources",
    "speakers",
    "transcripts",
    "utterances",
    "voices",
    "warnings",
    "withheld",
]

UTTERANCES_PER_EPISODE = 1_000_000
"""An utterance's id is its episode's id times this, plus its place (from 1) in the episode."""
