"""The addresses that our pages link to."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit


def web(text: str | None) -> str | None:
    """`text` if it is an address that a browser may fetch (http, https); a `javascript:` one is not."""
    try:
        parts = urlsplit((text or "").strip())
    except ValueError:
        return None
    return (text or "").strip() if parts.scheme in ("http", "https") and parts.netloc else None


def moment(datasette: Any, episode_id: int, at_ms: int | None, utterance_id: int | None = None) -> str:
    """A moment on its episode's page: `/archive/episodes/1?t=3782#u1000412`.

    The fragment scrolls there without a script; `t` is what people cite, and survives a new derivation.
    """
    address = str(datasette.urls.row("archive", "episodes", str(episode_id)))
    if at_ms is not None:
        address += f"?t={seconds(at_ms)}"
    return address if utterance_id is None else f"{address}#u{utterance_id}"


def seconds(ms: int) -> str:
    """`754.2`, `3782`: milliseconds as the seconds of an address."""
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def search(
    datasette: Any,
    q: str,
    selected: Iterable[tuple[str, str]] = (),
    sort: str | None = None,
    page: int = 1,
    suffix: str = "",
) -> str:
    """The search for `q` with the facet values `selected`, (facet, key) pairs; `.json` may be its suffix."""
    pairs = [("q", q), *selected]
    if sort:
        pairs.append(("sort", sort))
    if page > 1:
        pairs.append(("page", str(page)))
    # What is no character of any encoding (half a surrogate pair) would be an error of the encoder.
    return f"{datasette.urls.path('/archive/-/search')}{suffix}?{urlencode(pairs, errors='replace')}"
