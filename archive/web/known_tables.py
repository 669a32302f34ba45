"""What Datasette asks of every table for each page that runs SQL, asked once for each state of the file.

A page of a stored query comes with the columns, keys and row counts of all tables, though ours shows none of
them: a hundred questions, each in a thread of its own, which took five times as long as the query did. Of the
methods here, Datasette documents all but `table_counts`.
"""

import math
import os
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any

from datasette.database import Database  # type: ignore[import-untyped]

MOST = 1_000
"""So many answers are kept: several for each table that there is."""

AGAIN = 30.0
"""After so many seconds tables are counted again, of which counting one took too long the last time."""

Stamp = tuple[tuple[int, int] | None, ...]


class KnownTables(Database):  # type: ignore[misc]
    """A database that remembers what its tables are like until something is written into its file."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._as_of: Stamp = ()
        self._answers: dict[Hashable, tuple[Any, float]] = {}  # each with the time until which it holds

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """Rows by table; None where counting took more than `limit` ms: tried again later."""
        counts: dict[str, int | None] = await self._once("counts", limit, super().table_counts)
        return dict(counts)

    async def table_columns(self, table: str) -> list[str]:
        return list(await self._once("columns", table, super().table_columns))

    async def primary_keys(self, table: str) -> list[str]:
        return list(await self._once("keys", table, super().primary_keys))

    async def fts_table(self, table: str) -> str | None:
        found: str | None = await self._once("index", table, super().fts_table)
        return found

    async def _once(self, name: str, of: Any, ask: Callable[[Any], Awaitable[Any]]) -> Any:
        # Stamped before it is asked: what is written meanwhile is asked for again.
        as_of = stamp(self.path)
        if as_of != self._as_of:
            self._as_of, self._answers = as_of, {}
        answers = self._answers  # another request may begin a new state while this one waits
        if (name, of) in answers:
            answer, until = answers[name, of]
            if time.monotonic() < until:
                return answer
        answer = await ask(of)
        is_whole = not isinstance(answer, dict) or None not in answer.values()
        if len(answers) < MOST:
            answers[name, of] = answer, math.inf if is_whole else time.monotonic() + AGAIN
        return answer


def stamp(path: str) -> Stamp:
    """When the file and its write-ahead log were written last, in ns, and their sizes in bytes."""
    return tuple(_stamp(name) for name in (path, f"{path}-wal"))


def _stamp(name: str) -> tuple[int, int] | None:
    try:
        found = os.stat(name)
    except OSError:  # no log
        return None
    return found.st_mtime_ns, found.st_size
