"""Which words a person uses more than the rest of the archive does, told from a bounded sample of both.

The measure is the log-odds ratio with an informative Dirichlet prior, in units of its own deviation: Monroe,
Colaresi and Quinn, "Fightin' Words" (Political Analysis 16:4, 2008), equations 16, 20 and 22; the prior is
the two samples together. A word is what the search takes as one: the tokeniser of the index counts, so
"models" and "modelling" are one, and a word's link finds what was counted. Compared is within one language,
the one in which the person says most; else a word would be theirs because it is German.

What is measured most surely are the words that everybody says all the time: they would fill the list. So
there are two, of the same figures: everyday words (`everyone`) apart from all others. No list of any
language's words is needed to tell them.
"""

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from archive.search import unspaced
from archive.web.asking import Asking
from archive.web.person.counting import Written, terms_of
from archive.web.person.everyone import Rest, archive_sample
from archive.web.person.sample import Sample, person_sample
from archive.web.remembered import remembered

PRIOR = 500.0
"""So many words the prior weighs, but never more than a tenth of the smaller sample, which it would hide."""

SURELY = 1.96
"""The least score: so far from 0 by chance once in forty."""

LEAST = 3
"""In fewer episodes a word says nothing; in fewer passages, of one who is in fewer episodes than that."""

MOST, MOST_EVERYDAY = 20, 10

ALIKE = 0.5
"""Who says less than so much of the share of everyday words that others say speaks another language."""

_OPERATORS = frozenset({"OR", "AND", "NOT", "NEAR"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A word in its commonest form, said `rate` times in 1,000 words here and `rest` times elsewhere."""

    word: str
    times: int
    rate: float
    rest: float
    score: float
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Counted in `passages` of the person's, which have `words` of all their `of_words`; and in the rest.

    All these, and the words of the rates, are words as they are stored. `everyday` are those that everybody
    says, `used` all others. If the two are not `alike`, nothing is compared: the person hardly says what
    everybody says. `language` is the one that was compared in, None where no source says it.
    """

    used: tuple[Used, ...]
    everyday: tuple[Used, ...]
    passages: int
    words: int
    of_words: int
    rest_passages: int
    rest_words: int
    complete: bool
    alike: bool
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    term: str
    times: int
    rest: int
    score: float


def of(asking: Asking, person_id: int, names: Sequence[str]) -> Vocabulary | None:
    """None where the person says nothing, or nobody else does."""
    found = remembered(
        asking.connection,
        ("vocabulary", person_id, tuple(names)),
        lambda: _found(asking.connection, person_id, names),
    )
    if found is None:
        return None

    def linked(used: Iterable[Used]) -> tuple[Used, ...]:
        return tuple(replace(one, href=_href(asking, person_id, one)) for one in used)

    return replace(found, used=linked(found.used), everyday=linked(found.everyday))


def _found(connection: sqlite3.Connection, person_id: int, names: Sequence[str]) -> Vocabulary | None:
    """Without addresses, which depend on the server."""
    own = person_sample(connection, person_id)
    if own is None:
        return None
    rest = archive_sample(connection, own.language).without(person_id)
    if not rest.counts:
        return None
    is_alike = alike(own.sample.counts, rest)
    scored = ranked(own.sample, rest.counts, without=terms_of(names)) if is_alike else []
    everyday = [one for one in scored if one.term in rest.everyday]
    others = [one for one in scored if one.term not in rest.everyday]
    with closing(Written(own.sample.texts)) as written:
        used = _used(written, own.sample, rest, others, MOST)
        used_everyday = _used(written, own.sample, rest, everyday, MOST_EVERYDAY)
    return Vocabulary(
        used=used,
        everyday=used_everyday,
        passages=len(own.sample.texts),
        words=own.sample.words,
        of_words=own.of_words,
        rest_passages=rest.passages,
        rest_words=rest.words,
        complete=own.complete,
        alike=is_alike,
        language=own.language or None,
    )


def _used(written: Written, own: Sample, rest: Rest, scored: Sequence[Scored], most: int) -> tuple[Used, ...]:
    # Three times as many are looked at, to have enough when fragments are left out.
    forms = written.forms((one.term for one in scored[: 3 * most]), most)
    return tuple(
        Used(
            word=forms[one.term],
            times=one.times,
            rate=1000 * one.times / own.words,
            rest=1000 * one.rest / rest.words,
            score=one.score,
            href="",
        )
        for one in scored
        if one.term in forms
    )


def alike(counts: Mapping[str, int], rest: Rest) -> bool:
    """Whether somebody says what everybody says, at least half as often; where that is unknown, yes."""

    def share(of: Mapping[str, int]) -> float:
        return sum(of.get(term, 0) for term in rest.everyday) / sum(of.values())

    return not rest.everyday or share(counts) >= ALIKE * share(rest.counts)


def ranked(own: Sample, rest: Mapping[str, int], without: Iterable[str]) -> list[Scored]:
    """The words said more than elsewhere, the surest first; no letters of scripts without blanks."""
    left_out = frozenset(without)
    own_words, rest_words = own.counts.total(), sum(rest.values())
    found = []
    for term, times in own.counts.items():
        if term in left_out or own.spread[term] < LEAST or unspaced.is_letter(term):
            continue
        score = log_odds(times, own_words, rest.get(term, 0), rest_words)
        if score >= SURELY:
            found.append(Scored(term=term, times=times, rest=rest.get(term, 0), score=score))
    return sorted(found, key=lambda one: (-one.score, one.term))


def log_odds(own: int, own_words: int, rest: int, rest_words: int) -> float:
    """How much more a word is said here: the log-odds ratio over its deviation; 0 is alike, below 0 less."""
    weight = min(PRIOR, min(own_words, rest_words) / 10)
    prior = weight * (own + rest) / (own_words + rest_words)
    here = (own + prior) / (own_words + weight - own - prior)
    there = (rest + prior) / (rest_words + weight - rest - prior)
    return math.log(here / there) / math.sqrt(1 / (own + prior) + 1 / (rest + prior))


def _href(asking: Asking, person_id: int, used: Used) -> str:
    """The search for the word, as a query that means nothing but it, in what the person says."""
    plain = used.word.isalnum() and used.word not in _OPERATORS
    return asking.to.search(used.word if plain else f'"{used.word}"', [("speaker", str(person_id))])
