"""The page of a trend: its lines, and what is missing from them."""

from collections.abc import Iterator, Sequence

from archive.search import Query, grouped, labels
from archive.search.results import FacetName
from archive.web import periods
from archive.web.asking import Asking, BadAddress
from archive.web.periods import By
from archive.web.trend import drawing
from archive.web.trend.addresses import Found
from archive.web.trend.asked import MOST_QUERIES, Asked, read, typed, understood
from archive.web.trend.counted import Counted, Spoken, Tally, counted, speech, spoken
from archive.web.trend.values import Cell, Chip, Choice, Line, Period, Trend, Understood, Wrong

MOST_LINES = 6
"""So many podcasts or speakers have a line of their own: those with the most mentions."""

MOST_RANKED = 20
MOST_EPISODES = 40
"""A link that names the episodes one by one names no more than these."""

HOUR = 3_600_000


def page(asking: Asking) -> Trend:
    """Raises BadAddress for what no trend can be made of."""
    asked = read(asking.args, asking.words)
    queries = understood(asked.queries, asking.words)
    counts, by = _counts(asking, asked, queries)
    made = _lines(asking, asked, queries, counts, by)
    shown = made[: MOST_LINES if asked.split else MOST_QUERIES]
    places = periods.axis((period for _, one, _ in shown for period in one.periods), by)
    finished = tuple(_line(line, one, found, places, by) for line, one, found in shown)
    ranked = tuple(_line(line, one, found, (), by) for line, one, found in made[:MOST_RANKED])
    left = made[len(shown) :]
    words = asking.words
    return Trend(
        asked=asked,
        by=by,
        queries=tuple(_understood(asking, asked, query) for query in queries),
        periods=tuple(_periods(asking, asked, queries, shown, places, by)),
        lines=finished,
        others=sum(1 for _, one, _ in left if one.all.mentions),
        other_mentions=sum(one.all.mentions for _, one, _ in left),
        chips=tuple(_chips(asking, asked)),
        csv=asking.to.own("trend", asked.pairs(), ".csv"),
        room=MOST_QUERIES - len(queries),
        ranked=ranked if asked.split else (),
        plot=lambda: drawing.over_time(
            asked, finished, [periods.label(place, words) for place in places], words
        ),
        ranking=lambda: drawing.ranking(asked, ranked, words),
        choices=_choices(asking, asked),
    )


def again(asking: Asking, wrong: BadAddress) -> Trend:
    """What was typed, to be mended, where nothing can be drawn."""
    asked = typed(asking.args)
    return Trend(
        asked=asked,
        wrong=Wrong(says=str(wrong), field=wrong.field),
        chips=tuple(_chips(asking, asked)),
        room=MOST_QUERIES - len(asked.queries),
        choices=_choices(asking, asked),
    )


_Made = tuple[tuple[str, str], Counted, Found]
"""(name, key) of a line, what was counted, and where it is found."""


def _counts(asking: Asking, asked: Asked, queries: Sequence[Query]) -> tuple[list[dict[str, Counted]], By]:
    """For each query, what was counted by the split; and whether by month or year."""
    hours: dict[object, Spoken] = {}
    for query in queries:
        if _fields(query) not in hours:  # most queries are compared in the same hours
            hours[_fields(query)] = spoken(asking.connection, query, asked.by_facet, asked.split)
    by = asked.by or periods.fitting(published for one in hours.values() for _, published in one)
    ms = speech(asking.connection)
    return [
        counted(grouped(asking.connection, query, asked.by_facet), hours[_fields(query)], ms, by, asked.split)
        for query in queries
    ], by


def _fields(query: Query) -> object:
    return query.fields, query.excluded_fields


def _lines(
    asking: Asking, asked: Asked, queries: Sequence[Query], counts: Sequence[dict[str, Counted]], by: By
) -> list[_Made]:
    """A line for each query; with a split, one for each of its values that has a mention, most first."""
    if asked.split is None:
        return [
            ((query.text, ""), one.get("", Counted()), Found(asking.to, query, asked.selected))
            for query, one in zip(queries, counts, strict=True)
        ]
    made: list[_Made] = []
    for query, one in zip(queries, counts, strict=True):
        keys = sorted(
            (key for key, each in one.items() if each.all.mentions),
            key=lambda key: (-one[key].all.mentions, key),
        )
        named = labels.of(asking.connection, asked.split, keys)
        for key in keys:
            selected = (*(pair for pair in asked.selected if pair[0] != asked.split), (asked.split, key))
            made.append(
                ((asking.words.searched(named[key]), key), one[key], Found(asking.to, query, selected))
            )
    return made


