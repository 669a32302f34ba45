"""What the archive lacks, counted for all of it or for a show; `archive.web.stored` lists it.

Nothing here reads `utterances`: an episode knows how long is spoken in it, and by whom that is known.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from archive.web import queries
from archive.web.addresses import Addresses
from archive.web.remembered import remembered

_LACKS = f"""
select count(*) as episodes,
       count(case when not worded then 1 end) as without_transcript,
       count(case when timed = 0 then 1 end) as without_times,
       count(case when worded and people is null then 1 end) as without_people,
       count(case when published is null then 1 end) as without_date,
       count(case when guessed is not null then 1 end) as guessed,
       sum(speech_ms) as speech_ms, sum(known_ms) as known_ms
from (select episodes.id, published, guessed, speech_ms, known_ms,
             {queries.WORDED} as worded, (select timed {queries.ITS_WORDS}) as timed,
             (select 1 from speakers where episode_id = episodes.id and person_id is not null and words > 0
              limit 1) as people
      from episodes where :podcast is null or podcast_id = :podcast)
"""


_NOTICED = """
select (select count(*) from transcripts where preferred and flags is not null) as flagged,
       (select count(*) from warnings) as warnings
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """So many rows of a kind, and where they are listed. `ms` instead of a number where it is talk."""

    name: str
    number: int
    href: str
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of some episodes has words, times and names.

    `speech_ms` and what is said of it are None where nothing is timed.
    """

    episodes: int
    with_transcript: int
    with_times: int
    with_people: int
    speech_ms: int | None
    known_ms: int | None
    known_share: float | None
    lacks: tuple[Lack, ...]


def coverage(connection: sqlite3.Connection, to: Addresses, podcast_id: int | None = None) -> Coverage:
    """Of one show, or of all that there is."""
    found = remembered(
        connection,
        ("coverage", podcast_id),
        lambda: connection.execute(_LACKS, {"podcast": podcast_id}).fetchone(),
    )
    worded = found["episodes"] - found["without_transcript"]
    return Coverage(
        episodes=found["episodes"],
        with_transcript=worded,
        with_times=worded - found["without_times"],
        with_people=worded - found["without_people"],
        speech_ms=found["speech_ms"],
        known_ms=found["known_ms"],
        known_share=(found["known_ms"] or 0) / found["speech_ms"] if found["speech_ms"] else None,
        lacks=_lacks(found, to, podcast_id),
    )


def _lacks(found: Any, to: Addresses, podcast_id: int | None) -> tuple[Lack, ...]:
    of_show = [("podcast", "" if podcast_id is None else str(podcast_id)), ("published", "")]
    of_table = [] if podcast_id is None else [("podcast_id", str(podcast_id))]
    unknown_ms = (found["speech_ms"] or 0) - (found["known_ms"] or 0)
    each = (
        ("without_transcript", to.query("episodes_without_transcript", of_show)),
        ("without_times", to.query("episodes_without_times", of_show)),
        ("without_people", to.query("episodes_without_people", of_show)),
        ("without_date", to.table("episodes", [*of_table, ("published__isnull", "1")])),
        ("guessed", to.table("episodes", [*of_table, ("guessed__notnull", "1")])),
    )
    lacks = [Lack(name=name, number=found[name], href=href) for name, href in each if found[name]]
    if unknown_ms:
        href = to.query("unattributed_talk", of_show)
        lacks.append(Lack(name="unattributed", number=0, href=href, ms=unknown_ms))
    return tuple(lacks)


def noticed(connection: sqlite3.Connection, to: Addresses) -> tuple[Lack, ...]:
    """What was noticed in sources and in the words themselves, of all shows."""
    found = remembered(connection, "noticed", lambda: queries.row(connection, _NOTICED))
    each = (
        (
            "flagged",
            found["flagged"],
            to.table("transcripts", [("preferred", "1"), ("flags__notnull", "1")]),
        ),
        ("warnings", found["warnings"], to.table("warnings")),
    )
    return tuple(Lack(name=name, number=count, href=href) for name, count, href in each if count)
