"""The formats: one module each in `ingest/formats/`, found by listing that folder."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from . import formats as _folder
from .errors import AmbiguousFormat, UnknownFormat
from .reading import Reading
from .source import Source

HEAD = 16_000
"""Characters that a format may look at to decide whether a source is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: `sniff` sees the first HEAD characters; `read` sees all, and may raise MalformedTranscript.

    `version` goes up whenever `read` would say something else of the same text: episodes that an older reader
    made are then derived again.
    """

    name: str
    title: str
    version: int
    sniff: Callable[[str], bool]
    read: Callable[[Source], Reading]

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
    head = source.text[:HEAD]
    claims = [format for format in formats() if format.sniff(head)]
    if not claims and source.name.endswith(".toml"):
        raise UnknownFormat(
            source.name,
            "says something of a transcript, and is none",
            "name the transcript that it lies beside",
        )
    if not claims:
        known = ", ".join(format.title for format in formats())
        raise UnknownFormat(source.name, "no format claims this", f"what can be read: {known}")
    if len(claims) > 1:
        names = " or ".join(format.name for format in claims)
        raise AmbiguousFormat(source.name, f"could be {names}", "take out what makes it look like two")
    return claims[0]
