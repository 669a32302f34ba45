"""The columns of the state that a connection sees, read once for each."""

import itertools
import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from archive.search.columns import Column, Directory, Numbers
from archive.search.results import SOUNDS, UNKNOWN
from archive.voices import unpacked

_EPISODES = """
select
    episodes.id, podcast_id, coalesce(published, ''), tags, heard.origin, coalesce(heard.came, 0),
    voices.said
from episodes
left join voices on voices.episode_id = episodes.id
left join (
    select episode_id, max(origin) as origin, max(source_id) as came
    from transcripts where preferred group by episode_id
) as heard on heard.episode_id = episodes.id
order by episodes.id
"""
_SPEAKERS = "select episode_id, id, person_id, label, role, kind from speakers order by episode_id, id"


def of(connection: sqlite3.Connection) -> Directory:
    """The directory of the state that the open transaction sees: from memory, if it is still the same one.

    A connection that has written something itself is not remembered: what it wrote may be rolled back.
    """
    if connection.total_changes:
        return _read(connection)
    kept = _kept(connection)
    (version,) = connection.execute("pragma data_version").fetchone()
    if kept.version != version or kept.directory is None:
        kept.directory, kept.version = _read(connection), version
    return kept.directory


def _read(connection: sqlite3.Connection) -> Directory:
    cursor = connection.cursor()
    cursor.row_factory = None
    heard = cursor.execute(_EPISODES).fetchall()
    ids, podcast_ids, published, tags, origins, came, said = zip(*heard, strict=True) if heard else [()] * 7
    speakers = cursor.execute(_SPEAKERS).fetchall()
    within, speaker_ids, people, labels, roles, kinds = zip(*speakers, strict=True) if speakers else [()] * 6
    episodes = np.array(ids, np.int64)
    places = np.searchsorted(episodes, np.array(within, np.int64))
    number = np.bincount(places, minlength=len(episodes))
    first_slots = np.cumsum(number + 1) - number - 1
    episode_of = np.repeat(np.arange(len(episodes)), number + 1)
    # Before a speaker stand all earlier ones, and the unknown ones of each episode so far.
    slots = np.arange(len(speakers)) + places + 1
    voices, first_voices = _voices(said, number.tolist())
    listed = [(place, tag) for place, own in enumerate(_tags(tags)) for tag in own]
    own_ids: list[int | None] = [None] * len(episode_of)
    for slot, speaker_id in zip(slots.tolist(), speaker_ids, strict=True):
        own_ids[slot] = speaker_id
    keys = [
        str(person) if person is not None else SOUNDS if kind == "sound" else f"label:{label}"
        for person, label, kind in zip(people, labels, kinds, strict=True)
    ]
    return Directory(
        episodes=episodes,
        podcast_ids=podcast_ids,
        published=published,
        came=np.array(came, np.int64),
        podcasts=_column([UNKNOWN if one is None else str(one) for one in podcast_ids]),
        years=_column([text[:4] or UNKNOWN for text in published]),
        origins=_column([origin or UNKNOWN for origin in origins]),
        tags=_column([tag for _, tag in listed]),
        tagged=np.array([place for place, _ in listed], np.int64),
        voices=voices,
        first_voices=first_voices,
        first_slots=first_slots,
        episode_of=episode_of,
        speaker_ids=own_ids,
        speakers=_spread(keys, slots, len(episode_of), UNKNOWN),
        labels=_spread(labels, slots, len(episode_of), ""),
        roles=_spread([role or UNKNOWN for role in roles], slots, len(episode_of), UNKNOWN),
        sounds=slots[[kind == "sound" for kind in kinds]] if speakers else slots,
    )


def _column(values: Iterable[str], *first: str) -> Column:
    """The values as numbers; those that come `first` have the first ones."""
    values = list(values)
    keys = tuple(dict.fromkeys((*first, *values)))
    numbers = dict(zip(keys, range(len(keys)), strict=True))
    return Column(keys, np.fromiter(map(numbers.__getitem__, values), np.int64, len(values)))


def _spread(values: Iterable[str], slots: Numbers, length: int, elsewhere: str) -> Column:
    """The values at these slots, and this one in all others."""
    column = _column(values, elsewhere)
    codes = np.zeros(length, np.int64)
    codes[slots] = column.codes
    return Column(column.keys, codes)


def _voices(
    said: Iterable[bytes | None], speakers: Sequence[int]
) -> tuple[NDArray[np.unsignedinteger], Numbers]:
    """The voices of all episodes, one after the other, and where those of each begin."""
    each = [unpacked(text or b"", number) for text, number in zip(said, speakers, strict=True)]
    lengths = np.fromiter(map(len, each), np.int64, len(each))
    if all(isinstance(one, bytes) for one in each):
        joined: NDArray[np.unsignedinteger] = np.frombuffer(b"".join(map(bytes, each)), np.uint8)
    else:
        joined = np.concatenate([np.array(list(one), np.uint16) for one in each])
    return joined, np.cumsum(lengths) - lengths


def _tags(texts: Iterable[str | None]) -> Iterator[tuple[str, ...]]:
    """Of every episode the keys of its tags: one that is called as what is unknown is told from it."""
    # All in one list: read one by one they take several times as long.
    for tags in json.loads(f"[{','.join(text or '[]' for text in texts)}]"):
        found = tuple(dict.fromkeys(map(str, tags)))
        if UNKNOWN in found:
            found = tuple(f"tag:{tag}" if tag == UNKNOWN else tag for tag in found)
        yield found or (UNKNOWN,)


class _Kept:
    """What is remembered for a connection, and forgotten with it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.version: int | None = None
        self.directory: Directory | None = None

    def __call__(self) -> int:
        return self.number


# SQLite's connections hold nothing of ours but functions: what belongs to one is known by the number that
# its own function gives. `pragma data_version` says on the same connection whether others have committed.
_FUNCTION = "podarchive_directory"
_numbers = itertools.count()
_all_kept: "weakref.WeakValueDictionary[int, _Kept]" = weakref.WeakValueDictionary()


def _kept(connection: sqlite3.Connection) -> _Kept:
    try:
        (number,) = connection.execute(f"select {_FUNCTION}()").fetchone()
    except sqlite3.OperationalError as error:
        if "no such function" not in str(error):
            raise
        kept = _Kept(next(_numbers))
        _all_kept[kept.number] = kept
        connection.create_function(_FUNCTION, 0, kept)
        return kept
    return _all_kept[number]
