"""What finds a query's utterances: a MATCH, the phrases that it cannot see, and chapters."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from archive.search import borders, match, matched, names
from archive.search.borders import Crossing
from archive.search.columns import Numbers
from archive.search.language import Query, Term
from archive.search.said import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """What `wanted` matches, or all that `unwanted` does not, or everything if both are None.

    `ids` are those that the one or the other matches, in order; if `within` is set, only those from its first
    to its second, and nobody has looked elsewhere. To this come the `crossings`, keyed by
    utterance id, and `removed` are taken away: what a phrase makes of utterances where it runs on into the
    next. Only what is `inside`, if that is not None, and nothing that is `outside`. `marked` matches all that
    is to be marked in a hit. The crossings of the phrases that are `too_common` were not looked for.
    """

    wanted: str | None
    unwanted: str | None
    marked: str | None
    ids: Numbers
    crossings: Mapping[int, Crossing]
    removed: Collection[int]
    too_common: tuple[Term, ...]
    inside: Collection[int] | None = None
    outside: Collection[int] | None = None
    notes: tuple[str, ...] = ()
    within: tuple[int, int] | None = None


def of(connection: sqlite3.Connection, query: Query, within: tuple[int, int] | None = None) -> Matches:
    wanted, unwanted = match.wanted(query), match.unwanted(query)
    ids = matched.ids(connection, unwanted if wanted is None else wanted, within)
    crossings, removed, too_common = borders.crossings(
        connection, query, ids, all_others=wanted is None, within=within
    )
    inside, nowhere = _in_chapters(connection, query, excluded=False)
    outside, unknown = _in_chapters(connection, query, excluded=True)
    return Matches(
        wanted=wanted,
        unwanted=unwanted,
        marked=match.any_of(query.required) if query.required else None,
        ids=ids,
        crossings=crossings,
        removed=removed,
        too_common=too_common,
        inside=inside,
        outside=outside,
        within=within,
        notes=tuple(said("note.chapter", name=name) for name in (*nowhere, *unknown)),
    )


def _in_chapters(
    connection: sqlite3.Connection, query: Query, *, excluded: bool
) -> tuple[Collection[int] | None, list[str]]:
    """The ids of all that is said in the chapters that `chapter:` names; None if it stands nowhere."""
    wanted = names.values_of(query, "chapter", excluded=excluded)
    if not wanted:
        return None, []
    chapters, nowhere = names.chapters_named(connection, wanted)
    sql = "select id from utterances where chapter_id in (select value from json_each(?))"
    return [row[0] for row in connection.execute(sql, (json.dumps(sorted(chapters)),))], nowhere
