"""What an archive holds, without what depends on when it came: ids, addresses and instants.

Two archives whose dumps are equal have the same episodes, fields, people, transcripts and words.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_GIVEN = {
    "id",
    "episode_id",
    "podcast_id",
    "slug",
    "added_at",
    "superseded_at",
    "left_at",
    "made_at",
    "undone_at",
}
_KEYS = {
    "person_id": ("people", "name"),
    "speaker_id": ("speakers", "label"),
    "chapter_id": ("chapters", "place"),
    "recording_id": ("recordings", "url"),
    "from_recording_id": ("recordings", "url"),
    "to_recording_id": ("recordings", "url"),
    "source_id": ("sources", "uri"),
    "correction_id": ("corrections", "words"),
}
_OF_EPISODE = (
    "identifiers",
    "speakers",
    "chapters",
    "recordings",
    "sources",
    "transcripts",
    "clock_maps",
    "links",
    "soundbites",
    "fingerprints",
    "corrections",
    "warnings",
    "voices",
)
ORDERED = ("utterances",)
Dump = dict[str, list[Any]]


def dump(archive: Path) -> Dump:
    """The episodes with all that hangs on them, the shows, and the people."""
    with closing(sqlite3.connect(archive)) as connection:
        connection.row_factory = sqlite3.Row
        names = {
            (key, row[0]): str(row[1])
            for key, (table, column) in _KEYS.items()
            for row in connection.execute(f"select id, {column} from {table}")
        }
        shows = {row["id"]: _plain(row, names) for row in connection.execute("select * from podcasts")}
        episodes = []
        for row in connection.execute("select * from episodes"):
            held: dict[str, Any] = {"fields": _plain(row, names), "show": shows.get(row["podcast_id"])}
            for table in (*_OF_EPISODE, *ORDERED):
                current = " and superseded_at is null" if table == "sources" else ""
                sql = f"select * from {table} where episode_id = ?{current} order by 1"
                found = [_plain(each, names) for each in connection.execute(sql, (row["id"],))]
                held[table] = found if table in ORDERED else sorted(found, key=_text)
            episodes.append(held)
        people = [_plain(row, names) for row in connection.execute("select * from people")]
    return {
        "episodes": sorted(episodes, key=_text),
        "podcasts": sorted(shows.values(), key=_text),
        "people": sorted(people, key=_text),
    }


def _plain(row: sqlite3.Row, names: dict[tuple[str, int], str]) -> dict[str, Any]:
    return {
        key: names.get((key, row[key]), row[key]) if key in _KEYS else row[key]
        for key in row.keys()  # noqa: SIM118 - iterated, a row gives its values
        if key not in _GIVEN
    }


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
