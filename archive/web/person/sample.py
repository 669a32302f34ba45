"""Passages spread evenly over what a person says, and over what all say, with their words counted.

So many, whatever the size: the places are spread over the words of each part, as `speakers` and `transcripts`
know them, and only the passages that lie there are read.
"""

import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from archive.search import words
from archive.search.index import TOKENIZER
from archive.web.remembered import remembered

OF_PERSON = 400
OF_ARCHIVE = 1_000
"""How many passages are read."""

FEW = 3
"""Of one who is in fewer episodes a word's passages are counted, of others its episodes."""

LOOKED_AT = 24
"""So many places of a word tell how it is written."""

_APOSTROPHES = ("'", "\N{RIGHT SINGLE QUOTATION MARK}")

_LANGUAGE = "coalesce(episodes.language, podcasts.language, transcripts.language, '')"

_PERSON_PARTS = f"""
select speakers.id, speakers.words, {_LANGUAGE} as language
from speakers join episodes on episodes.id = speakers.episode_id
     left join podcasts on podcasts.id = episodes.podcast_id
     left join transcripts on transcripts.episode_id = episodes.id and transcripts.preferred
where speakers.person_id = ? and speakers.words > 0 order by episodes.id
"""

_EPISODES = f"""
select episodes.id, transcripts.words, {_LANGUAGE} as language
from transcripts join episodes on episodes.id = transcripts.episode_id
     left join podcasts on podcasts.id = episodes.podcast_id
where transcripts.preferred and transcripts.words > 0 order by episodes.id
"""

# An utterance's id is that of its episode and its place in it.
_AT = """
select id, person_id, text from utterances
where id > :first + cast(:far * (select max(id) - :first from utterances
                                 where id between :first and :first + 999999) as integer)
      and id < :first + 1000000
order by id limit 1
"""