def _line(
    named: tuple[str, str], one: Counted, found: Found, places: Sequence[tuple[str, str]], by: By
) -> Line:
    vague = found.in_episodes(one.vague.heard) if len(one.vague.heard) <= MOST_EPISODES else None
    return Line(
        name=named[0],
        key=named[1],
        all=_cell(one.all, found.all()),
        undated=_cell(one.undated, found.undated()),
        vague=_cell(one.vague, vague),
        cells=tuple(
            _cell(one.periods.get(first, Tally()) if first == last else Tally(), found.within(first, by))
            for first, last in places
        ),
    )


def _cell(tally: Tally, href: str | None) -> Cell:
    hours = tally.ms / HOUR if tally.ms else None
    timed = tally.mentions - tally.untimed
    # Mentions without any time beside hours of other speech: how often is not known, and not never.
    unknown = hours is None or (tally.untimed and not timed)
    return Cell(
        mentions=tally.mentions,
        untimed=tally.untimed,
        hours=hours,
        per_hour=None if unknown or hours is None else timed / hours,
        href=href if tally.mentions else None,
    )


def _periods(
    asking: Asking,
    asked: Asked,
    queries: Sequence[Query],
    made: Sequence[_Made],
    places: Sequence[tuple[str, str]],
    by: By,
) -> Iterator[Period]:
    """With the hours, where they are the same for every line, and a list of the episodes that have them."""
    common = not asked.split and not any(query.fields or query.excluded_fields for query in queries)
    podcasts = [key for name, key in asked.selected if name == "podcast"]
    listed = common and all(name in ("podcast", "year") for name, _ in asked.selected)
    for first, last in places:
        tally = made[0][1].periods.get(first, Tally()) if first == last and common else Tally()
        pairs = [("published__startswith", first), ("speech_ms__gt", "0")]
        if podcasts and all(key.isdecimal() for key in podcasts):
            pairs.append(("podcast_id__in", ",".join(podcasts)))
        href = asking.to.table("episodes", pairs) if listed and "none" not in podcasts else None
        yield Period(
            first=first,
            last=last,
            label=periods.label((first, last), asking.words),
            hours=tally.ms / HOUR if tally.ms else None,
            href=href if tally.ms else None,
        )


def _understood(asking: Asking, asked: Asked, query: Query) -> Understood:
    return Understood(
        text=query.text,
        in_words=asking.words.searched(query.in_words),
        left_out=tuple(map(asking.words.searched, query.left_out)),
        chapters=any(one.field == "chapter" for one in (*query.fields, *query.excluded_fields))
        or any(name == "chapter" for name, _ in asked.selected),
        href=asking.to.search(query.text, asked.selected),
    )


def _chips(asking: Asking, asked: Asked) -> Iterator[Chip]:
    by_facet: dict[FacetName, list[str]] = {}
    for name, key in asked.selected:
        by_facet.setdefault(name, []).append(key)
    for name, keys in by_facet.items():
        named = labels.of(asking.connection, name, keys)
        for key in keys:
            yield Chip(
                facet=asking.words.text(f"trend.facets.{name}"),
                label=asking.words.searched(named.get(key, key)),
                without=asking.to.own("trend", asked.pairs(without=[(name, key)])),
            )


def _choices(asking: Asking, asked: Asked) -> dict[str, tuple[Choice, ...]]:
    """What can be chosen in the form, by the names of its parameters."""
    given: dict[str, tuple[str | None, tuple[str, ...]]] = {
        "by": (asked.by, ("", "month", "year")),
        "split": (asked.split, ("", "podcast", "speaker")),
    }
    return {
        name: tuple(
            Choice(
                value=value,
                label=asking.words.text(f"trend.{name}.{value or 'none'}"),
                selected=value == (chosen or ""),
            )
            for value in values
        )
        for name, (chosen, values) in given.items()
    }
