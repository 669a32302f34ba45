"""How pages ask the archive: plain rows, all values bound. Each page has its own SQL beside it."""

import sqlite3
from typing import Any

Rows = list[Any]

# An episode in a list. "By" whom comes ready for reading: the people in the order of the source.
LISTED = """
select episodes.id, episodes.title, episodes.published, episodes.duration_ms, episodes.number,
       episodes.season, episodes.kind,
       podcasts.id as podcast_id, podcasts.title as podcast,
       (select group_concat(name, ', ') from
           (select people.name from speakers join people on people.id = speakers.person_id
            where speakers.episode_id = episodes.id order by speakers.id)) as people,
       coalesce((select value from identifiers
                 where identifiers.episode_id = episodes.id and scheme <> 'sha256' order by id limit 1),
                episodes.slug) as known_as
from episodes left join podcasts on podcasts.id = episodes.podcast_id
"""

PREFERRED = "join transcripts on transcripts.episode_id = episodes.id and transcripts.preferred"
"""The transcript that speaks for an episode."""

ITS_WORDS = "from transcripts where episode_id = episodes.id and preferred and words > 0"

WORDED = f"exists (select 1 {ITS_WORDS})"
"""Whether an episode has a transcript: words, that is, and not only a file in which none was found."""


def rows(connection: sqlite3.Connection, sql: str, *values: Any) -> Rows:
    """All rows; each of our queries is bounded by its own LIMIT or by one episode."""
    return connection.execute(sql, values).fetchall()


def row(connection: sqlite3.Connection, sql: str, *values: Any) -> Any:
    """The first row, or None."""
    found = rows(connection, sql, *values)
    return found[0] if found else None
