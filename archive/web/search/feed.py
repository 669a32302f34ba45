"""`/archive/-/search.atom`: a saved search as a feed of new passages (RFC 4287).

What came into the archive last comes first, whatever the order of the page. An entry's id is a tag URI
(RFC 4151) of the server's name, the episode and the passage; `updated` is when its words were taken in.
"""

from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element

from datasette import Response  # type: ignore[import-untyped]

from archive import timecode
from archive.search import Hit
from archive.web import atom
from archive.web.addresses import Addresses
from archive.web.asking import BadAddress
from archive.web.datasette_internals import cors_headers
from archive.web.doubt import is_doubtful
from archive.web.pages import site_name, words_of
from archive.web.say import Words
from archive.web.search.answer import Answer, Setting, answered
from archive.web.search.asked import Asked, read
from archive.web.search.choices import chips
from archive.web.search.here import Here
from archive.web.wording import shortened

ENTRIES = 50
TITLE = 80
"""Characters of a passage that stand in its entry's title."""


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
    archive = await site_name(datasette)
    feed = Feed(Addresses(datasette), request, words).of(found, asked, archive)
    return atom.answered(datasette, feed)


class Feed:
    """Writes the feed of one request."""

    def __init__(self, to: Addresses, request: Any, words: Words) -> None:
        self._to = to
        self._request = request
        self._words = words

    def of(self, found: Answer, asked: Asked, archive: str) -> Element:
        here = Here(self._to, asked)
        entries = [self._entry(hit, found.settings[hit.episode_id]) for hit in found.results.hits]
        feed = atom.feed(self._words.language)
        atom.add(feed, "id", self._tag(f"search:{quote(urlsplit(here.feed()).query)}"))
        atom.add(feed, "title", self._title(found, asked, here, archive))
        understood = self._words.searched(found.results.query.in_words)
        atom.add(feed, "subtitle", self._words.text("search.atom.about", query=understood))
        atom.add(
            feed, "updated", max((entry.findtext("updated", "") for entry in entries), default=atom.LONG_AGO)
        )
        atom.add(atom.add(feed, "author"), "name", archive)
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
        atom.add(entry, "id", self._tag(f"episodes/{hit.episode_id}/u{hit.utterance_id}"))
        atom.add(entry, "title", self._entry_title(hit))
        atom.add(
            entry,
            "updated",
            atom.instant(setting.added_at) or atom.instant(setting.published_at) or atom.LONG_AGO,
        )
        if published := atom.instant(setting.published_at):
            atom.add(entry, "published", published)
        author = atom.add(entry, "author")
        atom.add(author, "name", self._speaker(hit))
        if hit.person_id is not None:
            atom.add(author, "uri", self._to.absolute(self._request, self._to.person(hit.person_id)))
        self._link(
            entry,
            "alternate",
            self._to.moment(hit.episode_id, hit.at_ms, hit.utterance_id),
            "text/html",
        )
        content = atom.add(entry, "content", hit.text)
        content.set("type", "text")
        if setting.language:
            content.set("xml:lang", setting.language)
        return entry

    def _entry_title(self, hit: Hit) -> str:
        return self._words.text(
            "search.atom.entry" if hit.at_ms is not None else "search.atom.entry_untimed",
            speaker=self._speaker(hit),
            episode=hit.episode or self._words.text("search.untitled"),
            time=self._time(hit),
            text=shortened("".join(text for text, _ in hit.snippet), TITLE),
        )

    def _time(self, hit: Hit) -> str:
        if hit.at_ms is None:
            return ""
        clock = timecode.clock(hit.at_ms)
        return self._words.text("base.doubt.about", at=clock) if hit.estimated else clock

    def _speaker(self, hit: Hit) -> str:
        if hit.speaker is None:
            return self._words.text("search.unknown_speaker")
        if is_doubtful(hit.method, hit.confidence):
            return self._words.text("search.atom.perhaps", speaker=hit.speaker)
        return hit.speaker

    def _link(self, of: Element, rel: str, path: str, kind: str) -> None:
        atom.link(of, rel, self._to.absolute(self._request, path), kind)

    def _tag(self, what: str) -> str:
        return atom.tag(self._to.absolute(self._request, "/"), f"archive/{what}")
