"""The formats: one module each in `ingest/formats/`, found by listing that folder."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from . import formats as _folder
from .errors import AmbiguousFormat, UnknownFormat
from .head import LENGTH, Head
from .reading import Reading
from .source import Source

Gives = Literal["times", "word times", "speakers", "people", "chapters", "metadata"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: `sniff` sees the beginning of a text; `read` sees all, and may raise MalformedTranscript.

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
    modules = sorted(module.name for module in pkgutil.iter_modules(_folder.__path__))
    return tuple(importlib.import_module(f"{_folder.__name__}.{name}").FORMAT for name in modules)


def named(name: str) -> Format | None:
    return next((format for format in formats() if format.name == name), None)


def detect(source: Source) -> Format:
    """The one format that claims the source. Raises UnknownFormat or AmbiguousFormat."""
    head = Head(source.text[:LENGTH])
    claims = [format for format in formats() if not format.fallback and format.sniff(head)]
    claims = claims or [format for format in formats() if format.fallback and format.sniff(head)]
    if not claims:
        raise UnknownFormat(source.name, f"no format claims this {_kind(head)}", "see `podarchive formats`")
    if len(claims) > 1:
        names = " or ".join(format.name for format in claims)
        raise AmbiguousFormat(source.name, f"could be {names}", "pass --format")
    return claims[0]


def _kind(head: Head) -> str:
    if head.json:
        return "JSON"
    if head.html:
        return "HTML"
    if head.root:
        return f"XML (<{head.root}>)"
    return "text"
