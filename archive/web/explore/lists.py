"""Episodes with and without something, and who takes part in a show: the lists that our numbers lead to.

Here is what Datasette's own filters cannot tell. They are not bounded by a number of their own: Datasette
gives as many rows as the server allows for one page (`max_returned_rows`).
"""

from archive.web.addresses import Addresses
from archive.web.explore.stored import Row, Stored, Values
from archive.web.queries import ITS_WORDS, PREFERRED, WORDED
from archive.web.show import members

_LISTED = """
select
    episodes.title as episode,{also}
    podcasts.title as podcast,
    episodes.published as published,
    episodes.id as episode_id,
    podcasts.id as podcast_id
from episodes left join podcasts on podcasts.id = episodes.podcast_id
{join}where (:podcast = '' or episodes.podcast_id = cast(:podcast as integer))
    and (:published = '' or substr(episodes.published, 1, length(:published)) = :published)
    and {where}
order by {order}episodes.published desc, episodes.id desc
"""


def _list(name: str, where: str, also: str = "", join: str = "", order: str = "", needs: str = "") -> Stored:
    return Stored(
        name=name,
        group="lacking",
        sql=_LISTED.format(where=where, also=also, join=join, order=order),
        parameters=("podcast", "published", *([needs] if needs else [])),
        needs=needs or None,
    )


def _in_role(to: Addresses, row: Row, values: Values) -> str | None:
    """No role is nothing that can be asked for."""
    if row["role"] is None:
        return None
    pairs = [("person", str(row["person_id"])), ("role", str(row["role"]))]
    return to.query("appearances", [*pairs, ("podcast", values["podcast"])])


QUERIES = (
    _list("episodes_with_transcript", WORDED),
    _list("episodes_without_transcript", f"not {WORDED}"),
    _list(
        "episodes_by_origin",
        "transcripts.words > 0 and coalesce(transcripts.origin, 'none') = :origin",
        also="\n    transcripts.words as words,",
        join=f"{PREFERRED}\n",
        needs="origin",
    ),
    _list(
        "episodes_by_format",
        "transcripts.words > 0 and sources.format = :format",
        also="\n    transcripts.words as words,",
        join=f"{PREFERRED}\njoin sources on sources.id = transcripts.source_id\n",
        needs="format",
    ),
    _list("episodes_without_times", f"exists (select 1 {ITS_WORDS} and not timed)"),
    _list(
        "episodes_without_people",
        f"{WORDED} and not exists"
        " (select 1 from speakers where episode_id = episodes.id and person_id is not null and words > 0)",
    ),
    _list(
        "unattributed_talk",
        "episodes.known_ms < episodes.speech_ms",
        also="\n    round((episodes.speech_ms - episodes.known_ms) / 60000.0, 1) as unattributed_minutes,"
        "\n    round(episodes.speech_ms / 60000.0, 1) as spoken_minutes,",
        order="episodes.speech_ms - episodes.known_ms desc, ",
    ),
    Stored(
        name="people_of_a_podcast",
        group="lacking",
        sql=members.STORED,
        parameters=("podcast",),
        counts={"episodes": _in_role},
        needs="podcast",
    ),
)
"""`podcast` is the id of a show, `published` a year, a month or a day; empty they are all."""
