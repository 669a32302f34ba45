"""Phrases that run over the border of two utterances.

A turn is cut into utterances of at most 30 seconds, and the index knows each by itself: whoever remembers
"open source software" must find it too where "open" ended one of them and "source software" began the next.
"""

import json
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from archive.search import match, snippets, words
from archive.search.columns import Numbers, among
from archive.search.index import HIGHLIGHTED
from archive.search.language import Query
from archive.search.terms import Either, Node, Term, Without, leaves

_NEAR = 3
"""So many words on each side of a border are looked for first; few are then left for the whole phrase."""

MAX_LOOKED_AT = 20_000
"""Of a phrase that asks for more passages it is said that it was not looked for here, instead of waiting."""

_FEW = 500
"""Up to so many rows it is cheaper to seek each in the index than to walk through all matches."""

_SAME_TURN = """
from utterances as before join utterances as after on after.id = before.id + 1
where before.id in (select value from json_each(?))
and after.speaker_id is before.speaker_id and after.turn is before.turn
"""
_WHOSE = f"select before.id, before.speaker_id, before.episode_id {_SAME_TURN}"

_END = 48
_ENDS = f"select before.id, substr(before.text, -?) {_SAME_TURN}"
_LAST = re.compile(r"\s([A-Za-z0-9]+)[\s.,;:!?]*\Z")
"""A last word of which no tokeniser could think otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A phrase of the last `before` words of an utterance and the first `after` words of the next."""

    speaker_id: int | None
    episode_id: int
    before: int
    after: int


def crossings(
    connection: sqlite3.Connection,
    query: Query,
    matched: Numbers,
    *,
    all_others: bool,
    within: tuple[int, int] | None = None,
) -> tuple[dict[int, Crossing], set[int], tuple[Term, ...]]:
    """By the id of the utterance where a phrase begins: what the query finds only so, and not by MATCH.

    Second come the ids of what MATCH finds and the query does not: a phrase is unwanted there that runs on.
    Last the phrases that are too common to be looked for where they run on. `matched` are the ids that MATCH
    finds, in order, or of which it finds `all_others`. `within`: only from the first id to the second.
    """
    all_terms = dict(leaves(query.tree))
    phrases = [term for term in all_terms if term.is_phrase]
    if query.tree is None or not phrases:
        return {}, set(), ()
    looked_for = {term: _of_phrase(connection, term, within) for term in phrases}
    of_term = {term: running_on for term, running_on in looked_for.items() if running_on is not None}
    ids = {key for running_on in of_term.values() for key in running_on}
    found_inside = _within(matched, ids)
    inside = ids - found_inside if all_others else found_inside
    if isinstance(query.tree, Term) or (
        isinstance(query.tree, Without) and isinstance(query.tree.part, Term)
    ):
        held = dict.fromkeys(all_terms, found_inside)
    else:
        held = {term: _matching(connection, match.term(term), ids) for term in all_terms} if ids else {}
    anywhere = holding(query.tree, {term: held[term] | of_term.get(term, {}).keys() for term in held}, ids)
    found = {
        key: crossing
        for term in reversed(query.required)
        for key, crossing in of_term.get(term, {}).items()
        if key in anywhere and key not in inside
    }
    too_common = tuple(term for term in phrases if term not in of_term)
    return dict(sorted(found.items())), inside - anywhere, too_common


def _within(matched: Numbers, ids: Set[int]) -> set[int]:
    looked_for = np.array(sorted(ids), np.int64)
    return set(looked_for[among(matched, looked_for)].tolist())


def holding(node: Node, held: Mapping[Term, Set[int]], ids: Set[int]) -> set[int]:
    """Those of `ids` for which the tree is true, by those that hold each word or phrase."""
    if isinstance(node, Term):
        return set(ids & held.get(node, set()))
    if isinstance(node, Without):
        return set(ids - holding(node.part, held, ids))
    parts = [holding(part, held, ids) for part in node.parts]
    return set.union(*parts) if isinstance(node, Either) else set.intersection(*parts)


