"""Passages spread evenly over what all say in a language, and which of their words everybody says."""

import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.web.person.counting import said
from archive.web.person.sample import LANGUAGE, evenly, primary
from archive.web.remembered import remembered

PASSAGES = 1_000
"""So many are read."""

READING = 0.3
"""Fewer where the disk is slow, evenly spread too: reading them ends after so many seconds."""

STRETCH = 1_000
"""So many words of the passages, put in order by who says them, are one stretch.

With it and a half of all stretches, the words of fifteen people of 34 real shows (552 episodes, two million
words) were parted best: at 0.4 "basically" and "too" were everyday words, but "important", "ideas" as well.
"""

LEAST = 3
"""What is said less often than that is nothing that everybody says, however few the stretches are."""

_EPISODES = f"""
select episodes.id, transcripts.words, {LANGUAGE} as language
from transcripts join episodes on episodes.id = transcripts.episode_id
     left join podcasts on podcasts.id = episodes.podcast_id
where transcripts.preferred and transcripts.words > 0 order by episodes.id
"""

# An utterance's id is that of its episode and its place in it.
_AT = """
select id, person_id, text, words from utterances
where id > :first + cast(:far * (select max(id) - :first from utterances
                                 where id between :first and :first + 999999) as integer)
      and id < :first + 1000000
order by id limit 1
"""

_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What others say: `counts` by the index's words; so many `passages`, of so many `words` as stored.

    `everyday` are the words in at least half of all stretches; none where there is not even half a stretch.
    """

    counts: Counter[str]
    passages: int
    words: int
    everyday: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSample:
    """What all say, by the ids of the passages: who says it (None: nobody knows), how many words are stored.

    `terms` are the index's words of each passage, `counts` those of all, `stretches` which one it is of.
    """

    persons: Mapping[int, int | None]
    words: Mapping[int, int]
    terms: Mapping[int, Sequence[str]]
    counts: Counter[str]
    stretches: Mapping[int, int]

    def without(self, person_id: int) -> Rest:
        """What all but one say."""
        counts = self.counts.copy()
        others: list[int] = []
        for id_, person in self.persons.items():
            if person == person_id:
                counts.subtract(self.terms.get(id_, ()))
            else:
                others.append(id_)
        counts = +counts
        return Rest(
            counts=counts,
            passages=len(others),
            words=sum(self.words[id_] for id_ in others),
            everyday=frozenset(term for term in self._everyday(others) if counts[term] >= LEAST),
        )

    def _everyday(self, passages: Sequence[int]) -> Iterator[str]:
        lengths: Counter[int] = Counter()
        heard: defaultdict[int, set[str]] = defaultdict(set)
        for id_ in passages:
            terms = self.terms.get(id_, ())
            lengths[self.stretches[id_]] += len(terms)
            heard[self.stretches[id_]].update(terms)
        whole = [stretch for stretch, length in lengths.items() if 2 * length >= STRETCH]
        in_stretches = Counter(term for stretch in whole for term in heard[stretch])
        return (term for term, number in in_stretches.items() if 2 * number >= len(whole))


def archive_sample(connection: sqlite3.Connection, language: str) -> ArchiveSample:
    """Of what is said in a language by anybody, known or not; read once for each state of the archive."""
    return remembered(connection, ("archive sample", language), lambda: _read(connection, language))


def _read(connection: sqlite3.Connection, language: str) -> ArchiveSample:
    parts = [row for row in connection.execute(_EPISODES) if primary(row["language"]) == language]
    at = [
        (parts[part]["id"] * 1_000_000, far)
        for part, inside in evenly([part["words"] for part in parts], PASSAGES)
        for far in inside
    ]
    rows: dict[int, sqlite3.Row] = {}
    until = time.monotonic() + READING
    # In the order of the golden ratio's multiples, whatever is read first is spread over all.
    for number in sorted(range(len(at)), key=lambda number: number * _GOLDEN % 1):
        if time.monotonic() > until:
            break
        row = connection.execute(_AT, dict(zip(("first", "far"), at[number], strict=True))).fetchone()
        if row:
            rows[row["id"]] = row
    terms = said((id_, row["text"]) for id_, row in rows.items())
    persons = {id_: row["person_id"] for id_, row in rows.items()}
    return ArchiveSample(
        persons=persons,
        words={id_: row["words"] for id_, row in rows.items()},
        terms=terms,
        counts=Counter(term for found in terms.values() for term in found),
        stretches=stretches(persons, {id_: len(found) for id_, found in terms.items()}),
    )


def stretches(persons: Mapping[int, int | None], lengths: Mapping[int, int]) -> dict[int, int]:
    """The stretch of each passage: what one person says stands together, and what is unknown by episode.

    So what a few say often is in few stretches, and what is in most of them most people say.
    """
    found: dict[int, int] = {}
    so_far = 0
    for id_ in sorted(persons, key=lambda id_: (persons[id_] is None, persons[id_] or 0, id_)):
        found[id_] = so_far // STRETCH
        so_far += lengths.get(id_, 0)
    return found
