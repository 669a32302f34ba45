"""What a stored query is, and the conditions that several of them share.

Parameters come as text; an empty one asks for all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from archive.web.addresses import Addresses

Row = Mapping[str, Any]
Values = Mapping[str, str]
Count = Callable[[Addresses, Row, Values], str | None]
"""Where the rows are that a number counts: from a row of the query and the parameters it was asked with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A query; its question and how it is computed are `explore.queries.NAME.question` and `.computed`.

    `parameters` are in the order of the form. `plot` draws `value` for `label`, as bars of a ranking (`rows`)
    or over time (`bars`), the first `most` of them. `counts` are the columns that count rows, each with where
    these are. `needs` is the parameter without which nothing can be found.
    """

    name: str
    group: Literal["people", "sayings", "episodes", "lacking"]
    sql: str
    parameters: tuple[str, ...] = ()
    plot: Literal["rows", "bars"] | None = None
    value: str = ""
    label: str = ""
    most: int = 20
    counts: Mapping[str, Count] = field(default_factory=dict)
    needs: str | None = None

    @property
    def bound(self) -> int | None:
        """So many rows are the most that it gives, by the `limit` at its end; None if it has none."""
        found = re.search(r"\nlimit (\d+)\s*$", self.sql)
        return int(found[1]) if found else None


PODCAST = "(:podcast = '' or episodes.podcast_id = :podcast)"

# A number is the id that links carry, since two people may have one name; anything else is part of a name.
_NAMED = """(case
    when :{parameter} = '' then true
    when :{parameter} not glob '*[^0-9]*' then {people}.id = cast(:{parameter} as integer)
    else instr(lower({people}.name), lower(:{parameter})) > 0
end)"""
PERSON = _NAMED.format(parameter="person", people="people")
OTHER = _NAMED.format(parameter="other", people="companions")

MINUTES = "60000 * cast(coalesce(nullif(:minutes, ''), '10') as real)"

# Whatever is typed is one phrase: in quotes, FTS5 knows no operators. %w doubles quotes, and ends at a NUL.
# `archive.web.letters` has the function for scripts without blanks between words.
PHRASE = """printf('"%w"', letters_apart(:words))"""


def phrase(values: Values) -> str:
    """The same for our search."""
    text = " ".join(values.get("words", "").partition("\0")[0].replace('"', " ").split())
    return f'"{text}"' if text else ""


def only(values: Values, *names: str) -> list[tuple[str, str]]:
    """Those of the parameters that are given."""
    return [(name, values[name]) for name in names if values.get(name)]
