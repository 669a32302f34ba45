"""The page of a stored query: its rows as Datasette found them, with links, and the plot."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from archive import timecode
from archive.web.addresses import Addresses
from archive.web.asking import Asking
from archive.web.explore import form
from archive.web.explore.stored import Stored
from archive.web.periods import ROOM, axis, label, period_of
from archive.web.plots import Plot, Point, Series, bars, rows
from archive.web.plots.points import number
from archive.web.say import Words
from archive.web.wording import Wording, listed, percent, plain

_LINKED = ("_id", "start_ms")
"""Columns that are no column of the page: they are what its links are made of. JSON and CSV have them."""

_PERSONS = {"person": "person_id", "other": "other_id"}
_DATES = ("published", "first", "latest", "month")
_UNKNOWN = (*_PERSONS, *_DATES, "podcast", "origin")
"""What is there, and only not known. What is empty in other columns is not there."""

_DECIMALS = {"hours": 2, "per_hour": 2, "minutes": 1, "unattributed_minutes": 1, "spoken_minutes": 1}


class RawCell(Markup):
    """A cell that keeps the row it is of, through Datasette's hands into our template."""

    row: Any = None


def raw(row: Any, value: Any) -> RawCell:
    cell = RawCell(escape("" if value is None else value))
    cell.row = row
    return cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    html: Markup
    is_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was found: headings with whether a column holds numbers, the rows, and a plot if one helps.

    `is_first`: there are as many rows as the query gives, and may be more. `is_cut`: there are as many as the
    server gives of any query.
    """

    headings: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    plot: Plot | None
    is_first: bool
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page. `result` takes the rows that Datasette hands to the template."""

    name: str
    question: str
    computed: str
    parameters: tuple[form.Parameter, ...]
    missing: str | None
    csv: str
    json: str
    result: Callable[[Any], Result]


def page(query: Stored, most: int) -> Callable[[Asking], Shown]:
    """The page of this query, for whatever parameters it is asked with; a server gives `most` rows."""

    def made(asking: Asking) -> Shown:
        words, to = asking.words, asking.to
        values = {name: asking.args.get(name) or "" for name in query.parameters}
        given = [(name, value) for name, value in values.items() if value]
        return Shown(
            name=query.name,
            question=words.text(f"explore.queries.{query.name}.question"),
            computed=words.text(f"explore.queries.{query.name}.computed"),
            parameters=tuple(form.fields(asking, query, values)),
            missing=words.text(f"explore.needs.{query.needs}")
            if query.needs and not values.get(query.needs, "").strip()
            else None,
            csv=to.query(query.name, given, ".csv"),
            json=to.query(query.name, given, ".json"),
            result=lambda display_rows: result(query, raw_rows(display_rows), values, to, words, most),
        )

    return made


