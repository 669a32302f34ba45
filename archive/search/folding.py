"""Passages that are nearly the same, shown as one: a sponsor's text, an opening, an episode published twice.

Two passages are nearly the same if they have half of their runs of three words in common: of all runs that
are in either, at least one in two is in both. Chosen on 552 real episodes of 34 shows: among passages there
that share anything, those with a share between 0.3 and 0.7 are few, and most have less or more. All that were
looked at from 0.5 on were one text, with words misheard or a sentence cut off; below 0.4 many are neighbours
that overlap. A passage of less than 8 words says too little to be taken for another.
"""

import json
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

WINDOW = 200
"""Hits are compared with others among so many in their order, and not with those of other such stretches.

So pages hold the same however far one turns, and a page costs the same however much is found.
"""

MAX_IDS = 20
MIN_WORDS = 8
ALIKE = 0.5

_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Folded:
    """A passage, and those after it in the order of hits that are nearly the same."""

    id: int
    alike: list[int] = field(default_factory=list)


def page(
    connection: sqlite3.Connection, in_order: Callable[[int], Sequence[int]], limit: int, offset: int
) -> tuple[list[Folded], bool]:
    """The passages from `offset` on, counted as folded, and whether more follow.

    `in_order` gives the ids of the first so many hits.
    """
    wanted = offset + limit + 1
    length = 0
    while True:
        length = max(-(-wanted // WINDOW) * WINDOW, length * 2)
        ids = in_order(length)
        passages: list[Folded] = []
        for start in range(0, len(ids), WINDOW):
            passages += _folded(connection, ids[start : start + WINDOW])
            if len(passages) >= wanted:
                break
        if len(passages) >= wanted or len(ids) < length:
            return passages[offset : offset + limit], len(passages) >= wanted


def _folded(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Folded]:
    """Each passage is folded into the first before it that is nearly the same and stands for itself."""
    rows = connection.execute(
        "select id, text from utterances where id in (select value from json_each(?))", (json.dumps(ids),)
    )
    texts = dict(rows.fetchall())
    passages: list[Folded] = []
    runs_of = [_runs(texts[one]) for one in ids]
    times = Counter(chain.from_iterable(runs_of))
    kept: list[set[tuple[str, ...]]] = []
    having: dict[tuple[str, ...], list[int]] = {}
    for one, runs in zip(ids, runs_of, strict=True):
        telling = _telling(runs, times)
        near = {at for run in telling for at in having.get(run, ())}
        like = (at for at in sorted(near) if _are_alike(runs, kept[at]))
        if (first := next(like, None)) is not None:
            passages[first].alike.append(one)
            continue
        for run in telling:
            having.setdefault(run, []).append(len(passages))
        kept.append(runs)
        passages.append(Folded(one))
    return passages


def _telling(runs: set[tuple[str, ...]], times: Mapping[tuple[str, ...], int]) -> list[tuple[str, ...]]:
    """So many of the rarest runs that two passages that are alike have one of them in common.

    They share half of the runs of the longer one: whoever looks at one more than half sees one of these.
    Those that occur once are shared with nobody.
    """
    looked_at = len(runs) - math.ceil(ALIKE * len(runs)) + 1
    shared = [run for run in runs if times[run] > 1]
    left = looked_at - (len(runs) - len(shared))
    return sorted(shared, key=lambda run: (times[run], run))[:left] if left > 0 else []


def _are_alike(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> bool:
    both = len(one & other)
    return both > 0 and both >= ALIKE * (len(one) + len(other) - both)


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every three words in a row, without case and punctuation; none of a text that is too short."""
    words = _WORD.findall(text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False)) if len(words) >= MIN_WORDS else set()
