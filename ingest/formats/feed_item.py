"""One item of a feed: all that a show's RSS or Atom says of an episode, without words.

    <?podcast-archive feed-item?>
    <rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">
    <channel>
    <title>The Hive Hour</title>
    <item>
      <title>Bees at night</title> <guid>7</guid> <enclosure url="https://…/7.mp3" type="audio/mpeg"/>
      <podcast:person role="guest">Mara Lind</podcast:person>
    </item>
    </channel>
    </rss>

`ingest.feeds.feed` makes these documents of a feed, one of each item, and no program elsewhere does; the uri
of the source is `podcast:` with the `podcast:guid` of the show, `#` and the guid of the item. Elements are
known by the family of their namespace and by their local name, in any case (`feeds.namespaces`), and read
by the standard library's parser: feedparser keeps the last of several persons or transcripts of an item, and
podcastparser does not know the namespace that they have now.

https://www.rssboard.org/rss-specification, RFC 4287 (Atom), https://podlove.org/simple-chapters/,
https://www.rssboard.org/media-rss, https://github.com/Podcastindex-org/podcast-namespace/tree/main/docs/tags.
"""

from xml.etree.ElementTree import Element

from archive.records import EpisodeKind, Link, Podcast, Soundbite
from ingest.errors import MalformedTranscript
from ingest.feeds import enclosures, guids, namespaces, scalars
from ingest.feeds import notes as show_notes
from ingest.feeds.channel import image
from ingest.feeds.feed import MARK
from ingest.feeds.persons import persons
from ingest.feeds.split import split
from ingest.feeds.tree import Held, line, title
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import dates, markup, podlove
from ingest.readers.languages import tag
from ingest.readers.oddities import Oddities
from ingest.reading import ChapterList, ChapterMark, Published, Reading, spoken
from ingest.registry import Format

_KINDS: dict[str, EpisodeKind] = {"full": "full", "trailer": "trailer", "bonus": "bonus"}
_DATES = ("pubdate", "atom:published", "dc:date", "atom:issued", "published", "atom:updated", "updated")
_PSC_LINK = "podlove.org/simple-chapters"


def _sniff(head: Head) -> bool:
    return head.text.lstrip("\ufeff").startswith(MARK)


def _read(source: Source) -> Reading:
    odd = Oddities()
    root = markup.parse(source)
    top = Held(root)
    channel = top.first("channel") or top
    item = top.first("item", "atom:entry") or channel.first("item", "atom:entry")
    if item is None:
        raise MalformedTranscript(source.name, "holds no item", "ingest the feed again")
    page = channel.link(channel.text("link")) or _link(channel)
    if channel.base is None:
        item.base = item.base or page
    guid = _guid(source)
    link = _link(item)
    duration_ms = _duration(item, odd)
    recordings = enclosures.recordings(item, duration_ms)
    told = show_notes.notes(item)
    chapters, chapter_list = _chapters(item, told, odd)
    language = tag(item.text("dc:language", "language") or item.language)
    shown = tag(channel.text("language", "dc:language") or channel.language or top.language)
    return Reading(
        chapters=chapters,
        chapter_list=chapter_list,
        people=persons(item) or persons(channel),
        recordings=recordings,
        links=_links(item),
        soundbites=_soundbites(item, odd),
        youtube_id=enclosures.video(item, guid, link, recordings),
        guid=guid,
        podcast=_podcast(source, channel, page, shown),
        title=title(item.text("title", "atom:title", "itunes:title", "media:title")),
        subtitle=title(item.text("itunes:subtitle")),
        description=told.text if told else None,
        description_type=told.kind if told else None,
        published=_published(item, odd),
        season=_season(item, odd),
        number=_number(item, odd),
        kind=_kind(item, odd),
        language=language or shown,
        link=link,
        image_url=image(item),
        explicit=scalars.explicit(item.text("itunes:explicit", "googleplay:explicit")),
        tags=_tags(item),
        duration_ms=duration_ms,
        warnings=odd.warnings(),
    )


def _guid(source: Source) -> str:
    """The name that the feed's reader gave it; of a document by itself, what it would be given alone."""
    scheme, _, rest = source.uri.partition(":")
    if scheme == "podcast" and "#" in rest:
        return rest.partition("#")[2]
    items = split(source.text.removeprefix("\ufeff"), source.name).items
    return guids.of_item(items[0].parts if items else {})[0]


def _podcast(source: Source, channel: Held, page: str | None, language: str | None) -> Podcast | None:
    scheme, _, rest = source.uri.partition(":")
    named = rest.partition("#")[0] if scheme == "podcast" else None
    guid = named or guids.given(channel.text("podcast:guid"))
    name = title(channel.text("title", "atom:title")) or page or guid
    return Podcast(title=name, guid=guid, language=language, link=page) if name else None


