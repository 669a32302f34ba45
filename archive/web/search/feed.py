"""`/archive/-/search.atom`: a saved search as a feed of new passages (RFC 4287).

What came into the archive last comes first, whatever the order of the page. An entry's id is a tag URI
(RFC 4151) of the server's name, the episode and the passage; `updated` is when its words were taken in.
"""

import re
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from datasette import Response  # type: ignore[import-untyped]

from archive import timecode
from archive.search import Hit
from archive.web.addresses import Addresses
from archive.web.asking import BadAddress
from archive.web.datasette_internals import cors_headers
from archive.web.doubt import is_doubtful
from archive.web.pages import words_of
from archive.web.say import Words
from archive.web.search.answer import Answer, Setting, answered
from archive.web.search.asked import Asked, read
from archive.web.search.choices import chips
from archive.web.search.here import Here
from archive.web.wording import shortened

ENTRIES = 50
TITLE = 80
"""Characters of a passage that stand in its entry's title."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_UNKNOWN = "1970-01-01T00:00:00Z"


async def search_atom(datasette: Any, request: Any) -> Any:
    """The feed; status 400 with a sentence if the address makes no sense or the time limit was over."""
    words = words_of(datasette)
    try:
        asked = read(request.args, words)
        found = await answered(
            datasette,
            request,
            asked,
            limit=ENTRIES,
            sort="added",
            folded=False,
            context=False,
            # The title says what is selected, by the labels of the facets.
            only_hits=not asked.selected,
        )
    except BadAddress as error:
        return Response.text(f"{error}\n", status=400, headers=cors_headers(datasette))
    archive = (await datasette.get_instance_metadata()).get("title") or words.text("base.name")
    feed = Feed(Addresses(datasette), request, words).of(found, asked, str(archive))
    return Response(
        b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="utf-8"),
        content_type="application/atom+xml; charset=utf-8",
        headers=cors_headers(datasette),
    )


class Feed:
    """Writes the feed of one request."""

    def __init__(self, to: Addresses, request: Any, words: Words) -> None:
        self._to = to
        self._request = request
        self._words = words

    def of(self, found: Answer, asked: Asked, archive: str) -> Element:
        here = Here(self._to, asked)
        entries = [self._entry(hit, found.settings[hit.episode_id]) for hit in found.results.hits]
        feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": self._words.language})
        _add(feed, "id", self._tag(f"search:{quote(urlsplit(here.feed()).query)}"))
        _add(feed, "title", self._title(found, asked, here, archive))
        _add(feed, "subtitle", self._words.text("search.atom.about", query=found.results.query.in_words))
        # An instant without a fraction sorts before the same one with it: both are of one second.
        _add(feed, "updated", max((entry.findtext("updated", "") for entry in entries), default=_UNKNOWN))
        _add(_add(feed, "author"), "name", archive)
        self._link(feed, "self", here.feed(), "application/atom+xml")
        self._link(feed, "alternate", here.sorted("added"), "text/html")
        feed.extend(entries)
        return feed

    def _title(self, found: Answer, asked: Asked, here: Here, archive: str) -> str:
        text = " ".join(asked.repeated.split())
        parts = [text, *(chip.label for chip in chips(found, asked, here, self._words))]
        what = " · ".join(part for part in parts if part)
        key = "search.atom.title" if what else "search.atom.all"
        return self._words.text(key, query=shortened(what), archive=archive)

    def _entry(self, hit: Hit, setting: Setting) -> Element:
        entry = Element("entry")
        _add(entry, "id", self._tag(f"episodes/{hit.episode_id}/u{hit.utterance_id}"))
        _add(entry, "title", self._entry_title(hit))
        _add(entry, "updated", _instant(setting.added_at) or _instant(setting.published_at) or _UNKNOWN)
        if published := _instant(setting.published_at):
            _add(entry, "published", published)
        author = _add(entry, "author")
        _add(author, "name", self._speaker(hit))
        if hit.person_id is not None:
            _add(author, "uri", self._to.absolute(self._request, self._to.person(hit.person_id)))
        self._link(
            entry,
            "alternate",
            self._to.moment(hit.episode_id, hit.moment_ms, hit.utterance_id),
            "text/html",
        )
        content = _add(entry, "content", hit.text)
        content.set("type", "text")
        if setting.language:
            content.set("xml:lang", setting.language)
        return entry

    def _entry_title(self, hit: Hit) -> str:
        return self._words.text(
            "search.atom.entry" if hit.moment_ms is not None else "search.atom.entry_untimed",
            speaker=self._speaker(hit),
            episode=hit.episode or self._words.text("search.untitled"),
            time="" if hit.moment_ms is None else timecode.clock(hit.moment_ms),
            text=shortened("".join(text for text, _ in hit.snippet), TITLE),
        )

    def _speaker(self, hit: Hit) -> str:
        if hit.speaker is None:
            return self._words.text("search.unknown_speaker")
        if is_doubtful(hit.method, hit.confidence):
            return self._words.text("search.atom.perhaps", speaker=hit.speaker)
        return hit.speaker

    def _link(self, of: Element, rel: str, path: str, kind: str) -> None:
        address = self._to.absolute(self._request, path)
        SubElement(of, "link", {"rel": rel, "type": kind, "href": _clean(address)})

    def _tag(self, what: str) -> str:
        """The same for as long as the server keeps its name: `tag:example.org,2026:archive/episodes/1/…`."""
        host = urlsplit(self._to.absolute(self._request, "/")).hostname or ""
        return f"tag:{host if _NAME.fullmatch(host) else 'localhost'},2026:archive/{what}"


def _add(parent: Element, name: str, text: str | None = None) -> Element:
    element = SubElement(parent, name)
    element.text = None if text is None else _clean(text)
    return element


def _clean(text: str) -> str:
    """Without the characters that XML does not know, by no spelling."""
    return _NO_XML.sub("", text)


def _instant(text: str | None) -> str | None:
    """An instant as RFC 3339 has it; None if it is none."""
    return text if text and _INSTANT.fullmatch(text) else None
