"""The episodes of a show, or of all, over time: those with a transcript, and those without."""

from collections import Counter

from archive.web.asking import Asking
from archive.web.periods import LEAST, Periods, label, periods
from archive.web.plots import Plot, Point, Series, bars
from archive.web.queries import WORDED
from archive.web.remembered import remembered

PUBLISHED = f"""
select published, {WORDED} as worded
from episodes where (:podcast is null or podcast_id = :podcast) and published is not null
"""


def over_time(asking: Asking, podcast_id: int | None) -> Plot | None:
    """By month or year; None where there is only one to show, or none."""
    return remembered(
        asking.connection,
        ("episodes over time", podcast_id, asking.to.home(), asking.words.language),
        lambda: _plot(asking, podcast_id),
    )


def _plot(asking: Asking, podcast_id: int | None) -> Plot | None:
    words = asking.words
    rows = asking.connection.execute(PUBLISHED, {"podcast": podcast_id}).fetchall()
    over = periods(row["published"] for row in rows)
    counts = Counter((bool(row["worded"]), over.of(row["published"])) for row in rows)
    if len(over.places) < LEAST:
        return None
    series = [
        _series(asking, podcast_id, over, counts, with_words)
        for with_words in (True, False)
        if any(worded is with_words for worded, _ in counts)
    ]
    title = words.text(f"podcast.over_time_{over.by}")
    return bars(series, title=title, unit=words.text("podcast.episodes_unit"), words=words, whole=True)


def _series(
    asking: Asking,
    podcast_id: int | None,
    over: Periods,
    counts: Counter[tuple[bool, str | None]],
    with_words: bool,
) -> Series:
    query = "episodes_with_transcript" if with_words else "episodes_without_transcript"
    points = []
    for place in over.places:
        number = counts[with_words, place[0]]
        of = "" if podcast_id is None else str(podcast_id)
        href = asking.to.query(query, [("podcast", of), ("published", place[0])])
        points.append(Point(label(place, asking.words), number, href if number else None))
    return Series(asking.words.text(f"podcast.{query}"), tuple(points))
