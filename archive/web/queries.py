"""The SQL of the pages: what each asks of the archive, as plain rows. All values are bound parameters."""

import sqlite3
from typing import Any

Rows = list[Any]

COUNTS = """
select (select count(*) from episodes) as episodes,
       (select count(*) from podcasts) as podcasts,
       (select count(*) from people) as people,
       (select sum(words) from transcripts where preferred) as words
"""

PODCASTS = """
select podcasts.id, podcasts.title, podcasts.author, count(episodes.id) as episodes,
       min(episodes.published) as first, max(episodes.published) as last
from podcasts left join episodes on episodes.podcast_id = podcasts.id
group by podcasts.id order by last desc, podcasts.title limit 100
"""

# An episode in a list. "By" whom comes ready for reading: the people in the order of the source.
_LISTED = """
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

NEWEST = _LISTED + "order by episodes.published desc, episodes.id desc limit 12"

PODCAST = "select * from podcasts where id = ?"

PODCAST_EPISODES = (
    _LISTED + "where episodes.podcast_id = ? order by episodes.published desc, episodes.id desc limit 300"
)

HOW_MANY_EPISODES = "select count(*) from episodes where podcast_id = ?"

# Hosts first, then who is in most episodes. `roles` are [[role, episodes], …] as JSON.
PODCAST_PEOPLE = """
with parts as (
    select speakers.person_id, speakers.role, count(distinct episodes.id) as episodes,
           sum(speakers.talk_ms) as talk_ms
    from speakers join episodes on episodes.id = speakers.episode_id
    where episodes.podcast_id = ? and speakers.person_id is not null
    group by speakers.person_id, speakers.role)
select people.id, people.name, people.image_url,
       json_group_array(json_array(parts.role, parts.episodes)) as roles,
       sum(parts.talk_ms) as talk_ms, max(parts.role is 'host') as hosts, count(*) over () as of
from parts join people on people.id = parts.person_id
group by people.id order by hosts desc, sum(parts.episodes) desc, talk_ms desc, people.name limit 300
"""

FEEDS = """
select id, url, status, problem, retry_at, added_at, changed_at from feeds where podcast_id = ?
order by status <> 'active', id limit 20
"""

PERSON = "select * from people where id = ?"

NAMESAKES = "select id, name, href from people where name = ? and id <> ? order by id limit 20"

# Of all episodes, however many of them the page lists.
TALK = """
select count(*) as appearances, sum(talk_ms) as talk_ms, max(talk_ms) as longest_ms, sum(words) as words
from speakers where person_id = ?
"""

APPEARANCES = """
select episodes.id, episodes.title, episodes.published, podcasts.id as podcast_id, podcasts.title as podcast,
       speakers.label, speakers.role, speakers.description, speakers.talk_ms, speakers.turns, speakers.words
from speakers join episodes on episodes.id = speakers.episode_id
     left join podcasts on podcasts.id = episodes.podcast_id
where speakers.person_id = ?
order by episodes.published desc, episodes.id desc limit 500
"""

# Names that sources print for a person, and those that somebody decided to mean that person.
SPELLINGS = """
select label as name, count(*) as episodes from speakers
where person_id = ? and kind = 'name' group by label
order by episodes desc, label limit 20
"""

ALIASES = """
select name, podcast_slug, episode_slug, kind from person_aliases
where undone_at is null and person_name = ? and name <> person_name
      and (person_href is ? or person_href is null)
order by id limit 50
"""

EPISODE = """
select episodes.*, podcasts.title as podcast from episodes
left join podcasts on podcasts.id = episodes.podcast_id where episodes.id = ?
"""

SPEAKERS = """
select speakers.id, speakers.person_id, speakers.label, speakers.kind, speakers.role, speakers.description,
       speakers.method, speakers.talk_ms, speakers.turns, speakers.words,
       people.name, people.href, people.image_url
from speakers
left join people on people.id = speakers.person_id where speakers.episode_id = ? order by speakers.id
"""

CHAPTERS = """
select id, place, title, start_ms, href, image_url from chapters where episode_id = ? order by place
"""

UTTERANCES = """
select id, chapter_id, speaker_id, turn, start_ms, text, marks, words, method, confidence, word_confidence
from utterances
where episode_id = ? order by id
"""

# The one that is shown comes first.
TRANSCRIPTS = """
select transcripts.preferred, transcripts.origin, transcripts.language, transcripts.flags, transcripts.timed,
       transcripts.has_speakers, transcripts.words, transcripts.recording_id,
       sources.id as source_id, sources.uri, sources.format
from transcripts join sources on sources.id = transcripts.source_id
where transcripts.episode_id = ? order by transcripts.preferred desc, transcripts.id
"""

RECORDINGS = """
select id, kind, url, mime_type, duration_ms, size, title from recordings where episode_id = ? order by id
"""

# What a feed links to, and the source that was fetched from there.
LINKS = """
select links.kind, links.url, links.mime_type, links.language,
       (select max(sources.id) from sources where sources.episode_id = links.episode_id
        and sources.uri = links.url and sources.superseded_at is null) as source_id
from links where links.episode_id = ? order by links.id limit 100
"""

SOUNDBITES = """
select start_ms, duration_ms, title from soundbites where episode_id = ? order by start_ms, id limit 100
"""

SOURCES = """
select id, uri, format, added_at, left_at from sources
where episode_id = ? and superseded_at is null order by id
"""

# A hash is a name for machines.
NAMES = "select value from identifiers where episode_id = ? and scheme <> 'sha256' order by id"

WARNINGS = """
select id, code, place, message, count(*) over () as of from warnings
where episode_id = ? order by id limit 200
"""

DECISIONS = "select count(*) from corrections where episode_id = ? and undone_at is null"


def rows(connection: sqlite3.Connection, sql: str, *values: Any) -> Rows:
    """All rows; each of our queries is bounded by its own LIMIT or by one episode."""
    return connection.execute(sql, values).fetchall()


def row(connection: sqlite3.Connection, sql: str, *values: Any) -> Any:
    """The first row, or None."""
    found = rows(connection, sql, *values)
    return found[0] if found else None
