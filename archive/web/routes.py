"""The addresses of our own, beside Datasette's. Ids have at most 18 digits, as SQLite's have."""

from typing import Any

from archive.web import answering, pages
from archive.web.about import page as about
from archive.web.episode import moment
from archive.web.explore import page as explore
from archive.web.search import feed, table
from archive.web.search import page as search
from archive.web.show import contents
from archive.web.trend import page as trend
from archive.web.trend import table as trend_table

OWN: tuple[answering.OwnPage, ...] = (
    answering.OwnPage(name="about", page=about.page),
    answering.OwnPage(name="chapters", page=contents.page),
    answering.OwnPage(name="explore", page=explore.page),
    answering.OwnPage(name="moment", page=moment.page),
    answering.OwnPage(name="trend", page=trend.page, again=trend.again),
)
"""Our pages that are no page of a table, a row or a query."""

_ROWS = "|".join(pages.ROWS)


def routes() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [
        (r"^/archive/-/search$", search.search_html),
        (r"^/archive/-/search\.json$", search.search_json),
        (r"^/archive/-/search\.csv$", table.search_csv),
        (r"^/archive/-/search\.atom$", feed.search_atom),
        (r"^/archive/-/trend\.csv$", trend_table.trend_csv),
        (r"^/archive/-/home\.json$", answering.home_json),
        (rf"^/archive/-/(?P<table>{_ROWS})/(?P<key>[0-9]{{1,18}})\.json$", answering.row_json),
    ]
    for own in OWN:
        found += own.routes()
    return found
