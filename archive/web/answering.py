"""Pages at addresses of our own, below `/archive/-/`: each as HTML, and as JSON with the same in it."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any
from urllib.parse import parse_qsl

from datasette import Response  # type: ignore[import-untyped]

from archive.web import pages, refusing
from archive.web.addresses import Addresses
from archive.web.asking import Asking, BadAddress
from archive.web.datasette_internals import QueryInterrupted, cors_headers
from archive.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """`/archive/-/NAME` shows `page` by the template `podarchive-NAME.html`; `.json` behind it: its data.

    `again` makes what is shown where `page` raises BadAddress or takes too long: for a form that somebody
    filled in, what they typed and what is wrong with it. Without it a page of its own says so.
    """

    name: str
    page: Page
    again: Callable[[Asking, BadAddress], Any] | None = None
    shown: tuple[str, ...] = pages.SHOWN

    @property
    def template(self) -> str:
        return f"podarchive-{self.name}.html"

    def routes(self) -> list[tuple[str, Callable[..., Any]]]:
        async def html(datasette: Any, request: Any) -> Any:
            return await as_html(datasette, request, self)

        async def json(datasette: Any, request: Any) -> Any:
            return await as_json(datasette, request, self.page, shown=self.shown)

        return [(rf"^/archive/-/{self.name}$", html), (rf"^/archive/-/{self.name}\.json$", json)]


async def as_html(datasette: Any, request: Any, own: OwnPage) -> Any:
    """The page; what makes no sense or takes too long is said with status 400."""
    refusing.without_archive(datasette)
    data: str | None = Addresses(datasette).own(own.name, parse_qsl(request.query_string), ".json")
    status = 200
    try:
        value = await pages.made(datasette, request, own.page, shown=own.shown)
    except (BadAddress, QueryInterrupted) as error:
        wrong = error if isinstance(error, BadAddress) else BadAddress(refusing.late(datasette, request))
        again = own.again
        if again is None:
            raise wrong from error
        value = await pages.made(datasette, request, lambda asking: again(asking, wrong), shown=own.shown)
        status, data = 400, None
    if value is None:
        raise refusing.hidden(datasette)
    context = {"page": value, "database": "archive", "data_address": data}
    html = await datasette.render_template(
        own.template, context, request=request, view_name=f"podarchive-{own.name}"
    )
    return Response.html(html, status=status)


async def as_json(
    datasette: Any,
    request: Any,
    page: Page,
    key: int | None = None,
    shown: tuple[str, ...] = pages.SHOWN,
) -> Any:
    """The page's value as JSON, with `"ok": true`; errors as Datasette answers them in JSON."""
    refusing.without_archive(datasette)
    headers = cors_headers(datasette)
    try:
        value = await pages.made(datasette, request, page, key, shown)
    except QueryInterrupted:
        return _failed(refusing.late(datasette, request), 400, headers)
    except BadAddress as error:
        return _failed(str(error), 400, headers)
    if value is None:
        nothing = pages.words_of(datasette).text("problem.nothing", path=request.path)
        return _failed(nothing, 404, headers)
    return Response.json({"ok": True, **plain(value)}, headers=headers)


async def row_json(datasette: Any, request: Any) -> Any:
    """`/archive/-/episodes/1.json`: all that the page of a row shows."""
    page = pages.PAGES[pages.ROWS[request.url_vars["table"]]]
    return await as_json(datasette, request, page, int(request.url_vars["key"]))


async def home_json(datasette: Any, request: Any) -> Any:
    return await as_json(datasette, request, pages.PAGES["index.html"])


def plain(value: Any) -> Any:
    """A page's value as what JSON can hold: dataclasses and rows are objects, functions are left out.

    What a class names as `worked_out` is there too: properties that are no fields.
    """
    if is_dataclass(value) and not isinstance(value, type):
        names = (*(each.name for each in fields(value)), *getattr(value, "worked_out", ()))
        return {name: plain(inner) for name in names if not callable(inner := getattr(value, name))}
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items() if not callable(inner)}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if hasattr(value, "keys"):  # a row
        return {name: plain(value[name]) for name in value.keys()}  # noqa: SIM118 - a row is no mapping
    if isinstance(value, str):
        return str(value)  # Markup too
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _failed(error: str, status: int, headers: dict[str, str]) -> Any:
    return Response.json({"ok": False, "error": error, "status": status}, status=status, headers=headers)
