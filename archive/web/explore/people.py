"""What is asked of people: who talks, how, with whom. All of it stands in `speakers`, a row an episode."""

from archive.web.addresses import Addresses
from archive.web.explore.stored import MINUTES, OTHER, PERSON, PODCAST, Row, Stored, Values, only


def _appearances(to: Addresses, row: Row, values: Values) -> str:
    return to.query("appearances", [("person", str(row["person_id"])), *only(values, "podcast")])


def _as_guest(to: Addresses, row: Row, values: Values) -> str:
    return f"{_appearances(to, row, values)}&role=guest"


def _together(to: Addresses, row: Row, values: Values) -> str:
    pair = [("person", str(row["person_id"])), ("other", str(row["other_id"]))]
    return to.query("appearances", [*pair, *only(values, "podcast")])


TALK_TIME = f"""
select
    people.name as person,
    round(sum(speakers.talk_ms) / 3600000.0, 2) as hours,
    count(*) as episodes,
    sum(speakers.turns) as turns,
    sum(speakers.words) as words,
    people.id as person_id
from speakers
join people on people.id = speakers.person_id
join episodes on episodes.id = speakers.episode_id
where speakers.words > 0 and {PODCAST}
group by people.id
having sum(speakers.talk_ms) > 0
order by sum(speakers.talk_ms) desc, people.id
limit 100
"""

LONGEST_MONOLOGUES = f"""
select
    coalesce(people.name, speakers.label) as person,
    round(speakers.longest_ms / 60000.0, 1) as minutes,
    speakers.longest_start_ms as start_ms,
    episodes.title as episode,
    podcasts.title as podcast,
    episodes.published as published,
    speakers.person_id as person_id,
    episodes.id as episode_id,
    podcasts.id as podcast_id
from speakers
join episodes on episodes.id = speakers.episode_id
left join people on people.id = speakers.person_id
left join podcasts on podcasts.id = episodes.podcast_id
where speakers.longest_ms > 0 and speakers.kind in ('name', 'anonymous') and {PODCAST} and {PERSON}
order by speakers.longest_ms desc, speakers.id
limit 50
"""

_OFTEN = f"""
select
    people.name as person,
    sum(speakers.{{column}}) as {{column}},
    round(sum(speakers.{{column}}) * 3600000.0 / sum(speakers.talk_ms), 1) as per_hour,
    round(sum(speakers.talk_ms) / 3600000.0, 2) as hours,
    count(*) as punctuated,
    people.id as person_id
from speakers
join people on people.id = speakers.person_id
join episodes on episodes.id = speakers.episode_id
where speakers.{{column}} is not null and speakers.talk_ms > 0 and {PODCAST}
group by people.id
having sum(speakers.talk_ms) >= {MINUTES}
order by {{order}} desc, people.id
limit 100
"""

WORDS_PER_MINUTE = f"""
select
    people.name as person,
    round(sum(speakers.words) * 60000.0 / sum(speakers.talk_ms)) as words_per_minute,
    round(sum(speakers.talk_ms) / 3600000.0, 2) as hours,
    sum(speakers.words) as words,
    people.id as person_id
from speakers
join people on people.id = speakers.person_id
join episodes on episodes.id = speakers.episode_id
where speakers.talk_ms > 0 and {PODCAST} and {PERSON}
group by people.id
having sum(speakers.talk_ms) >= {MINUTES}
order by sum(speakers.words) * 1.0 / sum(speakers.talk_ms) desc, people.id
limit 100
"""

# A person may be two voices of one episode: counted once.
WHO_MET_WHOM = f"""
with here as (
    select distinct speakers.episode_id, speakers.person_id
    from speakers join episodes on episodes.id = speakers.episode_id
    where speakers.words > 0 and speakers.person_id is not null and {PODCAST}
),
named as (select people.id from people where {PERSON})
select
    one.name as person,
    other.name as other,
    met.episodes as episodes,
    met.first as first,
    met.latest as latest,
    one.id as person_id,
    other.id as other_id
from (
    select
        a.person_id as one_id,
        b.person_id as other_id,
        count(*) as episodes,
        min(episodes.published) as first,
        max(episodes.published) as latest
    from here as a
    join here as b on b.episode_id = a.episode_id and b.person_id > a.person_id
    join episodes on episodes.id = a.episode_id
    where :person = '' or a.person_id in named or b.person_id in named
    group by a.person_id, b.person_id
    order by count(*) desc, a.person_id, b.person_id
    limit 100
) as met
join people as one on one.id = met.one_id
join people as other on other.id = met.other_id
order by met.episodes desc, one.id, other.id
limit 100
"""

