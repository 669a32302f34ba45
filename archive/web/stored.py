"""The stored queries that our numbers lead to, where Datasette's own filters cannot tell the rows."""

from collections.abc import Sequence
from typing import Any

from archive.web.queries import ITS_WORDS, PREFERRED, WORDED
from archive.web.say import Words
from archive.web.show import members

_LISTED = """
select episodes.id as episode_id, episodes.title, podcasts.title as podcast, episodes.published{also}
from episodes left join podcasts on podcasts.id = episodes.podcast_id
{join}where (:podcast = '' or episodes.podcast_id = cast(:podcast as integer))
    and (:published = '' or substr(episodes.published, 1, length(:published)) = :published)
    and {where}
order by {order}episodes.published desc, episodes.id desc
"""


def _episodes(where: str, also: str = "", join: str = "", order: str = "") -> str:
    return _LISTED.format(where=where, also=also, join=join, order=order)


STORED = {
    "episodes_with_transcript": _episodes(WORDED),
    "episodes_without_transcript": _episodes(f"not {WORDED}"),
    "episodes_by_origin": _episodes(
        "transcripts.words > 0 and coalesce(transcripts.origin, 'none') = :origin",
        also=",\n    transcripts.words",
        join=f"{PREFERRED}\n",
    ),
    "episodes_by_format": _episodes(
        "transcripts.words > 0 and sources.format = :format",
        also=",\n    transcripts.words",
        join=f"{PREFERRED}\njoin sources on sources.id = transcripts.source_id\n",
    ),
    "episodes_without_times": _episodes(f"exists (select 1 {ITS_WORDS} and not timed)"),
    "episodes_without_people": _episodes(
        f"{WORDED} and not exists"
        " (select 1 from speakers where episode_id = episodes.id and person_id is not null and words > 0)"
    ),
    "unattributed_talk": _episodes(
        "episodes.known_ms < episodes.speech_ms",
        also=",\n    (episodes.speech_ms - episodes.known_ms) / 60000.0 as unattributed_minutes,"
        "\n    episodes.speech_ms / 60000.0 as spoken_minutes",
        order="episodes.speech_ms - episodes.known_ms desc, ",
    ),
    "people_of_a_podcast": members.STORED,
}
"""By the names of the stored queries.

`podcast` is the id of a show, `published` a year, a month or a day; empty they are all.
"""

PARAMETERS = ("podcast", "published", "origin", "format")

SOURCE = "plugin"
"""What Datasette calls the origin of queries that a plugin stored."""


async def store(datasette: Any, database: str, words: Words) -> None:
    """Give the server these queries."""
    for name, sql in STORED.items():
        title, how = words.text(f"about.queries.{name}"), words.text(f"about.queries.{name}_how")
        parameters = [each for each in PARAMETERS if f":{each}" in sql]
        await give(datasette, database, name, sql, title=title, description=how, parameters=parameters)


async def give(
    datasette: Any,
    database: str,
    name: str,
    sql: str,
    *,
    title: str,
    description: str,
    parameters: Sequence[str],
) -> None:
    """Give the server a query of ours; one of the user's own by the same name stays."""
    there = await datasette.get_query(database, name)
    if there is not None and there.source != SOURCE:
        return
    await datasette.add_query(
        database,
        name,
        sql.strip(),
        title=title,
        description=description,
        parameters=list(parameters),
        source=SOURCE,
        # It runs where nobody may write SQL of their own; `explore.permission` says who may run it.
        is_trusted=True,
    )
