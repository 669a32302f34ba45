"""What a person decided of episodes, as rows: two are one, or one is two. Added and undone, never lost.

One decision may take several rows, made at one instant: what is split off from three is split from each.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from archive.aliases import mark_stale
from archive.database import open_archive
from archive.engine import driver, writing
from archive.errors import NoSuchCorrection
from archive.records import Identifier
from archive.refusals import saying_why

_COLUMNS = "id, kind, scheme, value, other_scheme, other_value, made_at, undone_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A merge of `one` and `other`, or that `one` was split off from `other`; instants are ISO, UTC."""

    id: int
    kind: Literal["merge", "split"]
    one: Identifier
    other: Identifier
    made_at: str
    undone_at: str | None = None


def load(connection: sqlite3.Connection) -> list[Decided]:
    """Every decision, the undone ones too, in the order in which they were made."""
    found = connection.execute(f"select {_COLUMNS} from episode_decisions order by id")
    return [
        Decided(
            id=id_,
            kind=kind,
            one=Identifier(scheme=scheme, value=value),
            other=Identifier(scheme=other_scheme, value=other_value),
            made_at=made_at,
            undone_at=undone_at,
        )
        for id_, kind, scheme, value, other_scheme, other_value, made_at, undone_at in found
    ]


def together(decided: Sequence[Decided], number: int) -> list[Decided]:
    """What was decided with the row `number`, and holds. Raises NoSuchCorrection."""
    chosen = next((each for each in decided if each.id == number), None)
    if chosen is None or chosen.undone_at is not None:
        problem = "is undone already" if chosen else "is not in the archive"
        raise NoSuchCorrection(f"episode decision {number}", problem, "see `podarchive episodes decisions`")
    return [
        each
        for each in decided
        if each.undone_at is None
        and (each.kind, each.made_at) == (chosen.kind, chosen.made_at)
        and {each.one, each.other} & {chosen.one, chosen.other}
    ]


def add(
    archive: Path,
    kind: str,
    pairs: Iterable[tuple[Identifier, Identifier]],
    now: str,
    *,
    instead_of: Iterable[int] = (),
    episodes: Iterable[int] = (),
) -> list[int]:
    """Store decisions that do not hold yet, `instead_of` some that do: the ids of their rows.

    The `episodes` that they change are marked: whatever happens before these are stored, the next run that
    meets them derives them again. Raises CannotWrite.
    """
    engine = open_archive(archive)
    try:
        with saying_why(archive), writing(engine) as connection:
            raw = driver(connection)
            held = {(each.kind, each.one, each.other) for each in load(raw) if each.undone_at is None}
            ids = []
            for one, other in pairs:
                if (kind, one, other) in held:
                    continue
                made = raw.execute(
                    "insert into episode_decisions (kind, scheme, value, other_scheme, other_value, made_at)"
                    " values (?, ?, ?, ?, ?, ?)",
                    (kind, one.scheme, one.value, other.scheme, other.value, now),
                )
                ids.append(int(made.lastrowid or 0))
            _mark(raw, instead_of, now)
            mark_stale(connection, episodes)
            return ids
    finally:
        engine.dispose()


def mark(archive: Path, ids: Iterable[int], undone_at: str | None) -> None:
    """Say that decisions are undone, or (None) that they hold after all. Raises CannotWrite."""
    engine = open_archive(archive)
    try:
        with saying_why(archive), writing(engine) as connection:
            _mark(driver(connection), ids, undone_at)
    finally:
        engine.dispose()


def _mark(raw: sqlite3.Connection, ids: Iterable[int], undone_at: str | None) -> None:
    for id_ in ids:
        raw.execute("update episode_decisions set undone_at = ? where id = ?", (undone_at, id_))
