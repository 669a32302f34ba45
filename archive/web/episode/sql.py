"""The SQL of an episode's page."""

EPISODE = """
select episodes.*, podcasts.title as podcast from episodes
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

UTTERANCES = """
select id, chapter_id, speaker_id, turn, start_ms, end_ms, text, marks, words,
       method, confidence, word_confidence
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