RETURNING_GUESTS = f"""
select
    people.name as person,
    count(distinct speakers.episode_id) as episodes,
    count(distinct episodes.podcast_id) as podcasts,
    min(episodes.published) as first,
    max(episodes.published) as latest,
    round(sum(speakers.talk_ms) / 3600000.0, 2) as hours,
    people.id as person_id
from speakers
join people on people.id = speakers.person_id
join episodes on episodes.id = speakers.episode_id
where speakers.role = 'guest' and {PODCAST}
group by people.id
order by 2 desc, sum(speakers.talk_ms) desc, people.id
limit 100
"""

IN_MOST_PODCASTS = """
select
    people.name as person,
    count(distinct episodes.podcast_id) as podcasts,
    count(distinct episodes.id) as all_episodes,
    round(sum(speakers.talk_ms) / 3600000.0, 2) as hours,
    people.id as person_id
from speakers
join people on people.id = speakers.person_id
join episodes on episodes.id = speakers.episode_id
where episodes.podcast_id is not null
group by people.id
having count(distinct episodes.podcast_id) > 1
order by 2 desc, 3 desc, people.id
limit 100
"""

APPEARANCES = f"""
select
    episodes.title as episode,
    podcasts.title as podcast,
    episodes.published as published,
    group_concat(distinct people.name) as person,
    group_concat(distinct speakers.role) as role,
    round(sum(speakers.talk_ms) / 60000.0, 1) as minutes,
    sum(speakers.words) as words,
    case when count(distinct people.id) = 1 then people.id end as person_id,
    episodes.id as episode_id,
    podcasts.id as podcast_id
from speakers
join people on people.id = speakers.person_id
join episodes on episodes.id = speakers.episode_id
left join podcasts on podcasts.id = episodes.podcast_id
where {PODCAST} and {PERSON}
and (speakers.words > 0 or :role != '')
and (:role = '' or speakers.role = :role)
and (:other = '' or exists (
    select 1 from speakers as others
    join people as companions on companions.id = others.person_id and companions.id != people.id
    where others.episode_id = episodes.id and others.words > 0 and {OTHER}
))
group by episodes.id
order by episodes.published is null, episodes.published desc, episodes.id desc
limit 500
"""


def _often(column: str, order: str) -> str:
    return _OFTEN.format(column=column, order=order)


QUERIES = (
    Stored(
        name="talk_time",
        group="people",
        sql=TALK_TIME,
        parameters=("podcast",),
        plot="rows",
        label="person",
        value="hours",
        counts={"episodes": _appearances},
    ),
    Stored(
        name="longest_monologues",
        group="people",
        sql=LONGEST_MONOLOGUES,
        parameters=("podcast", "person"),
        plot="rows",
        label="person",
        value="minutes",
    ),
    Stored(
        name="most_questions",
        group="people",
        sql=_often("questions", "sum(speakers.questions)"),
        parameters=("podcast", "minutes"),
        plot="rows",
        label="person",
        value="questions",
    ),
    Stored(
        name="most_interruptions",
        group="people",
        sql=_often("interruptions", "sum(speakers.interruptions) * 1.0 / sum(speakers.talk_ms)"),
        parameters=("podcast", "minutes"),
        plot="rows",
        label="person",
        value="per_hour",
    ),
    Stored(
        name="words_per_minute",
        group="people",
        sql=WORDS_PER_MINUTE,
        parameters=("podcast", "person", "minutes"),
        plot="rows",
        label="person",
        value="words_per_minute",
    ),
    Stored(
        name="who_met_whom",
        group="people",
        sql=WHO_MET_WHOM,
        parameters=("podcast", "person"),
        plot="rows",
        label="pair",
        value="episodes",
        counts={"episodes": _together},
    ),
    Stored(
        name="returning_guests",
        group="people",
        sql=RETURNING_GUESTS,
        parameters=("podcast",),
        plot="rows",
        label="person",
        value="episodes",
        counts={"episodes": _as_guest},
    ),
    Stored(
        name="in_most_podcasts",
        group="people",
        sql=IN_MOST_PODCASTS,
        plot="rows",
        label="person",
        value="podcasts",
    ),
    Stored(
        name="appearances",
        group="people",
        sql=APPEARANCES,
        parameters=("person", "other", "role", "podcast"),
    ),
)
