"""What finds a query's utterances: two MATCH texts, and the phrases that MATCH cannot see."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from archive.search import borders, match
from archive.search.borders import Crossing
from archive.search.language import Query, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """What `wanted` matches (None: everything) without what `unwanted` does; and `crossings`.

    The crossings are keyed by utterance id; `wanted` matches none of them. `too_common` are the phrases whose
    crossings were not looked for.
    """

    wanted: str | None
    unwanted: str | None
    crossings: Mapping[int, Crossing]
    too_common: tuple[Term, ...]


def of(connection: sqlite3.Connection, query: Query) -> Matches:
    crossings, too_common = borders.crossings(connection, query)
    return Matches(
        wanted=match.wanted(query),
        unwanted=match.unwanted(query),
        crossings=crossings,
        too_common=too_common,
    )
