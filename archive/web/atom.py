"""What all of our Atom feeds are made of (RFC 4287): elements, instants, and ids that stay the same."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from datasette import Response  # type: ignore[import-untyped]

from archive.web.datasette_internals import cors_headers

NAMESPACE = "http://www.w3.org/2005/Atom"
LONG_AGO = "1970-01-01T00:00:00Z"
"""An instant there must be; this one says that none is known."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def feed(language: str) -> Element:
    """The element of a feed whose own texts are in this language."""
    return Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})


def add(parent: Element, name: str, text: str | None = None) -> Element:
    """A new element in `parent`, its text without the characters that XML does not know by any spelling."""
    element = SubElement(parent, name)
    element.text = None if text is None else _NO_XML.sub("", text)
    return element


def link(parent: Element, rel: str, address: str, kind: str | None = None) -> Element:
    """A new link to a complete address; `kind` is the type of what is there."""
    typed = {"type": kind} if kind else {}
    return SubElement(parent, "link", {"rel": rel, "href": _NO_XML.sub("", address)} | typed)


def tag(address: str, what: str) -> str:
    """`tag:example.org,2026:episodes/1` (RFC 4151), of the server's `address`.

    It is the same for as long as the server keeps its name: neither TLS nor another path makes old entries
    new to a reader.
    """
    host = urlsplit(address).hostname or ""
    return f"tag:{host if _NAME.fullmatch(host) else 'localhost'},2026:{what}"


def instant(text: str | None) -> str | None:
    """An ISO date or instant as RFC 3339 writes one, in UTC and to the second; None if it is none."""
    try:
        at = datetime.fromisoformat(text or "")
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # Not all of what writes %Y gives a year before 1000 its zeros.
    return f"{at.year:04}-{at:%m-%dT%H:%M:%SZ}"


def answered(datasette: Any, root: Element) -> Any:
    """The feed as a response."""
    return Response(
        b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8"),
        content_type="application/atom+xml; charset=utf-8",
        headers=cors_headers(datasette),
    )
