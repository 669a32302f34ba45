"""The formats: one module each in `ingest/formats/`, found by listing that folder."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from . import formats as _folder
from .errors import AmbiguousFormat, IsFeed, UnknownFormat
from .files.source import Source
from .head import LENGTH, Head
from .reading import Reading

_FEEDS = ("rss", "feed", "opml", "rdf")

Gives = Literal["times", "word times", "speakers", "people", "chapters", "metadata"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: `sniff` sees the beginning of a text; `read` sees all, and may raise MalformedTranscript.

    `name` is that of its module, so that a stored source's reader is found without importing the others.
    `version` goes up whenever `read` would say something else of the same text: episodes that an older reader
    made are then derived again. `names` are how its files are usually called, and `gives` what they can say
    beside words; both are for people only. A `fallback` is asked only where nothing else claims a text.
    """

    name: str
    title: str
    version: int
    sniff: Callable[[Head], bool]
    read: Callable[[Source], Reading]
    names: tuple[str, ...] = ()
    gives: tuple[Gives, ...] = ()
    fallback: bool = False

    @property
    def reader(self) -> str:
        return f"{self.name} {self.version}"


@cache
def formats() -> tuple[Format, ...]:
    """Every format, by name."""
    return tuple(map(_format, sorted(_names())))


def named(name: str) -> Format | None:
    """The format with this name; its module is the only one that is imported."""
    return _format(name) if name in _names() else None


@cache
def _names() -> frozenset[str]:
    return frozenset(module.name for module in pkgutil.iter_modules(_folder.__path__))


@cache
def _format(name: str) -> Format:
    format: Format = importlib.import_module(f"{_folder.__name__}.{name}").FORMAT
    return format


def detect(source: Source) -> Format:
    """The one format that claims the source. Raises UnknownFormat or AmbiguousFormat."""
    head = Head(source.text[:LENGTH])
    claims = [format for format in formats() if not format.fallback and format.sniff(head)]
    claims = claims or [format for format in formats() if format.fallback and format.sniff(head)]
    if not claims and head.root in _FEEDS and head.root != "opml":
        problem = f"is a feed (<{head.root}>), and not what was said in one episode"
        raise IsFeed(source.name, problem, "take it in with `podarchive ingest`")
    if not claims:
        raise UnknownFormat(source.name, *_no_format(source.name, head))
    if len(claims) > 1:
        names = " or ".join(format.name for format in claims)
        raise AmbiguousFormat(source.name, f"could be {names}", "pass --format")
    return claims[0]


def _no_format(name: str, head: Head) -> tuple[str, str]:
    """(what is wrong, what to do) with a text that no format claims."""
    if name.endswith(".toml"):
        return "says something of a transcript, and is none", "name the transcript that it lies beside"
    if head.root == "opml":
        return "is a list of feeds (<opml>), which are fetched", "name it itself, not its folder"
    kind = "JSON" if head.json else "HTML" if head.html else f"XML (<{head.root}>)" if head.root else "text"
    return f"no format claims this {kind}", "see `podarchive formats`"