def _link(held: Held) -> str | None:
    """The page: RSS's link, Atom's alternate, a guid that is an address."""
    for element in held.all("feedburner:origlink", "link", "atom:link"):
        if element.get("rel", "alternate").strip().lower() == "alternate":
            found = held.link(element.get("href") or element.text)
            if found:
                return found
    permanent = (
        each for each in held.all("guid") if each.get("isPermaLink", "true").strip().lower() == "true"
    )
    return next(
        (found for each in permanent if (found := held.link(each.text)) and "://" in (each.text or "")), None
    )


def _published(item: Held, odd: Oddities) -> Published | None:
    for text in item.texts(*_DATES):
        found = dates.published(text)
        if found:
            return found
        odd.note("bad_date", "item", f"its date is none: {text[:60]!r}")
    return None


def _duration(item: Held, odd: Oddities) -> int | None:
    for text in item.texts("itunes:duration", "duration"):
        try:
            return scalars.duration(text)
        except ValueError:
            odd.note("bad_duration", "item", f"its duration is none: {text[:40]!r}")
    return None


def _number(item: Held, odd: Oddities) -> float | None:
    for text in item.texts("podcast:episode", "itunes:episode"):
        found = scalars.number(text)
        if found is not None:
            return found
        odd.note("bad_number", "item", f"its number is none: {text[:40]!r}")
    return None


def _season(item: Held, odd: Oddities) -> int | None:
    for text in item.texts("podcast:season", "itunes:season"):
        found = scalars.whole(text)
        if found is not None:
            return found
        odd.note("bad_season", "item", f"its season is none: {text[:40]!r}")
    return None


def _kind(item: Held, odd: Oddities) -> EpisodeKind | None:
    text = item.text("itunes:episodetype")
    kind = _KINDS.get(text.lower()) if text else None
    if text and not kind:
        odd.note("bad_kind", "item", f"its episodeType is none that is known: {text[:40]!r}")
    return kind


def _tags(item: Held) -> tuple[str, ...]:
    terms = (each.get("label") or each.get("term") or "" for each in item.all("atom:category"))
    themes = (each.get("text") or "" for each in item.all("itunes:category"))
    single = (*item.texts("category"), *terms, *themes)
    return scalars.keywords(item.texts("itunes:keywords", "media:keywords"), single)


def _links(item: Held) -> tuple[Link, ...]:
    """Every transcript and chapters file, each address once as each kind."""
    found: dict[tuple[str, str], Link] = {}
    for element in item.all("podcast:transcript", "podcast:chapters", "atom:link"):
        local = markup.local(element).lower()
        url = item.link(element.get("href" if local == "link" else "url"))
        if not url or (local == "link" and _PSC_LINK not in element.get("rel", "")):
            continue
        kind = "transcript" if local == "transcript" else "chapters"
        link = Link(
            kind="transcript" if kind == "transcript" else "chapters",
            url=url,
            mime_type=element.get("type", "").strip().lower() or None,
            language=tag(element.get("language")),
            rel=element.get("rel", "").strip().lower() or None if kind == "transcript" else None,
        )
        found.setdefault((kind, url), link)
    return tuple(found.values())


def _soundbites(item: Held, odd: Oddities) -> tuple[Soundbite, ...]:
    found = []
    for element in item.all("podcast:soundbite"):
        start_ms, duration_ms = (scalars.seconds(element.get(key)) for key in ("startTime", "duration"))
        if start_ms is None or not duration_ms:
            odd.note("bad_soundbite", "item", "a soundbite has no start or no duration, and was left out")
            continue
        found.append(Soundbite(start_ms=start_ms, duration_ms=duration_ms, title=line(element) or None))
    return tuple(dict.fromkeys(found))


def _chapters(
    item: Held, told: show_notes.Notes | None, odd: Oddities
) -> tuple[tuple[ChapterMark, ...], ChapterList]:
    """Podlove's, of which the specification allows one list; else those that the notes hold."""
    for element in item.all("psc:chapters"):
        # Some programs nest the list in a second one: every chapter counts once, wherever it is.
        found = [_chapter(item, each, number, odd) for number, each in enumerate(_nested(element), 1)]
        marks = tuple(mark for mark in found if mark)
        if marks:
            return marks, "feed"
    listed = show_notes.chapters(told) if told else None
    return (listed.marks, "description") if listed else ((), "description")


def _nested(element: Element) -> list[Element]:
    return [each for each in element.iter() if namespaces.name(each.tag) == "psc:chapter"]


def _chapter(item: Held, element: Element, number: int, odd: Oddities) -> ChapterMark | None:
    words = spoken(element.get("title") or line(element))
    href, picture = (item.link(element.get(key)) for key in ("href", "image"))
    return podlove.chapter(element.get("start"), words, href, picture, place=f"chapter {number}", odd=odd)


FORMAT = Format(
    name="feed_item",
    title="Item of a feed (RSS, Atom)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(),
    gives=("metadata", "people", "chapters"),
)
