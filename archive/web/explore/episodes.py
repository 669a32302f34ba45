"""What is asked of episodes and shows. Those that lack something are listed by `archive.web.stored`."""

from archive.web.addresses import Addresses
from archive.web.explore.stored import PODCAST, Row, Stored, Values, only


def _of_month(to: Addresses, row: Row, values: Values) -> str:
    podcast = [("podcast_id", value) for _, value in only(values, "podcast")]
    return to.table("episodes", [("published__startswith", str(row["month"])), *podcast])


def _warnings(to: Addresses, row: Row, values: Values) -> str:
    return to.table("warnings", [("episode_id", str(row["episode_id"]))])


def _of_podcast(to: Addresses, row: Row, values: Values) -> str:
    known = "podcast_id__isnull" if row["podcast_id"] is None else "podcast_id"
    value = "1" if row["podcast_id"] is None else str(row["podcast_id"])
    return to.table("episodes", [(known, value), ("speech_ms__gt", "0")])


EPISODES_PER_MONTH = f"""
select
    substr(episodes.published, 1, 7) as month,
    count(*) as episodes,
    count(distinct episodes.podcast_id) as podcasts,
    round(sum(episodes.speech_ms) / 3600000.0, 2) as hours
from episodes
where length(episodes.published) >= 7 and {PODCAST}
group by 1
order by 1 desc
limit 600
"""

LONGEST_EPISODES = f"""
select
    episodes.title as episode,
    podcasts.title as podcast,
    episodes.published as published,
    round(coalesce(
        episodes.duration_ms,
        (select max(duration_ms) from recordings where episode_id = episodes.id),
        episodes.speech_ms
    ) / 3600000.0, 2) as hours,
    episodes.id as episode_id,
    podcasts.id as podcast_id
from episodes
left join podcasts on podcasts.id = episodes.podcast_id
where hours > 0 and {PODCAST}
order by hours desc, episodes.id
limit 50
"""

CHAPTERS_BY_TITLE = f"""
select
    chapters.title as chapter,
    chapters.start_ms as start_ms,
    episodes.title as episode,
    podcasts.title as podcast,
    episodes.published as published,
    episodes.id as episode_id,
    podcasts.id as podcast_id
from chapters
join episodes on episodes.id = chapters.episode_id
left join podcasts on podcasts.id = episodes.podcast_id
where chapters.title != '' and (:words = '' or instr(lower(chapters.title), lower(:words)) > 0)
and {PODCAST}
order by episodes.published is null, episodes.published desc, episodes.id desc, chapters.place
limit 200
"""

HOST_SHARE = f"""
select
    podcasts.title as podcast,
    total(talk.host) / sum(episodes.speech_ms) as host_share,
    total(talk.guest) / sum(episodes.speech_ms) as guest_share,
    total(talk.other) / sum(episodes.speech_ms) as other_share,
    1 - total(episodes.known_ms) / sum(episodes.speech_ms) as unknown_share,
    round(sum(episodes.speech_ms) / 3600000.0, 2) as hours,
    count(*) as episodes,
    podcasts.id as podcast_id
from episodes
left join podcasts on podcasts.id = episodes.podcast_id
left join (
    select
        episode_id,
        sum(case when role like '%host%' then talk_ms end) as host,
        sum(case when role like '%guest%' then talk_ms end) as guest,
        sum(case when coalesce(role, '') not like '%host%' and coalesce(role, '') not like '%guest%'
            then talk_ms end) as other
    from speakers where person_id is not null
    group by episode_id
) as talk on talk.episode_id = episodes.id
where episodes.speech_ms > 0 and {PODCAST}
group by podcasts.id
order by host_share desc, podcasts.id
limit 200
"""

KNOWN_SHARE = f"""
select
    podcasts.title as podcast,
    total(episodes.known_ms) / sum(episodes.speech_ms) as known_share,
    round(sum(episodes.speech_ms) / 3600000.0, 2) as hours,
    count(*) as episodes,
    podcasts.id as podcast_id
from episodes
left join podcasts on podcasts.id = episodes.podcast_id
where episodes.speech_ms > 0 and {PODCAST}
group by podcasts.id
order by known_share desc, podcasts.id
limit 200
"""

DOUBTFUL_TRANSCRIPTS = f"""
select
    episodes.title as episode,
    podcasts.title as podcast,
    transcripts.flags as flags,
    (select count(*) from warnings where warnings.episode_id = episodes.id) as warnings,
    transcripts.origin as origin,
    transcripts.words as words,
    episodes.id as episode_id,
    podcasts.id as podcast_id
from transcripts
join episodes on episodes.id = transcripts.episode_id
left join podcasts on podcasts.id = episodes.podcast_id
where transcripts.preferred and {PODCAST}
and (transcripts.flags is not null or exists (select 1 from warnings where warnings.episode_id = episodes.id))
order by transcripts.flags is null, warnings desc, episodes.id
limit 200
"""

QUERIES = (
    Stored(
        name="episodes_per_month",
        group="episodes",
        sql=EPISODES_PER_MONTH,
        parameters=("podcast",),
        plot="bars",
        label="month",
        value="episodes",
        most=60,
        counts={"episodes": _of_month},
    ),
    Stored(
        name="longest_episodes",
        group="episodes",
        sql=LONGEST_EPISODES,
        parameters=("podcast",),
        plot="rows",
        label="episode",
        value="hours",
    ),
    Stored(
        name="chapters_by_title",
        group="episodes",
        sql=CHAPTERS_BY_TITLE,
        parameters=("words", "podcast"),
    ),
    Stored(
        name="host_share",
        group="episodes",
        sql=HOST_SHARE,
        parameters=("podcast",),
        plot="rows",
        label="podcast",
        value="host_share",
        counts={"episodes": _of_podcast},
    ),
    Stored(
        name="known_share",
        group="episodes",
        sql=KNOWN_SHARE,
        parameters=("podcast",),
        plot="rows",
        label="podcast",
        value="known_share",
        counts={"episodes": _of_podcast},
    ),
    Stored(
        name="doubtful_transcripts",
        group="episodes",
        sql=DOUBTFUL_TRANSCRIPTS,
        parameters=("podcast",),
        counts={"warnings": _warnings},
    ),
)
