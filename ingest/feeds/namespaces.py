"""Namespaces of feeds by family: each has several addresses in the wild, and some feeds declare none.

    {http://www.itunes.com/DTDs/Podcast-1.0.dtd}Duration   →  itunes:duration
    {https://podcastindex.org/namespace/1.0}person         →  podcast:person
    title                                                  →  title

podcast has three addresses: `https://podcastindex.org/namespace/1.0`, that of its text on GitHub in several
spellings, and Buzzsprout's `…/rss-extension/…/podcast`. itunes comes in any case, with and without `.dtd`.
That is why neither feedparser nor podcastparser reads feeds here: the first keeps one of several elements of
the podcast namespace, the second does not know the address that it has now.
"""

from functools import lru_cache

RSS = ""
"""The family of RSS itself: its elements have no namespace, in RSS 1.0 and some others one of several."""

_FAMILIES = (
    ("podcast", ("podcastindex", "podcast-namespace", "rss-extension", "buzzsprout.com")),
    ("psc", ("podlove.org/simple-chapters",)),
    ("content", ("purl.org/rss/1.0/modules/content",)),
    ("media", ("search.yahoo.com/mrss", "search.yahoo.com/mrssmodule")),
    ("atom", ("w3.org/2005/atom", "purl.org/atom/ns")),
    ("dc", ("purl.org/dc/elements", "purl.org/dc/terms")),
    ("rdf", ("w3.org/1999/02/22-rdf-syntax-ns",)),
    ("yt", ("youtube.com/xml/schemas",)),
    ("googleplay", ("google.com/schemas/play-podcasts",)),
    ("cc", ("creativecommonsrssmodule", "web.resource.org/cc")),
    ("feedburner", ("rssnamespace.org/feedburner",)),
    ("html", ("w3.org/1999/xhtml",)),
)
_KNOWN = {RSS, "itunes", *(name for name, _ in _FAMILIES)}
_OF_RSS = {
    *("purl.org/rss/1.0", "my.netscape.com/rdf/simple/0.9", "channel.netscape.com/rdf/simple/0.9"),
    *("purl.org/net/rss1.1", "backend.userland.com/rss2", "backend.userland.com/rss", "purl.org/rss/2.0"),
    *("blogs.law.harvard.edu/tech/rss", "cyber.law.harvard.edu/rss/rss.html"),
}

USUAL = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "yt": "http://www.youtube.com/xml/schemas/2015",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
"""What a prefix means where a feed does not declare it."""


def undeclared(prefix: str) -> str:
    """The namespace of a prefix that is declared nowhere."""
    return USUAL.get(prefix.lower(), f"urn:undeclared:{prefix}")


@lru_cache(maxsize=1000)
def family(uri: str) -> str:
    """The family of a namespace; an unknown one is its own."""
    plain = uri.strip().lower().removeprefix("http://").removeprefix("https://").removeprefix("www.")
    plain = plain.rstrip("/#")
    if not plain or plain in _OF_RSS:
        return RSS
    if "itunes" in plain and "podcast" in plain:
        return "itunes"
    return next((name for name, parts in _FAMILIES if any(part in plain for part in parts)), plain)


def of_prefix(prefix: str, uri: str | None) -> str:
    """The family of a prefix, `""` where an element has none, that stands for `uri` here.

    Where a feed has put RSS itself into a namespace that nobody knows, it is RSS all the same.
    """
    if prefix:
        return family(undeclared(prefix) if uri is None else uri)
    return family(uri) if uri and is_known(uri) else RSS


def is_known(uri: str) -> bool:
    """Whether the family of a namespace is one that is read here."""
    return family(uri) in _KNOWN


@lru_cache(maxsize=10_000)
def name(tag: str) -> str:
    """`itunes:duration` of `{http://www.itunes.com/dtds/podcast-1.0.dtd}duration`, in lower case."""
    uri, _, local = tag.rpartition("}")
    return joined(family(uri[1:]), local)


def joined(kind: str, local: str) -> str:
    """A family and the local name of an element, as this package names elements."""
    return f"{kind}:{local.lower()}" if kind else local.lower()
