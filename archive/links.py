"""Addresses of a moment in a recording."""

from urllib.parse import urlsplit, urlunsplit


def moment(kind: str, url: str | None, ms: int | None) -> str | None:
    """The address that plays `url` from the second in which `ms` lies; None if there is no such address.

    `kind` is the recording's. Only http and https: the address is put into pages as a link.
    """
    if kind not in ("youtube", "audio", "video") or url is None or ms is None or ms < 0:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    if kind != "youtube":
        # A fragment, which players know (https://www.w3.org/TR/media-frags/) and no server sees.
        return urlunsplit(parts._replace(fragment=f"t={ms // 1000}"))
    kept = [pair for pair in parts.query.split("&") if pair and pair.split("=")[0] not in ("t", "start")]
    return urlunsplit(parts._replace(query="&".join([*kept, f"t={ms // 1000}"])))
