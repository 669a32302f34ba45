"""Where a person takes part: over time and by role, and the list, of all or of one role, period, companion.

`?in=2021&role=guest&podcast=3&with=12&page=2`: what the bars of the plot, the names of companions and the
people of a podcast lead to.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from archive.web import parameters, queries
from archive.web.asking import Asking, BadAddress
from archive.web.periods import LEAST, Periods, label, periods
from archive.web.plots import Plot, Point, Series, bars
from archive.web.remembered import remembered

PAGE = 50
"""So many appearances are listed at a time."""

MOST_PAGES = 10**9
"""Nobody is in so many episodes; SQLite counts no further than it has digits."""

NO_ROLE = "none"
"""The role of an address for those of whom no source says one."""

MOST_ROLES = 5
"""So many roles have a colour of their own; the others share one."""

_FIRST = {"host": 0, "guest": 1, NO_ROLE: 3}

_WHERE = """
from speakers join episodes on episodes.id = speakers.episode_id
     left join podcasts on podcasts.id = episodes.podcast_id
where speakers.person_id = :person
      and (:period is null or substr(episodes.published, 1, length(:period)) = :period)
      and (:podcast is null or episodes.podcast_id = :podcast)
      and (:role is null or coalesce(speakers.role, 'none') = :role)
      and (:with is null or exists (select 1 from speakers as other
           where other.episode_id = speakers.episode_id and other.person_id = :with))
"""

_LISTED = f"""
select episodes.id, episodes.title, episodes.published, podcasts.id as podcast_id, podcasts.title as podcast,
       speakers.label, speakers.role, speakers.description, speakers.method, speakers.confidence,
       speakers.talk_ms, speakers.turns, speakers.words
{_WHERE}
order by episodes.published desc, episodes.id desc limit {PAGE} offset :offset
"""

_COUNTED = f"select count(*), count(episodes.published) {_WHERE}"

_OVER_TIME = """
select episodes.published, coalesce(speakers.role, 'none') as role
from speakers join episodes on episodes.id = speakers.episode_id where speakers.person_id = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One of the restrictions of the list, in words, and the address without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearances:
    """`of` under what is chosen, of which `rows` are listed; `plot` is of all of them, None without dates.

    `undated` of all have no date, or not one exact enough for the plot.
    """

    rows: Sequence[Any]
    of: int
    chosen: tuple[Chosen, ...]
    earlier: str | None
    later: str | None
    plot: Plot | None
    undated: int


def appearances(asking: Asking, person_id: int) -> Appearances:
    """Raises BadAddress for a restriction that makes no sense."""
    chosen = _chosen(asking)
    page = min(parameters.page(asking.args.get("page"), asking.words), MOST_PAGES)
    values: dict[str, Any] = {
        "person": person_id,
        "period": chosen.get("in"),
        "role": chosen.get("role"),
        "with": int(chosen["with"]) if "with" in chosen else None,
        "podcast": int(chosen["podcast"]) if "podcast" in chosen else None,
        "offset": (page - 1) * PAGE,
    }
    of, _ = asking.connection.execute(_COUNTED, values).fetchone()
    plot, undated = remembered(
        asking.connection,
        ("appearances", person_id, asking.to.home(), asking.words.language),
        lambda: over_time(asking, person_id, queries.rows(asking.connection, _OVER_TIME, person_id)),
    )
    return Appearances(
        rows=asking.connection.execute(_LISTED, values).fetchall(),
        of=of,
        chosen=tuple(_said(asking, person_id, chosen)),
        earlier=address(asking, person_id, chosen, page + 1) if page * PAGE < of else None,
        later=address(asking, person_id, chosen, page - 1) if page > 1 else None,
        plot=plot,
        undated=undated,
    )


def address(asking: Asking, person_id: int, chosen: Mapping[str, str], page: int = 1) -> str:
    """Where the list is under these restrictions."""
    pairs = [*chosen.items(), *([("page", str(page))] if page > 1 else [])]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{asking.to.person(person_id)}{query}#appearances"


def over_time(asking: Asking, person_id: int, everything: Sequence[Any]) -> tuple[Plot | None, int]:
    """The plot by month or year, a series a role; and how many appearances it cannot show."""
    words = asking.words
    over = periods(row["published"] for row in everything)
    counts: Counter[tuple[str, str]] = Counter()
    for row in everything:
        if (period := over.of(row["published"])) is not None:
            counts[row["role"], period] += 1
    undated = len(everything) - counts.total()
    if len(over.places) < LEAST:
        return None, 0
    by_role: Counter[str] = Counter()
    for (role, _), number in counts.items():
        by_role[role] += number
    # Hosts and guests first: a role has the same colour wherever it is there.
    ordered = sorted(by_role, key=lambda role: (_FIRST.get(role, 2), -by_role[role], role))
    named = ordered[:MOST_ROLES]
    series = [_series(asking, person_id, role, [role], over, counts) for role in named]
    if others := ordered[MOST_ROLES:]:
        series.append(_series(asking, person_id, None, others, over, counts))
    title = words.text(f"person.over_time_{over.by}")
    return bars(
        series, title=title, unit=words.text("person.episodes_unit"), words=words, whole=True
    ), undated


def _series(
    asking: Asking,
    person_id: int,
    role: str | None,
    roles: Sequence[str],
    over: Periods,
    counts: Mapping[tuple[str, str], int],
) -> Series:
    """One role, or all the rare ones together, whose bars cannot lead to one role's list."""
    points = []
    for place in over.places:
        number = sum(counts.get((one, place[0]), 0) for one in roles)
        restricted = {"in": place[0]} | ({"role": role} if role is not None else {})
        href = address(asking, person_id, restricted) if number else None
        points.append(Point(label(place, asking.words), number, href))
    name = asking.words.text("person.other_roles") if role is None else role_of(asking, role)
    return Series(name, tuple(points))


def role_of(asking: Asking, role: str) -> str:
    return asking.words.text("person.no_role") if role == NO_ROLE else role


def _chosen(asking: Asking) -> dict[str, str]:
    found = {name: value for name in ("in", "role", "podcast", "with") if (value := asking.args.get(name))}
    if "in" in found and not re.fullmatch(r"\d{4}(-\d\d){0,2}", found["in"], re.ASCII):
        raise BadAddress(asking.words.text("person.bad_period", value=parameters.short(found["in"])))
    for name in ("podcast", "with"):
        if name in found:
            parameters.key(name, found[name], asking.words)
    return found


def _said(asking: Asking, person_id: int, chosen: Mapping[str, str]) -> list[Chosen]:
    said = []
    for name, value in chosen.items():
        shown = value
        if name == "role":
            shown = role_of(asking, value)
        elif name == "with":
            person = queries.row(asking.connection, "select name from people where id = ?", int(value))
            shown = person["name"] if person else asking.words.text("person.nobody", id=value)
        elif name == "podcast":
            show = queries.row(asking.connection, "select title from podcasts where id = ?", int(value))
            shown = show["title"] if show else asking.words.text("person.nobody", id=value)
        others = {other: text for other, text in chosen.items() if other != name}
        said.append(Chosen(name=name, value=shown, without=address(asking, person_id, others)))
    return said
