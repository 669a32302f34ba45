"""How much of each show and year has a transcript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import queries
from archive.web.asking import Asking
from archive.web.remembered import remembered

COVERED = f"""
select podcast_id, substr(published, 1, 4) as year, count(*) as episodes,
       sum({queries.WORDED}) as worded,
       sum(speech_ms) as speech_ms, sum(known_ms) as known_ms
from episodes group by 1, 2
"""

TITLES = "select id, title from podcasts"

MOST_PODCASTS, MOST_YEARS = 60, 20
"""So many rows and columns has the table of coverage: the shows with most episodes, the last years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """So many of a show's episodes of a year have words."""

    episodes: int
    worded: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One show, or what belongs to none (`podcast_id` None); `cells` by year, None where no episode is."""

    podcast_id: int | None
    title: str | None
    all: Cell
    known_share: float | None
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """`years` may hold "" for what has no date; `podcasts` is how many lines there are in all."""

    years: tuple[str, ...]
    lines: tuple[Line, ...]
    podcasts: int


def covered(asking: Asking) -> Covered:
    """How many episodes of each show and year have a transcript."""
    rows = remembered(asking.connection, "about covered", lambda: queries.rows(asking.connection, COVERED))
    titles = {row["id"]: row["title"] for row in queries.rows(asking.connection, TITLES)}
    years = sorted({row["year"] or "" for row in rows}, reverse=True)[:MOST_YEARS]
    by_show: dict[int | None, dict[str, Any]] = {}
    for row in rows:
        by_show.setdefault(row["podcast_id"], {})[row["year"] or ""] = row
    ordered = sorted(
        by_show.items(),
        key=lambda found: (found[0] is None, -_sum(found[1], "episodes"), titles.get(found[0] or 0) or ""),
    )
    if len(ordered) > MOST_PODCASTS:
        ordered = [*ordered[: MOST_PODCASTS - 1], ordered[-1]]
    return Covered(
        years=tuple(years),
        lines=tuple(
            _line(asking, podcast, titles.get(podcast or 0), found, years) for podcast, found in ordered
        ),
        podcasts=len(by_show),
    )


def _line(
    asking: Asking, podcast_id: int | None, title: str | None, found: Mapping[str, Any], years: Sequence[str]
) -> Line:
    of = ("podcast_id__isnull", "1") if podcast_id is None else ("podcast_id", str(podcast_id))

    def cell(rows: Mapping[str, Any], year: str | None) -> Cell:
        when = (
            []
            if year is None
            else [("published__startswith", year)]
            if year
            else [("published__isnull", "1")]
        )
        return Cell(
            episodes=_sum(rows, "episodes"),
            worded=_sum(rows, "worded"),
            href=asking.to.table("episodes", [of, *when]),
        )

    speech = _sum(found, "speech_ms")
    return Line(
        podcast_id=podcast_id,
        title=title,
        all=cell(found, None),
        known_share=_sum(found, "known_ms") / speech if speech else None,
        cells=tuple(cell({year: found[year]}, year) if year in found else None for year in years),
    )


def _sum(rows: Mapping[str, Any], column: str) -> int:
    return sum(row[column] or 0 for row in rows.values())
