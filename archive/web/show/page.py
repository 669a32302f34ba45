"""A podcast as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import addresses, lacking, notes, queries
from archive.web.artwork import Picture, picture
from archive.web.asking import Asking
from archive.web.lacking import Coverage
from archive.web.notes import Notes
from archive.web.plots import Plot
from archive.web.remembered import remembered
from archive.web.show.contents import Contents, contents
from archive.web.show.members import Members, members
from archive.web.show.timeline import over_time
from archive.web.wording import listed

LISTED = 60
"""So many episodes stand on the page; a table has them all."""

PODCAST = "select * from podcasts where id = ?"

PODCAST_EPISODES = (
    queries.LISTED
    + f"where episodes.podcast_id = ? order by episodes.published desc, episodes.id desc limit {LISTED}"
)

# An episode is as long as a source says it is, else as long as is spoken in it.
SEASONS = """
select season, count(*) as episodes, sum(coalesce(duration_ms, speech_ms)) as length_ms,
       min(published) as first, max(published) as last
from episodes where podcast_id = ? group by season order by season is null, season desc limit 200
"""

ORIGINS = f"""
select coalesce(transcripts.origin, 'none') as origin, count(*) as episodes, sum(transcripts.words) as words
from episodes {queries.PREFERRED}
where episodes.podcast_id = ? and transcripts.words > 0
group by 1 order by episodes desc, origin
"""

FEEDS = """
select id, url, status, problem, retry_at, added_at, changed_at from feeds where podcast_id = ?
order by status <> 'active', id limit 20
"""

LEFT_OUT = "~secret~"
"""What stands in a feed's address for what is nobody's business: a reader cannot use such an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A season, and those of its episodes that are listed; `number` is None for what belongs to none."""

    number: int | None
    of_all: int
    length_ms: int | None
    href: str
    episodes: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """So many episodes have words that were made so; `name` is none where no source says."""

    name: str
    episodes: int
    words: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """`length_ms` and the dates are of all episodes; `subscribe` is the feed's address, for its readers."""

    podcast: Any
    picture: Picture
    notes: Notes
    link: str | None
    image: str | None
    license_link: str | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    feeds: Sequence[Any]
    subscribe: str | None
    seasons: tuple[Season, ...]
    listed: int
    of_all: int
    length_ms: int | None
    first: str | None
    last: str | None
    coverage: Coverage
    origins: tuple[Origin, ...]
    plot: Plot | None
    members: Members
    contents: Contents


def page(asking: Asking) -> ShowPage | None:
    """Everything on the page of one show; None if there is none."""
    connection = asking.connection
    podcast = queries.row(connection, PODCAST, asking.key)
    if podcast is None:
        return None
    id_ = podcast["id"]
    episodes = queries.rows(connection, PODCAST_EPISODES, id_)
    seasons = remembered(connection, ("seasons", id_), lambda: queries.rows(connection, SEASONS, id_))
    feeds = queries.rows(connection, FEEDS, id_) if "feeds" in asking.allowed else []
    dates = [date for row in seasons for date in (row["first"], row["last"]) if date]
    return ShowPage(
        podcast=podcast,
        picture=picture(id_, podcast["title"], podcast["image_url"]),
        # Feeds write it as HTML or as text, and do not say which.
        notes=notes.shown(podcast["description"], notes.kind_of(podcast["description"])),
        link=addresses.web(podcast["link"]),
        image=addresses.web(podcast["image_url"]),
        license_link=addresses.web(podcast["license_url"]),
        categories=listed(podcast["categories"]),
        tags=listed(podcast["tags"]),
        feeds=feeds,
        subscribe=_subscribe(feeds),
        seasons=tuple(_season(asking, id_, row, episodes) for row in seasons),
        listed=len(episodes),
        of_all=sum(row["episodes"] for row in seasons),
        length_ms=sum(row["length_ms"] or 0 for row in seasons) or None,
        first=min(dates, default=None),
        last=max(dates, default=None),
        coverage=lacking.coverage(connection, asking.to, id_),
        origins=_origins(asking, id_),
        plot=over_time(asking, id_),
        members=members(asking, id_),
        contents=contents(asking, id_),
    )


def _season(asking: Asking, podcast_id: int, row: Any, episodes: Sequence[Any]) -> Season:
    number = row["season"]
    which = ("season__isnull", "1") if number is None else ("season", str(number))
    return Season(
        number=number,
        of_all=row["episodes"],
        length_ms=row["length_ms"],
        href=asking.to.table(
            "episodes", [("podcast_id", str(podcast_id)), which, ("_sort_desc", "published")]
        ),
        episodes=tuple(episode for episode in episodes if episode["season"] == number),
    )


def _origins(asking: Asking, podcast_id: int) -> tuple[Origin, ...]:
    rows = remembered(
        asking.connection,
        ("origins", podcast_id),
        lambda: queries.rows(asking.connection, ORIGINS, podcast_id),
    )
    return tuple(
        Origin(
            name=row["origin"],
            episodes=row["episodes"],
            words=row["words"],
            href=asking.to.query(
                "episodes_by_origin", [("podcast", str(podcast_id)), ("origin", row["origin"])]
            ),
        )
        for row in rows
    )


def _subscribe(feeds: Sequence[Any]) -> str | None:
    for feed in feeds:
        if feed["status"] == "active" and LEFT_OUT not in feed["url"] and (url := addresses.web(feed["url"])):
            return url
    return None