def raw_rows(display_rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The rows as the query gave them, from the cells that `raw` made."""
    found = [next((cell.row for cell in row if isinstance(cell, RawCell)), None) for row in display_rows]
    return [dict(zip(row.keys(), tuple(row), strict=True)) for row in found if row is not None]


def result(
    query: Stored,
    found: Sequence[Mapping[str, Any]],
    values: Mapping[str, str],
    to: Addresses,
    words: Words,
    most: int,
) -> Result:
    columns = [name for name in (found[0] if found else ()) if not name.endswith(_LINKED)]
    if found and "start_ms" in found[0]:
        columns.insert(columns.index("episode"), "time")
    numeric = {
        name: any(isinstance(row.get(name), int | float) for row in found) or name == "time"
        for name in columns
    }
    return Result(
        headings=tuple((words.text(f"explore.columns.{name}"), numeric[name]) for name in columns),
        rows=tuple(
            tuple(
                Cell(html=_cell(query, name, row, values, to, words), is_number=numeric[name])
                for name in columns
            )
            for row in found
        ),
        plot=_plot(query, found, values, to, words) if len(found) > 1 else None,
        is_first=len(found) in (query.bound, most),
        is_cut=len(found) == most,
    )


def _cell(
    query: Stored, name: str, row: Mapping[str, Any], values: Mapping[str, str], to: Addresses, words: Words
) -> Markup:
    value = row.get(name)
    if name == "time":
        clock = "" if row["start_ms"] is None else timecode.clock(row["start_ms"])
        return _link(clock, _moment(row, to)) if clock else _none(words)
    if name in query.counts and value is not None:
        return _link(f"{value:,}", query.counts[name](to, row, values))
    if name == "episode":
        href = _moment(row, to) if row.get("utterance_id") else to.episode(row["episode_id"])
        return _link(value or words.text("explore.untitled"), href)
    if value is None:
        return _none(words, "unknown" if name in _UNKNOWN else "none")
    if name in _PERSONS:
        key = row.get(_PERSONS[name])
        return _link(value, None if key is None else to.person(key))
    if name == "podcast":
        return _link(value, to.podcast(row["podcast_id"]))
    if name == "chapter":
        return _link(value, _moment(row, to))
    if name == "quotation":
        return Markup('<span class="pa-quoted" dir="auto">{}</span>').format(value)
    if name in _DATES:
        return Markup('<time datetime="{}">{}</time>').format(value, Wording(words).date(value[:10]))
    if name == "flags":
        flags = Wording(words).FLAGS
        return escape(", ".join(flags.get(each, plain(each)) for each in listed(value)))
    if name == "origin":
        return escape(Wording(words).origin(value))
    if name.endswith("_share"):
        return escape(percent(value))
    if isinstance(value, int | float):
        return escape(f"{value:,.{_DECIMALS.get(name, 0)}f}")
    return _link(value, None)


def _none(words: Words, kind: str = "none") -> Markup:
    return Markup('<span class="pa-muted">{}</span>').format(words.text(f"explore.{kind}"))


def _moment(row: Mapping[str, Any], to: Addresses) -> str:
    return to.moment(row["episode_id"], row["start_ms"], row.get("utterance_id"))


def _link(text: object, href: str | None) -> Markup:
    # Hundreds of them are on a page, and Markup.format takes several times as long.
    inside = f"<bdi>{escape(text)}</bdi>"
    linked = inside if href is None else f'<a href="{escape(href)}">{inside}</a>'
    return Markup(linked)  # noqa: S704 - each part is escaped


def _plot(
    query: Stored,
    found: Sequence[Mapping[str, Any]],
    values: Mapping[str, str],
    to: Addresses,
    words: Words,
) -> Plot | None:
    if query.plot is None:
        return None
    points = list(_points(query, found[: query.most], values, to, words))
    title = words.text(f"explore.queries.{query.name}.plot")
    unit = words.text(f"explore.units.{query.value}")
    show = percent if query.value.endswith("_share") else number
    if query.plot == "rows":
        return rows(points, title=title, unit=unit, words=words, show=show)
    series = Series("", list(_by_month(points, words)))
    return bars([series], title=title, unit=unit, words=words, show=show, whole=True)


def _by_month(points: Sequence[Point], words: Words) -> Iterator[Point]:
    """The months in order, those without anything too: or else a year of silence would look like a day."""
    known = {point.label: point for point in points if period_of(point.label, "month")}
    for place in axis(known, "month", room=ROOM):
        name = label(place, words)
        yield replace(known[place[0]], label=name) if place[0] in known else Point(name, 0, None)


def _points(
    query: Stored,
    found: Sequence[Mapping[str, Any]],
    values: Mapping[str, str],
    to: Addresses,
    words: Words,
) -> Iterator[Point]:
    for row in found:
        value = row[query.value]
        named = f"{row['person']} – {row['other']}" if query.label == "pair" else row[query.label]
        yield Point(
            str(named or words.text("explore.unknown")),
            None if value is None else max(0.0, float(value)),
            _opens(query, row, values, to),
            "" if "start_ms" not in row else str(row["episode"] or ""),
        )


def _opens(query: Stored, row: Mapping[str, Any], values: Mapping[str, str], to: Addresses) -> str | None:
    """What a bar leads to: the rows it counts, the moment, or whom or what it is of."""
    if query.value in query.counts:
        return query.counts[query.value](to, row, values)
    if "start_ms" in row:
        return _moment(row, to)
    if query.label == "episode":
        return to.episode(row["episode_id"])
    key = row.get(f"{query.label}_id")
    if key is None:
        return None
    return to.podcast(key) if query.label == "podcast" else to.person(key)
