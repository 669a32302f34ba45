"""What is in the archive, and where its words come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import addresses, queries
from archive.web.asking import Asking
from archive.web.remembered import remembered

# An utterance's id is that of its episode and its place in it: the last one tells how many there are.
TOTALS = """
select (select count(*) from podcasts) as podcasts,
       (select count(*) from episodes) as episodes,
       (select count(*) from people) as people,
       (select count(*) from speakers where person_id is null and kind <> 'sound') as voices,
       (select count(*) from chapters) as chapters,
       (select count(*) from transcripts) as transcripts,
       (select count(*) from recordings) as recordings,
       (select sum(words) from transcripts where preferred) as words,
       (select sum((select max(id) from utterances
                    where id between episodes.id * 1000000 and episodes.id * 1000000 + 999999)
                   - episodes.id * 1000000) from episodes) as passages,
       (select sum(duration_ms) from episodes) as length_ms,
       (select count(duration_ms) from episodes) as with_length,
       (select min(published) from episodes) as first, (select max(published) from episodes) as last
"""

LANGUAGES = """
select coalesce(episodes.language, podcasts.language, transcripts.language, '') as language,
       count(*) as episodes, sum(transcripts.words) as words
from episodes left join podcasts on podcasts.id = episodes.podcast_id
     left join transcripts on transcripts.episode_id = episodes.id and transcripts.preferred
group by 1 order by episodes desc, language limit 40
"""

ORIGINS = """
select coalesce(origin, 'none') as origin, count(*) as episodes, sum(words) as words,
       sum(case when timed then words end) as timed_words,
       sum(case when has_speakers then words end) as voiced_words
from transcripts where preferred and words > 0 group by 1 order by words desc
"""

FORMATS = """
select sources.format, count(*) as episodes, sum(transcripts.words) as words
from transcripts join sources on sources.id = transcripts.source_id
where transcripts.preferred and transcripts.words > 0
group by sources.format order by words desc, sources.format limit 80
"""

METHODS = """
select speakers.method, count(*) as voices, count(distinct speakers.episode_id) as episodes,
       sum(speakers.talk_ms) as talk_ms, sum(speakers.words) as words, min(speakers.confidence) as least
from speakers where person_id is not null group by speakers.method order by words desc, speakers.method
"""

OTHERS = """
select kind, count(*) as voices, sum(talk_ms) as talk_ms, sum(words) as words
from speakers where person_id is null group by kind order by words desc
"""

# The licence as a show words it, or else its line of copyright.
LICENCES = """
select coalesce(license, license_url, copyright) as said, min(license_url) as url,
       case when license is not null then 'license' when license_url is not null then 'license_url'
            when copyright is not null then 'copyright' end as stated,
       count(*) as podcasts, min(id) as podcast_id, min(title) as title
from podcasts group by said, stated order by said is null, podcasts desc, said limit 60
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What so many shows say, in which of the columns (`stated`); the show's id and title if it is one."""

    said: str | None
    stated: str | None
    url: str | None
    podcasts: int
    podcast_id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Rows as they are counted."""

    totals: Any
    languages: Sequence[Any]
    origins: Sequence[Any]
    formats: Sequence[Any]
    methods: Sequence[Any]
    others: Sequence[Any]
    licences: Sequence[Licence]


def contents(asking: Asking) -> Contents:
    return remembered(asking.connection, "about contents", lambda: _contents(asking))


def _contents(asking: Asking) -> Contents:
    def rows(sql: str) -> Sequence[Any]:
        return queries.rows(asking.connection, sql)

    return Contents(
        totals=queries.row(asking.connection, TOTALS),
        languages=rows(LANGUAGES),
        origins=rows(ORIGINS),
        formats=rows(FORMATS),
        methods=rows(METHODS),
        others=rows(OTHERS),
        licences=tuple(_licence(row) for row in rows(LICENCES)),
    )


def _licence(row: Any) -> Licence:
    return Licence(
        said=row["said"],
        stated=row["stated"],
        url=addresses.web(row["url"]),
        podcasts=row["podcasts"],
        podcast_id=row["podcast_id"],
        title=row["title"],
    )
