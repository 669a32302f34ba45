"""The home page: what the archive has, and what is new in it."""

from typing import Any

from archive.web import queries
from archive.web.asking import Asking

COUNTS = """
select (select count(*) from episodes) as episodes,
       (select count(*) from podcasts) as podcasts,
       (select count(*) from people) as people,
       (select sum(words) from transcripts where preferred) as words
"""

PODCASTS = """
select podcasts.id, podcasts.title, podcasts.author, count(episodes.id) as episodes,
       min(episodes.published) as first, max(episodes.published) as last
from podcasts left join episodes on episodes.podcast_id = podcasts.id
group by podcasts.id order by last desc, podcasts.title limit 100
"""

NEWEST = queries.LISTED + "order by episodes.published desc, episodes.id desc limit 12"


def page(asking: Asking) -> dict[str, Any]:
    """Everything on the home page."""
    connection = asking.connection
    return {
        "counts": queries.row(connection, COUNTS),
        "podcasts": queries.rows(connection, PODCASTS),
        "episodes": queries.rows(connection, NEWEST),
    }
