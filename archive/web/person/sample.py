"""Passages spread evenly over what a person says, with their words counted.

So many, whatever the size: the places are spread over the words of each part, as `speakers` knows them, and
only the passages that lie there are read.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.web.person.counting import counted

PASSAGES = 400
"""So many are read."""

FEW = 3
"""Of one who is in fewer episodes a word's passages are counted, of others its episodes."""

LANGUAGE = "coalesce(episodes.language, podcasts.language, transcripts.language, '')"
"""Of an episode: empty where nothing says it."""

Rows = Sequence[sqlite3.Row]

_PARTS = f"""
select speakers.id, speakers.words, {LANGUAGE} as language
from speakers join episodes on episodes.id = speakers.episode_id
     left join podcasts on podcasts.id = episodes.podcast_id
     left join transcripts on transcripts.episode_id = episodes.id and transcripts.preferred
where speakers.person_id = ? and speakers.words > 0 order by episodes.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Passages by their ids, which have so many `words` as stored, and their words as the index takes them.

    `spread` says in how many episodes each word is said; in how many passages, where `by_passage`: of one who
    is in fewer than three episodes.
    """

    texts: Mapping[int, str]
    words: int
    counts: Counter[str]
    spread: Mapping[str, int]
    by_passage: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSample:
    """`of_words` is how much the person says in `language`, as stored; `complete`: every passage was read."""

    sample: Sample
    language: str
    of_words: int
    complete: bool


def person_sample(connection: sqlite3.Connection, person_id: int) -> PersonSample | None:
    """None of somebody who says nothing."""
    parts = connection.execute(_PARTS, (person_id,)).fetchall()
    if not parts:
        return None
    language = _commonest(parts)
    parts = [part for part in parts if primary(part["language"]) == language]
    few = _all_of(connection, person_id, {part["id"] for part in parts})
    rows = few if few is not None else list(_of_speakers(connection, parts))
    if not rows:
        return None
    return PersonSample(
        sample=_sample(rows),
        language=language,
        of_words=sum(part["words"] for part in parts),
        complete=few is not None,
    )


def evenly(weights: Sequence[int], most: int) -> Iterator[tuple[int, list[float]]]:
    """Places spread evenly over parts of these weights: (which part, how far in it, from 0 to below 1)."""
    total = sum(weights)
    if not total:
        return
    step, before, at = total / most, 0, 0
    for part, weight in enumerate(weights):
        inside = []
        while at < most and (place := (at + 0.5) * step) < before + weight:
            inside.append((place - before) / weight)
            at += 1
        if inside:
            yield part, inside
        before += weight


def _all_of(connection: sqlite3.Connection, person_id: int, speakers: set[int]) -> Rows | None:
    """Every passage of somebody who has not more than are read; None of others."""
    (number,) = connection.execute(
        "select count(*) from (select 1 from utterances where person_id = ? limit ?)",
        (person_id, PASSAGES + 1),
    ).fetchone()
    if number > PASSAGES:
        return None
    rows = connection.execute(
        "select id, speaker_id, text, words from utterances where person_id = ? order by id", (person_id,)
    )
    return [row for row in rows if row["speaker_id"] in speakers]


def _of_speakers(connection: sqlite3.Connection, parts: Rows) -> Iterator[sqlite3.Row]:
    for part, inside in evenly([part["words"] for part in parts], PASSAGES):
        speaker = parts[part]["id"]
        (number,) = connection.execute(
            "select count(*) from utterances where speaker_id = ?", (speaker,)
        ).fetchone()
        for offset in sorted({int(far * number) for far in inside}):
            row = connection.execute(
                "select id, text, words from utterances where speaker_id = ? order by id limit 1 offset ?",
                (speaker, offset),
            ).fetchone()
            if row:
                yield row


def _sample(rows: Rows) -> Sample:
    texts = {row["id"]: row["text"] for row in rows}
    by_episode: defaultdict[int, list[str]] = defaultdict(list)
    for id_, text in texts.items():
        by_episode[id_ // 1_000_000].append(text)
    by_passage = len(by_episode) < FEW
    parts = texts.items() if by_passage else ((id_, "\n".join(said)) for id_, said in by_episode.items())
    counts, spread = counted(parts)
    words = sum(row["words"] for row in {row["id"]: row for row in rows}.values())
    return Sample(texts=texts, words=words, counts=counts, spread=spread, by_passage=by_passage)


def _commonest(parts: Rows) -> str:
    said: Counter[str] = Counter()
    for part in parts:
        said[primary(part["language"])] += part["words"]
    return max(said, key=lambda language: (said[language], language))


def primary(tag: str) -> str:
    """The language of a tag: `en` of `en-GB`."""
    return tag.partition("-")[0].casefold()
