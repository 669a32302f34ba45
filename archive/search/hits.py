"""What is shown of a hit."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from archive import players
from archive.search import match, snippets
from archive.search.index import HIGHLIGHTED
from archive.search.matches import Matches
from archive.search.results import Hit, Neighbour, is_estimated

_ROWS = """
select
    utterances.id, episodes.id, episodes.title, podcasts.id, podcasts.title, episodes.published,
    coalesce(people.name, speakers.label), utterances.person_id, speakers.role, chapters.title,
    utterances.start_ms, utterances.marks, utterances.text,
    (select after.text from utterances as after where after.id = utterances.id + 1),
    utterances.end_ms, utterances.method, utterances.confidence
from utterances
join episodes on episodes.id = utterances.episode_id
left join podcasts on podcasts.id = episodes.podcast_id
left join speakers on speakers.id = utterances.speaker_id
left join people on people.id = utterances.person_id
left join chapters on chapters.id = utterances.chapter_id
where utterances.id in (select value from json_each(?))
"""

_MARKED = f"""
select rowid, {HIGHLIGHTED} from utterances_fts
where utterances_fts match :wanted and {{rowid}} in (select value from json_each(:ids))
"""


# As long as an episode has less than a million utterances, the one before the first has no row.
_NEIGHBOURS = """
select utterances.id, coalesce(people.name, speakers.label), utterances.start_ms, utterances.text,
       json_extract(utterances.marks, '$[0][1]')
from utterances
left join speakers on speakers.id = utterances.speaker_id
left join people on people.id = utterances.person_id
where utterances.id in (select value from json_each(?))
"""


def with_neighbours(connection: sqlite3.Connection, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Each with the utterances before and after it in its episode."""
    ids = sorted({hit.utterance_id + step for hit in hits for step in (-1, 1)})
    found = {
        key: Neighbour(
            utterance_id=key,
            speaker=speaker,
            start_ms=start_ms,
            text=text,
            estimated=is_estimated(start_ms, printed_ms),
        )
        for key, speaker, start_ms, text, printed_ms in connection.execute(_NEIGHBOURS, (json.dumps(ids),))
    }
    return tuple(
        replace(hit, before=found.get(hit.utterance_id - 1), after=found.get(hit.utterance_id + 1))
        for hit in hits
    )


def shown(
    connection: sqlite3.Connection, ids: Sequence[int], matches: Matches, *, mapped: bool = True
) -> tuple[Hit, ...]:
    """The hits of these ids, in this order. A phrase that crosses a border is shown with where it goes on.

    Without `mapped` they are linked only to the recordings that the words came from.
    """
    listed = json.dumps(ids)
    marked: dict[int, str] = {}
    if matches.marked is not None:
        parameters = {
            "open": snippets.OPEN,
            "close": snippets.CLOSE,
            "wanted": matches.marked,
            "ids": listed,
        }
        # A + before a column keeps SQLite from seeking it.
        sql = _MARKED.format(rowid="rowid" if match.seekable(matches.marked) else "+rowid")
        marked = dict(connection.execute(sql, parameters).fetchall())
    hits = {}
    found = connection.execute(_ROWS, (listed,)).fetchall()
    playing = players.of_transcripts(connection, (row[1] for row in found), mapped=mapped)
    for row in found:
        marks, text = row[11:13]
        crossing = matches.crossings.get(row[0])
        if crossing is None:
            cut = snippets.pieces(marked.get(row[0]), text)
        else:
            cut = snippets.over_the_border(text, row[13], crossing.before, crossing.after)
        moment_ms = snippets.moment(json.loads(marks), snippets.first_hit(cut))
        heard = playing.get(row[1], players.Players()).at(moment_ms)
        hits[row[0]] = Hit(
            utterance_id=row[0],
            episode_id=row[1],
            episode=row[2],
            podcast_id=row[3],
            podcast=row[4],
            published=row[5],
            speaker=row[6],
            person_id=row[7],
            role=row[8],
            chapter=row[9],
            start_ms=row[10],
            moment_ms=moment_ms,
            link=next((each.url for each in heard if each.precision == "exact"), None),
            links=heard,
            snippet=snippets.shortened(cut),
            text=text,
            end_ms=row[14],
            method=row[15],
            confidence=row[16],
        )
    return tuple(hits[one] for one in ids)
