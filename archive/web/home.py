"""The home page: what the archive has, what is new in it, who speaks most, and what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import lacking, queries
from archive.web.artwork import Picture, picture
from archive.web.asking import Asking
from archive.web.lacking import Coverage, Lack
from archive.web.remembered import remembered

COUNTS = """
select (select count(*) from episodes) as episodes,
       (select count(*) from podcasts) as podcasts,
       (select count(*) from people) as people,
       (select sum(words) from transcripts where preferred) as words,
       (select count(*) from episodes where podcast_id is null) as without_podcast
"""

# An episode is as long as a source says it is, else as long as is spoken in it.
PODCASTS = f"""
select podcasts.id, podcasts.title, podcasts.author, podcasts.image_url, podcasts.language, of.*
from (select podcast_id, count(*) as episodes, sum(coalesce(duration_ms, speech_ms)) as length_ms,
             sum(speech_ms) as speech_ms, sum(known_ms) as known_ms, max(published) as last,
             sum({queries.WORDED}) as worded
      from episodes where podcast_id is not null group by podcast_id
      order by episodes desc, last desc, podcast_id limit 12) as of
join podcasts on podcasts.id = of.podcast_id
order by of.episodes desc, of.last desc, podcasts.title
"""

NEWEST = queries.LISTED + "order by episodes.published desc, episodes.id desc limit 10"

SPEAKERS = """
select people.id, people.name, people.image_url, of.*
from (select person_id, count(*) as episodes, sum(talk_ms) as talk_ms, sum(words) as words
      from speakers where person_id is not null and words > 0 group by person_id
      order by talk_ms desc, words desc, person_id limit 12) as of
join people on people.id = of.person_id
order by of.talk_ms desc, of.words desc, people.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A podcast in the list. `known_share` is of its talk; None where nothing is timed.

    `worded` of its episodes have a transcript.
    """

    id: int
    title: str
    author: str | None
    picture: Picture
    episodes: int
    worded: int
    length_ms: int | None
    known_share: float | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One of those who speak most. `share` is of what the first of them says."""

    id: int
    name: str
    picture: Picture
    episodes: int
    talk_ms: int | None
    words: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    counts: Any
    podcasts: tuple[Show, ...]
    episodes: Sequence[Any]
    speakers: tuple[Speaker, ...]
    coverage: Coverage
    lacks: tuple[Lack, ...]


def page(asking: Asking) -> HomePage:
    """Everything on the home page."""
    connection, to = asking.connection, asking.to
    coverage = lacking.coverage(connection, to)
    speakers = remembered(connection, "home speakers", lambda: queries.rows(connection, SPEAKERS))
    return HomePage(
        counts=remembered(connection, "home counts", lambda: queries.row(connection, COUNTS)),
        podcasts=tuple(
            _show(row)
            for row in remembered(connection, "home podcasts", lambda: queries.rows(connection, PODCASTS))
        ),
        episodes=queries.rows(connection, NEWEST),
        speakers=_speakers(speakers),
        coverage=coverage,
        lacks=(*coverage.lacks, *(lacking.noticed(connection, to) if "warnings" in asking.allowed else ())),
    )


def _show(row: Any) -> Show:
    return Show(
        id=row["id"],
        title=row["title"],
        author=row["author"],
        picture=picture(row["id"], row["title"], row["image_url"]),
        episodes=row["episodes"],
        worded=row["worded"],
        length_ms=row["length_ms"],
        known_share=(row["known_ms"] or 0) / row["speech_ms"] if row["speech_ms"] else None,
        last=row["last"],
    )


def _speakers(rows: Sequence[Any]) -> tuple[Speaker, ...]:
    """By the time they talk where anything is timed, else by their words: the bars are of the same unit."""
    unit = "talk_ms" if any(row["talk_ms"] for row in rows) else "words"
    most = max((row[unit] or 0 for row in rows), default=0) or 1
    return tuple(
        Speaker(
            id=row["id"],
            name=row["name"],
            picture=picture(row["id"], row["name"], row["image_url"]),
            episodes=row["episodes"],
            talk_ms=row["talk_ms"],
            words=row["words"],
            share=(row[unit] or 0) / most,
        )
        for row in rows
    )