def _of_phrase(
    connection: sqlite3.Connection, term: Term, within: tuple[int, int] | None
) -> dict[int, Crossing] | None:
    """Every crossing of this phrase; None if more than MAX_LOOKED_AT utterances would have to be looked at.

    One that fills a whole utterance between two others is not seen.
    """
    room = MAX_LOOKED_AT
    found: dict[int, Crossing] = {}
    near: dict[tuple[Sequence[str], str], list[int]] = {}
    for cut in range(1, len(term.words)):
        head, tail = term.words[:cut], term.words[cut:]
        begins = match.phrase(tail, prefix=term.prefix)
        border = (head[-_NEAR:], begins if len(tail) <= _NEAR else match.phrase(tail[:_NEAR]))
        if border not in near:
            # "very very very very": the same few words again and again, of which there may be many.
            near[border], looked_at = _ending_with(connection, *border, None, room, within)
            room -= looked_at
        ids = near[border]
        if border != (head, begins):
            ids, looked_at = _ending_with(connection, head, begins, ids, room)
            room -= looked_at
        if room < 0:
            return None
        for key, speaker_id, episode_id in connection.execute(_WHOSE, (json.dumps(ids),)):
            found[key] = Crossing(
                speaker_id=speaker_id, episode_id=episode_id, before=len(head), after=len(tail)
            )
    return found


def _ending_with(
    connection: sqlite3.Connection,
    head: Sequence[str],
    begins: str,
    among: list[int] | None,
    most: int,
    within: tuple[int, int] | None = None,
) -> tuple[list[int], int]:
    """The ids of utterances that end with `head` where the next one in the episode is matched by `begins`.

    Second, how many were looked at: none of them was read if these are more than `most`.
    """
    following = None if among is None else [key + 1 for key in among]
    before = [key - 1 for key in _matching(connection, f"^ {begins}", following, most + 1, within)]
    if len(before) > most:
        return [], len(before)
    likely = [
        key
        for key, end in connection.execute(_ENDS, (_END, json.dumps(before)))
        if _may_end_with(end, head[-1])
    ]
    rows = _marked(connection, match.phrase(head), likely)
    ids = [key for key, marked in rows if not words.any_in(marked.rpartition(snippets.CLOSE)[2])]
    return ids, len(before)


def _may_end_with(end: str, word: str) -> bool:
    """Whether the last word there may be this one: stems begin as their words do."""
    last = _LAST.search(end)
    return last is None or not word.isascii() or last[1][0].lower() == word[0].lower()


def _matching(
    connection: sqlite3.Connection,
    wanted: str,
    among: Collection[int] | None,
    most: int | None = None,
    within: tuple[int, int] | None = None,
) -> set[int]:
    sql = "select rowid from utterances_fts where utterances_fts match :wanted"
    return {key for (key,) in islice(_ask(connection, sql, wanted, among, within), most)}


def _marked(connection: sqlite3.Connection, wanted: str, among: Collection[int]) -> Iterator[tuple[int, str]]:
    sql = f"select rowid, {HIGHLIGHTED} from utterances_fts where utterances_fts match :wanted"
    return _ask(connection, sql, wanted, among)


def _ask(
    connection: sqlite3.Connection,
    sql: str,
    wanted: str,
    among: Collection[int] | None,
    within: tuple[int, int] | None = None,
) -> Iterator[Any]:
    """The rows of this MATCH, only those of some ids if `among` is not None, or from one id to another."""
    parameters: dict[str, object] = {"wanted": wanted, "open": snippets.OPEN, "close": snippets.CLOSE}
    if among is None and within is not None:
        ids = {"first": within[0], "last": within[1]}
        return connection.execute(f"{sql} and rowid between :first and :last", parameters | ids)
    if among is None:
        return connection.execute(sql, parameters)
    if not among:
        return iter(())
    # A + before a column keeps SQLite from seeking it.
    rowid = "rowid" if len(among) <= _FEW and match.seekable(wanted) else "+rowid"
    return connection.execute(
        f"{sql} and {rowid} in (select value from json_each(:ids))",
        parameters | {"ids": json.dumps(list(among))},
    )
