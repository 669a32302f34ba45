"""The SQL of an episode's page."""

EPISODE = """
select episodes.*, podcasts.title as podcast, podcasts.author as podcast_author from episodes
left join podcasts on podcasts.id = episodes.podcast_id where episodes.id = ?
"""

SPEAKERS = """
select speakers.id, speakers.person_id, speakers.label, speakers.kind, speakers.role, speakers.description,
       speakers.method, speakers.talk_ms, speakers.turns, speakers.words, speakers.questions,
       speakers.interruptions, speakers.longest_ms, speakers.longest_start_ms,
       people.name, people.href, people.image_url
from speakers
left join people on people.id = speakers.person_id where speakers.episode_id = ? order by speakers.id
"""

CHAPTERS = """
select id, place, title, start_ms, href, image_url from chapters where episode_id = ? order by place
"""

# `cue_ms` is the printed time of the cue that holds the first word.
UTTERANCES = """
select id, chapter_id, speaker_id, turn, start_ms, end_ms, text, words, method, confidence, word_confidence,
       json_extract(marks, '$[0][1]') as cue_ms, spaced is not null as spaced
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

# A passage with who says it. `coloured` is the place of the voice among those of its episode that have a
# colour, as on the episode's page; NULL for a sound.
SAID = """
select utterances.*, json_extract(utterances.marks, '$[0][1]') as cue_ms,
       coalesce(people.name, speakers.label) as name, speakers.label, speakers.kind,
       speakers.role, speakers.method as named_by, chapters.title as chapter,
       case when speakers.kind <> 'sound' then
           (select count(*) from speakers as earlier where earlier.episode_id = speakers.episode_id
            and earlier.kind <> 'sound' and earlier.id <= speakers.id) end as coloured
from utterances
left join speakers on speakers.id = utterances.speaker_id
left join people on people.id = utterances.person_id
left join chapters on chapters.id = utterances.chapter_id
"""

# The first time that is printed behind that of this passage.
PRINTED_NEXT = """
select json_extract(marks, '$[0][1]') from utterances
where id > ? and id <= ? * 1000000 + 999999 and json_extract(marks, '$[0][1]') > ? order by id limit 1
"""

# Ids are in order of time, and begin with the episode's: no index but the key is needed.
BEGUN = """
select id from utterances where id between ? * 1000000 and ? * 1000000 + 999999 and start_ms <= ?
order by id desc limit 1
"""

DURING = f"""
{SAID} where utterances.id >= ? and utterances.id <= ? * 1000000 + 999999
      and (utterances.start_ms < ? or utterances.id = ?) order by utterances.id limit ?
"""

EDGES = """
select (select min(start_ms) from utterances where id between ? * 1000000 and ? * 1000000 + 999999),
       (select max(coalesce(end_ms, start_ms)) from utterances
        where id between ? * 1000000 and ? * 1000000 + 999999),
       (select duration_ms from episodes where id = ?)
"""

# Of people who say that they are hosts, in the order of the source.
HOSTS = """
select people.name from speakers join people on people.id = speakers.person_id
where speakers.episode_id = ?
      and lower(speakers.role) like '%host%' and lower(speakers.role) not like '%guest%'
group by people.id order by min(speakers.id) limit 8
"""

SHOWN = """
select transcripts.origin, sources.id, sources.uri, sources.format
from transcripts join sources on sources.id = transcripts.source_id
where transcripts.episode_id = ? and transcripts.preferred
"""

# The last one that names this speaker and is anchored near these words, or before them.
DECIDED = """
select id, at_ms, words, speaker, origin, made_at from corrections
where episode_id = ? and undone_at is null and (speaker = ? or speaker = ?)
      and (at_ms is null or at_ms <= ? + 5000)
order by at_ms desc limit 1
"""
