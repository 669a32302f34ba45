"""The view `said`: every utterance with names instead of ids, for SQL, CSV and Datasette's tables.

It is dropped before migrations and made after them, since SQLite refuses to alter a table that a view names.
"""

from sqlalchemy import Connection

COLUMNS = {
    "id": "The utterance's id: the episode's times 1,000,000, plus the place in it.",
    "podcast": "The show's title.",
    "episode": "The episode's title.",
    "published": "The date of publication, as exactly as the source says it (ISO).",
    "chapter": "The chapter's title.",
    "speaker": "Who speaks: the person's name, or the voice's label; NULL if unknown.",
    "role": "host, guest, …, as the source says.",
    "start_ms": "Where it begins, in milliseconds; NULL if nothing is timed.",
    "time": "Where it begins, as h:mm:ss; inside a cue this is interpolated, and later than the link.",
    "link": "Where to hear it: the recording, at the second printed for the cue that holds the first word.",
    "text": "The words, as the source has them.",
    "episode_id": "The episode.",
}
"""A sentence on each column, in order."""

_SAID = """
create view said as
select
    utterances.id as id,
    podcasts.title as podcast,
    episodes.title as episode,
    episodes.published as published,
    chapters.title as chapter,
    coalesce(people.name, speakers.label) as speaker,
    speakers.role as role,
    utterances.start_ms as start_ms,
    case when utterances.start_ms is not null then printf(
        '%d:%02d:%02d',
        utterances.start_ms / 3600000, utterances.start_ms / 60000 % 60, utterances.start_ms / 1000 % 60
    ) end as time,
    -- As in `archive.links`: only where `t=` means something, and never a `javascript:` address.
    case when recordings.kind in ('youtube', 'audio', 'video')
        and (recordings.url like 'http://%' or recordings.url like 'https://%')
    then
        recordings.url || case
            when recordings.kind != 'youtube' then '#t='
            when instr(recordings.url, '?') then '&t='
            else '?t='
        end
        || (json_extract(utterances.marks, '$[0][1]') / 1000)
    end as link,
    utterances.text as text,
    utterances.episode_id as episode_id
from utterances
join episodes on episodes.id = utterances.episode_id
left join podcasts on podcasts.id = utterances.podcast_id
left join chapters on chapters.id = utterances.chapter_id
left join speakers on speakers.id = utterances.speaker_id
left join people on people.id = utterances.person_id
left join transcripts on transcripts.episode_id = utterances.episode_id and transcripts.preferred
left join recordings on recordings.id = transcripts.recording_id
"""


def drop(connection: Connection) -> None:
    """Take the view away, if it is there."""
    connection.exec_driver_sql("drop view if exists said")


def create(connection: Connection) -> None:
    """Make the view; it must not be there."""
    connection.exec_driver_sql(_SAID)
