"""The addresses that our pages link to. `Addresses` knows under which prefix the server shows the archive."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

DATABASE = "archive"

PLUGIN = "podcast-archive"
"""Under this name the plugin has its settings; `address` is where the server is for its readers."""


def web(text: str | None) -> str | None:
    """`text` if it is an address that a browser may fetch (http, https); a `javascript:` one is not."""
    try:
        parts = urlsplit((text or "").strip())
    except ValueError:
        return None
    return (text or "").strip() if parts.scheme in ("http", "https") and parts.netloc else None


def seconds(ms: int) -> str:
    """`754.2`, `3782`: milliseconds as the seconds of an address."""
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


class Addresses:
    """Where things are on this server: paths, with whatever `base_url` it has been given.

    `to.absolute(path)` makes one complete, for what is read elsewhere.
    """

    def __init__(self, datasette: Any) -> None:
        self._urls = datasette.urls
        self._datasette = datasette
        self._tables: dict[str, str] = {}

    def home(self) -> str:
        return str(self._urls.instance())

    def own(self, name: str, pairs: Iterable[tuple[str, str]] = (), suffix: str = "") -> str:
        """A page of ours: `own("trend", [("q", "open")])` is `/archive/-/trend?q=open`."""
        return _with(f"{self._urls.path(f'/{DATABASE}/-/{name}')}{suffix}", pairs)

    def row(self, table: str, id_: int, suffix: str = "") -> str:
        # A page has hundreds of them. A number is in an address as it is.
        if table not in self._tables:
            self._tables[table] = str(self._urls.table(DATABASE, table))
        return f"{self._tables[table]}/{id_}{suffix}"

    def person(self, id_: int) -> str:
        return self.row("people", id_)

    def podcast(self, id_: int) -> str:
        return self.row("podcasts", id_)

    def episode(self, id_: int) -> str:
        return self.row("episodes", id_)

    def moment(self, episode_id: int, at_ms: int | None, utterance_id: int | None = None, q: str = "") -> str:
        """A moment on its episode's page: `/archive/episodes/1?t=3782#u1000412`.

        The fragment scrolls there without a script; `t` is what people cite, and survives a new derivation.
        The page marks what the search `q` finds there.
        """
        # Seconds are digits and a point, and the same search stands in every address of a page.
        parts = [*([] if at_ms is None else [f"t={seconds(at_ms)}"]), *([_encoded(q)] if q else [])]
        address = self.episode(episode_id)
        address = f"{address}?{'&'.join(parts)}" if parts else address
        return address if utterance_id is None else f"{address}#u{utterance_id}"

    def table(self, name: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
        """Datasette's page of a table or view: `table("said", [("podcast", "Engines")])`."""
        return _with(str(self._urls.table(DATABASE, name)), pairs)

    def query(self, name: str, pairs: Iterable[tuple[str, str]] = (), suffix: str = "") -> str:
        """Datasette's page of a stored query."""
        return _with(f"{self._urls.path(f'/{DATABASE}/{quote(name)}')}{suffix}", pairs)

    def sql(self, statement: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
        """Datasette's page of a query that is not stored, with what its parameters are bound to."""
        path = self._urls.path(f"/{DATABASE}/-/query")
        return _with(path, [("sql", statement), *pairs])

    def search(
        self,
        q: str = "",
        selected: Iterable[tuple[str, str]] = (),
        sort: str | None = None,
        page: int = 1,
        suffix: str = "",
    ) -> str:
        """The search for `q` with the facet values `selected`: (facet, key) pairs. A suffix is `.json`."""
        pairs = [*([("q", q)] if q else []), *selected]
        if sort:
            pairs.append(("sort", sort))
        if page > 1:
            pairs.append(("page", str(page)))
        return self.own("search", pairs, suffix)

    def absolute(self, request: Any, path: str) -> str:
        """`https://example.org/archive/episodes/1`: the path where readers reach this server.

        That is the plugin's setting `address`, else the host and the scheme that were asked.
        """
        given = (self._datasette.plugin_config(PLUGIN) or {}).get("address")
        return urljoin(str(given), path) if given else str(self._datasette.absolute_url(request, path))


@lru_cache(maxsize=64)
def _encoded(q: str) -> str:
    return urlencode([("q", q)], errors="replace")


def _with(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    # What is no character of any encoding (half a surrogate pair) would be an error of the encoder.
    query = urlencode(list(pairs), errors="replace")
    return f"{path}?{query}" if query else path
