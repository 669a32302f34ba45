"""What is asked of words: by the full-text index, so that none of it reads all utterances.

`:words` is one phrase inside one passage.
"""

from archive.web.addresses import Addresses
from archive.web.explore.stored import PERSON, PHRASE, PODCAST, Row, Stored, Values, only, phrase


def _in_episode(to: Addresses, row: Row, values: Values) -> str:
    return to.search(phrase(values), [("episode", str(row["episode_id"]))])


def _by_person(to: Addresses, row: Row, values: Values) -> str:
    return to.search(phrase(values), [("speaker", str(row["person_id"])), *only(values, "podcast")])


FEW = 2_000
"""Of so many passages each is looked at. Of more, episodes are gone through by date until enough have one."""

MOST = 50_000
"""Of so many passages it is looked up who says them."""

# An utterance's id begins with that of its episode.
FIRST_MENTION = f"""
with few(id) as materialized (
    select rowid from utterances_fts where utterances_fts match {PHRASE} limit {FEW}
),
found(id) as materialized (
    select min(few.id) from few join episodes on episodes.id = few.id / 1000000
    where {PODCAST} and (select count(*) from few) < {FEW}
    group by episodes.id
    union all
    select id from (
        select id from (
            select (
                select rowid from utterances_fts
                where utterances_fts match {PHRASE}
                and rowid between dated.id * 1000000 and dated.id * 1000000 + 999999
                order by rowid limit 1
            ) as id
            from (
                select episodes.id from episodes where {PODCAST}
                order by episodes.published is null, episodes.published, episodes.id limit -1
            ) as dated
            where (select count(*) from few) = {FEW}
        )
        where id is not null limit 25
    )
)
select
    episodes.published as published,
    coalesce(people.name, speakers.label) as person,
    utterances.text as quotation,
    utterances.start_ms as start_ms,
    episodes.title as episode,
    podcasts.title as podcast,
    (
        select count(*) from utterances_fts
        where utterances_fts match {PHRASE}
        and rowid between first.id and episodes.id * 1000000 + 999999
    ) as mentions,
    utterances.person_id as person_id,
    utterances.id as utterance_id,
    episodes.id as episode_id,
    podcasts.id as podcast_id
from (
    select found.id from found join episodes on episodes.id = found.id / 1000000
    order by episodes.published is null, episodes.published, found.id
    limit 25
) as first
join episodes on episodes.id = first.id / 1000000
join utterances on utterances.id = first.id
left join podcasts on podcasts.id = episodes.podcast_id
left join speakers on speakers.id = utterances.speaker_id
left join people on people.id = utterances.person_id
order by episodes.published is null, episodes.published, first.id
limit 25
"""

# What is said where nothing is timed is in no hour: the rate leaves it out, as a trend does.
SAID_MOST = f"""
with latest(id) as materialized (
    select rowid from utterances_fts
    where utterances_fts match {PHRASE} and (
        :podcast = '' or rowid / 1000000 in (select id from episodes where podcast_id = :podcast)
    )
    order by rowid desc limit {MOST}
)
select
    people.name as person,
    said.mentions as mentions,
    case when (select count(*) from latest) < {MOST} then round(said.timed * 3600000.0 / (
        select sum(speakers.talk_ms) from speakers
        join episodes on episodes.id = speakers.episode_id
        where speakers.person_id = people.id and {PODCAST}
    ), 2) end as per_hour,
    people.id as person_id
from (
    select
        voices.person_id,
        sum(voices.mentions) as mentions,
        sum(case when speakers.talk_ms > 0 then voices.mentions end) as timed
    from (
        select utterances.person_id, utterances.speaker_id, count(*) as mentions
        from latest join utterances on utterances.id = latest.id
        group by 1, 2
    ) as voices
    join speakers on speakers.id = voices.speaker_id
    group by 1
) as said
join people on people.id = said.person_id
order by said.mentions desc, people.id
limit 100
"""

QUOTATIONS = f"""
select
    utterances.text as quotation,
    coalesce(people.name, speakers.label) as person,
    utterances.start_ms as start_ms,
    episodes.title as episode,
    podcasts.title as podcast,
    episodes.published as published,
    utterances.person_id as person_id,
    utterances.id as utterance_id,
    episodes.id as episode_id,
    podcasts.id as podcast_id
from utterances_fts
join utterances on utterances.id = utterances_fts.rowid
join episodes on episodes.id = utterances.episode_id
left join podcasts on podcasts.id = episodes.podcast_id
left join speakers on speakers.id = utterances.speaker_id
left join people on people.id = utterances.person_id
where utterances_fts match {PHRASE} and {PODCAST} and {PERSON}
order by utterances_fts.rowid desc
limit 50
"""

QUERIES = (
    Stored(
        name="first_mention",
        group="sayings",
        sql=FIRST_MENTION,
        parameters=("words", "podcast"),
        counts={"mentions": _in_episode},
        needs="words",
    ),
    Stored(
        name="said_most",
        group="sayings",
        sql=SAID_MOST,
        parameters=("words", "podcast"),
        plot="rows",
        label="person",
        value="mentions",
        counts={"mentions": _by_person},
        needs="words",
    ),
    Stored(
        name="quotations",
        group="sayings",
        sql=QUOTATIONS,
        parameters=("words", "person", "podcast"),
        needs="words",
    ),
)
