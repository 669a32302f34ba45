"""The Datasette plugin: Datasette's own pages, made into those of a podcast archive.

Thin hooks only. `attach` finds the archive; `pages` and `routes` say which page is where, each made by a
module of its own; templates show them, in the words of `say`. `cells` writes table cells, `metadata`
describes the tables; what Datasette does not promise to keep is in `datasette_internals`. Without an
archive among the server's files, every hook stands aside and Datasette is what it was.
"""

import functools
from typing import Any

from datasette import hookimpl  # type: ignore[import-untyped]

from archive.web import (
    assets,
    attach,
    cells,
    keeping,
    letters,
    pages,
    problems,
    protection,
    public,
    reading,
    search_box,
    spreadsheets,
    wording,
)
from archive.web import routes as own_routes
from archive.web.addresses import Addresses
from archive.web.datasette_internals import archive_of, jump_items
from archive.web.explore import permission, shown
from archive.web.explore import queries as stored_queries  # not to hide archive.web.queries
from archive.web.sharing import routes as sharing_routes


@hookimpl
def startup(datasette: Any) -> Any:
    return attach.attach(datasette)


@hookimpl(trylast=True)  # after Datasette's own, whose functions ours replace
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    archive = archive_of(datasette)
    if archive is not None and archive.name == database:
        letters.install(conn)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    words = pages.words_of(datasette)
    env.globals |= {
        "podarchive": wording.Wording(words),
        "say": words.say,
        "words": words,
        "to": Addresses(datasette),
        "site_name": functools.partial(pages.site_name, datasette),
    }
    env.globals["framed"] = protection.framed
    env.globals["in_order"] = functools.partial(reading.in_order, datasette)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [*sharing_routes.routes(), *own_routes.routes()]


@hookimpl
def extra_template_vars(
    template: str, database: str, table: str, view_name: str, request: Any, datasette: Any
) -> Any:
    return pages.template_vars(
        datasette, request, template=template, view=view_name, database=database, table=table
    )


@hookimpl
def extra_css_urls(template: str, datasette: Any) -> list[str]:
    return assets.styles(datasette, template)


@hookimpl
def extra_js_urls(template: str, datasette: Any) -> list[dict[str, Any]]:
    return assets.scripts(datasette, template)


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any, request: Any
) -> Any:
    archive = archive_of(datasette)
    if archive is None or archive.name != database:
        return None
    if table is None and stored_queries.named(datasette, request):
        return shown.raw(row, value)
    return cells.cell(datasette, row, value, column, table)


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    archive = archive_of(datasette)
    if archive is None:
        return []
    to, say = Addresses(datasette), pages.words_of(datasette).text
    return [
        {"href": to.own("search"), "label": say("base.menu.search")},
        {"href": to.table("podcasts"), "label": say("base.menu.podcasts")},
        {"href": to.table("episodes"), "label": say("base.menu.episodes")},
        {"href": to.table("people"), "label": say("base.menu.people")},
        {"href": to.own("trend"), "label": say("base.menu.trend")},
        {"href": to.own("explore"), "label": say("base.menu.explore")},
        {"href": to.own("about"), "label": say("base.menu.about")},
    ]


@hookimpl(wrapper=True)
def jump_items_sql(datasette: Any) -> Any:
    found = yield
    archive = archive_of(datasette)
    return found if archive is None else [jump_items(archive, found)]


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    # The last one is the first to be asked.
    wraps = (spreadsheets.mended, search_box.without_empty, keeping.kept, public.closed, protection.protected)
    made = [wrap(datasette) for wrap in wraps]
    return lambda application: functools.reduce(lambda inner, wrap: wrap(inner), made, application)


@hookimpl(wrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    others = yield
    return [problems.answer(datasette, request, exception, others)]


@hookimpl
def permission_resources_sql(datasette: Any, actor: Any, action: str) -> Any:
    return permission.denied(datasette, actor, action)
