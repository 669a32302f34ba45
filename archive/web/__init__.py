"""The Datasette plugin: Datasette's own pages, made into those of a podcast archive.

Thin hooks only. `pages` asks, `queries` has the SQL, `cells` writes table cells, `metadata` describes the
tables, templates show; what Datasette does not promise to keep is in `datasette_internals`. Without an
archive among the server's files, every hook stands aside and Datasette is what it was.
"""

from typing import Any

from datasette import hookimpl  # type: ignore[import-untyped]

from archive.web import cells, gone, pages, search_box, search_page, wording
from archive.web.datasette_internals import archive_of, jump_items

PLUGIN = "podcast-archive"


@hookimpl
def startup(datasette: Any) -> Any:
    return pages.attach(datasette)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.globals["podarchive"] = wording


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/archive/-/search$", search_page.search_html),
        (r"^/archive/-/search\.json$", search_page.search_json),
    ]


@hookimpl
def extra_template_vars(
    template: str, database: str, table: str, view_name: str, request: Any, datasette: Any
) -> Any:
    return pages.template_vars(
        datasette, request, template=template, view=view_name, database=database, table=table
    )


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    if archive_of(datasette) is None:
        return []
    return [datasette.static(name, plugin=PLUGIN) for name in ("datasette.css", "podarchive.css")]


@hookimpl
def extra_js_urls(template: str, datasette: Any) -> list[dict[str, Any]]:
    if template != "row-archive-episodes.html":
        return []
    return [{"url": datasette.static("moment.js", plugin=PLUGIN), "module": True}]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    archive = archive_of(datasette)
    if archive is None or archive.name != database:
        return None
    return cells.cell(datasette, row, value, column, table)


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    archive = archive_of(datasette)
    if archive is None:
        return []
    return [
        {"href": datasette.urls.path("/archive/-/search"), "label": "Search"},
        {"href": datasette.urls.table(archive.name, "episodes"), "label": "Episodes"},
        {"href": datasette.urls.table(archive.name, "people"), "label": "People"},
    ]


@hookimpl(wrapper=True)
def jump_items_sql(datasette: Any) -> Any:
    found = yield
    archive = archive_of(datasette)
    return found if archive is None else [jump_items(archive, found)]


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    return search_box.without_empty(datasette)


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    return gone.answer(datasette, request, exception)