READING = 0.3
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Passages by their ids, and their words as the index takes them.

    `spread` says in how many episodes each word is said; in how many passages, where `by_passage`: of one who
    is in fewer than three episodes.
    """

    texts: Mapping[int, str]
    counts: Counter[str]
    spread: Mapping[str, int]
    by_passage: bool

    def forms(self, terms: Sequence[str], most: int) -> dict[str, str]:
        """How the terms are written most often, so many of them: not those that hang at an apostrophe.

        The index takes "it's" as two words, of which the second is nobody's. Told from LOOKED_AT places.
        """
        found: dict[str, str] = {}
        spans: dict[int, list[tuple[int, int]]] = {}
        with closing(_indexed(self.texts.items())) as index:
            index.execute("create virtual table found using fts5vocab(texts, instance)")
            for term in terms:
                if len(found) == most:
                    break
                forms: Counter[str] = Counter()
                hanging = 0
                for id_, offset in index.execute(
                    "select doc, offset from found where term = ? limit ?", (term, LOOKED_AT)
                ):
                    text = self.texts[id_]
                    if id_ not in spans:
                        spans[id_] = words.spans(_plain(text))
                    if offset >= len(spans[id_]):
                        continue
                    start, end = spans[id_][offset]
                    forms[text[start:end]] += 1
                    hanging += (
                        text[max(start - 1, 0) : start] in _APOSTROPHES or text[end : end + 1] in _APOSTROPHES
                    )
                if 2 * hanging <= forms.total():
                    found[term] = max(forms, key=lambda form: (forms[form], form))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSample:
    """`of_words` are all that the person says in `language`; `complete` if every passage was read."""

    sample: Sample
    language: str
    of_words: int
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSample:
    """What all say: the passages, who says each of them (None: nobody knows), and the words counted."""

    texts: Mapping[int, str]
    persons: Mapping[int, int | None]
    counts: Counter[str]

    def without(self, person_id: int) -> tuple[Counter[str], int]:
        """The words that others say, and in how many passages."""
        own = [(id_, self.texts[id_]) for id_, person in self.persons.items() if person == person_id]
        counts = self.counts - _counted(own)[0] if own else self.counts
        return counts, len(self.texts) - len(own)


def person_sample(connection: sqlite3.Connection, person_id: int) -> PersonSample | None:
    """None of somebody who says nothing."""
    parts = connection.execute(_PERSON_PARTS, (person_id,)).fetchall()
    if not parts:
        return None
    language = _commonest(parts)
    parts = [part for part in parts if _primary(part["language"]) == language]
    few = _all_of(connection, person_id, {part["id"] for part in parts})
    texts = few if few is not None else dict(_of_speakers(connection, parts))
    if not texts:
        return None
    return PersonSample(
        sample=_sample(texts),
        language=language,
        of_words=sum(part["words"] for part in parts),
        complete=few is not None,
    )


def archive_sample(connection: sqlite3.Connection, language: str) -> ArchiveSample:
    """Of what is said in a language by anybody, known or not; read once for each state of the archive."""
    return remembered(connection, ("archive sample", language), lambda: _archive_sample(connection, language))


def terms_of(names: Sequence[str]) -> frozenset[str]:
    """The words of some names, as the index takes them."""
    return frozenset(_counted(enumerate(names))[0])


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


def _all_of(connection: sqlite3.Connection, person_id: int, speakers: set[int]) -> dict[int, str] | None:
    """Every passage of somebody who has not more than are read; None of others."""
    (number,) = connection.execute(
        "select count(*) from (select 1 from utterances where person_id = ? limit ?)",
        (person_id, OF_PERSON + 1),
    ).fetchone()
    if number > OF_PERSON:
        return None
    rows = connection.execute(
        "select id, speaker_id, text from utterances where person_id = ? order by id", (person_id,)
    )
    return {row["id"]: row["text"] for row in rows if row["speaker_id"] in speakers}


def _of_speakers(connection: sqlite3.Connection, parts: Sequence[sqlite3.Row]) -> Iterator[tuple[int, str]]:
    for part, inside in evenly([part["words"] for part in parts], OF_PERSON):
        speaker = parts[part]["id"]
        (number,) = connection.execute(
            "select count(*) from utterances where speaker_id = ?", (speaker,)
        ).fetchone()
        for offset in sorted({int(far * number) for far in inside}):
            row = connection.execute(
                "select id, text from utterances where speaker_id = ? order by id limit 1 offset ?",
                (speaker, offset),
            ).fetchone()
            if row:
                yield row["id"], row["text"]


def _archive_sample(connection: sqlite3.Connection, language: str) -> ArchiveSample:
    """Fewer passages where the disk is slow, evenly spread too: reading them ends after READING seconds."""
    parts = [row for row in connection.execute(_EPISODES) if _primary(row["language"]) == language]
    places = [
        (parts[part]["id"] * 1_000_000, far)
        for part, inside in evenly([part["words"] for part in parts], OF_ARCHIVE)
        for far in inside
    ]
    texts: dict[int, str] = {}
    persons: dict[int, int | None] = {}
    until = time.monotonic() + READING
    # In the order of the golden ratio's multiples, whatever is read first is spread over all.
    for at in sorted(range(len(places)), key=lambda at: at * _GOLDEN % 1):
        if time.monotonic() > until:
            break
        row = connection.execute(_AT, dict(zip(("first", "far"), places[at], strict=True))).fetchone()
        if row:
            texts[row["id"]] = row["text"]
            persons[row["id"]] = row["person_id"]
    return ArchiveSample(texts=texts, persons=persons, counts=_counted(texts.items())[0])


def _sample(texts: Mapping[int, str]) -> Sample:
    by_episode: defaultdict[int, list[str]] = defaultdict(list)
    for id_, text in texts.items():
        by_episode[id_ // 1_000_000].append(text)
    by_passage = len(by_episode) < FEW
    parts = texts.items() if by_passage else ((id_, "\n".join(said)) for id_, said in by_episode.items())
    counts, spread = _counted(parts)
    return Sample(texts=texts, counts=counts, spread=spread, by_passage=by_passage)


def _counted(texts: Iterable[tuple[int, str]]) -> tuple[Counter[str], dict[str, int]]:
    """How often each word is said, and in how many of the texts."""
    counts: Counter[str] = Counter()
    spread: dict[str, int] = {}
    with closing(_indexed(texts)) as index:
        index.execute("create virtual table found using fts5vocab(texts, row)")
        for term, number, times in index.execute("select term, doc, cnt from found"):
            counts[term] = times
            spread[term] = number
    return counts, spread


def _indexed(texts: Iterable[tuple[int, str]]) -> sqlite3.Connection:
    """An index of nothing else, made by the archive's own tokeniser."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f'create virtual table texts using fts5(text, tokenize="{TOKENIZER}", content="")')
    connection.executemany(
        "insert into texts (rowid, text) values (?, ?)", ((id_, _plain(text)) for id_, text in texts)
    )
    return connection


def _plain(text: str) -> str:
    """With a blank for what ends a text in C; nothing else is changed, and no place moves."""
    return text.replace("\0", " ")


def _commonest(parts: Sequence[sqlite3.Row]) -> str:
    said: Counter[str] = Counter()
    for part in parts:
        said[_primary(part["language"])] += part["words"]
    return max(said, key=lambda language: (said[language], language))


def _primary(tag: str) -> str:
    return tag.partition("-")[0].casefold()
